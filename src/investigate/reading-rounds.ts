/** One round of reading: what a run asks its evidence by, whole or interrupted, and what later rounds add to its coverage. */
import type { TrafficMerge } from '../analysis/impact/traffic-merge.ts';
import type { TimelineEvent } from '../model/event.ts';
import type { Reading, ReadingGap } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Question } from '../model/question.ts';
import type { ReportHead } from '../report/build.ts';
import type { Source, SourceRequest } from '../sources/source.ts';
import type { EvidenceReader, Scope } from './evidence-reader.ts';
import { ReadingSums } from './reading-sums.ts';

export interface InvestigateContext {
  readonly sources: readonly Source[];
  readonly reader: EvidenceReader;
  readonly signal?: AbortSignal;
  /** Epoch milliseconds: for measuring, not for the answer. */
  readonly clock: () => number;
  readonly version: string;
  /** Told once nothing more is read, how much was found: of very much, the answer takes seconds to make. */
  readonly onRead?: (pieces: number) => void;
  /** Lets the process hear what waits, as Ctrl-C does, where much is computed at a stretch. */
  readonly turn?: () => Promise<void>;
  /** Absent: whatever is found is held. */
  readonly mostHeld?: number;
  /**
   * Told of calls that will stand in the report as they are, before all is read. Each once. `otherId`: what the report calls
   * it where a record of different content has the same id.
   */
  readonly onEvent?: (event: TimelineEvent, head: ReportHead, otherId: string) => void;
}

/** Thrown where more is found than may be held. */
export class TooMuchToHold extends Error {}

/**
 * What was read there was counted before, or is no part of the window: only what could not be asked is told of it, once
 * for each call.
 */
export function ofLaterRounds(first: readonly Reading[], later: readonly Reading[]): readonly Reading[] {
  // the call, whichever regions it was refused in
  const keyOf = ({ source, account, gap }: ReadingGap) =>
    JSON.stringify([source, account, gap.code, gap.locator?.split(' ')[0]]);
  const told = new Set(first.flatMap(({ gaps }) => gaps.map(keyOf)));
  return later.map(({ gaps, calls }) => ({
    evidence: [],
    spans: [],
    skipped: [],
    bytes: 0,
    gaps: gaps.filter((found) => {
      const isNew = found.source !== undefined && !told.has(keyOf(found));
      told.add(keyOf(found));
      return isNew;
    }),
    ...(calls && { calls }),
  }));
}

/** Of global services and sign-ins, other regions hold the records. */
export const scopeOf = ({ filters: { accounts, regions }, otherRegions = [] }: Question): Scope => ({
  accounts,
  regions: regions.length > 0 ? [...regions, ...otherRegions] : [],
});

/** What of the same was found by reading once more: it was counted before, and belongs to the answer. */
export const foundAgain = (first: readonly Reading[], again: readonly Reading[]): readonly Reading[] =>
  ofLaterRounds(first, again).map((reading, index) => ({ ...reading, evidence: again[index]?.evidence ?? [] }));

/** Credentials are issued in other regions and accounts than they are used in. */
export const everywhere = { regions: [], accounts: [] };

export async function readAll(
  { reader, signal }: InvestigateContext,
  request: SourceRequest,
  window: Question['window'],
  scope: Scope = 'question' in request ? scopeOf(request.question) : everywhere,
  /** What is kept of each reading, as it comes. */
  keep: (reading: Reading) => Reading | Promise<Reading> = (reading) => reading,
): Promise<Reading[]> {
  const sums = new ReadingSums();
  if (signal?.aborted) return [];
  let traffic: TrafficMerge | undefined;
  const addUp = () => {
    const reading = traffic?.reading();
    if (reading) sums.add(reading);
  };
  try {
    for await (const reading of reader.read(request, window, scope)) {
      if (reading.evidence.some(({ type }) => type === 'traffic')) traffic ??= await loadMerge();
      const kept = await keep(reading);
      sums.add(traffic?.take(kept) ?? kept);
    }
    addUp();
  } catch (error) {
    addUp();
    // what was read until then is an answer, and says that it is not the whole
    if (!signal?.aborted) throw error;
    sums.add({ ...nothingRead, gaps: [{ account: null, region: null, gap: interrupted }] });
  }
  return sums.readings;
}

const loadMerge = async () => new (await import('../analysis/impact/traffic-merge.ts')).TrafficMerge();

/** What was cut off says so, whichever round it was in. */
export const interruptionOf = ({ signal }: Pick<InvestigateContext, 'signal'>, read: readonly Reading[]): Reading => ({
  ...nothingRead,
  gaps:
    signal?.aborted && !read.some(({ gaps }) => gaps.some(({ gap }) => gap.code === 'INTERRUPTED'))
      ? [{ account: null, region: null, gap: interrupted }]
      : [],
});

export const nothingRead: Reading = { evidence: [], spans: [], skipped: [], gaps: [], bytes: 0 };

const interrupted = gap('INTERRUPTED', 'the run was interrupted before everything was read', { hint: 'run it again' });
