/** By what the files of an archive are indexed: the scanner of records in a delivered form, asked for what is in none. */
import type { DeliveredKey, RecordScanner } from '../archive/scanner.ts';
import { Obs3Error } from '../model/error.ts';
import { noFilters, type Question } from '../model/question.ts';
import { sources } from '../sources/index.ts';
import { isArchiveBackend, type Source, type SourceRequest } from '../sources/source.ts';

const backends = (sources as readonly Source[]).flatMap((source) => source.backends.filter(isArchiveBackend));

export const parseKey = (path: string): DeliveredKey | undefined =>
  backends.map((backend) => backend.parseKey(path)).find((key) => key !== undefined);

/** No name of anything: names are shorter, or hold other characters. */
const nothing = 'obs3.index.no-record-holds-this';

const question: Question = {
  command: 'who',
  targets: [{ text: nothing, readings: [], aliases: [nothing] }],
  as: 'any',
  window: {},
  windowGiven: false,
  filters: noFilters,
  regions: [],
  from: ['-'],
  now: 0,
};

export function indexScanner(): RecordScanner {
  const request: SourceRequest = { kind: 'evidence', question, interests: { targets: [nothing], neighbors: [] } };
  const found = backends.flatMap((backend) => backend.createScanners(request)).find(({ delivered }) => delivered);
  if (!found) throw new Obs3Error('INTERNAL', 'no source has records of a delivered form');
  return found;
}
