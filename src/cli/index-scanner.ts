/**
 * What an archive's index is made with: the scanner of records in delivered form, looking for something that no record
 * contains.
 */
import type { DeliveredKey, RecordScanner } from '../archive/scanner.ts';
import { Obs3Error } from '../model/error.ts';
import { noFilters, type Question } from '../model/question.ts';
import { sources } from '../sources/index.ts';
import { isArchiveBackend, type Source, type SourceRequest } from '../sources/source.ts';

const backends = (sources as readonly Source[]).flatMap((source) => source.backends.filter(isArchiveBackend));

export const parseKey = (path: string): DeliveredKey | undefined =>
  backends.map((backend) => backend.parseKey(path)).find((key) => key !== undefined);

/** Cannot be a name: names are shorter, or have other characters. */
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
