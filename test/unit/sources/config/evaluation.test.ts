import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import {
  isComplianceChange,
  isEvaluationResult,
  readComplianceChange,
  readEvaluation,
  ruleStatesOf,
  targetOf,
} from '../../../../src/sources/config/evaluation.ts';
import { readItem } from '../../../../src/sources/config/item.ts';
import { apiItem, complianceChange, complianceState, evaluation, group } from '../../../fixtures/config.ts';

const recordedTime = '2026-03-03T14:06:12.204Z';
const state = {
  rule: 'restricted-ssh',
  resourceType: 'AWS::EC2::SecurityGroup',
  resourceId: group,
  state: 'NON_COMPLIANT',
  recordedTime,
};

describe('an evaluation result', () => {
  test('tells what holds now, not since when', () => {
    const raw = { ...evaluation({ state: 'NON_COMPLIANT', recordedTime }), Annotation: 'port 22 is open' };
    expect(isEvaluationResult(raw)).toBe(true);
    expect(readEvaluation(raw)).toEqual({
      state: {
        ...state,
        account: null,
        region: null,
        previous: null,
        invokedTime: recordedTime,
        annotation: 'port 22 is open',
        isFlip: false,
      },
    });
  });

  test('without the time of its recording goes by the one it is ordered by', () => {
    const {
      ResultRecordedTime: _,
      ConfigRuleInvokedTime: __,
      ...raw
    } = evaluation({ state: 'COMPLIANT', recordedTime });
    expect(readEvaluation(raw)).toMatchObject({ state: { recordedTime, invokedTime: null } });
  });

  test.each<[string, JsonObject]>([
    [
      'no rule',
      { EvaluationResultIdentifier: { EvaluationResultQualifier: { ResourceId: 'a' } }, ComplianceType: 'COMPLIANT' },
    ],
    [
      'no resource',
      {
        EvaluationResultIdentifier: { EvaluationResultQualifier: { ConfigRuleName: 'a' } },
        ComplianceType: 'COMPLIANT',
      },
    ],
    ['no result', { ...evaluation({ state: 'COMPLIANT', recordedTime }), ComplianceType: null }],
  ])('that names %s', (_, raw) => {
    expect(isEvaluationResult(raw)).toBe(true);
    expect(readEvaluation(raw)).toEqual({ reason: 'an evaluation that names no rule, no resource or no result' });
  });

  test('without any time', () => {
    expect(readEvaluation(evaluation({ state: 'COMPLIANT', recordedTime: 'redacted' }))).toEqual({
      reason: 'an evaluation without a readable time',
    });
  });

  test.each([
    [{}],
    [{ ComplianceType: 'COMPLIANT' }],
    [{ EvaluationResultIdentifier: 'a', ComplianceType: 'COMPLIANT' }],
  ])('is none: %j', (raw) => {
    expect(isEvaluationResult(raw)).toBe(false);
  });
});

describe('the notice of a change', () => {
  const change = complianceChange(
    { state: 'NON_COMPLIANT', recordedTime },
    { state: 'COMPLIANT', recordedTime: '2026-03-01T00:00:00.000Z' },
  );

  test('tells of a flip, from what to what', () => {
    expect(isComplianceChange(change)).toBe(true);
    expect(readComplianceChange(change)).toEqual({
      state: {
        ...state,
        account: '111122223333',
        region: 'us-east-1',
        previous: 'COMPLIANT',
        invokedTime: recordedTime,
        annotation: null,
        isFlip: true,
      },
    });
  });

  test('of a first evaluation knows nothing before', () => {
    expect(readComplianceChange(complianceChange({ state: 'COMPLIANT', recordedTime }, null))).toMatchObject({
      state: { state: 'COMPLIANT', previous: null, isFlip: true },
    });
  });

  test('tells what its result leaves out', () => {
    expect(readComplianceChange({ ...change, newEvaluationResult: { complianceType: 'COMPLIANT' } })).toMatchObject({
      state: { ...state, state: 'COMPLIANT' },
    });
  });

  test('without a new result', () => {
    expect(readComplianceChange({ ...change, newEvaluationResult: null })).toHaveProperty('reason');
  });
});

describe('a compliance item', () => {
  const statesOf = (raw: JsonObject) => {
    const reading = readItem(raw);
    return 'item' in reading ? ruleStatesOf(reading.item) : [];
  };
  const raw = apiItem(
    complianceState(recordedTime, { 'restricted-ssh': 'NON_COMPLIANT', 'required-tags': 'COMPLIANT' }),
  );

  test('tells the state of each rule', () => {
    expect(statesOf(raw)).toEqual([
      {
        ...state,
        account: '111122223333',
        region: 'us-east-1',
        previous: null,
        invokedTime: null,
        annotation: null,
        isFlip: true,
      },
      expect.objectContaining({ rule: 'required-tags', state: 'COMPLIANT', resourceId: group }),
    ]);
  });

  test('as documentation misspells it', () => {
    const { configuration, ...rest } = raw;
    expect(statesOf({ ...rest, configuaration: configuration })).toEqual(statesOf(raw));
  });

  test('that does not name its target otherwise than by its id', () => {
    const configRuleList = [
      { configRuleId: 'config-rule-1', complianceType: 'COMPLIANT' },
      { configRuleName: 'a' },
      null,
    ];
    expect(statesOf({ ...raw, configuration: { configRuleList } })).toEqual([
      expect.objectContaining({ rule: 'config-rule-1', resourceType: 'AWS::EC2::SecurityGroup', resourceId: group }),
    ]);
  });

  test.each([[null], ['null'], ['text'], [{}], [{ configRuleList: 'a' }]])('with configuration %j', (configuration) => {
    expect(statesOf({ ...raw, configuration })).toEqual([]);
  });

  test('may be of a resource whose id holds slashes', () => {
    expect(targetOf('AWS::SSM::Parameter//app/key')).toEqual({
      resourceType: 'AWS::SSM::Parameter',
      resourceId: '/app/key',
    });
    expect(targetOf('no-slash')).toEqual({ resourceType: '', resourceId: 'no-slash' });
  });
});
