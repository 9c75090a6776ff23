/**
 * A whole account, live: its event history is read at two pages a second, so only what the answer needs is read; and the answer
 * is the same as from files.
 */
import { describe, expect, test } from 'vitest';
import type { EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { CommandName, Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld, type World } from '../aws/world.ts';
import { worldOfExample } from '../aws/world-from-archive.ts';
import { questionOf } from '../fixtures/question.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { record } from '../fixtures/trail.ts';
import { archiveReader, askLive, contextOf, type ExampleCase, exampleCases, signInRegions } from './live-harness.ts';

const about = ({ since, until, now }: ExampleCase, command: CommandName): Question =>
  questionOf({
    command,
    since,
    until,
    now,
    filters: { reads: 'routine' },
    ...(command === 'compliance' && { survey: surveyOf('compliance') }),
  });

const fromFiles = ({ bundle }: ExampleCase, question: Question): Promise<Report> =>
  investigate({ ...question, from: [bundle.folder] }, contextOf(question, archiveReader(bundle.folder)));

async function fromAws(
  asked: ExampleCase,
  question: Question,
  world?: World,
): Promise<{ readonly report: Report; readonly requests: AwsServer['requests'] }> {
  const ask = (reader: EvidenceReader, signal: AbortSignal) =>
    investigate({ ...question, from: [] }, contextOf(question, reader, signal));
  const { answer, requests } = await askLive(asked, ask, world);
  return { report: answer, requests };
}

/** "ReadOnly=false in us-east-1", once for each page. */
const lookupsIn = (requests: AwsServer['requests']): readonly string[] =>
  requests.of('cloudtrail:LookupEvents').map(({ parameters, region }) => {
    const [by] = (parameters['LookupAttributes'] ?? []) as { AttributeKey: string; AttributeValue: string }[];
    return `${by ? `${by.AttributeKey}=${by.AttributeValue}` : parameters['EventCategory']} in ${region}`;
  });

const told = ({ timeline, verdict }: Report) => ({
  timeline: timeline.map(({ origin: _, ...event }) => (event.kind === 'config-change' ? event.id : event)),
  // what is still open is measured up to the last record in files, and to the window's end live
  standings: verdict.compliance?.rules.map(({ exposure, ...standing }) => {
    const { seconds, ...lasting } = exposure ?? { seconds: null, open: false };
    return { ...standing, exposure: lasting.open ? lasting : { ...lasting, seconds } };
  }),
  headline: verdict.headline,
});

describe.each(exampleCases)('$name', (asked) => {
  test('compliance tells by whose change, as the files do, and reads no page of reads for it', async () => {
    const question = about(asked, 'compliance');
    const { report, requests } = await fromAws(asked, question);
    expect(report.timeline.some(({ kind }) => kind === 'api-call')).toBe(true);
    expect(told(report)).toEqual(told(await fromFiles(asked, question)));
    const lookups = lookupsIn(requests);
    expect(lookups.filter((each) => each.startsWith('ReadOnly=')).sort()).toEqual(
      asked.regions.map((region) => `ReadOnly=false in ${region}`).sort(),
    );
    expect(lookups.filter((each) => each.startsWith('insight'))).toEqual([]);
  });

  test('compliance of a time in which nothing turned asks for no call at all', async () => {
    const quiet = { ...asked, since: asked.until, until: asked.now };
    const { report, requests } = await fromAws(asked, about(quiet, 'compliance'));
    expect(lookupsIn(requests)).toEqual([]);
    expect(report.verdict.compliance?.rules.length).toBeGreaterThan(0);
  });

  test.each(['what', 'impact'] as const)('%s reads the writes, once in each region, and no reads', async (command) => {
    const { requests } = await fromAws(asked, about(asked, command));
    const lookups = lookupsIn(requests);
    const scans = lookups.filter((each) => /^(?:ReadOnly|ResourceName=(?!A[SK]IA))/.test(each));
    expect(scans.sort()).toEqual(asked.regions.map((region) => `ReadOnly=false in ${region}`).sort());
  });
});

test('impact says that logs and traffic, which files tell, were not read of AWS', async () => {
  const [asked] = exampleCases;
  if (!asked) throw new Error('there is no example');
  const unread = ({ coverage }: Report) =>
    coverage.flatMap(({ source, gaps }) =>
      gaps
        .filter(({ code, locator }) => code === 'SERVICE_NOT_ASKED' && locator === 'logs:StartQuery')
        .map(() => source),
    );
  const kinds = ({ timeline }: Report) => new Set(timeline.map(({ kind }) => kind));
  const [live, files] = await Promise.all([
    fromAws(asked, about(asked, 'impact')),
    fromFiles(asked, about(asked, 'impact')),
  ]);
  expect([kinds(files).has('flow'), kinds(live.report).has('flow')]).toEqual([true, false]);
  expect(unread(live.report)).toEqual(['logs']);
  expect(unread(files)).toEqual([]);
  const { report: what } = await fromAws(asked, about(asked, 'what'));
  expect(unread(what)).toEqual([]);
});

test('impact tells the alarms that files tell', async () => {
  // in the files only EventBridge reports it: no alarm history of the example contains it
  const isInHistory = (id: string) => !id.includes('/exports-busy/');
  const alarms = ({ timeline }: Report) =>
    timeline.flatMap(({ kind, id }) => (kind === 'alarm' && isInHistory(id) ? [id] : []));
  const all = await Promise.all(
    exampleCases.map(async (asked) => {
      const question = about(asked, 'impact');
      const [{ report }, files] = await Promise.all([fromAws(asked, question), fromFiles(asked, question)]);
      expect(alarms(report)).toEqual(alarms(files));
      return alarms(files);
    }),
  );
  expect(all.flat().length).toBeGreaterThan(0);
});

test('what is what the files tell', async () => {
  for (const asked of exampleCases) {
    const question = about(asked, 'what');
    const { report } = await fromAws(asked, question);
    expect(told(report).timeline).toEqual(told(await fromFiles(asked, question)).timeline);
  }
});

test('compliance of an account with more writes than are read finds the calls on what turned by name', async () => {
  const [asked] = exampleCases;
  if (!asked) throw new Error('there is no example');
  const { bundle } = asked;
  const { regions = {} } = worldOfExample(bundle.folder).accounts[bundle.account] ?? {};
  const region = 'us-east-1';
  // after everything in the case, so that they are read before it
  const noise = Array.from({ length: 5_100 }, (_, index) =>
    record({
      eventName: 'CreateLogStream',
      eventSource: 'logs.amazonaws.com',
      awsRegion: region,
      recipientAccountId: bundle.account,
      eventTime: new Date(Date.parse('2026-03-03T15:00:00Z') + (index % 2_900) * 1000)
        .toISOString()
        .replace('.000', ''),
    }),
  );
  const busy = {
    ...regions,
    [region]: { ...regions[region], trailRecords: [...(regions[region]?.trailRecords ?? []), ...noise] },
  };
  const world = createWorld({ [bundle.account]: { regions: { ...signInRegions, ...busy } } });
  const question = about(asked, 'compliance');
  const { report, requests } = await fromAws(asked, question, world);
  expect(told(report)).toEqual(told(await fromFiles(asked, question)));
  const lookups = lookupsIn(requests);
  expect(lookups.filter((each) => each === `ReadOnly=false in ${region}`)).toHaveLength(100);
  expect(lookups).toContain(`ResourceName=${bundle.truth.target} in ${region}`);
  // where all writes were read, the calls are among them
  expect(lookups.filter((each) => each.startsWith('ResourceName=sg-') && !each.endsWith(region))).toEqual([]);
  const gaps = report.coverage.flatMap((entry) => entry.gaps);
  expect(gaps).toContainEqual(
    expect.objectContaining({
      code: 'SERVICE_NOT_ASKED',
      blocking: false,
      message: expect.stringContaining('writes in us-east-1 before 2026-03-03T15:'),
    }),
  );
});
