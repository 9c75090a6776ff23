import { describe, expect, test } from 'vitest';
import type { FileReading } from '../../../../src/archive/file-collector.ts';
import { scanFile } from '../../../../src/archive/scan-file.ts';
import type { FindingEvent } from '../../../../src/model/event.ts';
import type { Interests } from '../../../../src/model/interests.ts';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { findings } from '../../../../src/sources/findings/index.ts';
import { normalize } from '../../../../src/sources/findings/normalize.ts';
import { questionOf, targetOf } from '../../../fixtures/question.ts';
import {
  account,
  group,
  guardDuty,
  guardDutyEvent,
  instance,
  region,
  securityHub,
  securityHubEvent,
} from './records.ts';

interface Asked {
  readonly targets?: readonly string[];
  readonly further?: Partial<Interests>;
  readonly since?: string;
  readonly until?: string;
  readonly accounts?: readonly string[];
}

async function read(
  value: JsonValue,
  { targets = [], further, accounts = [], ...window }: Asked = {},
): Promise<FileReading> {
  const scanners = findings.backends[0].createScanners({
    kind: further ? 'follow' : 'evidence',
    question: questionOf({ ...window, targets: targets.map((text) => targetOf(text)), filters: { accounts } }),
    interests: further ? { targets: [], neighbors: [], ...further } : { targets, neighbors: [] },
  });
  return scanFile('a.json', Buffer.from(JSON.stringify(value)), scanners);
}

const eventsIn = ({ evidence }: FileReading): readonly FindingEvent[] =>
  evidence.flatMap((item) => (item.type === 'event' && item.event.kind === 'finding' ? [item.event] : []));
const ask = async (value: JsonValue, asked?: Asked) => eventsIn(await read(value, asked));

test('a GuardDuty finding', async () => {
  const reading = await read(guardDutyEvent, { targets: [instance] });
  expect(eventsIn(reading)).toEqual([
    {
      id: 'finding:76b6bd7a6fa2205baaae644e6970206b',
      time: '2026-03-03T14:10:00.000Z',
      endTime: '2026-03-03T14:25:00.000Z',
      kind: 'finding',
      match: ['target'],
      resources: [
        { type: 'AWS::EC2::Instance', id: instance },
        expect.objectContaining({ id: 'web', arn: `arn:aws:iam::${account}:instance-profile/web` }),
        { type: 'AWS::EC2::NetworkInterface', id: 'eni-0a1b2c3d4e5f60718' },
        { type: 'AWS::EC2::SecurityGroup', id: group },
      ],
      summary: `GuardDuty: 203.0.113.7 is performing SSH brute force attacks against ${instance}. (MEDIUM)`,
      severity: 'warning',
      chain: null,
      origin: {
        source: 'findings',
        backend: 'archive',
        account,
        region,
        ref: '76b6bd7a6fa2205baaae644e6970206b',
        locator: 'a.json#1',
      },
      detail: {
        product: 'GuardDuty',
        findingType: 'UnauthorizedAccess:EC2/SSHBruteForce',
        title: `203.0.113.7 is performing SSH brute force attacks against ${instance}.`,
        severityLabel: 'MEDIUM',
      },
    },
  ]);
  expect(reading.spans).toEqual([expect.objectContaining({ source: 'findings', account, region, records: 1 })]);
});

test('a Security Hub finding', async () => {
  const [event] = await ask(securityHubEvent, { targets: [group] });
  expect(event).toMatchObject({
    id: `finding:${securityHub['Id']}`,
    time: '2026-03-03T14:20:00.000Z',
    severity: 'critical',
    resources: [
      {
        type: 'AWS::EC2::SecurityGroup',
        id: group,
        arn: `arn:aws:ec2:${region}:${account}:security-group/${group}`,
        account,
        region,
      },
    ],
    origin: { account, region },
    detail: { product: 'Security Hub', severityLabel: 'HIGH' },
  });
  expect(event).not.toHaveProperty('endTime');
});

describe('the same finding', () => {
  const pascal = (value: JsonValue | undefined): JsonValue =>
    Array.isArray(value)
      ? value.map(pascal)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value).map(([key, member]) => [key.charAt(0).toUpperCase() + key.slice(1), pascal(member)]),
          )
        : (value ?? null);

  test.each<[string, JsonValue]>([
    ['exported', guardDuty],
    ['as the CLI prints it', { Findings: [pascal(guardDuty)] }],
    ['sent to a topic', { Type: 'Notification', Message: JSON.stringify(guardDutyEvent) }],
  ])('%s', async (_, value) => {
    const [event] = await ask(value, { targets: [instance] });
    const [expected] = await ask(guardDutyEvent, { targets: [instance] });
    expect(event).toEqual(expected);
  });

  test('in an event and in an export has one digest, another version another', async () => {
    const digests = async (value: JsonValue) =>
      (await read(value)).evidence.map((item) => 'digest' in item && item.digest);
    const [event] = await digests(guardDutyEvent);
    expect(await digests(guardDuty)).toEqual([event]);
    expect(await digests({ ...guardDuty, severity: 6 })).not.toEqual([event]);
  });
});

test.each<[JsonObject, string, string]>([
  [{ ...guardDuty, severity: 9.5 }, 'CRITICAL', 'critical'],
  [{ ...guardDuty, severity: 7 }, 'HIGH', 'critical'],
  [{ ...guardDuty, severity: 6.9 }, 'MEDIUM', 'warning'],
  [{ ...guardDuty, severity: 3.9 }, 'LOW', 'notice'],
  [{ ...securityHub, Severity: { Normalized: 90 } }, 'CRITICAL', 'critical'],
  [{ ...securityHub, Severity: { Normalized: 40 } }, 'MEDIUM', 'warning'],
  [{ ...securityHub, Severity: { Normalized: 0 } }, 'INFORMATIONAL', 'notice'],
  [{ ...securityHub, Severity: null }, 'UNKNOWN', 'notice'],
])('severity %#: %s', async (finding, label, severity) => {
  const [event] = await ask(finding);
  expect([event?.detail.severityLabel, event?.severity]).toEqual([label, severity]);
});

test.each<[boolean, string]>([
  [true, instance],
  [true, group],
  [true, 'eni-0a1b2c3d4e5f60718'],
  [true, `arn:aws:iam::${account}:instance-profile/web`],
  // whom it is about
  [true, '203.0.113.7'],
  [false, '203.0.113.70'],
  [false, instance.slice(0, -1)],
  [false, 'guardduty'],
])('%s: found by %s', async (isExpected, target) => {
  expect((await ask(guardDuty, { targets: [target] })).length > 0).toBe(isExpected);
});

test('without a target, all that overlap the window', async () => {
  const count = async (since: string, until: string) => (await ask([guardDuty, securityHub], { since, until })).length;
  expect(await count('2026-03-03T14:00:00Z', '2026-03-03T15:00:00Z')).toBe(2);
  expect(await count('2026-03-03T14:25:00Z', '2026-03-03T14:26:00Z')).toBe(1);
  expect(await count('2026-03-03T14:26:00Z', '2026-03-03T15:00:00Z')).toBe(0);
  expect(await count('2026-03-03T14:00:00Z', '2026-03-03T14:10:00Z')).toBe(0);
});

test('a neighbor’s finding is followed to; what was told is not told again', async () => {
  const further = { neighbors: [instance] };
  expect(await ask(guardDuty, { targets: ['subnet-1'], further })).toMatchObject([{ match: ['neighbor'] }]);
  expect(await ask(guardDuty, { targets: [group], further })).toEqual([]);
});

test('only of the accounts asked for', async () => {
  expect(await ask(guardDuty, { accounts: [account] })).toHaveLength(1);
  expect(await ask(guardDuty, { accounts: ['444455556666'] })).toEqual([]);
});

test('a check that passed is no finding, and is counted', async () => {
  const reading = await read({ ...securityHub, Compliance: { Status: 'PASSED' } });
  expect(reading.evidence).toEqual([]);
  expect(reading.skipped).toMatchObject([{ kind: 'check that passed', account, region, count: 1 }]);
});

test('one without a time is damage', async () => {
  const { service, createdAt, updatedAt, ...timeless } = guardDuty;
  const reading = await read(timeless);
  expect(reading.evidence).toEqual([]);
  expect(reading.gaps[0]?.gap.message).toContain('a finding without a readable time');
});

test('nothing answers for credentials', () => {
  expect(findings.backends[0].createScanners({ kind: 'credentials', accessKeyIds: ['ASIAEXAMPLE'] })).toEqual([]);
});

test.each([
  [null],
  [7],
  ['text'],
  [[]],
  [{}],
  [{ id: 'a', type: 'x', resource: {}, severity: 1 }],
  [{ Id: 'a', ProductArn: 'b', Resources: 'c' }],
  [{ ...guardDuty, service: null, createdAt: 7, updatedAt: null }],
])('%j gives a reason', (raw) => {
  expect(normalize(raw, { backend: 'archive', locator: 'a' })).toEqual({ reason: expect.any(String) });
});

test.each([[guardDuty], [securityHub]])('no member of another type makes it throw: %#', (finding) => {
  for (const key of Object.keys(finding)) {
    for (const value of [null, true, 7, 'x', [], [null], {}, { a: [{}] }]) {
      const normalized = normalize({ ...finding, [key]: value }, { backend: 'archive', locator: 'a' });
      expect(Object.keys(normalized)).toHaveLength(1);
    }
  }
});

test.each([
  ['AWS::IAM::AccessKey:AKIAEXAMPLE000000001', { type: 'AWS::IAM::AccessKey', id: 'AKIAEXAMPLE000000001' }],
  ['AWS::::Account:111122223333', { type: 'AWS::::Account', id: '111122223333' }],
])('Security Hub names what has no ARN by its type: %s', (Id, ref) => {
  const normalized = normalize({ ...securityHub, Resources: [{ Id }] }, { backend: 'archive', locator: 'a' });
  expect(normalized).toMatchObject({ evidence: { event: { resources: [ref] } } });
});
