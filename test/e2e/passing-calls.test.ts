/**
 * Windows with more calls than are held in memory: each is reported once, in order, and the answer at the end counts them all.
 */
import { expect, test } from 'vitest';
import type { ApiCallEvent } from '../../src/model/event.ts';
import { longWindowFiles as files, callsInEach as inEach, longWindow } from '../fixtures/long-window.ts';
import { json, obs3 } from './obs3.ts';

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

/** MB: what Node itself needs, plus some ten thousand calls. */
const smallMemory = '--max-old-space-size=64';

test('what memory does not hold is told in words, and what to do', async () => {
  const folder = await longWindow(41);
  const run = await obs3(['who', '--reads', '--from', folder], { node: [smallMemory] });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(
    /^obs3: more was found than memory holds \([\d,]+ events and more\); narrow it with --since and --until.*NODE_OPTIONS=--max-old-space-size=1024\n$/,
  );
});

test('calls that pass by take no memory that grows with them', async () => {
  const folder = await longWindow(81);
  const run = await obs3(['who', '--reads', '--from', folder, '-o', 'csv'], { node: ['--max-old-space-size=120'] });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout.trim().split('\n')).toHaveLength(1 + 81 * inEach);
});
