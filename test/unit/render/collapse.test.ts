import { describe, expect, test } from 'vitest';
import type { Change, TimelineEvent } from '../../../src/model/event.ts';
import { collapse } from '../../../src/render/collapse.ts';
import { everyKind } from '../../fixtures/report.ts';
import { alice, at, bob, group } from '../../fixtures/report-cast.ts';
import { alarm, apiCall, compliance, configChange, read } from '../../fixtures/report-events.ts';

const describeGroups = (time: string, principal = alice) =>
  read(at(time), principal, 'DescribeSecurityGroups', 'described security groups');

const deleteBucket = (time: string, bucket: string) =>
  apiCall(at(time), 'DeleteBucket', `deleted bucket ${bucket}`, {
    resources: [{ type: 'AWS::S3::Bucket', id: bucket }],
  });

const denied = (time: string) =>
  apiCall(at(time), 'DeleteBucket', 'tried to delete bucket logs-a', {
    severity: 'warning',
    detail: { outcome: 'denied', errorCode: 'AccessDenied' },
  });

/** The rows in short: time of the first event, and count. */
const rowsOf = (...timeline: TimelineEvent[]) =>
  collapse(timeline, false).map((row) => `${row.event.time.slice(11, 19)} ×${row.count}`);

describe('collapse', () => {
  test('repeats of one principal are one row, from the first to the last', () => {
    const [row, ...others] = collapse(
      [describeGroups('14:00:00'), describeGroups('14:01:00'), describeGroups('14:02:00')],
      false,
    );
    expect(others).toEqual([]);
    expect(row).toMatchObject({ count: 3, lastTime: at('14:02:00'), endTime: at('14:02:00'), alike: false });
  });

  test('principals that take turns with routine calls are one row each', () => {
    const turns = [
      describeGroups('14:00:00'),
      describeGroups('14:00:10', bob),
      describeGroups('14:00:20'),
      describeGroups('14:00:30', bob),
    ];
    expect(rowsOf(...turns)).toEqual(['14:00:00 ×2', '14:00:10 ×2']);
  });

  test('what happened before something of weight stays apart from what happened after it', () => {
    expect(rowsOf(describeGroups('14:00:00'), deleteBucket('14:01:00', 'logs-a'), describeGroups('14:02:00'))).toEqual([
      '14:00:00 ×1',
      '14:01:00 ×1',
      '14:02:00 ×1',
    ]);
  });

  test('a run of attempts ends a run of reads, too, each time it grows', () => {
    expect(
      rowsOf(denied('14:00:00'), describeGroups('14:01:00'), denied('14:02:00'), describeGroups('14:03:00')),
    ).toEqual(['14:00:00 ×2', '14:01:00 ×1', '14:03:00 ×1']);
  });

  test('a run ends at a silence', () => {
    expect(rowsOf(describeGroups('14:00:00'), describeGroups('14:04:59'), describeGroups('14:20:00'))).toEqual([
      '14:00:00 ×2',
      '14:20:00 ×1',
    ]);
  });

  test('of what is not routine, a run ends after as long a time, whatever went on meanwhile', () => {
    const meanwhile = ['14:03:00', '14:06:00', '14:09:00'].map((time) => describeGroups(time));
    expect(rowsOf(denied('14:00:00'), ...meanwhile, denied('14:11:00'))).toEqual([
      '14:00:00 ×1',
      '14:03:00 ×3',
      '14:11:00 ×1',
    ]);
  });

  test('the same call on several resources is one row that names them', () => {
    const [row, ...others] = collapse(
      [deleteBucket('14:00:00', 'logs-a'), deleteBucket('14:00:01', 'logs-b'), deleteBucket('14:00:02', 'logs-c')],
      false,
    );
    expect(others).toEqual([]);
    expect(row?.count).toBe(3);
    expect([...(row?.alsoOn ?? [])]).toEqual(['logs-b', 'logs-c']);
  });

  test('the same write with other content is another row', () => {
    const open = (time: string, port: number) =>
      apiCall(at(time), 'AuthorizeSecurityGroupIngress', `opened tcp/${port} to 0.0.0.0/0 on ${group.id}`);
    expect(rowsOf(open('14:00:00', 22), open('14:00:01', 443))).toEqual(['14:00:00 ×1', '14:00:01 ×1']);
  });

  test('routine calls are taken together though their sentences differ, and are said to', () => {
    const get = (time: string, key: string) => read(at(time), alice, 'GetObject', `read s3://example-logs/${key}`);
    const [row, ...others] = collapse([get('14:00:00', 'a'), get('14:00:01', 'b')], false);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ count: 2, alike: true });
  });

  test.each<[string, TimelineEvent, TimelineEvent]>([
    ['severity', describeGroups('14:00:00'), { ...describeGroups('14:00:01'), severity: 'notice' }],
    [
      'outcome',
      deleteBucket('14:00:00', 'logs-a'),
      apiCall(at('14:00:01'), 'DeleteBucket', 'deleted bucket logs-a', { detail: { outcome: 'denied' } }),
    ],
    [
      'error code',
      denied('14:00:00'),
      apiCall(at('14:00:01'), 'DeleteBucket', 'tried to delete bucket logs-a', {
        severity: 'warning',
        detail: { outcome: 'denied', errorCode: 'Other' },
      }),
    ],
    ['principal', describeGroups('14:00:00'), describeGroups('14:00:01', bob)],
    ['address', describeGroups('14:00:00'), describeGroups('14:00:01', { ...alice, sourceIp: '192.0.2.9' })],
    [
      'event name',
      describeGroups('14:00:00'),
      read(at('14:00:01'), alice, 'DescribeInstances', 'described security groups'),
    ],
    [
      'region',
      describeGroups('14:00:00'),
      { ...describeGroups('14:00:01'), origin: { ...describeGroups('14:00:01').origin, region: 'eu-west-1' } },
    ],
    [
      'kind',
      compliance(at('14:00:00'), 'A', 'COMPLIANT', 'same'),
      { ...deleteBucket('14:00:01', 'x'), summary: 'same' },
    ],
    ['day', describeGroups('23:59:59'), { ...describeGroups('00:00:00'), time: at('00:00:01', '2026-03-04') }],
  ])('never merges across another %s', (_, first, second) => {
    expect(collapse([first, second], false)).toHaveLength(2);
  });

  test('the same call on several secrets is one row, though their ids end in random characters', () => {
    const created = (time: string, name: string, suffix: string) =>
      apiCall(at(time), 'CreateSecret', `created secret ${name}`, {
        resources: [{ type: 'AWS::SecretsManager::Secret', id: `${name}-${suffix}` }],
      });
    const [row, ...others] = collapse(
      [created('14:00:00', 'key-0', 'mekIRl'), created('14:00:01', 'key-1', 'xehWok')],
      false,
    );
    expect(others).toEqual([]);
    expect([...(row?.alsoOn ?? [])]).toEqual(['key-1']);
  });

  describe('states', () => {
    const whole = (op: 'add' | 'remove') => [{ path: '/configuration', op }] as const;
    const state = (time: string, id: string, summary = 'created', changes: readonly Change[] = whole('add')) => ({
      ...configChange(at(time), summary, changes),
      match: [],
      resources: [{ type: 'AWS::S3::Bucket', id }],
    });
    const alsoOf = (...timeline: TimelineEvent[]) =>
      collapse(timeline, false).map(({ event, count, alsoOn }) => [event.resources[0]?.id, count, ...alsoOn]);

    test('of resources that came together are one row that names them', () => {
      expect(alsoOf(state('14:00:00', 'logs-a'), state('14:00:01', 'logs-b'), state('14:00:02', 'logs-c'))).toEqual([
        ['logs-a', 3, 'logs-b', 'logs-c'],
      ]);
    });

    test('of one resource stay apart, also those that read the same', () => {
      const rows = [
        ['logs-a', 2, 'logs-b'],
        ['logs-b', 1],
      ];
      expect(alsoOf(state('14:00:00', 'logs-a'), state('14:00:01', 'logs-b'), state('14:00:02', 'logs-b'))).toEqual(
        rows,
      );
    });

    test.each<[string, TimelineEvent]>([
      ['changed', state('14:00:01', 'logs-b', 'created', [{ path: '/configuration/name', op: 'add', after: 'b' }])],
      ['went', state('14:00:01', 'logs-b', 'deleted', whole('remove'))],
      ['shows no change', state('14:00:01', 'logs-b', 'created', [])],
      ['is of another type', { ...state('14:00:01', 'b'), resources: [{ type: 'AWS::SQS::Queue', id: 'b' }] }],
      ['is the target, which its row does not name', { ...state('14:00:01', 'logs-b'), match: ['target'] }],
    ])('of a resource that came stay apart from one that %s', (_, other) => {
      expect(alsoOf(state('14:00:00', 'logs-a'), other)).toHaveLength(2);
    });

    test('stay apart where the changes of each are drawn below it', () => {
      expect(collapse([state('14:00:00', 'logs-a'), state('14:00:01', 'logs-b')], false, true)).toHaveLength(2);
    });
  });

  describe('chains', () => {
    const createBucket = (time: string, bucket: string, chain: string | null) => ({
      ...apiCall(at(time), 'CreateBucket', `created bucket ${bucket}`, {
        resources: [{ type: 'AWS::S3::Bucket', id: bucket }],
      }),
      chain,
    });
    const inChain = (event: TimelineEvent, chain: string): TimelineEvent => ({ ...event, chain });
    const chainsOf = (...timeline: TimelineEvent[]) =>
      collapse(timeline, false).map(({ event, count, chain }) => `${event.summary} ×${count} ${chain}`);

    test('that went alike on several resources share their rows', () => {
      expect(
        chainsOf(
          createBucket('14:00:00', 'logs-a', 'c1'),
          createBucket('14:00:01', 'logs-b', 'c2'),
          createBucket('14:00:02', 'logs-c', 'c3'),
          inChain(deleteBucket('14:30:00', 'logs-b'), 'c2'),
          inChain(deleteBucket('14:30:00', 'logs-c'), 'c3'),
          inChain(deleteBucket('14:30:01', 'logs-a'), 'c1'),
        ),
      ).toEqual(['created bucket logs-a ×3 c1', 'deleted bucket logs-b ×3 c1']);
    });

    test('that went on differently stay apart', () => {
      expect(
        chainsOf(
          createBucket('14:00:00', 'logs-a', 'c1'),
          createBucket('14:00:01', 'logs-b', 'c2'),
          inChain(deleteBucket('14:30:00', 'logs-a'), 'c1'),
          inChain(denied('14:30:01'), 'c2'),
        ),
      ).toEqual([
        'created bucket logs-a ×1 c1',
        'created bucket logs-b ×1 c2',
        'deleted bucket logs-a ×1 c1',
        'tried to delete bucket logs-a ×1 c2',
      ]);
    });

    test('that went alike at other times stay apart', () => {
      expect(
        chainsOf(
          createBucket('14:00:00', 'logs-a', 'c1'),
          inChain(deleteBucket('14:00:10', 'logs-a'), 'c1'),
          createBucket('14:02:00', 'logs-b', 'c2'),
          inChain(deleteBucket('14:02:10', 'logs-b'), 'c2'),
        ),
      ).toEqual([
        'created bucket logs-a ×1 c1',
        'deleted bucket logs-a ×1 c1',
        'created bucket logs-b ×1 c2',
        'deleted bucket logs-b ×1 c2',
      ]);
    });

    test('that hold something critical stay apart', () => {
      const open = (time: string, id: string, chain: string): TimelineEvent => ({
        ...apiCall(at(time), 'AuthorizeSecurityGroupIngress', `opened tcp/22 to 0.0.0.0/0 on ${id}`, {
          severity: 'critical',
          resources: [{ type: 'AWS::EC2::SecurityGroup', id }],
        }),
        chain,
      });
      expect(chainsOf(open('14:00:00', 'sg-1', 'c1'), open('14:00:01', 'sg-2', 'c2'))).toEqual([
        'opened tcp/22 to 0.0.0.0/0 on sg-1 ×1 c1',
        'opened tcp/22 to 0.0.0.0/0 on sg-2 ×1 c2',
      ]);
    });

    test('that show a single event are none', () => {
      expect(
        chainsOf(
          createBucket('14:00:00', 'logs-a', 'c1'),
          createBucket('14:00:01', 'logs-b', null),
          createBucket('14:00:02', 'logs-c', 'c3'),
        ),
      ).toEqual(['created bucket logs-a ×3 null']);
    });
  });

  test('expand gives every event its own row', () => {
    expect(collapse([describeGroups('14:00:00'), describeGroups('14:00:01')], true).map((row) => row.count)).toEqual([
      1, 1,
    ]);
  });

  test('all rows together stand for each event once, whatever they take together', () => {
    const flaps = Array.from({ length: 6 }, (_, index) =>
      index % 2 === 0 ? alarm(at(`15:0${index}:00`), 'OK', 'ALARM') : alarm(at(`15:0${index}:00`), 'ALARM', 'OK'),
    );
    const aws = {
      ...alice,
      name: 'config.amazonaws.com',
      service: true,
      invokedBy: 'config.amazonaws.com',
      human: null,
    };
    const timeline = [
      ...everyKind(),
      ...Array.from({ length: 12 }, (_, index) => describeGroups(`15:1${index % 10}:0${index % 6}`)),
      ...Array.from({ length: 7 }, (_, index) => describeGroups(`15:2${index}:00`, aws)),
      ...Array.from({ length: 5 }, (_, index) => deleteBucket(`15:3${index}:00`, `logs-${index}`)),
      ...flaps,
    ].sort((a, b) => (a.time < b.time ? -1 : 1));
    const rows = collapse(timeline, false);
    expect(rows.length).toBeLessThan(timeline.length - 15);
    expect(rows.some(({ flapping }) => flapping !== undefined)).toBe(true);
    const told = rows.reduce((sum, { count, flapping }) => sum + (flapping?.count ?? count), 0);
    expect(told).toBe(timeline.length);
  });

  test('no event is lost', () => {
    const timeline = [
      describeGroups('14:00:00'),
      denied('14:00:01'),
      describeGroups('14:00:02'),
      denied('14:00:03'),
      describeGroups('14:00:04'),
    ];
    expect(collapse(timeline, false).reduce((sum, row) => sum + row.count, 0)).toBe(timeline.length);
  });
});
