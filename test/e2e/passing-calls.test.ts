/** Windows with more calls than are held: each is told once, in order, and the answer at the end counts them all. */
import { expect, test } from 'vitest';
import type { ApiCallEvent } from '../../src/model/event.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { delivered, record, session, userAlice } from '../fixtures/trail.ts';
import { json, obs3 } from './obs3.ts';

const files = 21;
const inEach = 1000;
const start = Date.UTC(2026, 2, 3);

/** A call each second, in files that overlap by half. */
const callsOf = (file: number) =>
  Array.from({ length: inEach }, (_, n) =>
    record({
      eventTime: new Date(start + (file * 500 + n) * 1000).toISOString().replace('.000Z', 'Z'),
      eventName: n % 2 === 0 ? 'StopInstances' : 'DescribeInstances',
      readOnly: n % 2 === 1,
      userIdentity: n % 10 === 0 ? session('deploy', 'pipeline', 'ASIAEXAMPLE000000001') : userAlice,
    }),
  );

/** The last calls lie in the file that comes first. */
const longWindow = () =>
  temporaryFolder(
    Object.fromEntries(
      Array.from({ length: files }, (_, n) => [
        `${String(files - n).padStart(3, '0')}.json.gz`,
        delivered(...callsOf(n)),
      ]),
    ),
  );

test('a long window is told call by call', async () => {
  const folder = await longWindow();
  const ask = ['who', '--reads', '--from', folder, '-o'];
  const [whole, lines, rows] = await Promise.all(['json', 'ndjson', 'csv'].map((format) => obs3([...ask, format])));
  const report = json(whole as typeof lines & object);
  const times = report.timeline.map(({ time }) => time);
  expect(times).toHaveLength(files * inEach);
  expect(times).toEqual(times.toSorted());
  expect(report.verdict.who.map(({ calls, writes }) => [calls, writes])).toEqual([
    [files * 900, files * 400],
    [files * 100, files * 100],
  ]);
  expect(report.coverage).toMatchObject([{ records: files * inEach, matched: files * inEach, complete: true }]);

  const told = (lines?.stdout ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect([told[0].type, told.at(-1).type]).toEqual(['report', 'verdict']);
  const events = told.filter(({ type }) => type === 'event').map(({ data }) => data as ApiCallEvent);
  expect(events.map(({ id }) => id)).toEqual(report.timeline.map(({ id }) => id));
  expect(events.map(({ detail }) => detail)).toEqual(report.timeline.map(({ detail }) => detail));
  expect(told.at(-1).data).toEqual(report.verdict);
  expect((rows?.stdout ?? '').trim().split('\n')).toHaveLength(1 + files * inEach);
});

test('whoever reads the first of them may go away', async () => {
  const folder = await longWindow();
  const run = await obs3(['who', '--reads', '--from', folder, '-o', 'ndjson'], { readerLeavesAfter: 1000 });
  expect(run).toMatchObject({ code: 0, stderr: '' });
});
