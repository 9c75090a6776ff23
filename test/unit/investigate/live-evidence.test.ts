/** Sources asked through AWS's APIs: how far back, and what was sent for it. */
import { expect, test } from 'vitest';
import type { AwsSession, CallCount } from '../../../src/aws/session.ts';
import { liveEvidence } from '../../../src/investigate/live-evidence.ts';
import type { Reading, CallCount as ToldCount } from '../../../src/model/evidence.ts';
import type { LiveBackend, LiveContext, Source, SourceRequest } from '../../../src/sources/source.ts';
import { questionOf, readingOf } from '../../fixtures/question.ts';
import { account, region } from '../../fixtures/report-cast.ts';

const now = Date.parse('2026-03-03T17:00:00Z');
const day = 86_400_000;
const scope = { regions: [], accounts: [] };
const key = `cloudtrail:LookupEvents ${region}`;

function readerOf(collect: (context: LiveContext, counts: Map<string, CallCount>) => AsyncIterable<Reading>) {
  const counts = new Map<string, CallCount>([[key, { requests: 2, throttled: 1 }]]);
  const backend: LiveBackend = {
    name: 'lookup-events',
    reach: { lagSeconds: 0, lookbackDays: 90, actions: [] },
    loadPlan: async () => () => [],
    collect: (_, context) => collect(context, counts),
  };
  const source: Source = {
    name: 'cloudtrail',
    backends: [backend],
    loadNormalize: async () => () => ({ reason: 'none' }),
  };
  return liveEvidence({
    sources: [source],
    sessions: [{ account, counts } as unknown as AwsSession],
    gaps: [],
    regions: [region],
    now,
    signal: new AbortController().signal,
    onProgress: () => {},
  });
}

async function readAll(readings: AsyncIterable<Reading>): Promise<readonly ToldCount[]> {
  const calls: ToldCount[] = [];
  for await (const reading of readings) calls.push(...(reading.calls ?? []));
  return calls;
}

const credentials: SourceRequest = { kind: 'credentials', accessKeyIds: ['AKIAEXAMPLEALICE0001'] };
const evidence: SourceRequest = {
  kind: 'evidence',
  question: questionOf({ command: 'who', from: [] }),
  interests: { targets: [], neighbors: [] },
};

test('who issued a key of any age is looked for as far back as can be seen', async () => {
  const windows: LiveContext['window'][] = [];
  const reader = readerOf(async function* ({ window }) {
    windows.push(window);
    yield readingOf();
  });
  await readAll(reader.read(credentials, {}, scope));
  await readAll(reader.read(credentials, { since: now - day, until: now - 5 }, scope));
  await readAll(reader.read(evidence, {}, scope));
  expect(windows).toEqual([
    { since: now - 90 * day, until: now },
    { since: now - day, until: now - 5 },
    { since: now, until: now },
  ]);
});

test('what is sent while several requests are read is told once, and nothing of what was sent before', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  const reader = readerOf(async function* (_, counts) {
    const isFirst = asked++ === 0;
    const count = counts.get(key) as CallCount;
    count.requests += 3;
    if (isFirst) await held;
    yield readingOf();
  });
  const long = readAll(reader.read(evidence, {}, scope));
  const short = await readAll(reader.read(credentials, {}, scope));
  release();
  const requests = [...short, ...(await long)].reduce((sum, each) => sum + each.requests, 0);
  expect(requests).toBe(6);
});
