/**
 * Which of the surveyed calls are copies of others, and which share an id with another: all others are fully described by their
 * own record.
 */
import type { EventEvidence } from '../../model/evidence.ts';
import type { Exception, Exceptions } from '../../model/passing.ts';
import { inMatchOrder } from '../../report/merge.ts';
import { digestBits, digestStart, idBits } from './places.ts';
import type { SurveyedCalls } from './surveyed-calls.ts';

export interface CallExceptions {
  readonly exceptions: Exceptions;
  /** Whether records of different content have the event's id. */
  isShared(item: EventEvidence): boolean;
}

/**
 * By the rules of `mergeEvidence`.
 * @param others calls that were read for another reason: those that were also surveyed are listed for both.
 */
export function exceptionsOf(surveyed: SurveyedCalls, others: readonly EventEvidence[]): CallExceptions {
  const exceptions = new Map<string, Map<number, Exception>>();
  const note = (file: string, number: number, exception: Exception) => {
    const known = exceptions.get(file) ?? new Map<number, Exception>();
    exceptions.set(file, known.set(number, { ...known.get(number), ...exception }));
  };
  const shared = sharedIds(surveyed, others);
  for (const { file, from, to } of shared.size > 0 ? surveyed.files : []) {
    for (let at = from; at < to; at++) {
      if (!shared.has(surveyed.idAt(at))) continue;
      note(file, surveyed.numberAt(at), { digest: digestStart(surveyed.digestAt(at)) });
    }
  }
  const alsoRead = new Map(others.map(({ event, digest }) => [digestBits(digest), event]));
  for (const [digest, reads] of alike(surveyed, alsoRead.keys())) {
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

/** Digest -> its records, for digests with several records and for those asked for. */
function alike(surveyed: SurveyedCalls, asked: Iterable<bigint>): ReadonlyMap<bigint, readonly Read[]> {
  const wanted = new Set([...asked, ...repeated(surveyed.allDigests.slice())]);
  const found = new Map<bigint, Read[]>();
  if (wanted.size === 0) return found;
  for (const { file, from, to } of surveyed.files) {
    for (let at = from; at < to; at++) {
      const digest = surveyed.digestAt(at);
      if (!wanted.has(digest)) continue;
      const read = { file, number: surveyed.numberAt(at) };
      const known = found.get(digest);
      if (known) known.push(read);
      else found.set(digest, [read]);
    }
  }
  return found;
}

/** The ids that records of different content share. */
function sharedIds(surveyed: SurveyedCalls, others: readonly EventEvidence[]): ReadonlySet<bigint> {
  const more = others.map(({ event, digest }) => ({ id: idBits(event.id, digest), digest: digestBits(digest) }));
  const ids = new BigUint64Array(surveyed.allIds.length + more.length);
  ids.set(surveyed.allIds);
  for (const [at, { id }] of more.entries()) ids[surveyed.allIds.length + at] = id;
  const several = repeated(ids);
  const shared = new Set<bigint>();
  if (several.size === 0) return shared;
  const contents = new Map<bigint, bigint>();
  const take = (id: bigint, digest: bigint) => {
    if (!several.has(id)) return;
    const known = contents.get(id);
    if (known === undefined) contents.set(id, digest);
    else if (known !== digest) shared.add(id);
  };
  for (const at of surveyed.allIds.keys()) take(surveyed.idAt(at), surveyed.digestAt(at));
  for (const { id, digest } of more) take(id, digest);
  return shared;
}

/** @param values sorted. */
function repeated(values: BigUint64Array): ReadonlySet<bigint> {
  values.sort();
  const found = new Set<bigint>();
  for (let at = 1; at < values.length; at++) if (values[at] === values[at - 1]) found.add(values[at] as bigint);
  return found;
}
