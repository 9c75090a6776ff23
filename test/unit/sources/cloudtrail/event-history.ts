/** An event history with a given number of events, and a reader of it: in virtual time, at AWS's two requests a second. */
import type { CloudTrailClient, LookupEventsCommand, LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import type { SettledCache } from '../../../../src/aws/cache.ts';
import { type AwsSession, createSession } from '../../../../src/aws/session.ts';
import { createHistoryReader } from '../../../../src/sources/cloudtrail/backends/history-reader.ts';
import { VirtualTime } from '../../../fixtures/virtual-time.ts';

export const region = 'us-east-1';
export const pageSize = 50;

interface Asked {
  readonly input: LookupEventsCommandInput;
  readonly at: number;
}

interface HistorySetting {
  /** Seconds that a request takes. */
  readonly latency: (request: number) => number;
  /** Pages after which a token is rejected. */
  readonly expiresAfter?: number;
  readonly cache?: SettledCache;
  /** Time advances even while nobody sleeps, as it does when AWS is asked. */
  readonly goesOn?: true;
  /** Numbers of the requests that are throttled, from 1. */
  readonly throttled?: readonly number[];
}

/** `times`: seconds since 1970, newest first. Every lookup finds all of them, except one for `nothing`. */
export function historyOf(
  times: readonly number[],
  { latency, expiresAfter = Infinity, cache, goesOn, throttled = [] }: HistorySetting,
) {
  const time = Object.assign(new VirtualTime(), goesOn && { goesOn });
  const asked: Asked[] = [];
  const binding = ({ NextToken: _, ...parameters }: LookupEventsCommandInput) => JSON.stringify(parameters);
  const answer = (input: LookupEventsCommandInput) => {
    const [start, end] = [input.StartTime, input.EndTime].map((date) => (date?.getTime() ?? 0) / 1000);
    const found = times
      .map((at, index) => ({ at, id: times.length - index }))
      .filter(() => input.LookupAttributes?.[0]?.AttributeValue !== 'nothing')
      .filter(({ at }) => at >= (start ?? 0) && at <= (end ?? 0));
    const [bound, from = '0'] = (input.NextToken ?? '').split('#');
    if (input.NextToken !== undefined && (bound !== binding(input) || Number(from) > expiresAfter * pageSize))
      throw Object.assign(new Error('bad token'), { name: 'InvalidNextTokenException' });
    const first = Number(from);
    const next = first + pageSize;
    return {
      Events: found.slice(first, next).map(({ at, id }) => ({
        EventTime: new Date(at * 1000),
        CloudTrailEvent: JSON.stringify({ eventID: String(id) }),
      })),
      ...(next < found.length && { NextToken: `${binding(input)}#${next}` }),
    };
  };
  const client = {
    send: async ({ input }: LookupEventsCommand, { abortSignal }: { readonly abortSignal: AbortSignal }) => {
      asked.push({ input: { ...input }, at: time.now() });
      if (throttled.includes(asked.length)) throw Object.assign(new Error('slow'), { name: 'ThrottlingException' });
      await time.sleep(latency(asked.length) * 1000, abortSignal);
      return answer(input);
    },
  } as unknown as CloudTrailClient;
  const own = createSession({
    account: '111122223333',
    accessKeyId: null,
    identityArn: 'arn:aws:iam::111122223333:user/auditor',
    config: {},
    timer: time,
    signal: new AbortController().signal,
    random: () => 0.5,
  });
  const session = { ...own, client: () => client } as unknown as AwsSession;
  const found = new Map<string, number>();
  const reader = createHistoryReader({
    session,
    region,
    cache,
    idleGuesses: new Set(),
    signal: new AbortController().signal,
    stopwatch: () => time.now(),
    isDone: () => false,
    onPage: (events) => {
      for (const { CloudTrailEvent = '{}' } of events) {
        const { eventID } = JSON.parse(CloudTrailEvent) as { readonly eventID: string };
        found.set(eventID, (found.get(eventID) ?? 0) + 1);
      }
    },
  });
  return { time, asked, found, reader };
}
