/**
 * Runs Logs Insights queries over a range of time one after another: each is polled until it is done, and stopped if nobody
 * waits for it any longer.
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CallFailure } from '../../../aws/failure.ts';
import { furtherPage } from '../../../aws/further-page.ts';
import type { LiveContext } from '../../source.ts';
import {
  eventsOfRows,
  mostRows,
  type Order,
  progressOf,
  queryOf,
  type Range,
  type ResultRow,
  secondsOf,
} from '../insights-query.ts';
import type { LogEvent } from '../log-event.ts';

export interface QueryAnswer {
  readonly range: Range;
  /** In order of time, within the range. */
  readonly events: readonly LogEvent[];
  /** Log events that the query looked at, and their bytes. */
  readonly scanned: number;
  readonly bytes: number;
  /** The limit was reached: there may be more. */
  readonly isCut: boolean;
}

export interface GroupQuery {
  readonly region: string;
  readonly logGroup: string;
  /** A condition for its `filter` command; absent: every line. */
  readonly filter?: string;
}

/** Milliseconds between polls: short queries take a second or two, others longer. */
const polls = [500, 1000, 1000, 2000];
const longestPoll = 5000;
/**
 * Logs Insights itself ends a query after an hour; a query that never reports its end is given up after this. Milliseconds.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const longestWait = 62 * 60_000;
const ratePerSecond = 10;

/** @throws CallFailure if the query could not be run to its end. */
export async function runQuery(
  query: GroupQuery,
  range: Range,
  order: Order,
  context: LiveContext,
): Promise<QueryAnswer> {
  const { CloudWatchLogsClient, StartQueryCommand, GetQueryResultsCommand } = await import(
    '@aws-sdk/client-cloudwatch-logs'
  );
  const { session, signal } = context;
  const { region, logGroup, filter } = query;
  const client: CloudWatchLogsClient = session.client(CloudWatchLogsClient, region);
  const start = new StartQueryCommand({
    logGroupName: logGroup,
    queryString: queryOf(filter, order),
    limit: mostRows,
    ...secondsOf(range),
  });
  const { queryId } = await session.call({ action: 'logs:StartQuery', region, ratePerSecond }, (options) =>
    client.send(start, options),
  );
  let isRunning = true;
  try {
    const rows: ResultRow[] = [];
    let nextToken: string | undefined;
    let waited = 0;
    for (let poll = 0; ; ) {
      const command = new GetQueryResultsCommand({ queryId, ...(nextToken !== undefined && { nextToken }) });
      const page = await session.call({ action: 'logs:GetQueryResults', region, ratePerSecond }, (options) =>
        client.send(command, options),
      );
      const { status = 'Unknown' } = page;
      if (status === 'Scheduled' || status === 'Running' || status === 'Unknown') {
        if (waited > longestWait) throw endedBadly(query, 'Timeout');
        const pause = polls[poll++] ?? longestPoll;
        waited += pause;
        await session.timer.sleep(pause, signal);
        continue;
      }
      isRunning = false;
      if (status !== 'Complete') throw endedBadly(query, status);
      rows.push(...(page.results ?? []));
      nextToken = furtherPage(page.nextToken, nextToken);
      if (nextToken !== undefined && rows.length < mostRows) continue;
      const { recordsScanned = 0, bytesScanned = 0 } = page.statistics ?? {};
      const events = eventsOfRows(rows, range);
      return { range, events, scanned: recordsScanned, bytes: bytesScanned, isCut: rows.length >= mostRows };
    }
  } finally {
    if (isRunning) await stopQuery(client, queryId);
  }
}

function endedBadly({ region, logGroup }: GroupQuery, status: string): CallFailure {
  const cause = Object.assign(new Error(`the query of ${logGroup} did not complete`), { name: `Query${status}` });
  return new CallFailure('logs:GetQueryResults', region, 'other', cause);
}

/** How long an interrupted run waits for a query to be stopped. Milliseconds. */
const longestGoodbye = 2000;

/** Ignores the limits and the signal: the run is over, and a query that goes on running costs money. */
async function stopQuery(client: CloudWatchLogsClient, queryId: string | undefined): Promise<void> {
  const { StopQueryCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  await client
    .send(new StopQueryCommand({ queryId }), { abortSignal: AbortSignal.timeout(longestGoodbye) })
    .catch(() => {});
}

/**
 * A range in as many answers as its lines need, up to a maximum: from its beginning, or from its end if the earlier part may be
 * left out. An answer is marked as cut if its part could not be read to the end.
 */
export async function* runInParts(
  query: GroupQuery,
  whole: Range,
  order: Order,
  most: number,
  context: LiveContext,
): AsyncGenerator<QueryAnswer> {
  let range = whole;
  for (let count = 0; range.from < range.to; count++) {
    if (count === most) {
      yield { range, events: [], scanned: 0, bytes: 0, isCut: true };
      return;
    }
    context.signal.throwIfAborted();
    const answer = await runQuery(query, range, order, context);
    if (!answer.isCut) {
      yield answer;
      return;
    }
    const { read, rest, isCut } = progressOf(range, answer.events, order);
    const events = answer.events.filter(({ time }) => time >= read.from && time < read.to);
    yield { ...answer, range: read, events, isCut };
    range = rest;
  }
}
