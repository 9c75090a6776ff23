/** Asks Logs Insights: group by group, in as many queries as it takes. Loaded by the first question to AWS. */

import { CallFailures } from '../../../aws/call-failures.ts';
import type { Evidence, Reading } from '../../../model/evidence.ts';
import { gap } from '../../../model/gap.ts';
import { stringAt } from '../../../model/json.ts';
import { sideBySide } from '../../../model/streams.ts';
import { spanText } from '../../../model/time-text.ts';
import type { LiveContext, SourceRequest } from '../../source.ts';
import { asksLogs, mostGroups, mostQueries, planOf } from '../call-plan.ts';
import { FlowMessages } from '../flow-message.ts';
import { type FlowRecord, flowRecord } from '../flow-record.ts';
import { FlowTally } from '../flow-tally.ts';
import type { GroupSearch } from '../group-plan.ts';
import { errorLines, linesNaming, type Order, type Range } from '../insights-query.ts';
import { LineTally } from '../line-tally.ts';
import type { LogEvent } from '../log-event.ts';
import { spellingsOfGroup, wantedFlows, wantedLines } from '../wanted.ts';
import { describeFlowLogs, describeLogGroups, type FlowLog, type FoundGroup } from './insights-groups.ts';
import { type QueryAnswer, runInParts, runQuery } from './insights-run.ts';
import { type FlowQuery, flowAnswers } from './known-flows.ts';

type Asked = Exclude<SourceRequest, { kind: 'credentials' }>;

const mostInterfaces = 100;
/** What is usual is learned from this long before the window. Milliseconds. */
const baseline = 86_400_000;

export async function* collect(request: SourceRequest, context: LiveContext): AsyncGenerator<Reading> {
  if (request.kind === 'credentials' || !asksLogs(request.question.command)) return;
  const plan = planOf(request, context.session.account);
  if (plan.searches.length + plan.interfaces.length === 0) {
    if (request.kind === 'evidence' && request.question.targets.length === 0) yield unasked(context);
    return;
  }
  const failures = new CallFailures();
  yield* sideBySide(
    context.regions.flatMap((region) => {
      const collection: Collection = { request, region, context, failures };
      return [lineReadings(collection, plan.searches), flowReadings(collection, plan.interfaces)];
    }),
  );
  const gaps = failures.gaps(context.session.account);
  if (gaps.length > 0) yield { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
}

/** For a whole account, queries would scan every group there is, and cost money: files answer this instead. */
function unasked({ session: { account } }: LiveContext): Reading {
  const message = 'log lines and flow logs were not read: without a target they would be those of the whole account';
  const found = gap('SERVICE_NOT_ASKED', message, {
    hint: 'name a resource, or read exported logs with --from',
    locator: 'logs:StartQuery',
  });
  return { evidence: [], spans: [], skipped: [], gaps: [{ account, region: null, gap: found }], bytes: 0 };
}

interface Collection {
  readonly request: Asked;
  readonly region: string;
  readonly context: LiveContext;
  readonly failures: CallFailures;
}

const locatorOf = (region: string, logGroup: string) => `logs:StartQuery ${region} ${logGroup}#1`;

function readingOf(
  { region, context: { session, window, now } }: Collection,
  answer: Pick<QueryAnswer, 'events' | 'bytes'> | undefined,
  evidence: readonly Evidence[] = [],
): Reading {
  const { account } = session;
  const records = answer?.events.length ?? 0;
  const last = Math.min(window.until - 1, now);
  const span = { source: 'logs', account, region, first: window.since, last, records };
  return { evidence, spans: [span], skipped: [], gaps: [], bytes: answer?.bytes ?? 0 };
}

async function* lineReadings(collection: Collection, searches: readonly GroupSearch[]): AsyncGenerator<Reading> {
  const { request, region, context, failures } = collection;
  const found = new Map<string, FoundGroup>();
  for (const search of searches.filter((each) => each.region === undefined || each.region === region)) {
    try {
      for (const group of await describeLogGroups(search, region, context)) {
        const spellings = [...(found.get(group.logGroup)?.spellings ?? []), ...group.spellings];
        found.set(group.logGroup, { ...group, spellings });
      }
      yield readingOf(collection, undefined);
    } catch (error) {
      failures.add(error);
      break;
    }
  }
  const typed = wantedLines({ targets: request.question.targets.flatMap(({ aliases }) => aliases), neighbors: [] });
  const isNew = ({ logGroup }: FoundGroup) =>
    request.kind === 'evidence' || typed({ logGroup, logStream: null }) === undefined;
  const groups = [...found.values()].filter(isNew);
  yield* sideBySide(groups.slice(0, mostGroups).map((group) => failures.during(groupReadings(collection, group))));
  yield* leftOut(collection, 'log group', groups.length - mostGroups);
}

async function* leftOut(
  { region, context }: Collection,
  what: string,
  count: number,
  most = mostGroups,
): AsyncGenerator<Reading> {
  if (count <= 0) return;
  const kind = `${what} beyond the first ${most}`;
  const skipped = [{ source: 'logs', account: context.session.account, region, kind, count }];
  yield { evidence: [], spans: [], skipped, gaps: [], bytes: 0 };
}

/** The whole range of one group, as far as it is kept; undefined if nothing of the window is. */
function rangeOf({ since }: Pick<FoundGroup, 'since'>, { window, now }: LiveContext): Range | undefined {
  const range = { from: Math.max(window.since - baseline, since), to: Math.min(window.until, now) };
  return range.from < range.to ? range : undefined;
}

/** Every line if one answer holds them all; otherwise those that look like errors, in as many answers as it takes. */
async function* groupReadings(collection: Collection, group: FoundGroup): AsyncGenerator<Reading> {
  const { request, region, context } = collection;
  const { window, session } = context;
  const { logGroup } = group;
  yield* retentionReadings(collection, group);
  const range = rangeOf(group, context);
  if (!range) return;
  const isAsked = request.interests.targets.includes(logGroup);
  const spellings = wantedLines(request.interests)({ logGroup, logStream: null }) ?? [
    ...new Set([...spellingsOfGroup(logGroup), ...group.spellings]),
  ];
  const locator = locatorOf(region, logGroup);
  const whole = await runQuery({ region, logGroup }, range, 'asc', context);
  const tally = new LineTally(window, { errorsOnly: whole.isCut && !isAsked });
  let linesFrom: number | undefined;
  let cut: Range | undefined;
  if (!whole.isCut) {
    for (const event of whole.events) tally.add(event, spellings, locator);
    yield readingOf(collection, whole);
  } else {
    yield readingOf(collection, { events: [], bytes: whole.bytes });
    const query = { region, logGroup, ...(!isAsked && { filter: errorLines }) };
    const parts: [Range, Order, number][] = [
      [{ from: Math.max(window.since, range.from), to: range.to }, 'asc', mostQueries.window],
      [{ from: range.from, to: window.since }, 'desc', mostQueries.before],
    ];
    for (const [part, order, most] of parts.filter(([{ from, to }]) => from < to)) {
      for await (const answer of runInParts(query, part, order, most, context)) {
        const isBefore = order === 'desc';
        yield readingOf(collection, answer);
        // for the time before the window, as far back as it was read without a hole
        if (answer.isCut && isBefore) break;
        if (answer.isCut) cut ??= answer.range;
        for (const event of answer.events) tally.add(event, spellings, locator);
        if (isBefore && answer.scanned > 0) linesFrom = answer.range.from;
      }
    }
  }
  const evidence = tally.evidence().map(({ shape, origin, ...rest }) => ({
    ...rest,
    shape: {
      ...shape,
      account: session.account,
      ...(linesFrom !== undefined && { linesFrom: Math.min(linesFrom, shape.linesFrom) }),
    },
    origin: { ...origin, backend: 'insights', account: session.account, region },
  }));
  yield readingOf(collection, undefined, evidence);
  if (cut) yield cutReading(collection, logGroup, cut);
}

function* retentionReadings({ context, region }: Collection, group: FoundGroup): Generator<Reading> {
  const { window, session, now } = context;
  const { logGroup, retentionDays } = group;
  if (retentionDays === undefined || window.since >= now - retentionDays * 86_400_000) return;
  const message = `${logGroup} keeps lines for ${retentionDays} ${retentionDays === 1 ? 'day' : 'days'}: earlier ones are not visible`;
  const found = gap('RETENTION_EXCEEDED', message, { hint: 'ask files that were exported at the time, with --from' });
  yield { evidence: [], spans: [], skipped: [], gaps: [{ account: session.account, region, gap: found }], bytes: 0 };
}

/** Lines were left unread because there are too many. */
function cutReading({ context, region }: Collection, logGroup: string, { from, to }: Range): Reading {
  const message = `${logGroup} holds more lines from ${spanText(from, to)} than are read: some are not counted`;
  const found = gap('NOT_INDEXED', message, {
    hint: 'ask a shorter window',
    locator: `logs:StartQuery ${region} ${logGroup}`,
  });
  const gaps = [{ account: context.session.account, region, gap: found }];
  return { evidence: [], spans: [], skipped: [], gaps, bytes: 0 };
}

async function* flowReadings(collection: Collection, interfaces: readonly string[]): AsyncGenerator<Reading> {
  const { request, region, context, failures } = collection;
  if (interfaces.length === 0) return;
  try {
    const flowLogs = await describeFlowLogs(region, context);
    yield readingOf(collection, undefined);
    const spellings = new Set([...request.interests.targets, ...request.interests.neighbors]);
    const isNear = ({ resourceId }: FlowLog) => resourceId !== null && spellings.has(resourceId);
    const ordered = [...flowLogs.filter(isNear), ...flowLogs.filter((flowLog) => !isNear(flowLog))];
    // several flow logs may go to one group, each in its own format
    const byGroup = new Map<string, FlowLog[]>();
    for (const flowLog of ordered) byGroup.set(flowLog.logGroup, [...(byGroup.get(flowLog.logGroup) ?? []), flowLog]);
    const groups = [...byGroup].slice(0, mostGroups);
    const ids = interfaces.slice(0, mostInterfaces);
    yield* sideBySide(groups.map(([logGroup, of]) => failures.during(trafficReadings(collection, logGroup, of, ids))));
    yield* leftOut(collection, 'flow log group', byGroup.size - groups.length);
    if (groups.length > 0)
      yield* leftOut(collection, 'network interface', interfaces.length - ids.length, mostInterfaces);
  } catch (error) {
    failures.add(error);
  }
}

async function* trafficReadings(
  collection: Collection,
  logGroup: string,
  flowLogs: readonly FlowLog[],
  ids: readonly string[],
): AsyncGenerator<Reading> {
  const { request, region, context } = collection;
  const { window, session } = context;
  const [group] = await describeLogGroups(
    { by: 'prefix', text: logGroup, region, spellings: [], isMeant: (name) => name === logGroup },
    region,
    context,
  );
  const range = group && rangeOf(group, context);
  if (!range) return;
  const messages = new FlowMessages();
  for (const { definition } of flowLogs) messages.learn(definition);
  const wanted = wantedFlows(request.interests);
  const tally = new FlowTally(window, { peers: 1000, ports: 1000 });
  const readLine = (event: LogEvent): FlowRecord | undefined => {
    const read = messages.read(event.message, event.logGroup);
    return read && flowRecord(read);
  };
  const query: FlowQuery = {
    region,
    logGroup,
    filter: linesNaming(ids),
    formats: flowLogs.map(({ definition }) => stringAt(definition, 'LogFormat') ?? ''),
    isRecord: (event) => readLine(event) !== undefined,
  };
  const locator = locatorOf(region, logGroup);
  let cut: Range | undefined;
  // newest first: "none before" can be said as far back as it was read without a hole
  for await (const answer of flowAnswers(query, range, mostQueries.window + mostQueries.before, context)) {
    yield readingOf(collection, answer);
    if (answer.isCut && answer.range.to <= window.since) break;
    if (answer.isCut) cut ??= answer.range;
    for (const event of answer.events) {
      const record = readLine(event);
      if (!record) continue;
      const placed = { ...record, account: record.account ?? session.account, region: record.region ?? region };
      const spellings = wanted(placed);
      if (spellings) tally.add(placed, spellings, locator);
    }
  }
  const evidence = tally
    .evidence()
    .map(({ origin, ...rest }) => ({ ...rest, origin: { ...origin, backend: 'insights' } }));
  yield readingOf(collection, undefined, evidence);
  if (cut) yield cutReading(collection, logGroup, cut);
}
