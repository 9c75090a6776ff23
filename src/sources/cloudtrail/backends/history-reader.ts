/**
 * Reads lookups of one account's event history in one region, page by page, as fast as the limit allows.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
import type { Event, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { CallFailure } from '../../../aws/failure.ts';
import type { AwsSession } from '../../../aws/session.ts';
import type { AnsweredWindow } from '../../../model/question.ts';
import type { Lookup } from '../lookup.ts';
import { advance, chainsFor, divide, isPassed, type Part, pagesAhead, partOf } from '../sub-windows.ts';

const action = 'cloudtrail:LookupEvents';
/** For each account and region: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const ratePerSecond = 2;

export interface ReaderInput {
  readonly session: AwsSession;
  readonly region: string;
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
}

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
    const { part, lookup } = chain;
    const most = lookup.mostPages ?? Number.POSITIVE_INFINITY;
    let end = part.end;
    let token: string | undefined;
    for (let read = 0; ; ) {
      signal.throwIfAborted();
      if (input.isDone()) return undefined;
      // the same parameters on every page: a token is bound to them
      const parameters: LookupEventsCommandInput = {
        ...(lookup.attribute && { LookupAttributes: [lookup.attribute] }),
        ...(lookup.eventCategory && { EventCategory: lookup.eventCategory }),
        StartTime: new Date(part.start * 1000),
        EndTime: new Date(end * 1000),
        MaxResults: 50,
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
      const events = page.Events ?? [];
      const times = events.flatMap(({ EventTime }) => (EventTime ? [Math.floor(EventTime.getTime() / 1000)] : []));
      advance(part, events.length, times.length > 0 ? Math.min(...times) : undefined);
      pages++;
      read++;
      token = page.NextToken;
      input.onPage(events, lookup);
      if (token === undefined || isPassed(part)) return undefined;
      if (read >= most) return part.at * 1000;
      share();
    }
  }

  return {
    get pages() {
      return pages;
    },
    pagesAhead: () => [...running].reduce((sum, { part }) => sum + pagesAhead(part), 0),
    async read(lookup, { since, until }) {
      const chains: Promise<number | undefined>[] = [];
      const spawn = (part: Part): void => {
        const chain: Chain = { part, lookup, spawn };
        running.add(chain);
        const ended = run(chain).finally(() => {
          running.delete(chain);
          if (!signal.aborted && !input.isDone()) share();
        });
        // waited for below, in its turn
        ended.catch(() => {});
        chains.push(ended);
      };
      // EndTime is inclusive, and whole seconds are compared
      spawn(partOf(Math.floor(since / 1000), Math.floor((until - 1) / 1000)));
      let unread: number | undefined;
      for (let at = 0; at < chains.length; at++) {
        const cut = await chains[at];
        if (cut !== undefined) unread = Math.max(unread ?? 0, cut);
      }
      return unread;
    },
  };
}
