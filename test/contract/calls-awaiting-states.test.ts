/**
 * No more is read from files and held than the answer needs: of a whole account's calls, those that states show to matter, and
 * of what the sources deliver, only what the answer rests on. The answer is that of a reader which reads and holds everything.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { takeInventory } from '../../src/investigate/inventory.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Gap } from '../../src/model/gap.ts';
import type { CommandName, Question } from '../../src/model/question.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { apiItem, evaluation, group, historyFile, historyKey } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { deliver } from '../fixtures/scenarios/delivery.ts';
import { scenarios } from '../fixtures/scenarios/index.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account, deliveredKey, record, region, trailFile } from '../fixtures/trail.ts';
import { archiveReader, contextOf, exampleCases } from './live-harness.ts';

const everySource = sources.map(({ name }) => name);

/** Reads what every source delivered, and holds all calls. */
const holdingAll = (reader: EvidenceReader): EvidenceReader => ({
  ...reader,
  fetchesAgain: true,
  read(request, window, scope) {
    const { calls: _, ...whole } = request.kind === 'evidence' ? request : { ...request, calls: undefined };
    return reader.read(whole as typeof request, window, { ...scope, sources: request.sources ?? everySource });
  },
});

const asked = (folder: string, command: CommandName, parts: Parameters<typeof questionOf>[0] = {}): Question =>
  questionOf({ command, from: [folder], filters: { reads: 'routine' }, ...parts });

/** The bytes read differ, as they should; and a reader that would have to fetch again says what it did not look for. */
const comparable = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) => {
      if (key === 'bytes' || key === 'seconds') return undefined;
      return key === 'gaps' ? value.filter((gap: Gap) => !/ was not looked for: /.test(gap.message)) : value;
    }),
  );

async function expectSame(folder: string, answer: (reader: EvidenceReader) => Promise<object>): Promise<void> {
  const [least, all] = await Promise.all([archiveReader(folder), holdingAll(archiveReader(folder))].map(answer));
  expect(comparable(least ?? {})).toEqual(comparable(all ?? {}));
}

const archives = [
  ...exampleCases.map(({ name, bundle, since, until, now }) => ({
    name,
    folder: async () => bundle.folder,
    target: bundle.truth.target,
    window: { since, until, now },
  })),
  // the other commands ask a reader for nothing else
  ...scenarios
    .filter((_, n) => n % 8 === 0)
    .map(({ name, files, targets, since, until, now }) => ({
      name,
      folder: async () => {
        const folder = await temporaryFolder();
        deliver.writeTree(files, folder);
        return folder;
      },
      target: targets[0] ?? '',
      window: { since, until, now },
    })),
];

describe.each(archives)('$name', ({ folder: folderOf, target, window }) => {
  test.each<[string, CommandName, Parameters<typeof questionOf>[0]]>([
    ['compliance', 'compliance', { survey: surveyOf('compliance') }],
    ['compliance of all time', 'compliance', { survey: surveyOf('compliance') }],
    ['what of all time', 'what', {}],
    ['what of a target', 'what', { targets: [planTarget(target)] }],
    ['impact', 'impact', {}],
    ['impact of all time', 'impact', {}],
    ['who of a target', 'who', { targets: [planTarget(target)] }],
  ])('%s', async (what, command, parts) => {
    const folder = await folderOf();
    const ends = what.endsWith('all time') ? { now: window.now } : window;
    const question = asked(folder, command, { ...ends, ...parts });
    await expectSame(folder, (reader) => investigate(question, contextOf(question, reader)));
  });

  test.each([false, true])('inventory, deleted: %s', async (deleted) => {
    const folder = await folderOf();
    const survey = surveyOf('inventory', { deleted });
    const question = asked(folder, 'compliance', { now: window.now });
    await expectSame(folder, (reader) => takeInventory(question, survey, contextOf(question, reader)));
  });
});

/** A group that breaks a rule, who opened it, and a hundred calls on other groups. */
async function busyAccount(): Promise<string> {
  const folder = await temporaryFolder();
  const write = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  const opened = (groupId: string, minute: number) =>
    record({
      eventTime: `2026-03-01T14:${String(minute).padStart(2, '0')}:00Z`,
      eventSource: 'ec2.amazonaws.com',
      eventName: 'AuthorizeSecurityGroupIngress',
      requestParameters: { groupId },
    });
  const others = Array.from({ length: 100 }, (_, n) => opened(`sg-${String(n).padStart(17, '0')}`, n % 60));
  write('trail.json', trailFile(...others, opened(group, 10)));
  write('config.json', historyFile(apiItem({ captureTime: '2026-03-01T14:12:00.000Z' })));
  write('evaluation.json', {
    EvaluationResults: [evaluation({ state: 'NON_COMPLIANT', recordedTime: '2026-03-01T14:13:00.000Z' })],
  });
  return folder;
}

const callsIn = (evidence: readonly Evidence[]) => evidence.filter(({ type }) => type === 'event');

test('of a busy account, the calls alone are held that are on what a rule spoke against', async () => {
  const folder = await busyAccount();
  const question = asked(folder, 'compliance', { survey: surveyOf('compliance') });
  const reader = archiveReader(folder);
  let held = 0;
  const report = await investigate(
    question,
    contextOf(question, {
      ...reader,
      async *read(...all) {
        for await (const reading of reader.read(...all)) {
          held += callsIn(reading.evidence).length;
          yield reading;
        }
      },
    }),
  );
  expect(report.timeline.map(({ kind }) => kind)).toContain('compliance');
  expect(held).toBe(1);
});

test.each([
  ['who', 'vpcflowlogs'],
  ['compliance', 'vpcflowlogs'],
] as const)('%s does not open what is delivered of %s', async (command, service) => {
  const folder = await temporaryFolder();
  const flows = `AWSLogs/${account}/${service}/${region}/2026/03/01/${account}_${service}_${region}_fl-0a1b2c3d4e5f60718_20260301T1400Z_0a1b2c3d.log`;
  deliver.writeTree(
    new Map([
      [deliveredKey('20260301T1400Z'), JSON.stringify(trailFile(record()))],
      [historyKey('AWS::EC2::SecurityGroup', '2026-03-01'), JSON.stringify(historyFile(apiItem()))],
      [flows, 'version account-id\nno flow at all'],
    ]),
    folder,
  );
  const read: string[] = [];
  const question = asked(folder, command, command === 'who' ? {} : { survey: surveyOf('compliance') });
  const reader = archiveReader(folder);
  const context = contextOf(question, {
    ...reader,
    async *read(...all) {
      for await (const reading of reader.read(...all)) {
        read.push(...reading.spans.map(({ source }) => source), ...reading.gaps.map(({ gap }) => gap.message));
        yield reading;
      }
    },
  });
  await investigate(question, context);
  expect(read).toContain('cloudtrail');
  expect(read).not.toContain('logs');
  expect(read.join()).not.toContain('vpcflowlogs');
});
