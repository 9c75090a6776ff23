/**
 * Without a target, only those of AWS Config's items from before the window are held that bear on the answer: it is that of a
 * reader which holds all.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { CommandName } from '../../src/model/question.ts';
import { apiItem, evaluation, group, historyFile } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { deliver } from '../fixtures/scenarios/delivery.ts';
import { scenarios } from '../fixtures/scenarios/index.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { record, trailFile } from '../fixtures/trail.ts';
import { archiveReader, contextOf, exampleCases } from './live-harness.ts';

/** For a reader that would have to fetch everything again, nothing is held back. */
const holdingAll = (reader: EvidenceReader): EvidenceReader => ({ ...reader, fetchesAgain: true });

const withoutBytes = (answer: object): unknown =>
  JSON.parse(JSON.stringify(answer, (key, value) => (key === 'bytes' || key === 'seconds' ? undefined : value)));

const ask = async (folder: string, command: CommandName, window: object, how = (reader: EvidenceReader) => reader) => {
  const survey = command === 'compliance' ? { survey: surveyOf('compliance') } : {};
  const question = questionOf({ command, from: [folder], filters: { reads: 'routine' }, ...window, ...survey });
  return withoutBytes(await investigate(question, contextOf(question, how(archiveReader(folder)))));
};

const commands = ['investigate', 'gate', 'what', 'compliance', 'impact'] as const;

const archives = [
  ...exampleCases.map(({ name, bundle, since, until, now }) => ({
    name,
    folderOf: async () => bundle.folder,
    window: { since, until, now },
  })),
  ...scenarios
    .filter((_, n) => n % 8 === 1)
    .map(({ name, files, since, until, now }) => ({
      name,
      folderOf: async () => {
        const folder = await temporaryFolder();
        deliver.writeTree(files, folder);
        return folder;
      },
      window: { since, until, now },
    })),
];

test.each(archives)('$name', async ({ folderOf, window }) => {
  const folder = await folderOf();
  const middle = new Date((Date.parse(String(window.since)) + Date.parse(String(window.until))) / 2).toISOString();
  const fromMiddle = { ...window, since: middle };
  const asked = [
    // a gate reads what an investigation reads
    ...commands.filter((command) => command !== 'gate').map((command) => [command, window] as const),
    ['investigate', fromMiddle],
    // without a start, nothing is from before it
    ['compliance', { now: window.now }],
  ] as const;
  for (const [command, each] of asked)
    expect(await ask(folder, command, each), command).toEqual(await ask(folder, command, each, holdingAll));
});

const day = (n: number) => `2026-02-2${n}T10:00:00.000Z`;
const idOf = (n: number) => `sg-${String(n).padStart(17, '0')}`;

/** Groups known only from before the window, one that changes in it, one that only a call names, one that is gone. */
async function folderOfGroups(): Promise<string> {
  const folder = await temporaryFolder();
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  const quiet = Array.from({ length: 20 }, (_, n) => apiItem({ resourceId: idOf(n), captureTime: day(0) }));
  write('1.json', historyFile(...quiet, apiItem({ captureTime: day(1) })));
  write('2.json', historyFile(...quiet, apiItem({ captureTime: day(2) }), apiItem({ captureTime: day(1) })));
  write('3.json', historyFile(apiItem({ captureTime: '2026-03-01T14:12:00.000Z' })));
  write('4.json', historyFile(apiItem({ resourceId: idOf(3), captureTime: day(3), status: 'ResourceDeleted' })));
  const call = (groupId: string) =>
    record({
      eventTime: '2026-03-01T14:10:00Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'AuthorizeSecurityGroupIngress',
      requestParameters: { groupId },
    });
  write('trail.json', trailFile(call(group), call(idOf(5))));
  write('evaluation.json', {
    EvaluationResults: [
      evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-01T14:13:00.000Z' }),
      evaluation({ state: 'COMPLIANT', recordedTime: day(1), resourceId: idOf(3) }),
    ],
  });
  return folder;
}

const hour = { since: '2026-03-01T14:00:00Z', until: '2026-03-01T15:00:00Z', now: '2026-03-01T16:00:00Z' };

test.each(commands)('%s of groups in several files', async (command) => {
  const folder = await folderOfGroups();
  expect(await ask(folder, command, hour)).toEqual(await ask(folder, command, hour, holdingAll));
});

test.each(commands)(
  '%s, interrupted before what was held back is read, tells the rest and says so',
  async (command) => {
    const folder = await folderOfGroups();
    const abort = new AbortController();
    const rounds: string[] = [];
    const reader = archiveReader(folder);
    const interrupted: EvidenceReader = {
      ...reader,
      async *read(request, ...where) {
        rounds.push(request.kind === 'follow' && request.heldBack ? 'held back' : request.kind);
        yield* reader.read(request, ...where);
        abort.abort();
      },
    };
    const survey = command === 'compliance' ? { survey: surveyOf('compliance') } : {};
    const question = questionOf({ command, from: [folder], filters: { reads: 'routine' }, ...hour, ...survey });
    const report = await investigate(question, contextOf(question, interrupted, abort.signal));
    expect(rounds).toEqual(['evidence']);
    const cutOff = report.coverage.filter(({ gaps }) => gaps.some(({ code }) => code === 'INTERRUPTED'));
    expect(cutOff.map(({ complete }) => complete)).toEqual([false]);
    if (command === 'investigate' || command === 'gate') {
      expect(report.timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['api-call', 'config-change']));
    }
  },
);
