/** Which files are opened, judged by their keys; what was not opened is reported. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Selection } from '../../../src/archive/scanner.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { everything, gapsOf, one, other, recordsOf, scan, skippedOf } from './reader-case.ts';

interface Key {
  readonly account?: string;
  readonly region?: string;
  /** Delivery time, to the minute. */
  readonly delivered?: string;
  /** Between AWSLogs and the account. */
  readonly organization?: string;
}

/** The path that a trail gives its file. */
function pathOf({ account = one, region = 'us-east-1', delivered = '2026-03-03T12:00', organization = '' }: Key = {}) {
  const [day = '', minute = ''] = delivered.split('T');
  const stamp = `${day.replaceAll('-', '')}T${minute.replace(':', '')}Z`;
  return `AWSLogs/${organization}${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${account}_CloudTrail_${region}_${stamp}_AbCdEfGhIjKlMnOp.json.gz`;
}

/** A delivered file whose records match its key. */
const delivered = (key: Key = {}) => ({
  [pathOf(key)]: gzipSync(
    recordsOf(key.account ?? one, key.region ?? 'us-east-1', `${key.delivered ?? '2026-03-03T12:00'}:00Z`),
  ),
});

const between = (since: string, until: string): Selection => ({
  ...everything,
  since: Date.parse(since),
  until: Date.parse(until),
});

/** Which of these delivered files are opened for a selection, in the form they were described in. */
async function chosen(keys: readonly Key[], selection: Selection): Promise<readonly Key[]> {
  const folder = await temporaryFolder(Object.assign({}, ...keys.map(delivered)));
  const { opened } = await scan([folder], selection);
  return keys.filter((key) => opened.includes(join(folder, pathOf(key))));
}

describe('files are chosen by their keys', () => {
  const window = between('2026-03-03T10:00:00Z', '2026-03-03T11:00:00Z');

  test.each<[string, boolean]>([
    ['2026-03-02T23:59', false],
    ['2026-03-03T08:58', false],
    // the whole minute may have been delivered at its end: 08:59 ends at 09:00, an hour before the window
    ['2026-03-03T08:59', false],
    ['2026-03-03T09:00', true],
    ['2026-03-03T10:30', true],
    ['2026-03-03T11:59', true],
    ['2026-03-03T12:00', false],
    ['2026-03-04T10:30', false],
  ])('delivered %s, an hour before to an hour after the window: %s', async (time, opened) => {
    // a file that is opened in any case, so that there is something to read
    const sure = { delivered: '2026-03-03T10:15' };
    expect(await chosen([sure, { delivered: time }], window)).toEqual(opened ? [sure, { delivered: time }] : [sure]);
  });

  test('an open end of the window shuts nothing out', async () => {
    const keys = ['2020-01-01T00:00', '2026-03-03T12:00', '2030-12-31T23:59'].map((time) => ({ delivered: time }));
    expect(await chosen(keys, everything)).toEqual(keys);
    expect(await chosen(keys, { ...everything, since: Date.parse('2026-03-01T00:00:00Z') })).toEqual(keys.slice(1));
    expect(await chosen(keys, { ...everything, until: Date.parse('2026-03-04T00:00:00Z') })).toEqual(keys.slice(0, 2));
  });

  test('a day folder stands for its whole day where the name of the file says nothing', async () => {
    const record = recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z');
    const paths = ['02', '03', '04'].map((day) => `AWSLogs/${one}/CloudTrail/us-east-1/2026/03/${day}/a.json`);
    const folder = await temporaryFolder(Object.fromEntries(paths.map((path) => [path, record])));
    const opened = async (since: string, until: string) =>
      (await scan([folder], between(since, until))).opened.map((path) => path.slice(folder.length + 1));
    expect(await opened('2026-03-03T02:00:00Z', '2026-03-03T03:00:00Z')).toEqual([paths[1]]);
    expect(await opened('2026-03-03T00:30:00Z', '2026-03-03T23:30:00Z')).toEqual(paths);
    expect(await opened('2026-03-03T01:00:00Z', '2026-03-03T23:00:00Z')).toEqual([paths[1]]);
  });

  test('by region', async () => {
    const keys = ['us-east-1', 'eu-west-1', 'us-gov-west-1'].map((region) => ({ region }));
    expect(await chosen(keys, { regions: ['eu-west-1'], accounts: [] })).toEqual([keys[1]]);
    expect(await chosen(keys, { regions: ['us-gov-west-1', 'us-east-1'], accounts: [] })).toEqual([keys[0], keys[2]]);
  });

  test('of an organization, whose id stands before the account', async () => {
    const keys: Key[] = [
      { organization: 'o-exampleorg1/', delivered: '2026-03-03T10:15' },
      { organization: 'o-exampleorg1/', delivered: '2026-03-03T20:15' },
    ];
    expect(await chosen(keys, window)).toEqual([keys[0]]);
  });

  test('by account, once a file of it bore that account out', async () => {
    const times = ['2026-03-03T12:00', '2026-03-03T12:05', '2026-03-03T12:10'];
    const keys = [one, other].flatMap((account) => times.map((time) => ({ account, delivered: time })));
    // the first file of the other account is opened to see whose records it holds
    expect(await chosen(keys, { regions: [], accounts: [one] })).toEqual(keys.slice(0, 4));
  });

  test('by account only where the records bear it out: else all are read', async () => {
    const times = ['2026-03-03T12:00', '2026-03-03T12:05'];
    const files = times.map((time) => [
      pathOf({ account: other, delivered: time }),
      recordsOf(one, 'us-east-1', `${time}:00Z`),
    ]);
    const folder = await temporaryFolder(Object.fromEntries(files));
    const { opened } = await scan([folder], { regions: [], accounts: [one] });
    expect(opened).toHaveLength(2);
  });

  test('files of any other name are always opened', async () => {
    const record = recordsOf(other, 'eu-west-1', '2020-01-01T00:00:00Z');
    const names = [
      'trail.json',
      'AWSLogs/trail.json',
      `AWSLogs/${one}/CloudTrail/us-east-1/trail.json`,
      `AWSLogs/${one}/CloudTrail/us-east-1/2020/01/trail.json`,
      `${one}_CloudTrail_us-east-1_20200101T0000Z.json`,
      `${one}_CloudTrail_us-east-1-20200101T0000.json`,
    ];
    const folder = await temporaryFolder(Object.fromEntries(names.map((name) => [name, record])));
    const { opened } = await scan([folder], { ...window, regions: ['us-east-1'], accounts: [one] });
    expect(opened.map((path) => path.slice(folder.length + 1)).sort()).toEqual([...names].sort());
  });
});

describe('what was not opened', () => {
  test('is counted, and tells how far the archive reaches', async () => {
    const keys = ['2026-03-03T10:15', '2026-03-03T20:15', '2026-03-03T21:15'].map((time) => ({ delivered: time }));
    const folder = await temporaryFolder(Object.assign({}, ...keys.map(delivered)));
    const { readings } = await scan([folder], between('2026-03-03T10:00:00Z', '2026-03-03T11:00:00Z'));
    const place = { source: 'cloudtrail', account: one, region: 'us-east-1' };
    expect(readings.at(-1)).toEqual({
      evidence: [],
      bytes: 0,
      gaps: [],
      spans: [
        {
          ...place,
          first: Date.parse('2026-03-03T20:15:00Z'),
          last: Date.parse('2026-03-03T21:15:59.999Z'),
          records: 0,
        },
      ],
      skipped: [{ ...place, kind: 'file outside the question', count: 2 }],
    });
  });

  test('tells how far the archive reaches also beside digests, which tell of no record', async () => {
    const digest = `AWSLogs/${one}/CloudTrail-Digest/us-east-1/2026/03/03/${one}_CloudTrail-Digest_us-east-1_trail_us-east-1_20260303T233000Z.json.gz`;
    const folder = await temporaryFolder({ [digest]: gzipSync('{}'), ...delivered() });
    const { readings } = await scan([folder], between('2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z'));
    expect(readings.at(-1)?.spans).toMatchObject([{ last: Date.parse('2026-03-03T12:00:59.999Z'), records: 0 }]);
  });

  test('is told also where nothing was opened: that is an answer, not an error', async () => {
    const folder = await temporaryFolder(delivered());
    await symlink(join(folder, 'gone'), join(folder, 'dangling'));
    const result = await scan([folder], between('2020-01-01T00:00:00Z', '2020-01-02T00:00:00Z'));
    expect(result.opened).toEqual([]);
    expect(skippedOf(result)).toEqual(['file outside the question: 1']);
    expect(gapsOf(result).map(({ code }) => code)).toEqual(['UNREACHABLE']);
  });

  test('bears the account that the records of its neighbors bear', async () => {
    const folder = await temporaryFolder({
      [pathOf({ account: other })]: recordsOf(one, 'us-east-1', '2026-03-03T12:00:00Z'),
      ...delivered({ account: other, delivered: '2026-03-09T12:00' }),
    });
    const { readings } = await scan([folder], between('2026-03-03T12:00:00Z', '2026-03-03T13:00:00Z'));
    expect(readings.at(-1)?.spans.map(({ account }) => account)).toEqual([one]);
  });
});

describe('a delivered file without records', () => {
  test('tells by its key that the trail was delivered there and then', async () => {
    const folder = await temporaryFolder({ [pathOf()]: gzipSync('{"Records":[]}') });
    const [reading] = (await scan([folder])).readings;
    const place = { source: 'cloudtrail', account: one, region: 'us-east-1' };
    const at = Date.parse('2026-03-03T12:00:00Z');
    expect(reading?.spans).toEqual([{ ...place, first: at, last: at, records: 0 }]);
    expect(reading?.skipped).toEqual([{ ...place, kind: 'empty list', count: 1 }]);
  });

  test('that could not be read at all spans nothing, and its gap lies where its key says', async () => {
    const folder = await temporaryFolder({
      [pathOf({ region: 'eu-west-1' })]: gzipSync('{"Records":[]}').subarray(0, 12),
    });
    const [reading] = (await scan([folder])).readings;
    expect(reading?.spans).toEqual([]);
    expect(reading?.gaps).toMatchObject([{ account: one, region: 'eu-west-1', gap: { code: 'DAMAGED_FILE' } }]);
  });
});
