/**
 * What earlier runs learned of flow records: the same query for a settled time is run, and paid for, once. Only lines that are
 * flow records are kept, since they hold nothing but addresses and counts. Lines of applications are not kept in any form: they
 * may contain a secret, and a report shows some of them as they are.
 */
import type { CacheKey } from '../../../aws/cache.ts';
import { knownStretches, type StretchForm } from '../../../aws/known-stretches.ts';
import { piecesOf, type Stretch, type StretchPage, type Timed } from '../../../aws/known-times.ts';
import type { LiveContext } from '../../source.ts';
import { queryOf, type Range } from '../insights-query.ts';
import type { LogEvent } from '../log-event.ts';
import { type GroupQuery, type QueryAnswer, runInParts } from './insights-run.ts';

/** An aggregation interval of up to 10 minutes, then typically 5, and some more. Milliseconds. */
const settling = 3_600_000;

export interface FlowQuery extends GroupQuery {
  /** The formats that the group's flow logs define. */
  readonly formats: readonly string[];
  isRecord(event: LogEvent): boolean;
}

/** Answers like those of `runInParts`, newest first; earlier runs' answers count like new ones. */
export async function* flowAnswers(
  query: FlowQuery,
  { from, to }: Range,
  most: number,
  context: LiveContext,
): AsyncGenerator<QueryAnswer> {
  const known = await knownStretches(context.cache, keyOf(query), form);
  const fresh: Stretch<string>[] = [];
  let left = most;
  try {
    for (const piece of piecesOf(from, to - 1, known.stretches)) {
      if (piece.kind === 'unknown') {
        const range = { from: piece.from, to: piece.to + 1 };
        for await (const answer of runInParts(query, range, 'desc', left, context)) {
          if (left === 0) {
            yield { ...answer, range: { from, to: answer.range.to } };
            return;
          }
          left--;
          if (context.cache && !answer.isCut) fresh.push(stretchOf(answer, query));
          yield answer;
        }
        continue;
      }
      const { from: first, to: last, pages } = piece.stretch;
      // that there was nothing is an answer, too
      for (const page of pages.length > 0 ? pages : [nothing]) {
        const end = page.items[0]?.[0] ?? last;
        if (left === 0) {
          yield { range: { from, to: end + 1 }, events: [], scanned: 0, bytes: 0, isCut: true };
          return;
        }
        left--;
        yield {
          range: { from: first, to: end + 1 },
          events: eventsOf(page, query),
          scanned: 0,
          bytes: 0,
          isCut: false,
        };
      }
    }
  } finally {
    known.keep(fresh, (context.cache?.now ?? context.now) - settling - 1);
  }
}

const nothing: StretchPage<string> = { weight: 1, items: [] };

const keyOf = ({ region, logGroup, filter, formats }: FlowQuery): CacheKey => ({
  action: 'logs:StartQuery',
  region,
  parameters: [logGroup, queryOf(filter, 'desc'), [...formats].sort()],
});

/** A line that is not a flow record is kept as an empty text, to show that it was read. */
const stretchOf = ({ range, events }: QueryAnswer, { isRecord }: FlowQuery): Stretch<string> => ({
  from: range.from,
  to: range.to - 1,
  pages: [
    {
      weight: 1,
      items: events.map((event): Timed<string> => [event.time, isRecord(event) ? event.message : '']).reverse(),
    },
  ],
});

/** In order of time. */
const eventsOf = ({ items }: StretchPage<string>, { logGroup }: FlowQuery): readonly LogEvent[] =>
  items.map(([time, message]) => ({ logGroup, logStream: null, account: null, time, message })).reverse();

const form: StretchForm<string> = {
  mostItems: 20_000,
  write: (message) => message,
  read: (value) => (typeof value === 'string' ? value : undefined),
};
