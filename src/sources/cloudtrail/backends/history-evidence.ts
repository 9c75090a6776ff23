/** A question's events from the event history: looked up, matched by content just as an archive's are, and merged. */
import type { Event } from '@aws-sdk/client-cloudtrail';
import type { EventEvidence, Reading, ReadingGap } from '../../../model/evidence.ts';
import { gap } from '../../../model/gap.ts';
import { type JsonObject, objectAt, stringAt } from '../../../model/json.ts';
import type { AnsweredWindow, Question } from '../../../model/question.ts';
import type { LiveContext, SourceRequest } from '../../source.ts';
import { lookupEvent } from '../carriers.ts';
import { createUseTaker } from '../credential-uses.ts';
import { issuedAccessKey } from '../credentials.ts';
import { createFilter } from '../filter.ts';
import { type Lookup, lookup } from '../lookup.ts';
import { lookupsFor, unaskedNeighbors } from '../lookups.ts';
import { createMatcher } from '../match.ts';
import { createNeighborTaker, type NeighborTaker } from '../neighbor-calls.ts';
import { normalize } from '../normalize.ts';
import { createOwnReadTest, ownRead } from '../own-reads.ts';
import { accountOf, eventTime } from '../record.ts';
import {
  dataEventGap,
  lookbackMs,
  retentionGap,
  unreadCallsGap,
  unreadGap,
  unscannedReadsGap,
} from './history-gaps.ts';
import { memoryOf } from './history-memory.ts';
import { type Cut, createHistoryRun, type Page } from './history-run.ts';

export interface HistoryIo {
  readonly context: LiveContext;
  readonly stopwatch: () => number;
  readonly isDone: () => boolean;
  readonly push: (reading: Reading) => void;
}

type EvidenceRequest = Extract<SourceRequest, { kind: 'evidence' | 'follow' }>;

/** The longest session of a role: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html */
const longestRoleSession = 12 * 3_600_000;
/** The most sessions whose calls are looked up one by one. */
const mostSessions = 50;
const mostSessionPages = 10;

export async function readEvidence(request: EvidenceRequest, { context, push, ...io }: HistoryIo): Promise<void> {
  const { session, regions, window, now } = context;
  const { question } = request;
  const memory = memoryOf(session);
  const place = { account: session.account, partition: session.partition, regions, wholeRegions: memory.wholeRegions };
  const [first = [], ...later] = lookupsFor(request, place);
  const neighborOf = takerOf(request);
  const taker = createTaker(question, context, push, neighborOf);
  const run = createHistoryRun({ ...io, context, onPage: taker.take, found: taker.found });
  const asked = { since: Math.max(window.since, now - lookbackMs), until: window.until };

  const remembered = memory.writes.flatMap(
    ({ record, region, time }) => neighborOf(record, time, historyOrigin(record, region)) ?? [],
  );
  if (remembered.length > 0) push({ evidence: remembered, spans: [], ...nothingElse });
  const cuts: Cut[] = [...(await run.ask(first, asked))];
  const read: Lookup[] = [...first];
  for (const stage of later) {
    const isOpen = { 'not-found': taker.matches() === 0, principal: taker.isPrincipal(), cut: cuts.length > 0 };
    const open = stage
      .filter(({ onlyIf }) => onlyIf === undefined || isOpen[onlyIf])
      .map((each) => (each.onlyIf === 'cut' ? whereCut(each, cuts) : each));
    read.push(...open);
    cuts.push(...(await run.ask(open, asked)));
  }
  if (request.kind === 'evidence' && run.failures().length === 0)
    for (const region of wholeRegions(read, cuts)) memory.wholeRegions.add(region);
  // a role's calls that were not read are found through its sessions, as far as those are known
  if (cuts.length > 0 && question.as !== 'target') {
    const before = { since: Math.max(asked.since - longestRoleSession, now - lookbackMs), until: asked.since };
    const issuing = first.filter(
      ({ attribute }) => attribute?.AttributeKey === 'ResourceName' && attribute.AttributeValue.includes(':role/'),
    );
    await run.ask(
      issuing.map((each) => ({ ...each, mostPages: mostSessionPages })),
      before,
    );
    const everywhere = [...new Set(first.flatMap((each) => each.regions))];
    await run.ask(taker.sessionLookups(everywhere), asked);
  }
  const told =
    request.kind === 'evidence'
      ? tellGaps(question, context, cuts, taker.resourceTypes())
      : [...unaskedNeighbors(request, place), ...unreadCalls(request, context, cuts)];
  const gaps = [...run.failures(), ...taker.damaged(), ...told];
  if (gaps.length > 0) push({ evidence: [], spans: [], skipped: [], gaps, bytes: 0 });
}

/** Takes what is wanted in addition to the target's own events. */
function takerOf(request: EvidenceRequest): NeighborTaker {
  if (request.kind === 'evidence') return () => undefined;
  const { question, given, interests } = request;
  return given ? createUseTaker(question, given) : createNeighborTaker(question, interests.neighbors);
}

const whereCut = (lookup: Lookup, cuts: readonly Cut[]): Lookup => ({
  ...lookup,
  regions: lookup.regions.filter((region) => cuts.some((cut) => cut.region === region)),
});

/** The regions in which all writes were read to the end. */
function wholeRegions(read: readonly Lookup[], cuts: readonly Cut[]): readonly string[] {
  const areWrites = ({ attribute }: Lookup) =>
    attribute?.AttributeKey === 'ReadOnly' && attribute.AttributeValue === 'false';
  const cutRegions = new Set(cuts.filter(({ lookup }) => areWrites(lookup)).map(({ region }) => region));
  return read.filter(areWrites).flatMap(({ regions }) => regions.filter((region) => !cutRegions.has(region)));
}

/** The gap for calls on what changed that were not read. It hides no change, only who made it. */
function unreadCalls(request: EvidenceRequest, { session }: LiveContext, cuts: readonly Cut[]): readonly ReadingGap[] {
  const found = request.kind === 'follow' && request.changed ? unreadCallsGap(cuts) : undefined;
  return found ? [{ account: session.account, region: null, gap: found }] : [];
}

function tellGaps(
  question: Question,
  { session, window, now }: LiveContext,
  cuts: readonly Cut[],
  resourceTypes: ReadonlySet<string>,
): readonly ReadingGap[] {
  const found = [
    retentionGap(window, now),
    unreadGap(cuts),
    unscannedReadsGap(question),
    dataEventGap(question.targets, resourceTypes),
  ];
  return found.flatMap((each) => (each ? [{ account: session.account, region: null, gap: each }] : []));
}

/** Takes pages as they arrive: each event once, no matter how many lookups find it. */
function createTaker(
  question: Question,
  { session, ownAccessKeyIds, window, now }: LiveContext,
  push: (reading: Reading) => void,
  neighborOf: NeighborTaker,
) {
  const match = createMatcher(question);
  const passes = createFilter(question.filters);
  const { accounts } = question.filters;
  const texts = new Set(question.targets.flatMap(({ text, aliases }) => [text, ...aliases]));
  const seen = new Set<string>();
  const unreadable = new Map<string, number>();
  const keys = new Set<string>();
  const names = new Set<string>();
  const types = new Set<string>();
  const isOwnRead = createOwnReadTest(
    ownAccessKeyIds ?? new Set(session.accessKeyId === null ? [] : [session.accessKeyId]),
  );
  let isPrincipal = false;
  let matches = 0;

  function evidenceOf(record: JsonObject, region: string, time: number): EventEvidence | undefined {
    if (accounts.length > 0 && !accounts.includes(accountOf(record) ?? '')) return undefined;
    const reasons = match(record);
    const origin = historyOrigin(record, region);
    if (reasons.length === 0) return neighborOf(record, time, origin);
    const normalized = normalize(record, origin, reasons);
    if ('reason' in normalized) return undefined;
    if (reasons.includes('principal')) isPrincipal = true;
    const { event } = normalized.evidence;
    if (event.kind === 'api-call' && !passes(event)) return undefined;
    return normalized.evidence;
  }

  /** Remembers the sessions of a role that the question is about. */
  function noteSession(record: JsonObject): void {
    const request = objectAt(record, 'requestParameters');
    const key = issuedAccessKey(record);
    const role = stringAt(request, 'roleArn');
    if (key === undefined || role === undefined || !(texts.has(role) || texts.has(lastSegment(role)))) return;
    isPrincipal = true;
    keys.add(key);
    const name = stringAt(request, 'roleSessionName');
    if (name !== undefined) names.add(name);
  }

  /** Whether the record counts, and the evidence in it. */
  function takeOne(event: Event, region: string): EventEvidence | 'other' | typeof ownRead | undefined {
    const record = lookupEvent({ CloudTrailEvent: event.CloudTrailEvent ?? null });
    if (record === undefined || record === 'unparsable') {
      unreadable.set(region, (unreadable.get(region) ?? 0) + 1);
      return undefined;
    }
    const key = stringAt(record, 'eventID') ?? event.CloudTrailEvent ?? '';
    if (seen.has(key)) return undefined;
    noteSession(record);
    const time = eventTime(record);
    if (time === undefined || time < window.since || time >= window.until) return undefined;
    seen.add(key);
    memoryOf(session).keep(record, region);
    for (const { ResourceType, ResourceName } of event.Resources ?? [])
      if (ResourceType !== undefined && texts.has(ResourceName ?? '')) types.add(ResourceType);
    const evidence = evidenceOf(record, region, time);
    // a question about one's own key is answered
    return evidence && isOwnRead(record) && !evidence.event.match.includes('principal')
      ? ownRead
      : (evidence ?? 'other');
  }

  return {
    take({ region, events }: Page): void {
      const taken = events.flatMap((event) => takeOne(event, region) ?? []);
      const evidence = taken.filter((each) => typeof each !== 'string');
      const own = taken.filter((each) => each === ownRead).length;
      matches += evidence.length;
      push({
        ...nothingElse,
        evidence,
        spans: [spanOf(session.account, region, window, now, taken.length)],
        skipped: own > 0 ? [{ source: 'cloudtrail', account: session.account, region, kind: ownRead, count: own }] : [],
      });
    },
    found: () => `${matches} ${matches === 1 ? 'match' : 'matches'}`,
    matches: () => matches,
    isPrincipal: () => isPrincipal,
    /** The target's resource types, as the event history lists them. */
    resourceTypes: (): ReadonlySet<string> => types,
    sessionLookups: (regions: readonly string[]): readonly Lookup[] => [
      ...some(keys).flatMap((key) => lookup('AccessKeyId', key, regions, `calls of the session with ${key}`)),
      ...some(names).flatMap((name) => lookup('Username', name, regions, `calls of sessions named ${name}`)),
    ],
    damaged: (): readonly ReadingGap[] =>
      [...unreadable].map(([region, count]) => ({
        account: session.account,
        region,
        gap: gap('DAMAGED_FILE', `${count} ${count === 1 ? 'event' : 'events'} of ${region} hold no readable record`, {
          locator: `cloudtrail:LookupEvents ${region}`,
          hint: 'ask again; what could be read was used',
        }),
      })),
  };
}

/** What it takes to read a record of the event history again. */
export const historyOrigin = (record: JsonObject, region: string) => ({
  backend: 'lookup-events',
  locator: `cloudtrail:LookupEvents ${region} EventId=${stringAt(record, 'eventID') ?? ''}`,
});

const nothingElse = { skipped: [], gaps: [], bytes: 0 } as const;

const some = (texts: ReadonlySet<string>): readonly string[] => [...texts].slice(0, mostSessions);

const lastSegment = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);

const spanOf = (account: string, region: string, { since, until }: AnsweredWindow, now: number, records: number) => ({
  source: 'cloudtrail',
  account,
  region,
  first: since,
  last: Math.max(Math.min(until - 1, now), since),
  records,
});
