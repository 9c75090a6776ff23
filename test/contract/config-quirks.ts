/** Shared by the tests of AWS Config's quirks: files read by the real reader, all sources together. */
import { join } from 'node:path';
import { complianceFlips } from '../../src/analysis/compliant/flips.ts';
import { configChanges } from '../../src/analysis/what/config-changes.ts';
import { openArchive } from '../../src/archive/reader.ts';
import type { Match } from '../../src/model/event.ts';
import type { Reading } from '../../src/model/evidence.ts';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { sources } from '../../src/sources/index.ts';
import { isArchiveBackend } from '../../src/sources/source.ts';
import { ofType, target } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

export type Content = JsonValue | Buffer;

/** Everything that the files say about the targets; without targets, about everything. */
export async function read(files: Readonly<Record<string, Content>>, ...targets: readonly string[]) {
  const bytes = Object.entries(files).map(([path, content]) => [
    path,
    Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content)),
  ]);
  const folder = await temporaryFolder(Object.fromEntries(bytes) as Record<string, Buffer>);
  const archive = openArchive([folder], { standardInput: () => Promise.resolve(Buffer.alloc(0)) });
  const question = questionOf({ targets: targets.map((text) => target(text)) });
  const backends = sources.flatMap((source) => [...source.backends]).filter(isArchiveBackend);
  const scanners = backends.flatMap((backend) =>
    backend.createScanners({ kind: 'evidence', question, interests: { targets: [], neighbors: [] } }),
  );
  const parseKey = (path: string) => backends.map((backend) => backend.parseKey(path)).find((key) => key !== undefined);
  const readings: Reading[] = [];
  for await (const reading of archive.scan(scanners, { regions: [], accounts: [] }, parseKey)) readings.push(reading);
  const evidence = readings.flatMap((reading) => reading.evidence);
  const matches = (): readonly Match[] => ['target'];
  const items = ofType(evidence, 'configuration-item');
  const states = ofType(evidence, 'rule-state');
  return {
    items: items.map(({ item }) => item),
    digests: items.map(({ digest }) => digest),
    locators: items.map(({ origin }) => origin.locator.slice(join(folder, '/').length)),
    changes: [...configChanges({ items, window: undefined, matches })].sort((a, b) => (a.id < b.id ? -1 : 1)),
    flips: complianceFlips({ states, window: undefined, matches }).events,
    gaps: readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap.message.slice(gap.message.lastIndexOf('/') + 1))),
    skipped: Object.fromEntries(readings.flatMap(({ skipped }) => skipped.map(({ kind, count }) => [kind, count]))),
    records: readings
      .flatMap(({ spans }) => spans.filter(({ source }) => source === 'config'))
      .reduce((sum, { records }) => sum + records, 0),
  };
}

export const eventBridge = (detailType: string, detail: JsonObject): JsonObject => ({
  version: '0',
  id: '30000000-0000-4000-8000-000000000001',
  'detail-type': detailType,
  source: 'aws.config',
  account: '111122223333',
  time: '2026-03-03T14:06:13Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

export const sns = (message: JsonValue): JsonObject => ({
  Type: 'Notification',
  MessageId: '40000000-0000-4000-8000-000000000001',
  TopicArn: 'arn:aws:sns:us-east-1:111122223333:config',
  Subject: '[AWS Config:us-east-1] AWS::EC2::SecurityGroup sg-0a1b2c3d4e5f60718 Updated in Accoun...',
  Message: message,
  Timestamp: '2026-03-03T14:06:13.000Z',
});
