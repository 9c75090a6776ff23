import { describe, expect, test } from 'vitest';
import type { FileReading } from '../../../../src/archive/file-collector.ts';
import { scanFile } from '../../../../src/archive/scan-file.ts';
import type { Evidence } from '../../../../src/model/evidence.ts';
import type { Interests } from '../../../../src/model/interests.ts';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import type { Question } from '../../../../src/model/question.ts';
import { archive } from '../../../../src/sources/config/backends/archive.ts';
import type { SourceRequest } from '../../../../src/sources/source.ts';
import {
  apiItem,
  complianceChange,
  complianceState,
  deliveredItem,
  evaluation,
  group,
  groupArn,
  groupType,
  historyFile,
  invocation,
  ofType,
  type State,
  target,
} from '../../../fixtures/config.ts';
import { questionOf } from '../../../fixtures/question.ts';

const noInterests: Interests = { targets: [], neighbors: [] };

const asking = (question: Question): SourceRequest => ({ kind: 'evidence', question, interests: noInterests });
const about = (...texts: readonly string[]) => questionOf({ targets: texts.map((text) => target(text)) });
const following = (interests: Partial<Interests>): SourceRequest => ({
  kind: 'follow',
  question: about(group),
  interests: { ...noInterests, ...interests },
});

/** Files with the same scanners, as a run reads them. */
async function scanAll(request: SourceRequest, ...files: readonly JsonValue[]): Promise<readonly FileReading[]> {
  const scanners = archive.createScanners(request);
  const readings: FileReading[] = [];
  for (const [index, content] of files.entries())
    readings.push(await scanFile(`logs/${index + 1}.json`, Buffer.from(JSON.stringify(content)), scanners));
  return readings;
}

async function evidenceIn(request: SourceRequest, ...files: readonly JsonValue[]): Promise<readonly Evidence[]> {
  return (await scanAll(request, ...files)).flatMap(({ evidence }) => evidence);
}

async function idsIn(request: SourceRequest, ...files: readonly JsonValue[]): Promise<readonly string[]> {
  return ofType(await evidenceIn(request, ...files), 'configuration-item').map(
    ({ item }) => `${item.resourceId} ${item.captureTime.slice(11, 16)}`,
  );
}

const captured = (time: string, state: State = {}) =>
  deliveredItem({ ...state, captureTime: `2026-03-03T${time}:00.000Z` });
const other: State = { resourceId: 'sg-0other', arn: groupArn.replace(group, 'sg-0other') };
const window = { since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' };
const inWindow = (...texts: readonly string[]) => questionOf({ ...window, targets: texts.map((text) => target(text)) });

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

describe('neighbors', () => {
  const networkInterface: State = {
    resourceType: 'AWS::EC2::NetworkInterface',
    resourceId: 'eni-1',
    arn: 'arn:aws:ec2:us-east-1:111122223333:network-interface/eni-1',
    relationships: [
      { resourceType: groupType, resourceId: group, relation: 'Is associated with' },
      { resourceType: 'AWS::EC2::Instance', resourceId: 'i-1', relation: 'Is attached to' },
      { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relation: 'Is contained in' },
    ],
  };
  const instance: State = {
    resourceType: 'AWS::EC2::Instance',
    resourceId: 'i-1',
    arn: 'arn:aws:ec2:us-east-1:111122223333:instance/i-1',
    relationships: [
      { resourceType: 'AWS::EC2::NetworkInterface', resourceId: 'eni-1', relation: 'Contains' },
      { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relation: 'Is contained in' },
    ],
  };
  const vpc: State = {
    resourceType: 'AWS::EC2::VPC',
    resourceId: 'vpc-1',
    relationships: [{ resourceType: 'AWS::EC2::NetworkInterface', resourceId: 'eni-1', relation: 'Contains' }],
  };
  const fn: State = {
    resourceType: 'AWS::Lambda::Function',
    resourceId: 'app',
    resourceName: 'app',
    relationships: [{ resourceType: 'AWS::IAM::Role', resourceName: 'Admin', relation: 'Is associated with' }],
  };
  const file = historyFile(...[networkInterface, instance, vpc, fn].map((state) => captured('12:00', state)));
  const relationsIn = async (request: SourceRequest, ...files: readonly JsonValue[]) =>
    ofType(await evidenceIn(request, ...files), 'relationship').map(
      ({ of, neighbor }) => `${of.resourceId} - ${neighbor.id}`,
    );

  test('are those whose items name the target, told once', async () => {
    const [found, ...more] = ofType(await evidenceIn(asking(about(group)), file, file), 'relationship');
    expect(more).toEqual([]);
    expect(found).toEqual({
      type: 'relationship',
      of: { resourceType: groupType, resourceId: group },
      neighbor: {
        type: 'AWS::EC2::NetworkInterface',
        id: 'eni-1',
        arn: 'arn:aws:ec2:us-east-1:111122223333:network-interface/eni-1',
        account: '111122223333',
        region: 'us-east-1',
      },
      relation: 'Is associated with SecurityGroup',
    });
  });

  test('are found by the name of the target', async () => {
    expect(await relationsIn(asking(about('Admin')), file)).toEqual(['Admin - app']);
  });

  test('are followed through an interface, not through what many share', async () => {
    expect(await relationsIn(following({ neighbors: ['eni-1', 'vpc-1'] }), file)).toEqual([
      'eni-1 - i-1',
      'eni-1 - i-1',
    ]);
    expect(await relationsIn(following({ neighbors: ['vpc-1'] }), file)).toEqual([]);
  });

  test('are followed from further spellings of the target', async () => {
    expect(await relationsIn(following({ targets: ['vpc-1'] }), file)).toEqual(['vpc-1 - eni-1', 'vpc-1 - i-1']);
  });

  test('are none from behind the window, or where nothing was asked about', async () => {
    expect(await relationsIn(asking(questionOf()), file)).toEqual([]);
    expect(await relationsIn(asking(inWindow(group)), historyFile(captured('15:00', networkInterface)))).toEqual([]);
  });

  test('are not asked about themselves', async () => {
    expect(await idsIn(following({ neighbors: ['eni-1', 'i-1'] }), file)).toEqual([]);
    expect(await idsIn(following({ targets: ['arn:aws:ec2:us-east-1:111122223333:instance/i-1'] }), file)).toEqual([
      'i-1 12:00',
    ]);
  });

  test('go by name only where their type does', async () => {
    const named = historyFile(
      captured('12:00', { ...other, resourceName: 'default' }),
      captured('12:00', {
        resourceType: 'AWS::RDS::DBSubnetGroup',
        resourceId: 'dbsg-1',
        resourceName: 'default',
        arn: 'arn:aws:rds:us-east-1:111122223333:subgrp:x',
      }),
    );
    expect(await idsIn(following({ targets: ['default'] }), named)).toEqual(['dbsg-1 12:00']);
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
