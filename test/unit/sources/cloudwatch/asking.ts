/** What the archive's scanners read from imaginary files: path -> content. */
import type { FileReading } from '../../../../src/archive/file-collector.ts';
import { restOf, scanFile } from '../../../../src/archive/scan-file.ts';
import type { AlarmEvent } from '../../../../src/model/event.ts';
import type { Evidence } from '../../../../src/model/evidence.ts';
import type { Interests } from '../../../../src/model/interests.ts';
import type { JsonValue } from '../../../../src/model/json.ts';
import { archive } from '../../../../src/sources/cloudwatch/backends/archive.ts';
import type { SourceRequest } from '../../../../src/sources/source.ts';
import { questionOf, targetOf } from '../../../fixtures/question.ts';

export type Files = Readonly<Record<string, JsonValue>>;

export interface Asked {
  readonly targets?: readonly string[];
  /** What the first answers led to; a second request then asks only for these. */
  readonly further?: Partial<Interests>;
  readonly since?: string;
  readonly until?: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

const requestOf = ({ targets = [], further, since, until, accounts = [], regions = [] }: Asked): SourceRequest => ({
  kind: further ? 'follow' : 'evidence',
  question: questionOf({
    targets: targets.map((text) => targetOf(text)),
    filters: { accounts, regions },
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  }),
  interests: { targets, neighbors: [], ...(further && { targets: [], ...further }) },
});

/** Files in the order of their paths, as the archive reads them. A list is a file of several values. */
export async function readingsOf(asked: Asked, files: Files): Promise<readonly FileReading[]> {
  const scanners = archive.createScanners(requestOf(asked));
  const readings: FileReading[] = [];
  for (const path of Object.keys(files).sort())
    readings.push(await scanFile(path, Buffer.from(JSON.stringify(files[path])), scanners));
  const rest = restOf(scanners);
  return rest.evidence.length + rest.skipped.length > 0 ? [...readings, rest] : readings;
}

export const evidenceOf = async (asked: Asked, files: Files): Promise<readonly Evidence[]> =>
  (await readingsOf(asked, files)).flatMap(({ evidence }) => evidence);

export const ofType = <Type extends Evidence['type']>(evidence: readonly Evidence[], type: Type) =>
  evidence.filter((item): item is Extract<Evidence, { type: Type }> => item.type === type);

export const alarmEvents = async (asked: Asked, files: Files): Promise<readonly AlarmEvent[]> =>
  ofType(await evidenceOf(asked, files), 'event').flatMap(({ event }) => (event.kind === 'alarm' ? [event] : []));

/** What was set aside, by kind. */
export const skippedOf = (readings: readonly FileReading[]): Readonly<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const { kind, count } of readings.flatMap(({ skipped }) => skipped)) counts[kind] = (counts[kind] ?? 0) + count;
  return counts;
};
