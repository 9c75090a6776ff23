/** Which of the surveyed calls are copies of others, and which share an id with another: of all others the record tells all. */
import type { EventEvidence } from '../../model/evidence.ts';
import type { Exception, Exceptions, SurveyedEvidence } from '../../model/passing.ts';
import { inMatchOrder } from '../../report/merge.ts';
import { digestBits, digestStart, idBits } from './places.ts';

export interface CallExceptions {
  readonly exceptions: Exceptions;
  /** Whether records of different content have the event's id. */
  isShared(item: EventEvidence): boolean;
}

type Surveys = readonly SurveyedEvidence[];

/**
 * By the rules of `mergeEvidence`.
 * @param others calls that were read for another reason: those of them that were surveyed are listed for both.
 */
export function exceptionsOf(surveys: Surveys, others: readonly EventEvidence[]): CallExceptions {
  const exceptions = new Map<string, Map<number, Exception>>();
  const note = (file: string, number: number, exception: Exception) => {
    const known = exceptions.get(file) ?? new Map<number, Exception>();
    exceptions.set(file, known.set(number, { ...known.get(number), ...exception }));
  };
  const shared = sharedIds(surveys, others);
  for (const { file, numbers, ids, digests } of surveys) {
    if (shared.size === 0) break;
    for (const [at, id] of ids.entries())
      if (shared.has(id)) note(file, numbers[at] as number, { digest: digestStart(digests[at] as bigint) });
  }
  const alsoRead = new Map(others.map(({ event, digest }) => [digestBits(digest), event]));
  for (const [digest, reads] of alike(surveys, alsoRead.keys())) {
    const [kept, ...copies] = reads.toSorted((a, b) => (locatorOf(a) < locatorOf(b) ? -1 : 1));
    for (const { file, number } of copies) note(file, number, { isCopy: true });
    const other = alsoRead.get(digest);
    if (kept && other) note(kept.file, kept.number, { match: inMatchOrder(['window', ...other.match]) });
  }
  return { exceptions, isShared: ({ event, digest }) => shared.has(idBits(event.id, digest)) };
}

interface Read {
  readonly file: string;
  readonly number: number;
}

const locatorOf = ({ file, number }: Read) => `${file}#${number}`;

/** Digest -> its records, of those that several have and of those asked for. */
function alike(surveys: Surveys, asked: Iterable<bigint>): ReadonlyMap<bigint, readonly Read[]> {
  const wanted = new Set([...asked, ...repeated(surveys.map(({ digests }) => digests))]);
  const found = new Map<bigint, Read[]>();
  if (wanted.size === 0) return found;
  for (const { file, numbers, digests } of surveys) {
    for (const [at, digest] of digests.entries()) {
      if (!wanted.has(digest)) continue;
      const read = { file, number: numbers[at] as number };
      const known = found.get(digest);
      if (known) known.push(read);
      else found.set(digest, [read]);
    }
  }
  return found;
}

/** The ids that records of different content have. */
function sharedIds(surveys: Surveys, others: readonly EventEvidence[]): ReadonlySet<bigint> {
  const more = others.map(({ event, digest }) => ({ id: idBits(event.id, digest), digest: digestBits(digest) }));
  const several = repeated([...surveys.map(({ ids }) => ids), BigUint64Array.from(more, ({ id }) => id)]);
  const shared = new Set<bigint>();
  if (several.size === 0) return shared;
  const contents = new Map<bigint, bigint>();
  const take = (id: bigint, digest: bigint) => {
    if (!several.has(id)) return;
    const known = contents.get(id);
    if (known === undefined) contents.set(id, digest);
    else if (known !== digest) shared.add(id);
  };
  for (const { ids, digests } of surveys) for (const [at, id] of ids.entries()) take(id, digests[at] as bigint);
  for (const { id, digest } of more) take(id, digest);
  return shared;
}

function repeated(lists: readonly BigUint64Array[]): ReadonlySet<bigint> {
  const sorted = new BigUint64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const list of lists) {
    sorted.set(list, end);
    end += list.length;
  }
  sorted.sort();
  const found = new Set<bigint>();
  for (let at = 1; at < sorted.length; at++) if (sorted[at] === sorted[at - 1]) found.add(sorted[at] as bigint);
  return found;
}
