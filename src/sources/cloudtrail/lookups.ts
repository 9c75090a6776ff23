/**
 * Which lookups of the event history answer a question. A lookup takes one attribute and compares it exactly, so a target takes
 * several: one for each spelling that the service may have indexed it under.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
 */
import type { ReadingGap } from '../../model/evidence.ts';
import { gap } from '../../model/gap.ts';
import type { CommandName, Filters, Question, Target } from '../../model/question.ts';
import { idsOfArn, parseArn } from '../../resources/arn.ts';
import { refOfArn, refOfSpelling } from '../../resources/identify.ts';
import { resourceType, services } from '../../resources/index.ts';
import { lookupNamesOf } from '../../resources/lookup-names.ts';
import { distinct, homeRegion, regionsOfSource, signInRegions } from '../../resources/recording-regions.ts';
import type { GivenCredentials, SourceRequest } from '../source.ts';
import { distinctLookups, type HistoryPlace, type Lookup, lookup } from './lookup.ts';
import { callsOfNeighbors } from './neighbor-calls.ts';
import { lookupsForTarget, type TargetLookups, unlistedCalls } from './target-lookups.ts';

/** Read in addition to the lookups, for what no index finds. At two pages a second, less than a minute per region. */
export const mostScanPages = 100;

/** In stages: the likeliest to answer come first, and later stages may depend on what the earlier ones found. */
export type LookupStages = readonly (readonly Lookup[])[];

type EvidenceRequest = Extract<SourceRequest, { kind: 'evidence' | 'follow' }>;

/** Pure: the same request gives the same lookups. */
export function lookupsFor(request: EvidenceRequest, place: HistoryPlace): LookupStages {
  const { mostPages } = request.question;
  const stages = stagesFor(request, place);
  if (mostPages === undefined) return stages;
  const bounded = (each: Lookup) => ({ ...each, mostPages: Math.min(each.mostPages ?? mostPages, mostPages) });
  return stages.map((stage) => stage.map(bounded));
}

function stagesFor(request: EvidenceRequest, place: HistoryPlace): LookupStages {
  const { question } = request;
  if (request.kind === 'follow' && request.changed) return callsOnChanged(request.changed, place);
  if (request.kind === 'follow' && request.given) return [callsWith(request.given, place)];
  if (request.kind === 'follow') {
    const own = followLookups(question, request.interests.targets, place);
    return [[...own, ...neighborLookups(request, place)]];
  }
  if (question.targets.length === 0) return windowLookups(question, place);
  const all = question.targets.map((target) => lookupsForTarget(target, question.as, place));
  // an address or an account has no index: the whole window is read, and each event is examined
  const lookups = distinctLookups(all.flatMap((each) => each.lookups));
  if (all.some(({ isIndexed }) => !isIndexed)) {
    const [writes = [], ...reads] = windowOf(question, place);
    return [[...lookups, ...writes], ...reads];
  }
  const ifCut = lookups.filter(({ onlyIf }) => onlyIf === 'cut');
  const stages = [
    lookups.filter(({ onlyIf }) => onlyIf === undefined),
    lookups.filter(({ onlyIf }) => onlyIf !== undefined && onlyIf !== 'cut'),
    scans(question, all, place),
    ...(ifCut.length > 0 ? [ifCut] : []),
  ];
  // what was found may belong to the other target
  return question.targets.length === 1 ? stages : stages.map((stage) => stage.map(always));
}

const always = ({ onlyIf, ...each }: Lookup): Lookup =>
  onlyIf === undefined || onlyIf === 'not-found' ? each : { ...each, onlyIf };

/** The latest events come first: for a key that is used all day they show what it is used for. */
const mostUsePages = 10;

/** Who signs in is recorded elsewhere than what they do. */
function callsWith({ accessKeyIds, userNames, roles }: GivenCredentials, place: HistoryPlace): readonly Lookup[] {
  const everywhere = distinct([...place.regions, homeRegion(place.partition)]);
  const signIns = distinct([...everywhere, ...signInRegions(place.partition)]);
  const home = [homeRegion(place.partition)];
  return [
    ...accessKeyIds.flatMap((key) => [
      ...lookup('AccessKeyId', key, everywhere, `calls with the new access key ${key}`),
      ...lookup('ResourceName', key, home, `calls that ended the new access key ${key}`),
    ]),
    ...userNames.flatMap((name) => [
      ...lookup('Username', name, signIns, `calls of ${name}, who was given a password`),
      ...lookup('ResourceName', name, home, `calls that ended the new password of ${name}`),
    ]),
    ...roles.flatMap(({ account, name }) =>
      [name, `arn:${place.partition}:iam::${account}:role/${name}`].flatMap((text) =>
        lookup('ResourceName', text, everywhere, `who took on role ${name}, which was opened`),
      ),
    ),
  ].map((each) => ({ ...each, mostPages: mostUsePages }));
}

/** Spellings learned elsewhere, for example an ARN for a name. What was typed was looked up before. */
function followLookups({ targets }: Question, spellings: readonly string[], place: HistoryPlace) {
  const known = new Set(targets.flatMap(({ aliases }) => aliases));
  const learned = spellings.filter((spelling) => !known.has(spelling));
  const types = distinct(learned.flatMap((spelling) => refOfSpelling(spelling)?.type ?? []));
  return [
    ...learned.flatMap((spelling) =>
      lookup('ResourceName', spelling, place.regions, `the target's other spelling ${spelling}`),
    ),
    ...unlistedCalls(types, leftRegions(place)),
  ];
}

type FollowRequest = Extract<SourceRequest, { kind: 'follow' }>;

/** Each takes a lookup or two in each region, at two a second: only the nearest, unless all were asked for. */
const mostNeighbors = 10;

/** For each neighbor, the names that it may be listed under: a name that is part of an ARN is not a different neighbor. */
function neighborNames({ interests }: FollowRequest): readonly (readonly string[])[] {
  const spellings = callsOfNeighbors(interests.neighbors);
  const inside = new Set(
    spellings.flatMap((text) => {
      const arn = parseArn(text);
      return arn ? idsOfArn(arn).filter((id) => id !== text) : [];
    }),
  );
  return spellings.filter((text) => !inside.has(text)).map(namesOf);
}

function namesOf(spelling: string): readonly string[] {
  const ref = refOfArn(spelling);
  const type = ref?.type ? resourceType(ref.type) : undefined;
  const names = ref && type ? lookupNamesOf(type, ref) : [];
  return names.length > 0 ? names : [spelling];
}

const askedNeighbors = (request: FollowRequest): readonly (readonly string[])[] =>
  neighborNames(request).slice(0, request.question.neighbors === true ? undefined : mostNeighbors);

/** The regions whose writes were not all read before: elsewhere, what was done to neighbors is among those writes. */
function leftRegions({ regions, wholeRegions }: HistoryPlace): readonly string[] {
  return regions.filter((region) => wholeRegions?.has(region) !== true);
}

const neighborLookups = (request: FollowRequest, place: HistoryPlace): readonly Lookup[] =>
  distinct(askedNeighbors(request).flat()).flatMap((spelling) =>
    lookup('ResourceName', spelling, leftRegions(place), `calls on the neighbor ${spelling}`),
  );

/** Reports that there are more neighbors than were asked about. It hides nothing of the target's own. */
export function unaskedNeighbors(request: FollowRequest, place: HistoryPlace): readonly ReadingGap[] {
  const all = neighborNames(request).length;
  const asked = askedNeighbors(request).length;
  if (asked === all || leftRegions(place).length === 0) return [];
  return [
    {
      account: place.account,
      region: null,
      gap: gap('SERVICE_NOT_ASKED', `the calls on ${all - asked} of ${all} neighbors were not looked up`, {
        hint: 'add --neighbors to look all of them up, or ask the files of a trail with --from',
        locator: 'cloudtrail:LookupEvents',
      }),
    },
  ];
}

/** Records that name the target only in their content: denied calls, documents, encryption contexts. */
function scans({ filters, as }: Question, all: readonly TargetLookups[], place: HistoryPlace): readonly Lookup[] {
  const regions = distinct([...place.regions, ...all.flatMap(({ scanRegions }) => scanRegions)]);
  const onlyIf = all.every(({ scan }) => scan === 'not-found') ? ({ onlyIf: 'not-found' } as const) : {};
  const writes = readOnly('false', regions, 'writes that name the target in their content only');
  if (filters.reads === 'writes') return [{ ...writes, mostPages: mostScanPages, ...onlyIf }];
  const reads = readOnly('true', regions, 'reads by the target, or that name it in their content only');
  const readsFor =
    filters.reads === 'all' || as === 'principal' || all.some(({ scan }) => scan === 'principal')
      ? onlyIf
      : ({ onlyIf: 'principal' } as const);
  return [
    { ...writes, mostPages: mostScanPages, ...onlyIf },
    { ...reads, mostPages: mostScanPages, ...readsFor },
  ];
}

/**
 * Calls on what is known to have changed. All writes are read if they are few; in busy regions where that did not reach the
 * end, the writes indexed under what changed are looked up.
 */
function callsOnChanged(changed: readonly Target[], place: HistoryPlace): LookupStages {
  const named = changed.map((target) => lookupsForTarget(target, 'target', place));
  const regions = distinct([...place.regions, ...named.flatMap(({ scanRegions }) => scanRegions)]);
  const writes = readOnly('false', regions, 'writes to what changed');
  return [
    [{ ...writes, mostPages: mostScanPages }],
    distinctLookups(named.flatMap(({ lookups }) => lookups)).map(
      ({ onlyIf: _, ...each }): Lookup => ({ ...each, onlyIf: 'cut' }),
    ),
  ];
}

/** States, verdicts and metrics are explained by writes alone: reads change nothing, and are the most numerous. */
const explainedByWrites: ReadonlySet<CommandName> = new Set(['what', 'compliance', 'impact']);
/** Commands whose answers list Insights events. */
const listsInsights: ReadonlySet<CommandName> = new Set(['investigate', 'gate', 'who', 'impact']);

/** Without a target: looks up the one filter that is also an attribute; failing that, everything, with writes first. */
function windowLookups(question: Question, place: HistoryPlace): LookupStages {
  const { command, filters } = question;
  const insights: readonly Lookup[] = listsInsights.has(command)
    ? [{ eventCategory: 'insight', regions: place.regions, why: 'Insights events' }]
    : [];
  const narrow = byEventName(filters, place) ?? byService(filters, place);
  if (narrow) return [[...narrow, ...insights]];
  const [first = [], ...rest] = windowOf(question, place);
  return [[...first, ...insights], ...rest];
}

function windowOf({ command, filters }: Question, { regions }: HistoryPlace): LookupStages {
  const writes = [readOnly('false', regions, 'all writes')];
  if (filters.reads === 'writes' || explainedByWrites.has(command)) return [writes];
  return [writes, [readOnly('true', regions, 'all reads')]];
}

const readOnly = (value: 'true' | 'false', regions: readonly string[], why: string): Lookup => ({
  attribute: { AttributeKey: 'ReadOnly', AttributeValue: value },
  regions,
  why,
});

/** CloudTrail's spelling of an event name -> the services that use it; keyed in lower case, as the filter compares. */
let spellings: ReadonlyMap<string, { readonly names: ReadonlySet<string>; readonly sources: ReadonlySet<string> }>;

function spellingsOf(name: string) {
  if (!spellings) {
    const all = new Map<string, { names: Set<string>; sources: Set<string> }>();
    for (const { calls, eventSources } of services) {
      for (const call of Object.keys(calls())) {
        const entry = all.get(call.toLowerCase()) ?? { names: new Set(), sources: new Set() };
        entry.names.add(call);
        for (const source of eventSources) entry.sources.add(source);
        all.set(call.toLowerCase(), entry);
      }
    }
    spellings = all;
  }
  return spellings.get(name.toLowerCase());
}

/** Only Lambda adds versions to its event names (`CreateFunction20150331`), which an exact lookup would miss. */
const versioned = 'lambda.amazonaws.com';

/** undefined: exact names cannot select the events. */
function byEventName({ eventName }: Filters, place: HistoryPlace): readonly Lookup[] | undefined {
  if (eventName.length === 0) return undefined;
  const lookups = eventName.map((name): readonly Lookup[] | undefined => {
    const known = spellingsOf(name);
    if (!known && !/^[A-Z][A-Za-z0-9_]*$/.test(name)) return undefined;
    const names = distinct([...(known?.names ?? []), ...(/^[A-Z]/.test(name) ? [name] : [])]);
    const sources = [...(known?.sources ?? [])];
    const regions = distinct([...place.regions, ...sources.flatMap((source) => regionsOfSource(source, place))]);
    return [
      ...names.flatMap((spelling) => lookup('EventName', spelling, regions, `events named ${spelling}`)),
      ...(known?.sources.has(versioned)
        ? lookup('EventSource', versioned, place.regions, `events named ${name} and a version`)
        : []),
    ];
  });
  return allOf(lookups);
}

function byService({ service }: Filters, place: HistoryPlace): readonly Lookup[] | undefined {
  if (service.length === 0) return undefined;
  return service.flatMap((name) => {
    const source = `${name.toLowerCase().replace(/\.amazonaws\.com$/, '')}.amazonaws.com`;
    return lookup('EventSource', source, regionsOfSource(source, place), `events of ${source}`);
  });
}

const allOf = (parts: readonly (readonly Lookup[] | undefined)[]): readonly Lookup[] | undefined => {
  const found = parts.filter((part) => part !== undefined);
  return found.length === parts.length ? distinctLookups(found.flat()) : undefined;
};
