/** Each kind of record that AWS Config writes becomes evidence, or a reason why it cannot. */
import { describe, expect, test } from 'vitest';
import { evidenceOf, normalize } from '../../../../src/sources/config/normalize.ts';
import {
  apiItem,
  complianceChange,
  complianceState,
  deliveredItem,
  evaluation,
  group,
  groupArn,
} from '../../../fixtures/config.ts';

const place = { backend: 'archive', locator: 'logs/a.json#1' };
const recordedTime = '2026-03-03T14:06:12.204Z';

describe('normalize', () => {
  test('an item', () => {
    expect(normalize(apiItem(), place)).toEqual({
      evidence: {
        type: 'configuration-item',
        item: expect.objectContaining({ resourceId: group, arn: groupArn }),
        origin: {
          source: 'config',
          backend: 'archive',
          account: '111122223333',
          region: 'us-east-1',
          ref: '1772539200000',
          locator: 'logs/a.json#1',
        },
        digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
  });

  test('a notification that carries one', () => {
    const notification = { messageType: 'ConfigurationItemChangeNotification', configurationItem: deliveredItem() };
    expect(normalize(notification, place)).toEqual(normalize(apiItem(), place));
  });

  test('an evaluation and a notice', () => {
    expect(normalize(evaluation({ state: 'COMPLIANT', recordedTime }), place)).toMatchObject({
      evidence: { type: 'rule-state', state: { state: 'COMPLIANT' }, origin: { ref: 'restricted-ssh' } },
    });
    expect(normalize(complianceChange({ state: 'COMPLIANT', recordedTime }, null), place)).toMatchObject({
      evidence: { type: 'rule-state', state: { isFlip: true }, origin: { account: '111122223333' } },
    });
  });

  test.each([[undefined], [null], [7], ['text'], [[]], [{}], [[deliveredItem()]], [new Date(0)]])(
    'gives a reason for %j',
    (raw) => {
      expect(normalize(raw, place)).toEqual({ reason: 'no record of AWS Config' });
    },
  );

  test.each([
    ['a scheduled notification', { messageType: 'ScheduledNotification' }],
    ['a rule', { ConfigRuleName: 'a', ConfigRuleArn: 'arn:aws:config:us-east-1:111122223333:config-rule/a' }],
    [
      'a compliance summary',
      { ResourceType: 'AWS::S3::Bucket', ResourceId: 'a', Compliance: { ComplianceType: 'COMPLIANT' } },
    ],
    ['a configuration item without its configuration', { ...apiItem(), configuration: undefined }],
    ['a configuration item too large for its notification', { configurationItemSummary: { resourceId: 'a' } }],
  ])('gives a reason: %s', (reason, raw) => {
    expect(normalize(raw, place)).toEqual({ reason });
  });
});

describe('all evidence', () => {
  test('of a compliance item is what its rules say', () => {
    const raw = apiItem(
      complianceState(recordedTime, { 'restricted-ssh': 'NON_COMPLIANT', 'required-tags': 'COMPLIANT' }),
    );
    expect(evidenceOf(raw, place)).toMatchObject({
      evidence: [
        { type: 'rule-state', state: { rule: 'restricted-ssh' } },
        { type: 'rule-state', state: { rule: 'required-tags' } },
      ],
    });
    expect(normalize(raw, place)).toMatchObject({ evidence: { type: 'configuration-item' } });
  });

  test('of another record is the one', () => {
    expect(evidenceOf(apiItem(), place)).toMatchObject({ evidence: [{ type: 'configuration-item' }] });
    expect(evidenceOf({}, place)).toEqual({ reason: 'no record of AWS Config' });
  });
});
