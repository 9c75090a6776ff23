/** One target -> the lookups that may find it: as a resource under each of its names, and as the principal of a call. */
import type { AskedAs, Target } from '../../model/question.ts';
import { assumedRole, federatedUser, parseArn } from '../../resources/arn.ts';
import { refOfSpelling } from '../../resources/identify.ts';
import { eventSourcesOf, resourceType } from '../../resources/index.ts';
import { lookupNamesOf } from '../../resources/lookup-names.ts';
import {
  distinct,
  homeRegion,
  regionsOfSource,
  signInRegions,
  sourcesElsewhere,
} from '../../resources/recording-regions.ts';
import { distinctLookups, type HistoryPlace, type Lookup, lookup } from './lookup.ts';

export interface TargetLookups {
  readonly lookups: readonly Lookup[];
  /** False: no attribute finds it. */
  readonly isIndexed: boolean;
  /**
   * What to read in addition and match by content. `principal`: reads, too, since no attribute finds all calls of a role;
   * `not-found`: nothing once the lookups found the target.
   */
  readonly scan: 'writes' | 'principal' | 'not-found';
  /** Regions to scan in addition to those asked for. */
  readonly scanRegions: readonly string[];
}

/** All users' events are read to find one user's: at most this many pages. */
const mostUserPages = 20;

/** A target with what all its lookups go by. */
interface AskedTarget extends Target {
  readonly asResource: boolean;
  readonly asPrincipal: boolean;
  readonly place: HistoryPlace;
  readonly home: string;
  /** The regions asked for, and the home region. */
  readonly everywhere: readonly string[];
}

export function lookupsForTarget(target: Target, as: AskedAs, place: HistoryPlace): TargetLookups {
  const home = homeRegion(place.partition);
  const everywhere = distinct([...place.regions, home]);
  const asked = { ...target, asResource: as !== 'principal', asPrincipal: as !== 'target', place, home, everywhere };
  return lookupsByKind(asked) ?? lookupsByForm(asked) ?? lookupsByName(asked);
}

/** Of what is neither a resource nor a principal by a name; undefined for those. */
function lookupsByKind(asked: AskedTarget): TargetLookups | undefined {
  const { text, readings, asResource, asPrincipal, place, home, everywhere } = asked;
  switch (readings[0]?.kind) {
    case 'ip':
      return {
        lookups: asPrincipal ? lookupsElsewhere(place, text) : [],
        isIndexed: false,
        scan: 'writes',
        scanRegions: [],
      };
    case 'account':
    case 'window':
      return { lookups: [], isIndexed: false, scan: 'writes', scanRegions: [] };
    case 'access-key':
      return {
        lookups: [
          ...(asPrincipal ? lookup('AccessKeyId', text, everywhere, `calls made with ${text}`) : []),
          ...(asResource ? lookup('ResourceName', text, everywhere, `the call that issued ${text}`) : []),
        ],
        isIndexed: true,
        scan: 'writes',
        scanRegions: [home],
      };
    case 'event':
      return { lookups: eventLookups(asked), isIndexed: true, scan: 'not-found', scanRegions: [] };
  }
  return undefined;
}

function eventLookups({ text, readings, aliases, asResource, place, everywhere }: AskedTarget): readonly Lookup[] {
  // of those who are principals, a directory's user has such an id: it stands in the directory's own records
  if (!asResource) {
    const source = 'sso.amazonaws.com';
    const why = `what the user ${text} did at Identity Center`;
    return lookup('EventSource', source, regionsOfSource(source, place), why).map((each) => ({
      ...each,
      mostPages: mostUserPages,
    }));
  }
  return distinctLookups([
    ...lookup('EventId', text, everywhere, 'the event of this id'),
    ...lookup('EventId', text, place.regions, 'the Insights event of this id').map(asInsight),
    // keys go by such ids, too
    ...resourceLookups({ text, readings, aliases }, place).map(ifNotFound),
  ]);
}

/** Of root, a session or a service, which the text tells by its form; undefined for any other. */
function lookupsByForm(asked: AskedTarget): TargetLookups | undefined {
  const { text, asResource, asPrincipal, place, home, everywhere } = asked;
  if (text === 'root' || isRootArn(text)) {
    const regions = distinct([...place.regions, ...signInRegions(place.partition)]);
    return {
      lookups: asPrincipal ? lookup('Username', 'root', regions, 'calls and sign-ins of root') : [],
      isIndexed: true,
      scan: 'writes',
      scanRegions: [home],
    };
  }

  const session = sessionOf(text);
  if (session !== undefined) {
    return {
      lookups: [
        ...(asPrincipal ? lookup('Username', session, everywhere, `calls of sessions named ${session}`) : []),
        // the call that began it is indexed under the session's ARN and id
        ...(asResource ? lookup('ResourceName', text, everywhere, 'the call that began the session') : []),
      ],
      isIndexed: true,
      scan: 'writes',
      scanRegions: [],
    };
  }

  if (/^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/.test(text)) {
    return {
      lookups: lookup('EventSource', text, regionsOfSource(text, place), `events of ${text}`),
      isIndexed: true,
      scan: asPrincipal ? 'principal' : 'writes',
      scanRegions: regionsOfSource(text, place),
    };
  }
  return undefined;
}

/** Of a resource or a principal, by its name. */
function lookupsByName(asked: AskedTarget): TargetLookups {
  const { text, readings, aliases, asResource, asPrincipal, place, everywhere } = asked;
  const types = new Set(readings.flatMap(({ type }) => type ?? []));
  const isUser = types.has('AWS::IAM::User');
  const isRole = types.has('AWS::IAM::Role');
  const mayBePrincipal = isUser || isRole || readings.some(({ kind, type }) => kind === 'principal' && !type);
  const isGlobal = [...types].some((type) => resourceType(type)?.isGlobal === true);
  // it is not known what a plain name stands for: it may be a role, whose calls are recorded in the global services' region
  const regions = distinct([
    ...(isGlobal || mayBePrincipal ? everywhere : place.regions),
    ...[...types].flatMap(eventSourcesOf).flatMap((source) => regionsOfSource(source, { ...place, regions: [] })),
  ]);
  const widened = { ...place, regions };
  const names = asResource ? resourceLookups({ text, readings, aliases }, widened) : [];
  const name = nameOf(text);
  const signIns = distinct([...regions, ...signInRegions(place.partition)]);
  // sessions are named after what they are for: an instance, a function
  const userCalls =
    asPrincipal && !isRole && (isUser || !text.startsWith('arn:'))
      ? lookup('Username', name, mayBePrincipal ? signIns : regions, `calls of users and sessions named ${name}`)
      : [];
  // who assumed the role: its calls are indexed under the names and keys of those sessions
  const roleArns = asPrincipal && mayBePrincipal && !isUser ? roleArnsOf(text, place) : [];
  const assumed = roleArns.flatMap((arn) => lookup('ResourceName', arn, regions, `sessions of ${arn}`));
  const unlisted = asResource ? unlistedCalls([...types], regions).map(ifCut) : [];
  return {
    lookups: distinctLookups([...names, ...userCalls, ...assumed, ...unlisted]),
    isIndexed: true,
    scan: isRole && asPrincipal ? 'principal' : 'writes',
    scanRegions: regions,
  };
}

/** Pages of one service's events in one region, searched for an address: less than a minute's worth. */
const mostElsewherePages = 100;

/** No attribute finds an address: if other regions are asked, what they record of global services and sign-ins is read. */
const lookupsElsewhere = (place: HistoryPlace, text: string): readonly Lookup[] =>
  sourcesElsewhere.flatMap((source) => {
    const regions = regionsOfSource(source, { ...place, regions: [] }).filter((each) => !place.regions.includes(each));
    if (regions.length === 0) return [];
    const why = `what came from ${text} to ${source}`;
    return lookup('EventSource', source, regions, why).map((each) => ({ ...each, mostPages: mostElsewherePages }));
  });

/** Calls that are not listed under the name of what they act on, looked up by event name: there are few of each. */
export const unlistedCalls = (types: readonly string[], regions: readonly string[]): readonly Lookup[] =>
  regions.length === 0
    ? []
    : distinct(types.flatMap((type) => resourceType(type)?.unlistedCalls ?? [])).flatMap((call) =>
        lookup('EventName', call, regions, `calls of ${call}, which are listed under no name of the target`),
      );

const ifNotFound = (each: Lookup): Lookup => ({ ...each, onlyIf: 'not-found' });
/** Needed only if the writes of a region were not all read. */
const ifCut = (each: Lookup): Lookup => ({ ...each, onlyIf: 'cut' });
const asInsight = (each: Lookup): Lookup => ({ ...each, eventCategory: 'insight' });

/** Every name of a resource: those that its type has in each region, and every spelling that follows from what was typed. */
function resourceLookups({ text, readings, aliases }: Target, place: HistoryPlace): readonly Lookup[] {
  const spelled = refOfSpelling(text);
  const types = distinct(readings.flatMap(({ kind, type }) => (kind === 'event' ? [] : (type ?? []))));
  const why = 'events listed under the target';
  const ofTypes = types.flatMap((name) => {
    const type = resourceType(name);
    if (!type) return [];
    if (type.lookupNames?.length === 0) return [];
    const own = spelled?.type === name ? spelled : { type: name, id: text };
    return place.regions.flatMap((region) =>
      lookupNamesOf(type, { account: place.account, region, ...own }).flatMap((value) =>
        // a name that contains a region belongs to that region alone
        lookup('ResourceName', value, value.includes(region) ? [region] : place.regions, why),
      ),
    );
  });
  // no call is made with the `s3://` URLs that the CLI has for objects
  const spellings = distinct([text, ...aliases]).filter((spelling) => !spelling.startsWith('s3://'));
  const written = spellings.flatMap((value) => lookup('ResourceName', value, place.regions, why));
  return distinctLookups([...ofTypes, ...written]);
}

const isRootArn = (text: string) => {
  const arn = parseArn(text);
  return arn?.service === 'iam' && arn.resource === 'root';
};

/** The name of the session that an ARN or an id like `AROA…:name` stands for. */
function sessionOf(text: string): string | undefined {
  const arn = parseArn(text);
  if (arn) return assumedRole(arn)?.session ?? federatedUser(arn);
  return /^(?:AROA|AIDA)[A-Z0-9]{12,}:(.+)$/.exec(text)?.[1];
}

/** `arn:aws:iam::111122223333:user/staff/alice` -> alice */
const nameOf = (text: string) => {
  const arn = parseArn(text);
  return arn ? arn.resource.slice(arn.resource.lastIndexOf('/') + 1) : text;
};

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const roleName = /^[\w+=,.@-]{1,64}$/;

/** AssumeRole is indexed under the ARN that was asked for. A path cannot be guessed from a name. */
const roleArnsOf = (text: string, { account, partition }: HistoryPlace): readonly string[] =>
  text.startsWith('arn:')
    ? [text]
    : roleName.test(text) && !/^[a-z]+-[0-9a-f]{8,17}$/.test(text)
      ? [`arn:${partition}:iam::${account}:role/${text}`]
      : [];
