/** What rules said, from AWS Config: their history, and their present verdicts if the history is not recorded. */
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../src/model/evidence.ts';
import { complianceState, evaluation, group, groupType, ofType } from '../fixtures/config.ts';
import { account } from './aws-server-harness.ts';
import {
  askedFor,
  at,
  evidenceOf,
  excluding,
  gapsOf,
  home,
  opened,
  other,
  read,
  serverOf,
  stored,
} from './live-config.ts';

const statesOf = (readings: readonly Reading[]) =>
  ofType(evidenceOf(readings), 'rule-state')
    .map(
      ({ state }) => `${state.rule} ${state.state} ${state.recordedTime.slice(0, 16)} ${state.isFlip ? 'flip' : 'now'}`,
    )
    .sort();

describe('compliance', () => {
  const changed = at('2026-03-03T14:04:46', { configuration: opened(22) });
  const before = at('2026-02-20T08:00:00');
  const flips = [
    stored(complianceState('2026-02-20T08:10:00.000Z', { 'restricted-ssh': 'COMPLIANT', tagged: 'NON_COMPLIANT' })),
    stored(complianceState('2026-03-01T08:10:00.000Z', { 'restricted-ssh': 'COMPLIANT', tagged: 'COMPLIANT' })),
    stored(complianceState('2026-03-03T14:06:12.000Z', { 'restricted-ssh': 'NON_COMPLIANT', tagged: 'COMPLIANT' })),
  ];

  test('is its history, back to where each verdict began', async () => {
    const server = await serverOf({ [home]: { configurationItems: [before, changed, ...flips] } });
    expect(statesOf(await read(server))).toEqual([
      'restricted-ssh COMPLIANT 2026-02-20T08:10 flip',
      'restricted-ssh COMPLIANT 2026-03-01T08:10 flip',
      'restricted-ssh NON_COMPLIANT 2026-03-03T14:06 flip',
      'tagged COMPLIANT 2026-03-01T08:10 flip',
      'tagged COMPLIANT 2026-03-03T14:06 flip',
      'tagged NON_COMPLIANT 2026-02-20T08:10 flip',
    ]);
  });

  test('is what rules say now, where the history does not tell it; later verdicts are not the window’s', async () => {
    const evaluationResults = [
      evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' }),
      evaluation({ rule: 'other', state: 'COMPLIANT', recordedTime: '2026-03-03T15:00:00.000Z' }),
      evaluation({ rule: 'late', state: 'COMPLIANT', recordedTime: '2026-03-03T19:00:00.000Z' }),
    ];
    const server = await serverOf(
      { [home]: { configurationItems: [before, changed, ...flips], evaluationResults } },
      { evaluationsPerPage: 1 },
    );
    const readings = await read(server);
    const states = statesOf(readings);
    expect(states.filter((state) => state.endsWith('now'))).toEqual(['other COMPLIANT 2026-03-03T15:00 now']);
    expect(states.filter((state) => state.endsWith('flip'))).toHaveLength(6);
    expect(readings.flatMap(({ skipped }) => skipped)).toEqual([
      { source: 'config', account, region: home, kind: 'verdict that the history has', count: 1 },
    ]);
    const own = ofType(evidenceOf(readings), 'rule-state').find(({ state }) => state.rule === 'other');
    expect(own?.state).toMatchObject({ account, region: home });
    expect(own?.origin).toMatchObject({
      account,
      region: home,
      locator: `config:GetComplianceDetailsByResource ${home} ${groupType}/${group}`,
    });
  });

  test('keeps a present verdict from before the window where the history begins later', async () => {
    const evaluationResults = [
      evaluation({ rule: 'tagged', state: 'COMPLIANT', recordedTime: '2026-01-03T00:00:00.000Z' }),
    ];
    const told = stored(complianceState('2026-03-01T08:10:00.000Z', { tagged: 'COMPLIANT' }));
    const server = await serverOf({ [home]: { configurationItems: [before, changed, told], evaluationResults } });
    expect(statesOf(await read(server))).toEqual([
      'tagged COMPLIANT 2026-01-03T00:00 now',
      'tagged COMPLIANT 2026-03-01T08:10 flip',
    ]);
  });

  test('that is not recorded is a gap which does not block', async () => {
    const evaluationResults = [evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' })];
    const configurationRecorders = [excluding('AWS::Config::ResourceCompliance')];
    const server = await serverOf({
      [home]: { configurationItems: [before, changed, ...flips], evaluationResults, configurationRecorders },
    });
    const readings = await read(server);
    expect(statesOf(readings)).toEqual(['restricted-ssh NON_COMPLIANT 2026-03-03T14:06 now']);
    expect(gapsOf(readings)).toMatchObject([{ gap: { code: 'COMPLIANCE_NOT_RECORDED', blocking: false } }]);
    expect(askedFor(server, 'GetResourceConfigHistory', 'resourceType')).not.toContain(
      'AWS::Config::ResourceCompliance',
    );
  });
});

describe('a rule', () => {
  const evaluationResults = [
    evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' }),
    evaluation({ state: 'COMPLIANT', resourceId: 'sg-0other', recordedTime: '2026-03-03T15:06:10.000Z' }),
    evaluation({ rule: 'other', state: 'COMPLIANT', recordedTime: '2026-03-03T15:00:00.000Z' }),
  ];
  const here = { evaluationResults, configRules: [{ ConfigRuleName: 'restricted-ssh' }, { ConfigRuleName: 'other' }] };

  test.each([[undefined], ['AWS::Config::ConfigRule']])(
    'is what it says of every resource, of type %s',
    async (type) => {
      const server = await serverOf({ [home]: here, [other]: {} });
      const readings = await read(server, {
        targets: ['restricted-ssh'],
        regions: [home, other],
        ...(type !== undefined && { type }),
      });
      expect(
        ofType(evidenceOf(readings), 'rule-state').map(({ state }) => [state.rule, state.resourceId, state.region]),
      ).toEqual([
        ['restricted-ssh', group, home],
        ['restricted-ssh', 'sg-0other', home],
      ]);
      expect(gapsOf(readings)).toEqual([]);
    },
  );
});

test('a rule has the history of what it evaluates, and of no other rule', async () => {
  const flips = [
    stored(complianceState('2026-03-01T08:10:00.000Z', { 'restricted-ssh': 'COMPLIANT', tagged: 'COMPLIANT' })),
    stored(complianceState('2026-03-03T14:06:12.000Z', { 'restricted-ssh': 'NON_COMPLIANT', tagged: 'COMPLIANT' })),
  ];
  const evaluationResults = [evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-03T14:06:10.000Z' })];
  const configRules = [{ ConfigRuleName: 'restricted-ssh' }];
  const server = await serverOf({ [home]: { configurationItems: flips, evaluationResults, configRules } });
  expect(statesOf(await read(server, { targets: ['restricted-ssh'] }))).toEqual([
    'restricted-ssh COMPLIANT 2026-03-01T08:10 flip',
    'restricted-ssh NON_COMPLIANT 2026-03-03T14:06 flip',
  ]);
});
