/** CloudTrail from files: as a trail delivers them, as the CLI prints them, as others wrap them. */
import type { Collector, DeliveredRecords, Place, RecordScanner } from '../../../archive/scanner.ts';
import type { TimelineEvent } from '../../../model/event.ts';
import { type JsonObject, stringAt } from '../../../model/json.ts';
import type { PassingPart } from '../../../model/passing.ts';
import { namesLike } from '../../../model/person.ts';
import type { Question, Target } from '../../../model/question.ts';
import type { ResourceRef } from '../../../model/resource.ts';
import { plainEventName } from '../../../resources/event-name.ts';
import { isNotableRead } from '../../../resources/notable-reads.ts';
import { tellsOfOthers } from '../../../resources/operations.ts';
import { changesPermissionSet } from '../../../resources/permission-sets.ts';
import type { ArchiveBackend, GivenCredentials, SourceRequest } from '../../source.ts';
import { createBehindTest, evidenceBehind } from '../behind.ts';
import { lookupEvent } from '../carriers.ts';
import { createUseTaker } from '../credential-uses.ts';
import { issuedAccessKey } from '../credentials.ts';
import {
  deliveredBehind,
  deliveredCalledWith,
  deliveredCounted,
  deliveredFor,
  deliveredNamed,
  deliveredNaming,
  deliveredOfPeople,
  deliveredOn,
  form,
  ofAnyone,
  ofReads,
  ofWrites,
} from '../delivered.ts';
import { parseKey } from '../delivered-key.ts';
import { createFilter, createRecordFilter } from '../filter.ts';
import { createMatcher } from '../match.ts';
import { callsOfNeighbors, createNeighborTaker } from '../neighbor-calls.ts';
import { type Extent, normalize } from '../normalize.ts';
import { textsToNote } from '../notes.ts';
import { accountOf, digestRegion, eventTime, isCloudTrailRecord, isDigest, regionOf } from '../record.ts';
import { createScopeTest } from '../scope.ts';

export const archive: ArchiveBackend = {
  name: 'archive',
  reach: {
    // "within an average of about 5 minutes of an API call. This time is not guaranteed"; at most 10 in measured deliveries
    lagSeconds: 20 * 60,
    lookbackDays: null,
    actions: [],
  },
  parseKey,
  createScanners(request) {
    switch (request.kind) {
      case 'evidence':
        if (request.calls === 'counted') return [scanner(() => {}, deliveredCounted)];
        if (request.calls === 'writes') {
          const question = ofWrites(request.question);
          return [scanner(evidenceOf({ question }), deliveredFor(question))];
        }
        if (request.calls && 'ofPeople' in request.calls) {
          const { ofPeople } = request.calls;
          return [scanner(callsOf(ofPeople, request.question), deliveredOfPeople(ofPeople, request.question))];
        }
        return request.calls
          ? [scanner(writesOf(request.calls, request.question), deliveredNamed(request.calls, request.question))]
          : [scanner(evidenceOf(request), deliveredFor(request.question))];
      case 'credentials':
        return [scanner(credentialsOf(request), deliveredBehind(request))];
      case 'follow':
        if (request.changed)
          return [
            scanner(
              writesTo(request.changed, request.question),
              deliveredOn(request.changed, ofWrites(request.question)),
            ),
          ];
        if (request.outside)
          return [
            scanner(
              readsFromOutside(request.outside, request.question),
              deliveredOn(request.outside, ofReads(request.question)),
            ),
          ];
        if (request.given)
          return [
            scanner(usesOf(request.given, request.question), deliveredCalledWith(request.given, request.question)),
          ];
        // only what was typed counts here: other spellings do not widen it, but what was done to neighbors may explain it
        return request.interests.neighbors.length > 0
          ? [
              scanner(
                neighborsOf(request),
                deliveredNaming(callsOfNeighbors(request.interests.neighbors), request.question),
              ),
            ]
          : [];
    }
  },
};

type Use = (record: JsonObject, time: number, place: Place, collector: Collector) => void;

const scanner = (use: Use, delivered: DeliveredRecords): RecordScanner => ({
  source: 'cloudtrail',
  delivered,
  listKeys: ['Records', 'Events'],
  openings: ['eventVersion', 'EventId'],
  record(value, place, collector) {
    if (isDigest(value)) {
      collector.skipped('digest', stringAt(value, 'awsAccountId') ?? null, digestRegion(value));
      return true;
    }
    const wrapped = lookupEvent(value);
    if (wrapped === 'unparsable') {
      collector.damaged('CloudTrailEvent is no valid JSON');
      return true;
    }
    const record = wrapped ?? value;
    if (!isCloudTrailRecord(record)) return false;
    const time = eventTime(record);
    if (time === undefined) collector.damaged('no readable eventTime');
    else {
      collector.seen(accountOf(record), regionOf(record), time);
      const issued = issuedAccessKey(record);
      if (issued !== undefined) collector.issued?.(issued);
      if (delivered.notes) for (const text of textsToNote(form, record)) collector.noted?.(text);
      use(record, time, place, collector);
    }
    return true;
  },
});

function evidenceOf(
  { question, passing }: Pick<Extract<SourceRequest, { kind: 'evidence' }>, 'question' | 'passing'>,
  isWanted: (event: TimelineEvent) => boolean = () => true,
): Use {
  const extentOf = extentFor(passing);
  const match = createMatcher(question);
  const passes = createFilter(question.filters);
  const mayPass = createRecordFilter(question.filters);
  const { since = -Infinity, until = Infinity } = question.window;
  const isInScope = createScopeTest(question);
  return (record, time, { locator }, collector) => {
    if (time < since || time >= until || !isInScope(record) || !mayPass(record)) return;
    const reasons = match(record);
    if (reasons.length === 0) return;
    const normalized = normalize(record, { backend: 'archive', locator }, reasons, extentOf(record));
    if ('reason' in normalized) return;
    const { event } = normalized.evidence;
    if (!isWanted(event) || (event.kind === 'api-call' && !passes(event))) return;
    collector.evidence(normalized.evidence);
  };
}

const callsOf = (name: string, question: Question): Use =>
  evidenceOf(
    { question: ofAnyone(question) },
    ({ kind, detail }) => kind === 'api-call' && namesLike(name, detail.principal).length > 0,
  );

/** Data events change no resource. */
function writesOf(calls: readonly string[], question: Question): Use {
  const names = new Set(calls);
  return evidenceOf(
    { question: ofWrites(question) },
    ({ kind, detail }) =>
      kind !== 'api-call' ||
      (detail.eventCategory !== 'Data' && names.has(`${detail.eventSource}/${plainEventName(detail.eventName)}`)),
  );
}

/** Writes on resources whose states are known. In a whole account there may be thousands of these resources. */
function writesTo(changed: readonly Target[], question: Question): Use {
  const isNamed = namedAmong(changed);
  return evidenceOf(
    { question: ofWrites(question) },
    (event) => event.kind === 'api-call' && event.resources.some(isNamed),
  );
}

/** Notable reads are left out: they were read before. */
function readsFromOutside(outside: readonly Target[], question: Question): Use {
  const isNamed = namedAmong(outside);
  return evidenceOf(
    { question: ofReads(question) },
    ({ kind, detail, resources }) =>
      kind === 'api-call' &&
      detail.readOnly &&
      detail.principal.crossAccount &&
      detail.principal.type !== 'AWSService' &&
      !isNotableRead(detail.eventSource, plainEventName(detail.eventName)) &&
      resources.some(isNamed),
  );
}

function namedAmong(targets: readonly Target[]): (ref: ResourceRef) => boolean {
  const spellings = new Set(targets.flatMap(({ aliases }) => aliases));
  return ({ id, arn }) => spellings.has(id) || (arn !== undefined && spellings.has(arn));
}

/** Of calls that are not kept, no more is read than the part needs. */
function extentFor(passing: PassingPart | undefined): (record: JsonObject) => Extent {
  switch (passing?.part) {
    case 'survey':
      return (record) => (bearsOnOthers(record) ? 'whole' : 'caller');
    case 'rows':
      return () => 'content';
    default:
      return () => 'whole';
  }
}

function bearsOnOthers(record: JsonObject): boolean {
  const call = [stringAt(record, 'eventSource') ?? '', stringAt(record, 'eventName') ?? ''] as const;
  return stringAt(record, 'sharedEventID') !== undefined || tellsOfOthers(...call) || changesPermissionSet(...call);
}

function usesOf(given: GivenCredentials, question: Question): Use {
  const takes = createUseTaker(question, given);
  return (record, time, { locator }, collector) => {
    const found = takes(record, time, { backend: 'archive', locator });
    if (found) collector.evidence(found);
  };
}

function neighborsOf({ question, interests }: Extract<SourceRequest, { kind: 'follow' }>): Use {
  const takes = createNeighborTaker(question, interests.neighbors);
  return (record, time, { locator }, collector) => {
    const found = takes(record, time, { backend: 'archive', locator });
    if (found) collector.evidence(found);
  };
}

function credentialsOf(request: Extract<SourceRequest, { kind: 'credentials' }>): Use {
  const isBehind = createBehindTest(request);
  return (record, _time, { locator }, collector) => {
    if (!isBehind(record)) return;
    for (const found of evidenceBehind(record, { backend: 'archive', locator })) collector.evidence(found);
  };
}
