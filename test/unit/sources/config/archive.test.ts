/** Which items in delivered files are kept for a question, and what is set aside. */
import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import type { Question } from '../../../../src/model/question.ts';
import { archive } from '../../../../src/sources/config/backends/archive.ts';
import { apiItem, group, groupArn, historyFile, invocation, type State, target } from '../../../fixtures/config.ts';
import { questionOf } from '../../../fixtures/question.ts';
import { about, asking, captured, idsIn, inWindow, other, scanAll } from './archive-case.ts';

describe('which items are kept', () => {
  const role: State = {
    resourceType: 'AWS::IAM::Role',
    resourceId: 'AROAEXAMPLE000000000A',
    resourceName: 'Admin',
    arn: 'arn:aws:iam::111122223333:role/ops/Admin',
    region: 'global',
  };
  const file = historyFile(captured('12:00'), captured('12:00', other), captured('13:00', role));

  test.each<[string, readonly string[]]>([
    [group, [`${group} 12:00`]],
    [groupArn, [`${group} 12:00`]],
    ['sg-0a1b2c3d4e5f6071', []],
    ['Admin', ['AROAEXAMPLE000000000A 13:00']],
    ['AROAEXAMPLE000000000A', ['AROAEXAMPLE000000000A 13:00']],
    ['arn:aws:iam::111122223333:role/ops/Admin', ['AROAEXAMPLE000000000A 13:00']],
    ['arn:aws:iam::111122223333:role/Admin', ['AROAEXAMPLE000000000A 13:00']],
    ['arn:aws:iam::444455556666:role/Admin', []],
    ['arn:aws:iam::111122223333:user/Admin', []],
    ['admin', []],
  ])('those of %s', async (text, expected) => {
    expect(await idsIn(asking(about(text)), file)).toEqual(expected);
  });

  test('those of several targets', async () => {
    expect(await idsIn(asking(about(group, 'Admin')), file)).toHaveLength(2);
  });

  test('only of the type that a name was said to be', async () => {
    const bucket = captured('12:30', {
      resourceType: 'AWS::S3::Bucket',
      resourceId: 'Admin',
      resourceName: 'Admin',
      arn: 'arn:aws:s3:::Admin',
    });
    const typed = (type: string) => asking(questionOf({ targets: [target('Admin', type)] }));
    const both = historyFile(captured('13:00', role), bucket);
    expect(await idsIn(asking(about('Admin')), both)).toEqual(['AROAEXAMPLE000000000A 13:00', 'Admin 12:30']);
    expect(await idsIn(typed('AWS::S3::Bucket'), both)).toEqual(['Admin 12:30']);
    expect(await idsIn(typed('AWS::IAM::Role'), both)).toEqual(['AROAEXAMPLE000000000A 13:00']);
  });

  test('none where only what a principal did is asked for', async () => {
    expect(await idsIn(asking({ ...about('Admin'), as: 'principal' }), file)).toEqual([]);
  });

  test('without a target all', async () => {
    expect(await idsIn(asking(questionOf()), file)).toHaveLength(3);
  });

  test('of the accounts and regions asked for; a global resource is in every region', async () => {
    const abroad = captured('12:00', { region: 'eu-west-1' });
    const foreign = captured('12:00', { account: '444455556666' });
    const files = historyFile(captured('12:00'), abroad, foreign, captured('13:00', role));
    const placed = (filters: Partial<Question['filters']>) => asking(questionOf({ filters }));
    expect(await idsIn(placed({ regions: ['us-east-1'] }), files)).toEqual([
      `${group} 12:00`,
      `${group} 12:00`,
      'AROAEXAMPLE000000000A 13:00',
    ]);
    expect(await idsIn(placed({ accounts: ['444455556666'] }), files)).toEqual([`${group} 12:00`]);
  });
});

describe('the window', () => {
  const times = ['11:00', '13:00', '12:00', '14:00', '14:59', '15:00', '16:00'];
  const file = historyFile(...times.map((time) => captured(time)), captured('10:00', other));

  test('keeps what lies in it, and the latest before it', async () => {
    expect([...(await idsIn(asking(inWindow(group)), file))].sort()).toEqual([
      `${group} 13:00`,
      `${group} 14:00`,
      `${group} 14:59`,
    ]);
  });

  test('without a target keeps the latest before it of every resource', async () => {
    expect([...(await idsIn(asking(inWindow()), file))].sort()).toEqual([
      `${group} 13:00`,
      `${group} 14:00`,
      `${group} 14:59`,
      'sg-0other 10:00',
    ]);
  });

  test('keeps once what several files tell', async () => {
    const [first, second, third] = [
      historyFile(captured('12:00'), captured('14:00')),
      historyFile(captured('12:00'), captured('14:00'), captured('14:30')),
      historyFile(captured('13:00'), captured('11:00')),
    ];
    expect(await idsIn(asking(inWindow(group)), first, second, third)).toEqual([
      `${group} 14:00`,
      `${group} 12:00`,
      `${group} 14:30`,
      `${group} 13:00`,
    ]);
  });

  test('an item without relationships does not stand for one that has them', async () => {
    const { relationships: _, tags: __, ...base } = captured('14:00');
    expect(await idsIn(asking(inWindow(group)), historyFile(base), historyFile(captured('14:00')))).toHaveLength(2);
  });

  test('all that was read counts as read', async () => {
    const [reading] = await scanAll(asking(inWindow(group)), file);
    expect(reading?.spans).toEqual([
      {
        source: 'config',
        account: '111122223333',
        region: 'us-east-1',
        first: Date.parse('2026-03-03T10:00:00Z'),
        last: Date.parse('2026-03-03T16:00:00Z'),
        records: 8,
      },
    ]);
  });
});

describe('what is set aside', () => {
  const skippedIn = async (...files: readonly JsonValue[]) => {
    const readings = await scanAll(asking(about(group)), ...files);
    return Object.fromEntries(readings.flatMap(({ skipped }) => skipped.map(({ kind, count }) => [kind, count])));
  };

  test('is counted by kind', async () => {
    expect(
      await skippedIn(
        {
          ConfigRules: [{ ConfigRuleName: 'a', ConfigRuleArn: 'arn:aws:config:us-east-1:111122223333:config-rule/a' }],
        },
        invocation({}),
        { Type: 'Notification', Message: JSON.stringify({ messageType: 'ConfigurationHistoryDeliveryCompleted' }) },
        { ComplianceByResources: [{ ResourceType: 'a', Compliance: { ComplianceType: 'COMPLIANT' } }] },
        { invokingEvent: JSON.stringify({ messageType: 'ScheduledNotification' }) },
        historyFile({ ...apiItem(), configuration: undefined }),
      ),
    ).toEqual({
      rule: 1,
      json: 1,
      'delivery notification': 1,
      'compliance summary': 1,
      'scheduled notification': 1,
      'configuration item without its configuration': 1,
    });
  });

  test('an item too large for its notification is a gap where it is asked about', async () => {
    const { configuration: _, ...summary } = captured('14:00');
    const notification = (resource: JsonObject) => ({
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: resource,
    });
    const [asked] = await scanAll(asking(inWindow(group)), notification(summary));
    expect(asked?.gaps).toMatchObject([
      { gap: { code: 'DAMAGED_FILE', blocking: true, message: expect.stringContaining('too large') } },
    ]);
    const [unasked] = await scanAll(
      asking(inWindow(group)),
      notification({ ...summary, resourceId: 'sg-0other', ARN: '' }),
    );
    expect(unasked).toMatchObject({ gaps: [], skipped: [{ kind: 'oversized item notification' }] });
  });

  test('an item that cannot be used is a gap', async () => {
    const damaged = historyFile({ ...apiItem(), configurationItemCaptureTime: 'redacted' }, apiItem());
    const [reading] = await scanAll(asking(about(group)), damaged);
    expect(reading?.evidence).toHaveLength(1);
    expect(reading?.gaps).toMatchObject([
      { gap: { message: 'logs/1.json: 1 record: a configuration item without a readable capture time' } },
    ]);
  });

  test('records of others are left to them', async () => {
    const reading = await scanAll(
      asking(questionOf()),
      { Records: [{ eventName: 'StopInstances' }] },
      [1, 'text', null],
      { configurationItem: 7 },
    );
    expect(reading.map(({ recognized }) => recognized)).toEqual([false, false, false]);
  });
});

test('credentials are not told by Config', () => {
  expect(archive.createScanners({ kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE000000001'] })).toEqual([]);
});
