/**
 * Reads lookups of one account's event history in one region, page by page, as fast as the limit allows.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
import type { Event, LookupEventsCommandInput, LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { SettledCache } from '../../../aws/cache.ts';
import { CallFailure } from '../../../aws/failure.ts';
import { type Piece, piecesOf } from '../../../aws/known-times.ts';
import type { AwsSession } from '../../../aws/session.ts';
import type { AnsweredWindow } from '../../../model/question.ts';
import type { Lookup } from '../lookup.ts';
import { advance, chainsFor, divide, halve, isPassed, type Part, pagesAhead, partOf } from '../sub-windows.ts';
import { withoutSecrets } from './clean-event.ts';
import { isSpare, isWorthGuessing } from './head-start.ts';
import { type KeptEvent, knownHistory } from './history-cache.ts';
import { type Budget, replay } from './replay.ts';
import { StretchRecorder } from './stretch-recorder.ts';
import { createTurns, type SendOptions } from './turns.ts';

const action = 'cloudtrail:LookupEvents';
/** Per account and region: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const ratePerSecond = 2;

export interface ReaderInput {
  readonly session: AwsSession;
  readonly region: string;
  /** What earlier runs read: it is not asked for again. */
  readonly cache?: SettledCache | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds from any starting point. Used only to decide how many chains are worthwhile: no answer depends on it. */
  readonly stopwatch: () => number;
  readonly onPage: (events: readonly Event[], lookup: Lookup) => void;
  /** True once nobody wants more of this lookup. */
  readonly isDone: () => boolean;
  /** Regions in which a guess was useless: none is made there again. */
  readonly idleGuesses: Set<string>;
}

export interface HistoryReader {
  /**
   * Reads a lookup to its end or to its page limit; in the latter case it returns the time (epoch milliseconds) before which
   * nothing was read.
   * @throws CallFailure
   */
  read(lookup: Lookup, window: AnsweredWindow): Promise<number | undefined>;
  readonly pages: number;
  /** An estimate of the pages left in what is being read. */
  pagesAhead(): number;
}

interface Chain {
  readonly part: Part;
  readonly lookup: Lookup;
  readonly spawn: (part: Part) => void;
  readonly recorder: StretchRecorder;
  /** The events that it may still take. */
  readonly budget: Budget;
  /** Until its first page arrives: what may be done meanwhile. */
  opening?: { readonly guess: () => void; readonly answered: AbortController };
  /** Reads the older half of this chain's part: a guess, until one of the two is answered. */
  guess?: Chain;
  /** For a guess, until its first page arrives: how to give it up. */
  unproven?: AbortController;
}

const pageSize = 50;

export function createHistoryReader(input: ReaderInput): HistoryReader {
  const { session, region, signal, stopwatch, idleGuesses } = input;
  const running = new Set<Chain>();
  const limit = { action, region, ratePerSecond };
  const inTurn = createTurns<LookupEventsCommandOutput>(session, limit);
  /** Latency of the recent answers, seconds. */
  let latency = 0;
  let pages = 0;

  async function send(chain: Chain, parameters: LookupEventsCommandInput, options: SendOptions) {
    const { CloudTrailClient, LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail');
    const client = session.client(CloudTrailClient, region);
    const sent = stopwatch();
    chain.opening?.guess();
    const page = await client.send(new LookupEventsCommand(parameters), options);
    const took = (stopwatch() - sent) / 1000;
    latency = latency === 0 ? took : latency * 0.7 + took * 0.3;
    return page;
  }

  async function pageOf(chain: Chain, parameters: LookupEventsCommandInput): Promise<LookupEventsCommandOutput> {
    const { lookup, part, unproven } = chain;
    const sendIt = (options: SendOptions) => send(chain, parameters, options);
    if (!unproven) return inTurn({ lookup, part, send: sendIt });
    // there is a request to spare for it, so it takes nobody's turn
    return session.call(limit, sendIt, unproven.signal);
  }

  /** Decides what the first page settles: the part may be done, or lie where the guess would read the same again. */
  function judge(chain: Chain, isLast: boolean): void {
    const { part, guess } = chain;
    delete chain.guess;
    if (!guess?.unproven || (!isLast && part.at > guess.part.end)) return;
    part.oldest = guess.part.oldest;
    idleGuesses.add(region);
    guess.unproven.abort();
  }

  /** If answers are slow, further chains take over pieces of what is left. */
  function share(): void {
    const wanted = chainsFor(latency, ratePerSecond);
    while (running.size < wanted) {
      // a lookup with a page limit must not depend on which chain was faster
      const open = [...running].filter(({ lookup }) => lookup.mostPages === undefined);
      const divided = divide(open, wanted - running.size, { latency, ratePerSecond });
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
      // every page has the same parameters: a token is bound to them
      const parameters: LookupEventsCommandInput = {
        ...(lookup.attribute && { LookupAttributes: [lookup.attribute] }),
        ...(lookup.eventCategory && { EventCategory: lookup.eventCategory }),
        StartTime: new Date(part.start * 1000),
        EndTime: new Date(end * 1000),
        MaxResults: pageSize,
        ...(token !== undefined && { NextToken: token }),
      };
      part.isAsked = true;
      const page = await pageOf(chain, parameters).catch((error: unknown) => {
        // an expired token: go on from the last second that was read; events that come twice are dropped
        if (!(error instanceof CallFailure && error.errorName === 'InvalidNextTokenException' && part.at < end))
          throw error;
        return undefined;
      });
      chain.unproven?.signal.throwIfAborted();
      part.isAsked = false;
      chain.opening?.answered.abort();
      delete chain.opening;
      delete chain.unproven;
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
      if (times.length > 0) advance(part, events.length, Math.min(...times), Math.max(...times));
      judge(chain, page.NextToken === undefined);
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
        // what was read before a failure or an interruption is as true as the rest
        known.keep(recorders.flatMap((recorder) => recorder.stretch() ?? []));
      }
    },
  };

  /** Reads what is not known in as many chains as are worthwhile, alongside what is known. */
  async function readAtOnce(
    lookup: Lookup,
    pieces: readonly Piece<KeptEvent>[],
    recorders: StretchRecorder[],
  ): Promise<number | undefined> {
    const budget = { left: Number.POSITIVE_INFINITY };
    const chains: Promise<number | undefined>[] = [];
    const spawn = (part: Part): void => {
      begin({ part, lookup, spawn, recorder: new StretchRecorder(part), budget });
    };
    const begin = (chain: Chain): void => {
      recorders.push(chain.recorder);
      running.add(chain);
      const ended = run(chain)
        .catch((error: unknown) => {
          if (!chain.unproven?.signal.aborted) throw error;
          // another chain reads its part
          recorders.splice(recorders.indexOf(chain.recorder), 1);
          return undefined;
        })
        .finally(() => {
          chain.opening?.answered.abort();
          running.delete(chain);
          if (!signal.aborted && !input.isDone()) share();
        });
      // waited for below, in its turn
      ended.catch(() => {});
      chains.push(ended);
    };
    /** Reads the older half, too, if nothing else needs the request before the first answer. */
    const guess = async (chain: Chain, stop: AbortSignal): Promise<void> => {
      if (!(await isSpare(session, limit, stop)) || idleGuesses.has(region) || input.isDone()) return;
      // one guess at a time: if it turns out useless, it stays the only one
      if ([...running].some(({ unproven }) => unproven)) return;
      const part = halve(chain.part);
      chain.guess = {
        part,
        lookup,
        spawn,
        recorder: new StretchRecorder(part),
        budget,
        unproven: new AbortController(),
      };
      begin(chain.guess);
    };
    const open = (part: Part): void => {
      const chain: Chain = { part, lookup, spawn, recorder: new StretchRecorder(part), budget };
      if (isWorthGuessing(lookup, part)) {
        const answered = new AbortController();
        let isAsked = false;
        chain.opening = {
          answered,
          guess: () => {
            if (!isAsked) void guess(chain, AbortSignal.any([signal, answered.signal]));
            isAsked = true;
          },
        };
      }
      begin(chain);
    };
    for (const piece of pieces) if (piece.kind === 'unknown') open(partOf(piece.from, piece.to));
    for (const piece of pieces)
      if (piece.kind === 'known') replay(piece.stretch, budget, (events) => input.onPage(events, lookup));
    for (let at = 0; at < chains.length; at++) await chains[at];
    return undefined;
  }

  /** Reads from the newest to the oldest, as far as the lookup may go: cached or not, it ends at the same event. */
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
        const replayed = replay(piece.stretch, budget, (events) => input.onPage(events, lookup));
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
}
