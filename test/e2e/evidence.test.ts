/** Files in every condition: the answers, and that "nothing" is said only if nothing could have been missed. */
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account, delivered, deliveredKey, otherAccount, record, region, trailFile } from '../fixtures/trail.ts';
import { json, obs3 } from './obs3.ts';

const instance = 'i-0f1e2d3c4b5a69788';
const other = 'i-00000000000000001';
const stopped = record();
const stoppedOther = record({
  eventTime: '2026-03-03T15:00:00Z',
  requestParameters: { instancesSet: { items: [{ instanceId: other }] } },
});

const ask = (target: string, from: string, ...more: string[]) =>
  obs3(['who', target, '--from', from, '-o', 'json', ...more]);
const idsIn = (report: Report) => report.timeline.map(({ id }) => id);
const idOf = ({ eventID }: { eventID?: unknown }) => `cloudtrail:${eventID}`;

describe('a target', () => {
  test('that is there is seen', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(stopped, stoppedOther) });
    const run = await ask(instance, folder);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(idsIn(json(run))).toEqual([idOf(stopped)]);
    expect(json(run).verdict).toMatchObject({
      answer: 'seen',
      who: [{ human: { name: 'alice' }, calls: 1, writes: 1 }],
    });
  });

  test('that appears nowhere is not seen, and that is no error', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(stopped, stoppedOther) });
    const run = await ask('i-0ffffffffffffffff', folder);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(json(run)).toMatchObject({ timeline: [], verdict: { answer: 'not-seen', who: [] } });
    expect(json(run).verdict.headline).toMatch(
      /^Nothing about i-0ffffffffffffffff was found in the files given between /,
    );
  });

  test('whose name begins another’s is not that other', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(stopped, stoppedOther) });
    expect(json(await ask(instance.slice(0, -1), folder)).verdict.answer).toBe('not-seen');
  });
});

describe('a window', () => {
  const digestKey = `AWSLogs/${account}/CloudTrail-Digest/${region}/2026/03/03/${account}_CloudTrail-Digest_${region}_trail_${region}_20260303T163000Z.json.gz`;
  const files = {
    [deliveredKey('20260303T1405Z')]: delivered(stopped),
    [deliveredKey('20260303T1505Z')]: delivered(stoppedOther),
  };

  test.each([
    [['--since', '2020-01-01', '--until', '2020-01-02']],
    [['--until', '2020-01-02']],
    [['--since', '2026-06-01', '--now', '2026-06-02']],
    [['--around', '2026-03-05T12:00', '--now', '2026-06-02']],
  ])('outside the files is answered with "unknown", their span and the flags to use: %j', async (flags) => {
    // every trail has digests next to it, which contain no records
    const folder = await temporaryFolder({ ...files, [digestKey]: gzipSync('{}') });
    const run = await ask(instance, folder, ...flags);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(json(run)).toMatchObject({
      timeline: [],
      verdict: { answer: 'unknown' },
      query: { window: { given: true } },
    });
    const { headline } = json(run).verdict;
    expect(headline).toMatch(
      /^The window asked for lies outside the files: they hold 2026-03-03 1\d:\d\d to 2026-03-03 15:\d\d UTC\./,
    );
    const [, since, until] = /Ask --since (\S+) --until (\S+?)\.$/.exec(headline) ?? [];
    const again = await ask(instance, folder, '--since', since ?? '', '--until', until ?? '', '--now', '2026-06-02');
    expect(json(again)).toMatchObject({ verdict: { answer: 'seen' } });
  });

  test('is half-open', async () => {
    const folder = await temporaryFolder(files);
    const answer = async (since: string, until: string) =>
      json(await ask(instance, folder, '--since', since, '--until', until, '--now', '2026-06-02')).verdict.answer;
    expect(await answer('2026-03-03T14:00:00Z', '2026-03-03T15:00:00Z')).toBe('seen');
    expect(await answer('2026-03-03T13:50:00Z', '2026-03-03T14:00:00Z')).toBe('not-seen');
    expect(await answer('2026-03-03T14:00:01Z', '2026-03-03T15:00:00Z')).toBe('not-seen');
  });

  test('that ends now may still be filling', async () => {
    const folder = await temporaryFolder(files);
    const report = json(await ask('i-0ffffffffffffffff', folder, '--since', '1h', '--now', '2026-03-03T15:05:00Z'));
    expect(report.verdict.answer).toBe('unknown');
    expect(report.coverage[0]?.gaps).toMatchObject([{ code: 'DELIVERY_LAG', blocking: false }]);
  });
});

describe('damage', () => {
  const whole = delivered(stopped, stoppedOther);

  test('is a gap, and makes "nothing" unknown', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': whole, 'b.json.gz': whole.subarray(0, whole.length - 60) });
    const run = await ask('i-0ffffffffffffffff', folder);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const report = json(run);
    expect(report.verdict.answer).toBe('unknown');
    expect(report.verdict.headline).toMatch(/but something may have been missed: .*b\.json\.gz/);
    const gaps = report.coverage.flatMap(({ gaps }) => gaps);
    expect(gaps).toContainEqual(
      expect.objectContaining({ code: 'DAMAGED_FILE', blocking: true, locator: expect.stringContaining('b.json.gz') }),
    );
  });

  test('is told beside rows, which have no place for it', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': whole, 'b.json.gz': whole.subarray(0, whole.length - 60) });
    const run = await obs3(['who', instance, '--from', folder, '-o', 'csv']);
    expect(run.stderr).toMatch(/^obs3: something may be missing: .*b\.json\.gz.*; -o json tells all\n$/);
    expect(run.stdout.split('\n')).toHaveLength(3);
  });

  test('does not hide what can be read beside it and before it', async () => {
    const text = JSON.stringify(trailFile(stopped, stoppedOther));
    const folder = await temporaryFolder({ 'cut.json': text.slice(0, -40), 'junk.json': '{"Records": [{{{{' });
    const report = json(await ask(instance, folder));
    expect(idsIn(report)).toEqual([idOf(stopped)]);
    expect(report.coverage.some(({ complete }) => !complete)).toBe(true);
  });

  test('never reads as "nothing" to a person', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': whole, 'b.json.gz': whole.subarray(0, 100) });
    const { code, stdout } = await obs3(['who', 'i-0ffffffffffffffff', '--from', folder]);
    expect(code).toBe(0);
    expect(stdout).toContain('may have been missed');
    expect(stdout).toContain('Coverage: incomplete');
    expect(stdout).toMatch(/DAMAGED_FILE.*b\.json\.gz/s);
  });

  test('in one region leaves another its answer', async () => {
    const elsewhere = record({ awsRegion: 'eu-west-1' });
    const folder = await temporaryFolder({
      [deliveredKey('20260303T1405Z')]: whole.subarray(0, whole.length - 60),
      [deliveredKey('20260303T1405Z', { region: 'eu-west-1' })]: delivered(elsewhere),
    });
    const answer = async (where: string) =>
      json(await ask('i-0ffffffffffffffff', folder, '--region', where)).verdict.answer;
    expect(await answer(region)).toBe('unknown');
    expect(await answer('eu-west-1')).toBe('not-seen');
  });
});

describe('files that are no evidence', () => {
  test('give "unknown", never "nothing"', async () => {
    const folder = await temporaryFolder({
      'photo.png': Buffer.from('\x89PNG\r\n\x1A\n\0\0\0', 'latin1'),
      'notes.txt': 'meet at noon\n',
      'empty.json': '',
      'package.json': '{"name": "left-pad"}',
      'random.bin': Buffer.from(Array.from({ length: 999 }, (_, at) => (at * 7919) % 256)),
    });
    const run = await ask(instance, folder);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(json(run)).toMatchObject({ timeline: [], verdict: { answer: 'unknown' } });
    expect(json(run).verdict.headline).toContain('was found: the files hold no records of cloudtrail');
  });

  test('of which none can be opened is exit code 2', async () => {
    const folder = await temporaryFolder();
    await symlink(join(folder, 'gone'), join(folder, 'link.json'));
    const { code, stdout, stderr } = await obs3(['who', instance, '--from', folder]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^obs3: nothing under [^\n]* could be read: [^\n]*link\.json[^\n]*\n$/);
  });

  test('of which one cannot be opened is a gap', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(stopped) });
    await symlink(join(folder, 'gone'), join(folder, 'link.json'));
    const report = json(await ask('i-0ffffffffffffffff', folder));
    expect(report.verdict.answer).toBe('unknown');
  });
});

describe('--from', () => {
  test.each<[string, string | Buffer]>([
    ['text', JSON.stringify(trailFile(stopped))],
    ['gzip', delivered(stopped)],
    ['several gzip members', Buffer.concat([delivered(stoppedOther), delivered(stopped)])],
  ])('- reads standard input: %s', async (_, stdin) => {
    const run = await obs3(['who', instance, '--from', '-', '-o', 'json'], { stdin });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(idsIn(json(run))).toEqual([idOf(stopped)]);
    expect(json(run).query.from).toEqual(['-']);
  });

  test('- of no bytes is unknown', async () => {
    const run = await obs3(['who', instance, '--from', '-', '-o', 'json'], { stdin: '' });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(json(run).verdict.answer).toBe('unknown');
  });

  test('takes folders, files and standard input together, after one flag or several', async () => {
    const third = record({ eventTime: '2026-03-03T16:00:00Z', recipientAccountId: otherAccount });
    const folder = await temporaryFolder({
      'logs/deep/a.json.gz': delivered(stopped),
      'b.json': JSON.stringify(trailFile(third)),
    });
    const fourth = record({ eventTime: '2026-03-03T17:00:00Z' });
    const stdin = delivered(fourth);
    const expected = [stopped, third, fourth].map(idOf);
    const one = await obs3(
      ['who', instance, '-o', 'json', '--from', join(folder, 'logs'), join(folder, 'b.json'), '-'],
      { stdin },
    );
    expect(idsIn(json(one))).toEqual(expected);
    const several = await obs3(
      [
        'who',
        '--from',
        join(folder, 'logs'),
        '--from',
        join(folder, 'b.json'),
        '--from',
        '-',
        '-o',
        'json',
        '--',
        instance,
      ],
      { stdin },
    );
    expect(idsIn(json(several))).toEqual(expected);
  });

  test('reads a file once, however often it is named', async () => {
    const folder = await temporaryFolder({ 'a.json.gz': delivered(stopped) });
    const report = json(await obs3(['who', instance, '-o', 'json', '--from', folder, join(folder, 'a.json.gz')]));
    expect(report.coverage).toMatchObject([{ records: 1, skipped: {} }]);
  });

  test('is said back as typed, and where a record lies is told by it', async () => {
    const folder = await temporaryFolder({ 'logs/a.json.gz': delivered(stoppedOther, stopped) });
    const report = json(await obs3(['who', instance, '-o', 'json', '--from', './logs'], { cwd: folder }));
    expect(report.query.from).toEqual(['./logs']);
    expect(report.timeline[0]?.origin.locator).toBe('logs/a.json.gz#2');
  });
});
