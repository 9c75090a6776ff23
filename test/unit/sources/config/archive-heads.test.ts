/** Items judged by their heads, compared with every item parsed: both must have the same result. */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { scanFile } from '../../../../src/archive/scan-file.ts';
import { type JsonObject, parseJson } from '../../../../src/model/json.ts';
import { archive } from '../../../../src/sources/config/backends/archive.ts';
import type { SourceRequest } from '../../../../src/sources/source.ts';
import { target } from '../../../fixtures/config.ts';
import { questionOf } from '../../../fixtures/question.ts';
import { about, asking, noInterests } from './archive-case.ts';

/** The same numbers each time. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const ids = ['web', 'sg-0a1b', 'sg-0a1b2', 'my-früh-db', 'x/sg-0a1b', 'eni-0f', 'a "b" {c', 'restricted-ssh'];

const arnOf = (id: string) => `arn:aws:ec2:us-east-1:111122223333:security-group/${id}`;

function itemOf(roll: (sides: number) => number): JsonObject {
  const pick = <T>(values: readonly T[]) => values[roll(values.length)] as T;
  const id = pick(ids);
  const isRule = roll(6) === 0;
  const isApi = roll(2) === 0;
  const configuration = isRule
    ? { complianceType: 'NON_COMPLIANT', configRuleList: [{ configRuleName: pick(ids), complianceType: 'COMPLIANT' }] }
    : { text: pick(ids), list: ['}]', '{"a":"]"}', '\\"'], deep: { of: [[pick(ids)]] } };
  const members: [string, unknown][] = [
    [isApi ? 'version' : 'configurationItemVersion', '1.3'],
    ['configurationItemCaptureTime', pick(['2026-03-03T14:00:00.000Z', '2026-03-01T10:00:00Z', 'no time', 1772546400])],
    ['configurationItemStatus', pick(['OK', 'ResourceDiscovered', 'ResourceDeleted'])],
    ['configurationStateId', pick<unknown>(['1772546400000', 1772546400000])],
    [isApi ? 'accountId' : 'awsAccountId', pick(['111122223333', '444455556666', ''])],
    ...(roll(9) === 0 ? [['accountId', pick(['444455556666', ''])] as [string, unknown]] : []),
    [isApi ? 'arn' : 'ARN', arnOf(id)],
    ['awsRegion', pick(['us-east-1', 'eu-west-1', 'global'])],
    [
      'resourceType',
      isRule
        ? 'AWS::Config::ResourceCompliance'
        : pick([
            'AWS::EC2::SecurityGroup',
            'AWS::EC2::SECURITYGROUP',
            'AWS::EC2::NetworkInterface',
            'AWS::Lambda::Function',
            'none',
          ]),
    ],
    ['resourceId', isRule ? `AWS::EC2::SecurityGroup/${id}` : id],
    ['configuration', isApi ? JSON.stringify(configuration) : configuration],
    ['supplementaryConfiguration', { Policy: '{"a":"}"}' }],
    ['tags', { Name: pick(ids) }],
    ...(roll(4) === 0
      ? []
      : [
          [
            'relationships',
            roll(2) === 0
              ? []
              : [{ resourceType: 'AWS::EC2::SecurityGroup', resourceId: pick(ids), name: 'Is contained in' }],
          ] as [string, unknown],
        ]),
    ...(roll(3) === 0
      ? [['resourceName', pick<unknown>([...ids, 'name-of-its-own', 'name-of-its-own', null, ''])] as [string, unknown]]
      : []),
    ...(roll(9) === 0 ? [[pick(['eventVersion', 'messageType', 'Arn', 'newMember']), 'x'] as [string, unknown]] : []),
  ];
  const kept = members.filter(() => roll(30) > 0);
  return Object.fromEntries(
    kept
      .map((each) => [roll(1000), each] as const)
      .sort(([a], [b]) => a - b)
      .map(([, each]) => each),
  ) as JsonObject;
}

/** A value in the different forms in which JSON may write it. */
function written(value: unknown, roll: (sides: number) => number): string {
  const text = JSON.stringify(value, undefined, roll(4) === 0 ? 2 : undefined);
  if (roll(3) > 0) return text;
  const escaped = text.replaceAll('ü', '\\u00fc');
  return roll(3) > 0 ? escaped : escaped.replaceAll('sg-', '\\u0073g-');
}

async function readingsOf(request: SourceRequest, files: readonly string[], isExact: boolean) {
  const scanners = archive.createScanners(request).map((scanner) => {
    const { heads: _, ...rest } = scanner;
    return isExact ? rest : scanner;
  });
  const readings = [];
  for (const [n, file] of files.entries()) readings.push(await scanFile(`f${n}`, gzipSync(file), scanners));
  return readings;
}

const window = { since: '2026-03-02T00:00:00Z', until: '2026-03-04T00:00:00Z' };
const survey = { of: 'inventory', types: [], derivable: [], rules: [], deleted: false } as const;
const requests: readonly (readonly [string, SourceRequest])[] = [
  ['a group', asking(about('sg-0a1b'))],
  ['a rule', asking(about('restricted-ssh'))],
  ['a name with a letter of its own', asking(about('my-früh-db'))],
  ['a name too short to look for', asking(about('web'))],
  ['a group by another spelling', asking(questionOf({ targets: [{ ...target('web-group'), aliases: ['sg-0a1b'] }] }))],
  ['a principal', asking({ ...about('sg-0a1b'), as: 'principal' })],
  ['all of a window', asking(questionOf(window))],
  ['a place', asking({ ...about('sg-0a1b'), filters: { ...about().filters, regions: ['eu-west-1'] } })],
  ['what ended before', asking(questionOf({ ...window, until: '2026-03-02T12:00:00Z' }))],
  ['an inventory', asking({ ...questionOf(window), survey })],
  [
    'neighbors',
    {
      kind: 'follow',
      question: about('sg-0a1b'),
      interests: { ...noInterests, targets: ['sg-0a1b'], neighbors: ['eni-0f', 'x/sg-0a1b'] },
    },
  ],
  [
    'what was held back',
    {
      kind: 'follow',
      question: questionOf(window),
      interests: noInterests,
      heldBack: { until: Date.parse(window.since), spellings: ['sg-0a1b', 'eni-0f'], related: true },
    },
  ],
  [
    'what was held back of these alone',
    {
      kind: 'follow',
      question: questionOf(window),
      interests: noInterests,
      heldBack: {
        until: Date.parse(window.until),
        spellings: ['eni-0f', arnOf('web'), 'name-of-its-own'],
        related: false,
      },
    },
  ],
  [
    'what is not held back',
    {
      kind: 'evidence',
      question: questionOf(window),
      interests: noInterests,
      held: { until: Date.parse(window.since), judged: ['AWS::EC2::SecurityGroup'] },
    },
  ],
];

const seedFactor = Number(process.env['OBS3_SEEDS'] ?? 1);

test.each(requests)('asked about %s, counted items leave nothing out', async (_, request) => {
  for (let seed = 1; seed <= 4 * seedFactor; seed++) {
    const roll = dice(seed * 7919);
    const files = Array.from({ length: 3 }, (__, n) => {
      const items = Array.from({ length: 25 }, () => written(itemOf(roll), roll));
      const head =
        n === 1
          ? '{"fileVersion":"1.0","configSnapshotId":"s",'
          : '{ "fileVersion": "1.0" , "awsAccountId":"444455556666", ';
      return `${head}"configurationItems":[${items.join(roll(2) === 0 ? ',' : ' ,\n')}]${n === 2 ? ',"more":{"a":[]}' : ''}}`;
    });
    expect(files.every((file) => parseJson(file) !== undefined)).toBe(true);
    expect(await readingsOf(request, files, false)).toEqual(await readingsOf(request, files, true));
  }
});

test('for a list, an earlier item that tells no relationships is not taken for one that does', async () => {
  const fileOf = (time: string, more: object) =>
    JSON.stringify({
      fileVersion: '1.0',
      configurationItems: [
        {
          resourceId: 'sg-1',
          resourceType: 'AWS::EC2::SecurityGroup',
          awsAccountId: '111122223333',
          awsRegion: 'us-east-1',
          configurationItemCaptureTime: time,
          configurationItemStatus: 'OK',
          configuration: {},
          ...more,
        },
      ],
    });
  const whole = { relationships: [] };
  const files = [
    fileOf('2026-03-03T12:00:00Z', whole),
    fileOf('2026-03-03T11:00:00Z', {}),
    fileOf('2026-03-03T11:00:00Z', whole),
  ];
  const request = asking({ ...questionOf(window), survey });
  const readings = await readingsOf(request, files, false);
  expect(readings.map(({ evidence }) => evidence.length)).toEqual([1, 1, 0]);
  expect(readings).toEqual(await readingsOf(request, files, true));
});

test('items that name nothing that is asked about are not given to the reader', async () => {
  const item = (id: string) =>
    JSON.stringify({
      resourceId: id,
      resourceType: 'AWS::EC2::SecurityGroup',
      awsAccountId: '111122223333',
      awsRegion: 'us-east-1',
      configurationItemCaptureTime: '2026-03-03T14:00:00Z',
      configurationItemStatus: 'OK',
      configuration: {},
    });
  const given: unknown[] = [];
  const scanners = archive.createScanners(asking(about('sg-0a1b'))).map((scanner) => ({
    ...scanner,
    record: (...[value, place, collector]: Parameters<typeof scanner.record>) => {
      given.push(value['resourceId']);
      return scanner.record(value, place, collector);
    },
  }));
  const file = `{"fileVersion":"1.0","configurationItems":[${['sg-1', 'sg-0a1b', 'sg-2'].map(item).join(',')}]}`;
  const { spans } = await scanFile('f', gzipSync(file), scanners);
  expect(given).toEqual(['sg-0a1b']);
  expect(spans[0]?.records).toBe(3);
});
