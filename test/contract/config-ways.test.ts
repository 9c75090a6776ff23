/**
 * What AWS Config delivered is the same however it is read: most items that the engine finds are only counted; without an
 * engine, from S3 or with an index of the calls, the answer must not differ.
 */
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openIndex } from '../../src/archive/index-lookup.ts';
import { type ArchiveInput, openArchive } from '../../src/archive/reader.ts';
import { archiveEvidence, type EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { takeInventory } from '../../src/investigate/inventory.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { CommandName, Question } from '../../src/model/question.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { bucketFromFolder } from '../aws/bucket-from-folder.ts';
import { deliveredItem, group, historyFile, historyKey, type State } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { record } from '../fixtures/trail.ts';
import { archiveOf, build, deliveredSmall, pathOf } from './archive-index.ts';
import { contextOf } from './live-harness.ts';
import { remoteOf, serverWith } from './s3-harness.ts';

const types = { group: 'AWS::EC2::SecurityGroup', compliance: 'AWS::Config::ResourceCompliance' };
const item = (n: number, captureTime: string, more: State = {}) =>
  deliveredItem({
    resourceId: n === 0 ? group : `sg-${String(n).padStart(17, '0')}`,
    captureTime,
    tags: { Name: `n${n}` },
    ...more,
  });
const range = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Two snapshots, what changed between them, and who did it. */
async function configArchive() {
  const snapshot = (day: string) =>
    `AWSLogs/111122223333/Config/us-east-1/${day}/ConfigSnapshot/111122223333_Config_us-east-1_ConfigSnapshot_${day.replaceAll('/', '')}T000311Z_f70673bd.json.gz`;
  const packed = (content: object) => gzipSync(JSON.stringify(content));
  const before = range(150).map((n) => item(n, '2026-02-20T10:00:00.000Z'));
  const changed = [0, 7].map((n) => item(n, '2026-03-01T12:01:00.000Z', { tags: { Name: 'new' } }));
  return archiveOf({
    [snapshot('2026/3/1')]: packed(historyFile(...before)),
    [snapshot('2026/3/2')]: packed(historyFile(...changed, ...before.filter((_, n) => n !== 0 && n !== 7))),
    [historyKey(types.group, '2026-03-01')]: packed(
      historyFile(...changed, item(9, '2026-03-01T13:00:00.000Z', { status: 'ResourceDeleted' })),
    ),
    [pathOf(0)]: deliveredSmall(
      ...range(20).map((n) =>
        record({
          eventTime: `2026-03-01T12:00:${String(n).padStart(2, '0')}Z`,
          eventSource: 'ec2.amazonaws.com',
          eventName: 'CreateTags',
          requestParameters: { groupId: n === 3 ? group : `sg-${String(n + 500).padStart(17, '0')}` },
        }),
      ),
    ),
    [pathOf(1)]: deliveredSmall(record({ eventTime: '2026-03-01T12:30:00Z', eventName: 'DescribeInstances' })),
  });
}

const asked: readonly (readonly [string, (from: string) => Question, 'inventory' | undefined])[] = [
  ...(['what', 'who', 'compliance'] as const satisfies CommandName[]).map(
    (command) =>
      [
        `${command} of a group`,
        (from: string) => questionOf({ command, from: [from], targets: [planTarget(group)] }),
        undefined,
      ] as const,
  ),
  [
    'what of a window',
    (from) =>
      questionOf({ command: 'what', from: [from], since: '2026-03-01T12:00:00Z', until: '2026-03-02T00:00:00Z' }),
    undefined,
  ],
  ['inventory', (from) => questionOf({ command: 'compliance', from: [from] }), 'inventory'],
];

test('the answers are the same over S3, without the engine and beside an index', async () => {
  const archive = await configArchive();
  const indexed = await build(archive);
  // there are no filters for items: they are always read
  expect(indexed).toMatchObject({ added: 5, withoutFilter: 3 });
  const index = await openIndex(archive.cache, [archive.folder]);
  const server = await serverWith(bucketFromFolder('trail-logs', archive.folder, 'logs/'));
  const bucket = 's3://trail-logs/logs';
  const remote = remoteOf(server);
  const answers = async (from: string, more: Partial<ArchiveInput> = {}, isRemote = false) => {
    const input = { standardInput: () => Promise.reject(new Error('standard input was read')), ...more };
    const reader: EvidenceReader = {
      ...archiveEvidence(sources, openArchive([from], input)),
      ...(isRemote && { fetchesAgain: true }),
    };
    const told: Record<string, unknown> = {};
    for (const [name, questionOn, survey] of asked) {
      const question = questionOn(from);
      const context = contextOf(question, reader);
      const answer = survey
        ? await takeInventory(question, surveyOf('inventory', { deleted: true }), context)
        : await investigate(question, context);
      told[name] = JSON.parse(
        JSON.stringify(answer, (key, value) => (key === 'bytes' ? undefined : value)).replaceAll(from, ''),
      );
    }
    return told;
  };
  const local = await answers(archive.folder);
  expect(local).toMatchObject({
    'what of a group': { timeline: expect.arrayContaining([expect.objectContaining({ kind: 'config-change' })]) },
    inventory: { totals: { resources: 149, deleted: 1 } },
  });
  const { resources } = local['inventory'] as { resources: readonly { id: string; changedBy: object | null }[] };
  expect(resources.filter(({ changedBy }) => changedBy !== null).map(({ id }) => id)).toEqual([group]);
  expect(await answers(archive.folder, { inflate: 'zlib' })).toEqual(local);
  expect(await answers(archive.folder, { ...(index && { index }) })).toEqual(local);
  expect(await answers(bucket, { remote }, true)).toEqual(local);
});
