/**
 * Reads lookups of one account's event history in one region, page by page, as fast as the limit allows.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
import type { Event, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type { SettledCache } from '../../../aws/cache.ts';
import { CallFailure } from '../../../aws/failure.ts';
import { type Piece, piecesOf, type StretchPage } from '../../../aws/known-times.ts';
import type { AwsSession } from '../../../aws/session.ts';
import type { AnsweredWindow } from '../../../model/question.ts';
import type { Lookup } from '../lookup.ts';
import { advance, chainsFor, divide, isPassed, type Part, pagesAhead, partOf } from '../sub-windows.ts';
import { withoutSecrets } from './clean-event.ts';
import { type EventStretch, type KeptEvent, knownHistory } from './history-cache.ts';
import { StretchRecorder } from './stretch-recorder.ts';

const action = 'cloudtrail:LookupEvents';
/** For each account and region: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const ratePerSecond = 2;

export interface ReaderInput {
  readonly session: AwsSession;
  readonly region: string;
  /** What earlier runs read is not asked again. */
  readonly cache?: SettledCache | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds from any moment. Only for how many chains are worth it: no answer depends on it. */
  readonly stopwatch: () => number;
  readonly onPage: (events: readonly Event[], lookup: Lookup) => void;
  /** True once nobody wants more of it. */
  readonly isDone: () => boolean;
}

export interface HistoryReader {
  /**
   * Reads a lookup to its end, or to its most pages: then it returns the time (epoch milliseconds) before which it was not
   * read.
   * @throws CallFailure
   */
  read(lookup: Lookup, window: AnsweredWindow): Promise<number | undefined>;
  readonly pages: number;
  /** Pages that are left of what is being read, as far as can be told. */
  pagesAhead(): number;
}

interface Chain {
  readonly part: Part;
  readonly lookup: Lookup;
  readonly spawn: (part: Part) => void;
  readonly recorder: StretchRecorder;
  /** Events that it may still take. */
  readonly budget: Budget;
}

/** A page that is not the last is as good as full: how it is cut is AWS's affair. */
interface Budget {
  left: number;
}

const pageSize = 50;

export function createHistoryReader(input: ReaderInput): HistoryReader {
  const { session, region, signal, stopwatch } = input;
  const running = new Set<Chain>();
  /** Of the last answers, seconds. */
  let latency = 0;
  let pages = 0;

  async function pageOf(parameters: LookupEventsCommandInput) {
    const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
    const client = session.client(CloudTrailClient, region);
    return session.call({ action, region, ratePerSecond }, async (options) => {
      const sent = stopwatch();
      const page = await client.send(new LookupEventsCommand(parameters), options);
      const took = (stopwatch() - sent) / 1000;
      latency = latency === 0 ? took : latency * 0.7 + took * 0.3;
      return page;
    });
  }

  /** Where answers are slow, further chains take over pieces of what is left. */
  function share(): void {
    const wanted = chainsFor(latency, ratePerSecond);
    while (running.size < wanted) {
      // a lookup that ends after so many pages must not depend on who was faster
      const open = [...running].filter(({ lookup }) => lookup.mostPages === undefined);
      const divided = divide(open, wanted - running.size);
      if (!divided) return;
      for (const part of divided.older) divided.newest.spawn(part);
    }
  }

  async function run(chain: Chain): Promise<number | undefined> {
    const { part, lookup, recorder, budget } = chain;
    let end = part.end;
    let token: string | undefined;
    for (;;) {
      signal.throwIfAborted();
      if (input.isDone()) return undefined;
      // the same parameters on every page: a token is bound to them
      const parameters: LookupEventsCommandInput = {
        ...(lookup.attribute && { LookupAttributes: [lookup.attribute] }),
        ...(lookup.eventCategory && { EventCategory: lookup.eventCategory }),
        StartTime: new Date(part.start * 1000),
        EndTime: new Date(end * 1000),
        MaxResults: pageSize,
        ...(token !== undefined && { NextToken: token }),
      };
      part.isAsked = true;
      const page = await pageOf(parameters).catch((error: unknown) => {
        // a token that lived too long: go on from the second that was read last, which gives nothing twice that matters
        if (!(error instanceof CallFailure && error.errorName === 'InvalidNextTokenException' && part.at < end))
          throw error;
        return undefined;
      });
      part.isAsked = false;
      if (!page) {
        end = part.at;
        token = undefined;
        continue;
      }
      const found = (page.Events ?? []).map(withoutSecrets);
      const weight = page.NextToken === undefined ? found.length : pageSize;
      const events = found.slice(0, budget.left);
      const isCut = events.length < found.length;
      const times = events.flatMap(({ EventTime }) => (EventTime ? [Math.floor(EventTime.getTime() / 1000)] : []));
      advance(part, events.length, times.length > 0 ? Math.min(...times) : undefined);
      pages++;
      budget.left -= Math.min(weight, budget.left);
      token = page.NextToken;
      recorder.add(events, isCut ? events.length : weight);
      input.onPage(events, lookup);
      if (!isCut && (token === undefined || isPassed(part))) {
        recorder.end();
        return undefined;
      }
      if (budget.left === 0) return part.at * 1000;
      share();
    }
  }

  return {
    get pages() {
      return pages;
    },
    pagesAhead: () => [...running].reduce((sum, { part }) => sum + pagesAhead(part), 0),
    async read(lookup, { since, until }) {
      const known = await knownHistory(input.cache, region, lookup);
      // EndTime is inclusive, and whole seconds are compared
      const pieces = piecesOf(Math.floor(since / 1000), Math.floor((until - 1) / 1000), known.stretches);
      const recorders: StretchRecorder[] = [];
      try {
        const isBounded = lookup.mostPages !== undefined;
        return await (isBounded ? readInTurn(lookup, pieces, recorders) : readAtOnce(lookup, pieces, recorders));
      } finally {
        // what was read until a failure or an interruption is as true as the rest
        known.keep(recorders.flatMap((recorder) => recorder.stretch() ?? []));
      }
    },
  };

  /** Reads what is not known, in as many chains as are worth it, beside what is. */
  async function readAtOnce(
    lookup: Lookup,
    pieces: readonly Piece<KeptEvent>[],
    recorders: StretchRecorder[],
  ): Promise<number | undefined> {
    const budget = { left: Number.POSITIVE_INFINITY };
    const chains: Promise<number | undefined>[] = [];
    const spawn = (part: Part): void => {
      const recorder = new StretchRecorder(part);
      recorders.push(recorder);
      const chain: Chain = { part, lookup, spawn, recorder, budget };
      running.add(chain);
      const ended = run(chain).finally(() => {
        running.delete(chain);
        if (!signal.aborted && !input.isDone()) share();
      });
      // waited for below, in its turn
      ended.catch(() => {});
      chains.push(ended);
    };
    for (const piece of pieces) if (piece.kind === 'unknown') spawn(partOf(piece.from, piece.to));
    for (const piece of pieces) if (piece.kind === 'known') replay(piece.stretch, lookup, budget);
    for (let at = 0; at < chains.length; at++) await chains[at];
    return undefined;
  }

  /** From the newest to the oldest, as far as the lookup may: known or not, it ends at the same event. */
  async function readInTurn(
    lookup: Lookup,
    pieces: readonly Piece<KeptEvent>[],
    recorders: StretchRecorder[],
  ): Promise<number | undefined> {
    const budget = { left: (lookup.mostPages ?? 0) * pageSize };
    /** The second of the last event that was taken. */
    let at: number | undefined;
    for (const piece of pieces) {
      if (signal.aborted || input.isDone()) return undefined;
      if (piece.kind === 'known') {
        const replayed = replay(piece.stretch, lookup, budget);
        at = replayed.at ?? at;
        if (replayed.isCut) return at === undefined ? undefined : at * 1000;
      } else {
        if (budget.left === 0) return (at ?? piece.to) * 1000;
        const part = partOf(piece.from, piece.to);
        const recorder = new StretchRecorder(part);
        recorders.push(recorder);
        const chain: Chain = { part, lookup, spawn: () => {}, recorder, budget };
        running.add(chain);
        const cut = await run(chain).finally(() => running.delete(chain));
        if (cut !== undefined) return cut;
        if (part.events > 0) at = part.at;
      }
    }
    return undefined;
  }

  /** Hands on what is known, as far as the budget goes. */
  function replay({ pages: known, rest }: EventStretch, lookup: Lookup, budget: Budget) {
    let at: number | undefined;
    const take = ({ weight, items }: StretchPage<KeptEvent>): boolean => {
      const taken = items.slice(0, budget.left);
      budget.left -= Math.min(weight, budget.left);
      at = taken.at(-1)?.[0] ?? at;
      const events = taken.map(([, event]) => event);
      input.onPage(events, lookup);
      return taken.length < items.length;
    };
    // a page at least: that it was asked, and that there is nothing, is an answer
    const [first = { weight: 0, items: [] }, ...others] = known;
    for (const page of [first, ...others]) if (take(page)) return { at, isCut: true };
    // where the reading before ended within a second, this one ends there too, if it gets no further
    if (rest && budget.left > 0 && budget.left <= rest.weight) {
      take(rest);
      return { at, isCut: true };
    }
    return { at, isCut: false };
  }
}
