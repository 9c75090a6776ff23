/** Insights queries in flight: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, numberAt, pageOf, textsAt } from '../call.ts';
import { uuidOf } from '../identifiers.ts';
import { malformed } from '../insights-expression.ts';
import { parseInsightsQuery, type Row } from '../insights-query.ts';
import type { FoundEvent } from '../log-fields.ts';
import type { LogGroup } from '../world.ts';

const day = 86_400_000;
const mostRows = 100_000;
const usualRows = 10_000;

interface Query {
  readonly account: string;
  readonly region: string;
  readonly rows: readonly Row[];
  readonly statistics: JsonObject;
  /** The status in which it ends if it is not stopped. */
  readonly end: string;
  /** How many answers still say Running. */
  polls: number;
  status: string;
}

/** A group by its name, or by its ARN without `:*` at the end. */
export function findGroup({ here, account }: Call, identifier: string): LogGroup {
  const name = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:(.+)$/.exec(identifier)?.[1] ?? identifier;
  const group = here.logGroups.find(({ logGroupName }) => logGroupName === name);
  if (group) return group;
  const message = `Log group '${name}' does not exist for account ID '${account}'`;
  throw new AwsError('ResourceNotFoundException', message);
}

/** The events of a group that are still kept, and not in the future. */
export function keptEvents({ now, account }: Call, group: LogGroup): readonly FoundEvent[] {
  const oldest = group.retentionInDays === undefined ? Number.NEGATIVE_INFINITY : now - group.retentionInDays * day;
  const { logGroupName } = group;
  return group.events
    .filter(({ timestamp }) => timestamp >= oldest && timestamp <= now)
    .map((event) => ({ ...event, logGroupName, account }));
}

function groupsOf(call: Call): readonly LogGroup[] {
  const { parameters } = call;
  const single = stringAt(parameters, 'logGroupName');
  const given = [
    single === undefined ? [] : [single],
    textsAt(parameters, 'logGroupNames'),
    textsAt(parameters, 'logGroupIdentifiers'),
  ].filter((names) => names.length > 0);
  const [names] = given;
  if (given.length !== 1 || !names || names.length > 50)
    throw new AwsError(
      'InvalidParameterException',
      'Give one of logGroupName, logGroupNames, logGroupIdentifiers: up to 50.',
    );
  return names.map((name) => findGroup(call, name));
}

/** Fails as the service does if the window lies wholly before a group's creation or retention. */
function checkReach({ now }: Call, groups: readonly LogGroup[], until: number): void {
  const isOut = groups.some(({ creationTime, retentionInDays }) => {
    const created = creationTime === undefined ? Number.NEGATIVE_INFINITY : Date.parse(creationTime);
    const kept = retentionInDays === undefined ? Number.NEGATIVE_INFINITY : now - retentionInDays * day;
    return until < Math.max(created, kept);
  });
  if (isOut)
    throw malformed(
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings",
    );
}

export class Queries {
  private readonly started = new Map<string, Query>();

  start(call: Call): JsonObject {
    const { account, region, parameters, settings } = call;
    const groups = groupsOf(call);
    const [since, until] = [numberAt(parameters, 'startTime'), numberAt(parameters, 'endTime')];
    if (since === undefined || until === undefined || since > until)
      throw new AwsError('InvalidParameterException', 'The start time must not lie after the end time.');
    const limit = numberAt(parameters, 'limit') ?? usualRows;
    if (limit < 1 || limit > mostRows) throw new AwsError('InvalidParameterException', `limit is ${limit}.`);
    const query = parseInsightsQuery(stringAt(parameters, 'queryString') ?? '');
    checkReach(call, groups, until * 1000);
    const running = [...this.started.values()].filter(
      (other) => other.account === account && other.region === region && other.status === 'Running',
    );
    if (running.length >= settings.concurrentQueries)
      throw new AwsError('LimitExceededException', 'Account maximum query concurrency limit has been reached.');
    // both ends are whole seconds and inclusive
    const events = groups
      .flatMap((group) => keptEvents(call, group))
      .filter(({ timestamp }) => timestamp >= since * 1000 && timestamp <= until * 1000);
    const { rows, matched } = query.run(events, limit);
    const queryId = uuidOf(`query ${this.started.size}`);
    this.started.set(queryId, {
      account,
      region,
      rows,
      statistics: {
        recordsMatched: matched,
        recordsScanned: events.length,
        estimatedRecordsSkipped: 0,
        bytesScanned: events.reduce((total, { message }) => total + Buffer.byteLength(message), 0),
        estimatedBytesSkipped: 0,
        logGroupsScanned: groups.length,
      },
      end: groups.find(({ queryStatus }) => queryStatus)?.queryStatus ?? 'Complete',
      polls: settings.queryPolls,
      status: 'Running',
    });
    return { queryId };
  }

  /** While it runs, only the first half of the rows is available. */
  results(call: Call): JsonObject {
    const query = this.find(call);
    if (query.status === 'Running' && query.polls-- <= 0) query.status = query.end;
    const isWhole = query.status === 'Complete';
    const rows = isWhole ? query.rows : query.rows.slice(0, Math.floor(query.rows.length / 2));
    const size = Math.min(numberAt(call.parameters, 'maxItems') ?? usualRows, call.settings.queryRowsPerPage);
    const page = pageOf(call, rows, { tokenKey: 'nextToken', invalidToken: 'InvalidParameterException', size });
    return {
      queryLanguage: 'CWLI',
      status: query.status,
      statistics: query.statistics,
      results: page.items.map((row) => [...row].map(([field, value]) => ({ field, value }))),
      ...(isWhole && page.token),
    };
  }

  stop(call: Call): JsonObject {
    const query = this.find(call);
    if (query.status !== 'Running')
      throw new AwsError('InvalidParameterException', `The query is not running: its status is ${query.status}.`);
    query.status = 'Cancelled';
    return { success: true };
  }

  private find({ account, region, parameters }: Call): Query {
    const query = this.started.get(stringAt(parameters, 'queryId') ?? '');
    if (query?.account === account && query.region === region) return query;
    throw new AwsError('ResourceNotFoundException', 'The query does not exist.');
  }
}
