import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { placed, recordIn } from '../../../../src/sources/config/carriers.ts';
import { apiItem, complianceChange, deliveredItem, evaluation } from '../../../fixtures/config.ts';

describe('the record in a value', () => {
  const item = deliveredItem();
  const change = complianceChange({ state: 'COMPLIANT', recordedTime: '2026-03-03T14:00:00.000Z' }, null);
  const result = evaluation({ state: 'COMPLIANT', recordedTime: '2026-03-03T14:00:00.000Z' });
  const { configuration: _, ...summary } = item;

  test.each<[string, JsonObject, ReturnType<typeof recordIn>]>([
    ['an item', item, { kind: 'item', value: item }],
    [
      'a notification of one',
      { configurationItem: item, messageType: 'ConfigurationItemChangeNotification' },
      { kind: 'item', value: item },
    ],
    [
      'an item of a deleted resource',
      { ...summary, configurationItemStatus: 'ResourceDeleted' },
      { kind: 'item', value: { ...summary, configurationItemStatus: 'ResourceDeleted' } },
    ],
    ['an item without content', summary, { kind: 'aside', what: 'configuration item without its configuration' }],
    ['a summary of one', { configurationItemSummary: summary }, { kind: 'oversized', value: summary }],
    ['a change of compliance', change, { kind: 'compliance-change', value: change }],
    [
      'one without message type',
      { ...change, messageType: undefined },
      { kind: 'compliance-change', value: { ...change, messageType: undefined } },
    ],
    ['an evaluation', result, { kind: 'evaluation', value: result }],
    [
      'a notification of no state',
      { messageType: 'ConfigurationSnapshotDeliveryStarted' },
      { kind: 'aside', what: 'delivery notification' },
    ],
    ['a message type that every object has', { messageType: 'constructor' }, undefined],
    ['nothing of Config', { configurationItem: null, eventName: 'PutEvaluations' }, undefined],
  ])('%s', (_, value, expected) => {
    expect(recordIn(value)).toEqual(expected);
  });
});

describe('the place of a record', () => {
  const bare: JsonObject = { resourceId: 'a' };
  const placeOf = (record: JsonObject, ...carriers: readonly JsonObject[]) => {
    const { accountId, awsRegion } = placed(record, carriers) as Readonly<Record<string, unknown>>;
    return [accountId, awsRegion];
  };

  test.each<[string, readonly JsonObject[], readonly unknown[]]>([
    ['nothing', [], [undefined, undefined]],
    ['EventBridge', [{ account: '111122223333', region: 'us-east-1' }], ['111122223333', 'us-east-1']],
    ['a topic', [{ TopicArn: 'arn:aws:sns:eu-west-1:111122223333:config' }], ['111122223333', 'eu-west-1']],
    [
      'a rule',
      [{ accountId: '111122223333', configRuleArn: 'arn:aws:config:ap-southeast-2:444455556666:config-rule/a' }],
      ['111122223333', 'ap-southeast-2'],
    ],
    ['the innermost', [{ region: 'us-east-1' }, { awsRegion: 'us-gov-west-1' }], [undefined, 'us-gov-west-1']],
    ['what only looks like it', [{ account: 'production', region: 'the north' }], [undefined, undefined]],
    [
      'what is of another type',
      [{ account: 111122223333, region: ['us-east-1'], TopicArn: 'config' }],
      [undefined, undefined],
    ],
  ])('is told by %s', (_, carriers, expected) => {
    expect(placeOf(bare, ...carriers)).toEqual(expected);
  });

  test('is its own where it tells it', () => {
    const carrier = { account: '444455556666', region: 'eu-west-1' };
    expect(placeOf(apiItem(), carrier)).toEqual(['111122223333', 'us-east-1']);
    expect(placeOf({ ...bare, awsAccountId: '111122223333' }, carrier)).toEqual([undefined, 'eu-west-1']);
  });
});
