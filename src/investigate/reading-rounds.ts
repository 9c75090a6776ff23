/**
 * One round of reading: what a run needs to ask for its evidence, completely or until interrupted, and what later rounds add to
 * its coverage.
 */
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
  /** Called once everything is read, with the amount found: if it is very much, the answer takes seconds to make. */
  readonly onRead?: (pieces: number) => void;
  /** Lets the process handle pending events, such as Ctrl-C, during long computations. */
  readonly turn?: () => Promise<void>;
  /** Absent: everything found is kept. */
  readonly mostHeld?: number;
  /**
   * Called with calls that will be in the report as they are, before everything is read. Each once. `otherId`: the event's id
   * in the report, if a record of different content has the same one.
   */
  readonly onEvent?: (event: TimelineEvent, head: ReportHead, otherId: string) => void;
}

/** Thrown if more is found than may be held. */
export class TooMuchToHold extends Error {}

/**
 * What was read there was counted before, or is not part of the window: only what could not be asked is reported, once for each
 * call.
 */
export function ofLaterRounds(first: readonly Reading[], later: readonly Reading[]): readonly Reading[] {
  // identifies the call, whichever regions refused it
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

/** For global services and sign-ins, the records are in other regions. */
export const scopeOf = ({ filters: { accounts, regions }, otherRegions = [] }: Question): Scope => ({
  accounts,
  regions: regions.length > 0 ? [...regions, ...otherRegions] : [],
});

/** What reading again found of the same: it was counted before, and belongs to the answer. */
export const foundAgain = (first: readonly Reading[], again: readonly Reading[]): readonly Reading[] =>
  ofLaterRounds(first, again).map((reading, index) => ({ ...reading, evidence: again[index]?.evidence ?? [] }));

/** Credentials are issued in other regions and accounts than they are used in. */
export const everywhere = { regions: [], accounts: [] };

export async function readAll(
  { reader, signal }: InvestigateContext,
  request: SourceRequest,
  window: Question['window'],
  scope: Scope = 'question' in request ? scopeOf(request.question) : everywhere,
  /** What is kept of each reading, as it arrives. */
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
    // what was read until then is an answer, marked as incomplete
    if (!signal?.aborted) throw error;
    sums.add({ ...nothingRead, gaps: [{ account: null, region: null, gap: interrupted }] });
  }
  return sums.readings;
}

const loadMerge = async () => new (await import('../analysis/impact/traffic-merge.ts')).TrafficMerge();

/** An interrupted run says so, whichever round it was in. */
export const interruptionOf = ({ signal }: Pick<InvestigateContext, 'signal'>, read: readonly Reading[]): Reading => ({
  ...nothingRead,
  gaps:
    signal?.aborted && !read.some(({ gaps }) => gaps.some(({ gap }) => gap.code === 'INTERRUPTED'))
      ? [{ account: null, region: null, gap: interrupted }]
      : [],
});

export const nothingRead: Reading = { evidence: [], spans: [], skipped: [], gaps: [], bytes: 0 };

const interrupted = gap('INTERRUPTED', 'the run was interrupted before everything was read', { hint: 'run it again' });
