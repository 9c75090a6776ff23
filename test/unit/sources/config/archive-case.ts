/** AWS Config's delivered files, scanned for a question: shared by the tests of its archive backend. */
import type { FileReading } from '../../../../src/archive/file-collector.ts';
import { scanFile } from '../../../../src/archive/scan-file.ts';
import type { Evidence } from '../../../../src/model/evidence.ts';
import type { Interests } from '../../../../src/model/interests.ts';
import type { JsonValue } from '../../../../src/model/json.ts';
import type { Question } from '../../../../src/model/question.ts';
import { archive } from '../../../../src/sources/config/backends/archive.ts';
import type { SourceRequest } from '../../../../src/sources/source.ts';
import { deliveredItem, group, groupArn, ofType, type State, target } from '../../../fixtures/config.ts';
import { questionOf } from '../../../fixtures/question.ts';

export const noInterests: Interests = { targets: [], neighbors: [] };

export const asking = (question: Question): SourceRequest => ({ kind: 'evidence', question, interests: noInterests });
export const about = (...texts: readonly string[]) => questionOf({ targets: texts.map((text) => target(text)) });

/** Scans files with the same scanners, as a run does. */
export async function scanAll(request: SourceRequest, ...files: readonly JsonValue[]): Promise<readonly FileReading[]> {
  const scanners = archive.createScanners(request);
  const readings: FileReading[] = [];
  for (const [index, content] of files.entries())
    readings.push(await scanFile(`logs/${index + 1}.json`, Buffer.from(JSON.stringify(content)), scanners));
  return readings;
}

export async function evidenceIn(request: SourceRequest, ...files: readonly JsonValue[]): Promise<readonly Evidence[]> {
  return (await scanAll(request, ...files)).flatMap(({ evidence }) => evidence);
}

export async function idsIn(request: SourceRequest, ...files: readonly JsonValue[]): Promise<readonly string[]> {
  return ofType(await evidenceIn(request, ...files), 'configuration-item').map(
    ({ item }) => `${item.resourceId} ${item.captureTime.slice(11, 16)}`,
  );
}

export const captured = (time: string, state: State = {}) =>
  deliveredItem({ ...state, captureTime: `2026-03-03T${time}:00.000Z` });
export const other: State = { resourceId: 'sg-0other', arn: groupArn.replace(group, 'sg-0other') };
const window = { since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' };
export const inWindow = (...texts: readonly string[]) =>
  questionOf({ ...window, targets: texts.map((text) => target(text)) });
