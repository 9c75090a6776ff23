/** Runs lookups in all their regions side by side, and reports in the end what could not be asked. */
import type { Event } from '@aws-sdk/client-cloudtrail';
import { CallFailure, type FailureKind, gapOfFailure } from '../../../aws/failure.ts';
import type { ReadingGap } from '../../../model/evidence.ts';
import type { AnsweredWindow } from '../../../model/question.ts';
import type { LiveContext } from '../../source.ts';
import type { Lookup } from '../lookup.ts';
import { memoryOf } from './history-memory.ts';
import { createHistoryReader, type HistoryReader } from './history-reader.ts';

export interface Page {
  readonly region: string;
  readonly events: readonly Event[];
  readonly lookup: Lookup;
}

/** A lookup that was not read to its end. */
export interface Cut {
  readonly lookup: Lookup;
  readonly region: string;
  /** Epoch milliseconds: nothing older was read. */
  readonly before: number;
}

export interface HistoryRun {
  /** `isNeeded` is called before each lookup: what was found meanwhile may have answered it. */
  ask(
    lookups: readonly Lookup[],
    window: AnsweredWindow,
    isNeeded?: (lookup: Lookup) => boolean,
  ): Promise<readonly Cut[]>;
  /** One for each way in which calls failed, naming the regions. */
  failures(): readonly ReadingGap[];
}

export interface HistoryRunInput {
  readonly context: LiveContext;
  readonly stopwatch: () => number;
  readonly isDone: () => boolean;
  readonly onPage: (page: Page) => void;
  /** What was found so far, in words, for the person waiting. */
  readonly found: () => string;
  /** Lookups of few pages that this run asked before are not asked again. */
  readonly remembers?: true;
}

/** Lookups under way at a time in one region. The rate limit decides how much they may send together. */
const concurrency = 4;
/** From this many pages on, an estimate of the time left is shown. */
const manyPages = 200;
const pagesPerMinute = 120;

export function createHistoryRun({
  context,
  stopwatch,
  isDone,
  onPage,
  found,
  remembers,
}: HistoryRunInput): HistoryRun {
  const { session, signal } = context;
  const readers = new Map<string, HistoryReader>();
  const failed = new Map<FailureKind, { readonly first: CallFailure; readonly regions: Set<string> }>();
  /** Regions that refuse: further calls would be refused, too. */
  const refusing = new Set<string>();
  const answering = new Set<string>();
  const { lookups: kept, idleGuesses } = memoryOf(session);
  /** The pages read so far of lookups that are to be kept. */
  const keeping = new Map<Lookup, (readonly Event[])[]>();

  const readerOf = (region: string): HistoryReader => {
    const known = readers.get(region);
    if (known) return known;
    const reader = createHistoryReader({
      session,
      region,
      cache: context.cache,
      signal,
      stopwatch,
      idleGuesses,
      isDone: () => isDone() || refusing.has(region),
      onPage: (events, lookup) => {
        answering.add(region);
        keeping.get(lookup)?.push(events);
        onPage({ region, events, lookup });
        const { pages } = reader;
        const [ahead, what] = [aheadOf(reader), found()];
        const state = `${pages} ${pages === 1 ? 'page' : 'pages'}, ${what}${ahead}`;
        context.onProgress({
          source: 'cloudtrail',
          region,
          state,
          pages,
          found: what,
          ...(ahead !== '' && { ahead }),
        });
      },
    });
    readers.set(region, reader);
    return reader;
  };

  function note(failure: CallFailure): void {
    const known = failed.get(failure.kind) ?? { first: failure, regions: new Set<string>() };
    known.regions.add(failure.region);
    failed.set(failure.kind, known);
    if (failure.kind === 'denied' || failure.kind === 'credentials') refusing.add(failure.region);
  }

  /** A region that is not enabled accepts no credentials and records nothing: if it was asked in addition, nothing is lost. */
  const isNotEnabled = (kind: FailureKind, region: string): boolean =>
    kind === 'credentials' && answering.size > 0 && !context.regions.includes(region);

  async function readOrRecall(
    reader: HistoryReader,
    region: string,
    lookup: Lookup,
    window: AnsweredWindow,
  ): Promise<number | undefined> {
    const { attribute, eventCategory, mostPages } = lookup;
    const isShort = mostPages !== undefined || attribute?.AttributeKey === 'ResourceName';
    if (!remembers || !isShort) return reader.read(lookup, window);
    const key = JSON.stringify([region, attribute, eventCategory, mostPages, window.since, window.until]);
    const known = kept.get(key);
    if (known) {
      for (const events of known.pages) onPage({ region, events, lookup });
      return known.before;
    }
    // a copy for each region, since pages are told apart by their lookup object
    const own = { ...lookup };
    const pages: (readonly Event[])[] = [];
    keeping.set(own, pages);
    const before = await reader.read(own, window).finally(() => keeping.delete(own));
    if (!isDone() && !refusing.has(region)) kept.set(key, { pages, before });
    return before;
  }

  async function askRegion(
    region: string,
    lookups: readonly Lookup[],
    window: AnsweredWindow,
    isNeeded: (lookup: Lookup) => boolean,
  ): Promise<readonly Cut[]> {
    const reader = readerOf(region);
    const cuts: Cut[] = [];
    const left = [...lookups];
    const work = async (): Promise<void> => {
      for (let lookup = left.shift(); lookup; lookup = left.shift()) {
        signal.throwIfAborted();
        if (isDone() || refusing.has(region)) return;
        if (!isNeeded(lookup)) continue;
        try {
          const before = await readOrRecall(reader, region, lookup, window);
          if (before !== undefined) cuts.push({ lookup, region, before });
        } catch (error) {
          if (!(error instanceof CallFailure)) throw error;
          note(error);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(concurrency, left.length) }, work));
    return cuts;
  }

  return {
    async ask(lookups, window, isNeeded = () => true) {
      if (window.until <= window.since) return [];
      const regions = [...new Set(lookups.flatMap((lookup) => lookup.regions))];
      const cuts = await Promise.all(
        regions.map((region) =>
          askRegion(
            region,
            lookups.filter((lookup) => lookup.regions.includes(region)),
            window,
            isNeeded,
          ),
        ),
      );
      return cuts.flat();
    },
    failures: () =>
      [...failed.values()].flatMap(({ first, regions }) => {
        const names = [...regions].filter((region) => !isNotEnabled(first.kind, region)).sort();
        if (names.length === 0) return [];
        const [only = null] = names.length === 1 ? names : [];
        const gap = gapOfFailure(new CallFailure(first.action, names.join(', '), first.kind, first.cause));
        return [{ account: session.account, region: only, gap }];
      }),
  };
}

/** Empty if it will not take long. */
function aheadOf(reader: HistoryReader): string {
  const ahead = Math.round(reader.pagesAhead());
  // a trail's files would have answered before this many pages were read
  if (ahead < manyPages) return reader.pages > manyPages ? ' (files of a trail take seconds: --from)' : '';
  return `; about ${ahead} more pages, ${Math.ceil(ahead / pagesPerMinute)} minutes (files of a trail would take seconds: --from)`;
}
