/** What rules said, according to the files that AWS Config delivers. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import type { SourceRequest } from '../../../../src/sources/source.ts';
import {
  complianceChange,
  complianceState,
  deliveredItem,
  evaluation,
  group,
  historyFile,
  ofType,
} from '../../../fixtures/config.ts';
import { about, asking, evidenceIn, inWindow } from './archive-case.ts';

describe('what rules say', () => {
  const at = (time: string) => `2026-03-03T${time}:00.000Z`;
  const history = historyFile(
    deliveredItem(complianceState(at('11:00'), { 'restricted-ssh': 'COMPLIANT', 'required-tags': 'COMPLIANT' })),
    deliveredItem(complianceState(at('12:00'), { 'restricted-ssh': 'COMPLIANT', 'required-tags': 'NON_COMPLIANT' })),
    deliveredItem(
      complianceState(at('14:10'), { 'restricted-ssh': 'NON_COMPLIANT', 'required-tags': 'NON_COMPLIANT' }),
    ),
    deliveredItem(complianceState(at('15:10'), { 'restricted-ssh': 'COMPLIANT', 'required-tags': 'NON_COMPLIANT' })),
  );
  const statesIn = async (request: SourceRequest, ...files: readonly JsonValue[]) =>
    ofType(await evidenceIn(request, ...files), 'rule-state').map(
      ({ state }) => `${state.rule} ${state.resourceId} ${state.state} ${state.recordedTime.slice(11, 16)}`,
    );

  test('of a target is kept from its beginning to the end of the window, and is no item', async () => {
    const evidence = await evidenceIn(asking(inWindow(group)), history);
    expect(ofType(evidence, 'configuration-item')).toEqual([]);
    expect(ofType(evidence, 'rule-state').map(({ state }) => state.recordedTime.slice(11, 16))).toEqual([
      '11:00',
      '11:00',
      '12:00',
      '12:00',
      '14:10',
      '14:10',
    ]);
  });

  test('without a target is kept in the window, and the latest before it', async () => {
    const states = await statesIn(asking(inWindow()), history);
    expect([...states].sort()).toEqual([
      `required-tags ${group} NON_COMPLIANT 12:00`,
      `required-tags ${group} NON_COMPLIANT 14:10`,
      `restricted-ssh ${group} COMPLIANT 12:00`,
      `restricted-ssh ${group} NON_COMPLIANT 14:10`,
    ]);
  });

  test('of another resource is not', async () => {
    expect(await statesIn(asking(about('sg-0other')), history)).toEqual([]);
  });

  test('is found by the rule too', async () => {
    const expected = ['COMPLIANT 11:00', 'COMPLIANT 12:00', 'NON_COMPLIANT 14:10', 'COMPLIANT 15:10'];
    expect(await statesIn(asking(about('restricted-ssh')), history)).toEqual(
      expected.map((state) => `restricted-ssh ${group} ${state}`),
    );
    const notice = complianceChange({ state: 'COMPLIANT', recordedTime: at('14:00') }, null);
    expect(await statesIn(asking(about('restricted-ssh')), notice)).toHaveLength(1);
    expect(await statesIn(asking(about('restricted')), notice, history)).toEqual([]);
  });

  test('comes as evaluations, whose carrier tells their place', async () => {
    const results = { EvaluationResults: [evaluation({ state: 'COMPLIANT', recordedTime: at('14:00') })] };
    expect(await evidenceIn(asking(about(group)), results)).toMatchObject([
      { type: 'rule-state', state: { account: null, isFlip: false } },
    ]);
    const carried = { account: '111122223333', region: 'eu-west-1', output: results };
    expect(await evidenceIn(asking(about(group)), carried)).toMatchObject([
      { state: { account: '111122223333', region: 'eu-west-1' }, origin: { region: 'eu-west-1' } },
    ]);
  });
});
