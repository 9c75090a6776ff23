/**
 * Calls that are only read in passing are reported like those that are held: the whole document is the same, in every format
 * that has rows.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { scannersOf } from '../../src/cli/passing.ts';
import { printRows } from '../../src/cli/rows-out.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { passBy } from '../../src/investigate/passing/pass-by.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { RowFormat } from '../../src/model/passing.ts';
import type { Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { loadRenderer } from '../../src/render/index.ts';
import { sources } from '../../src/sources/index.ts';
import { recordOf } from '../fixtures/cloudtrail.ts';
import { questionOf } from '../fixtures/question.ts';
import { deliver } from '../fixtures/scenarios/delivery.ts';
import { scenarios } from '../fixtures/scenarios/index.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';

const contextOf = (question: Question, signal?: AbortSignal) => ({
  sources,
  reader: archiveEvidence(
    sources,
    openArchive(question.from, {
      standardInput: () => Promise.reject(new Error('standard input was read')),
      ...(signal && { signal }),
    }),
    scannersOf,
  ),
  clock: () => question.now,
  version: '0.0.0',
  ...(signal && { signal }),
});

async function rendered(report: Report, format: RowFormat): Promise<string> {
  const lines = (await loadRenderer(format)).render(report, {
    width: 120,
    color: false,
    expand: false,
    diff: false,
    flat: false,
    byPrincipal: false,
    charts: false,
    all: false,
    ascii: false,
  });
  return [...lines, ''].join('\n');
}

async function passed(question: Question, format: RowFormat): Promise<string> {
  let text = '';
  const stdout = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const out = await printRows(format, 'who', { stdout, stderr: new PassThrough() }, () => {});
  await out.end(await passBy(question, contextOf(question), out));
  return text;
}

/** The order of lines may differ; that of events may not. */
const subjectFirst = (text: string): string => {
  const lines = text.split('\n');
  const isSubject = (line: string) => line.startsWith('{"type":"subject"');
  return [...lines.filter(isSubject), ...lines.filter((line) => !isSubject(line))].join('\n');
};

async function isSame(question: Question, formats: readonly RowFormat[] = ['json', 'ndjson', 'csv']): Promise<void> {
  const held = await investigate(question, contextOf(question));
  for (const format of formats) {
    const [one, other] = [await passed(question, format), await rendered(held, format)];
    expect(format === 'ndjson' ? subjectFirst(one) : one).toBe(format === 'ndjson' ? subjectFirst(other) : other);
  }
}

const whoOf = (folder: string, parts: Parameters<typeof questionOf>[0] = {}): Question =>
  questionOf({ command: 'who', from: [folder], filters: { reads: 'all' }, now: '2026-06-01T00:00:00Z', ...parts });

test.each([openSsh, unencryptedBucket])('$name', async ({ folder }) => {
  await isSame(whoOf(folder));
  await isSame(whoOf(folder, { filters: { reads: 'writes' } }), ['ndjson']);
});

test.each(scenarios)('$name', async ({ files, now }) => {
  const folder = await temporaryFolder();
  deliver.writeTree(files, folder);
  await isSame(whoOf(folder, { now }));
});

/** Not in a delivered form: what later rounds go by is then found record by record. */
test.each(scenarios)('$name, as somebody else wrote it down', async ({ files, now }) => {
  const isJson = (text: string) => /^\s*[{[]/.test(text);
  const written = [...files].map(([path, text]) => [path, isJson(text) ? respaced(text) : text] as const);
  const folder = await temporaryFolder();
  deliver.writeTree(new Map(written), folder);
  await isSame(whoOf(folder, { now }), ['json']);
});

const respaced = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
};

describe('of many files', () => {
  const deliveredIn = async (files: Readonly<Record<string, readonly JsonObject[]>>): Promise<string> => {
    const folder = await temporaryFolder();
    for (const [name, records] of Object.entries(files)) {
      writeFileSync(join(folder, `${name}.json.gz`), gzipSync(JSON.stringify({ Records: records })));
    }
    return folder;
  };
  const id = (n: number) => `11111111-2222-4333-8444-${String(n).padStart(12, '0')}`;
  const at = (minute: number, parts: JsonObject = {}): JsonObject =>
    recordOf({ eventTime: new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString().replace('.000Z', 'Z'), ...parts });

  test('whose times overlap', async () => {
    const folder = await deliveredIn({
      a: [at(50, { eventID: id(1) }), at(1, { eventID: id(2) }), at(90, { eventID: id(3) })],
      b: [at(20, { eventID: id(4) }), at(60, { eventID: id(5) }), at(1, { eventID: id(0) })],
      c: [at(55, { eventID: id(6) }), at(56, { eventID: id(7) })],
    });
    await isSame(whoOf(folder));
    const lines = (await passed(whoOf(folder), 'csv')).trim().split('\n').slice(1);
    expect(lines.map((line) => Number(line.match(/8444-(\d{12})/)?.[1]))).toEqual([0, 2, 4, 1, 6, 7, 5, 3]);
  });

  test('with copies, and with ids that two records share', async () => {
    const folder = await deliveredIn({
      a: [at(1, { eventID: id(1) }), at(2, { eventID: id(2) }), at(3, { eventID: id(3), eventName: 'StopInstances' })],
      b: [at(2, { eventID: id(2) }), at(4, { eventID: id(4) }), at(2, { eventID: id(2) })],
      c: [
        at(3, { eventID: id(3), eventName: 'StartInstances' }),
        at(1, { eventID: 'no uuid' }),
        at(1, { eventID: 'no uuid' }),
      ],
    });
    await isSame(whoOf(folder));
    const report = JSON.parse(await passed(whoOf(folder), 'json'));
    expect(report.timeline).toHaveLength(6);
    expect(report.coverage[0].skipped.duplicate).toBe(3);
  });

  test('with none, and with nothing of the window', async () => {
    const folder = await deliveredIn({ a: [at(1, { eventID: id(1) })] });
    await isSame(whoOf(folder, { since: '2026-03-05T00:00:00Z', until: '2026-03-06T00:00:00Z' }));
    await isSame(whoOf(folder, { filters: { eventName: ['Nothing'] } }));
  });

  test('of which other accounts have copies, and beside unusual activity', async () => {
    const shared = { sharedEventID: id(99), eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com' };
    const insight = {
      eventVersion: '1.08',
      eventTime: '2026-03-01T00:04:00Z',
      awsRegion: 'us-east-1',
      eventID: id(50),
      eventType: 'AwsCloudTrailInsight',
      recipientAccountId: '111122223333',
      sharedEventID: id(51),
      insightDetails: {
        state: 'Start',
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        insightType: 'ApiCallRateInsight',
      },
      eventCategory: 'Insight',
    };
    const folder = await deliveredIn({
      a: [at(4, { ...shared, eventID: id(1), recipientAccountId: '111122223333' }), at(5, { eventID: id(2) })],
      b: [
        at(4, {
          ...shared,
          eventID: id(3),
          recipientAccountId: '444455556666',
          userIdentity: { type: 'AWSAccount', accountId: '111122223333' },
        }),
        insight,
      ],
    });
    await isSame(whoOf(folder));
  });

  test('cut off while rows are printed, says so', async () => {
    const folder = await deliveredIn({ a: [at(1, { eventID: id(1) })], b: [at(2, { eventID: id(2) })] });
    const question = whoOf(folder);
    const abort = new AbortController();
    const texts: string[] = [];
    const report = await passBy(question, contextOf(question, abort.signal), {
      format: 'csv',
      rowText: ({ id }) => id,
      begin: () => {},
      async write(rows) {
        texts.push(...rows);
        abort.abort();
      },
    });
    expect(texts).toEqual([expect.stringContaining(id(1))]);
    const trail = report.coverage.find(({ source }) => source === 'cloudtrail');
    expect(trail).toMatchObject({ complete: false, gaps: [{ code: 'INTERRUPTED' }] });
    expect(report.verdict.who.map(({ calls }) => calls)).toEqual([1]);
  });

  test('of which one is gone when it is to be read again, says so', async () => {
    const folder = await deliveredIn({ a: [at(1, { eventID: id(1) })], b: [at(2, { eventID: id(2) })] });
    const texts: string[] = [];
    const report = await passBy(whoOf(folder), contextOf(whoOf(folder)), {
      format: 'csv',
      rowText: ({ summary }) => summary,
      begin: () => rmSync(join(folder, 'a.json.gz')),
      async write(rows) {
        texts.push(...rows);
      },
    });
    expect(texts).toEqual([expect.stringContaining(id(2))]);
    const gaps = report.coverage.flatMap((entry) => entry.gaps);
    expect(gaps).toEqual([
      expect.objectContaining({ blocking: true, message: expect.stringContaining('a.json.gz') as string }),
    ]);
  });
});
