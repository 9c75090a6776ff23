/**
 * Events by the resources that they touch, in order of time: lookups for linking, which would otherwise compare everything with
 * everything.
 */
import type {
  AlarmEvent,
  ApiCallEvent,
  ComplianceEvent,
  ConfigChangeEvent,
  FlowEvent,
  LogEvent,
  MetricEvent,
  TimelineEvent,
} from '../../model/event.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { Neighborhood, type NeighborPair } from './neighborhood.ts';

/** An event with its time in epoch milliseconds. */
export interface Timed<Event extends TimelineEvent> {
  readonly event: Event;
  readonly time: number;
}

export type Call = Timed<ApiCallEvent>;
export type Item = Timed<ConfigChangeEvent>;
export type Flip = Timed<ComplianceEvent>;
export type Effect = Timed<MetricEvent | AlarmEvent | LogEvent | FlowEvent>;

export interface ResourceIndex {
  readonly byId: ReadonlyMap<string, Timed<TimelineEvent>>;
  readonly calls: readonly Call[];
  /** Successful management writes that issue no credentials: anything that can be a cause. */
  readonly changes: readonly Call[];
  readonly items: readonly Item[];
  readonly flips: readonly Flip[];
  readonly effects: readonly Effect[];
  /** Changes whose call names a spelling, in order of time. */
  readonly changesAt: (spelling: string) => readonly Call[];
  readonly itemsAt: (spelling: string) => readonly Item[];
  readonly neighborhood: Neighborhood;
}

const compareTimed = (a: Timed<TimelineEvent>, b: Timed<TimelineEvent>): number =>
  a.time - b.time || (a.event.id < b.event.id ? -1 : a.event.id > b.event.id ? 1 : 0);

export function indexEvents(events: readonly TimelineEvent[], relations: readonly NeighborPair[]): ResourceIndex {
  const byId = new Map<string, Timed<TimelineEvent>>();
  for (const event of events) {
    const time = Date.parse(event.time);
    if (Number.isFinite(time) && !byId.has(event.id)) byId.set(event.id, { event, time });
  }
  const timed = [...byId.values()].sort(compareTimed);
  const calls = timed.filter((one): one is Call => one.event.kind === 'api-call');
  const items = timed.filter((one): one is Item => one.event.kind === 'config-change');
  const changes = calls.filter(isChange);
  const [changesBySpelling, itemsBySpelling] = [bySpelling(changes), bySpelling(items)];
  return {
    byId,
    calls,
    changes,
    items,
    flips: timed.filter((one): one is Flip => one.event.kind === 'compliance'),
    effects: timed.filter((one): one is Effect => effectKinds.has(one.event.kind)),
    changesAt: (spelling) => changesBySpelling.get(spelling) ?? [],
    itemsAt: (spelling) => itemsBySpelling.get(spelling) ?? [],
    neighborhood: new Neighborhood(
      relations,
      items.map(({ event }) => event),
    ),
  };
}

const effectKinds: ReadonlySet<TimelineEvent['kind']> = new Set(['metric', 'alarm', 'log', 'flow']);

function bySpelling<Event extends TimelineEvent>(events: readonly Timed<Event>[]): Map<string, Timed<Event>[]> {
  const found = new Map<string, Timed<Event>[]>();
  for (const one of events) {
    for (const spelling of spellingsOf(one.event.resources)) {
      const list = found.get(spelling);
      if (list) list.push(one);
      else found.set(spelling, [one]);
    }
  }
  return found;
}

/** Ids, names and ARNs, each once. */
export function spellingsOf(resources: readonly ResourceRef[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { id, name, arn } of resources) {
    found.add(id);
    if (name !== undefined) found.add(name);
    if (arn !== undefined) found.add(arn);
  }
  found.delete('');
  return found;
}

const issuing =
  /^(?:AssumeRole|GetSessionToken|GetFederationToken|CreateAccessKey|CreateLoginProfile|ConsoleLogin|SwitchRole|ExitRole|RenewRole|GetSigninToken|UserAuthentication|CredentialVerification|CredentialChallenge|Federate|Authenticate|Logout|CheckMfa|CreateToken|GetRoleCredentials|CreateServiceSpecificCredential|StartSession|DecodeAuthorizationMessage)/;

/** A sign-in, a role assumption or the creation of a key: it leads into a chain, but causes nothing by itself. */
const issuesCredentials = ({ detail }: ApiCallEvent): boolean =>
  issuing.test(detail.eventName) ||
  detail.eventSource === 'signin.amazonaws.com' ||
  detail.eventSource === 'sts.amazonaws.com';

/** A failed or denied call changed nothing; writing into a bucket or a table does not change the bucket or the table. */
export const isChange = ({ event }: Call): boolean =>
  event.detail.outcome === 'success' &&
  !event.detail.readOnly &&
  event.detail.eventCategory !== 'Data' &&
  event.detail.eventCategory !== 'NetworkActivity' &&
  !issuesCredentials(event);

/** Services without regions: their calls are recorded in one region, their resources in none. */
const isGlobalType = (type: string | null) =>
  type !== null && /^AWS::(?:IAM|S3|CloudFront|Route53|Organizations)::/.test(type);

/** Whether two equal spellings mean the same resource: no attribute known of both may differ. */
export function isSameResource(a: ResourceRef, b: ResourceRef): boolean {
  if (a.type !== null && b.type !== null && a.type !== b.type) return false;
  if (a.account !== undefined && b.account !== undefined && a.account !== b.account) return false;
  if (a.region === undefined || b.region === undefined || a.region === b.region) return true;
  return a.region === 'global' || b.region === 'global' || isGlobalType(a.type ?? b.type);
}

/** Whether two events have a resource in common. */
export function shareResource(a: readonly ResourceRef[], b: readonly ResourceRef[]): boolean {
  return a.some((one) =>
    b.some((other) => {
      if (!isSameResource(one, other)) return false;
      const others = spellingsOf([other]);
      return [...spellingsOf([one])].some((spelling) => others.has(spelling));
    }),
  );
}

/** The first position whose time is not before `time`. */
export function positionAt(list: readonly { readonly time: number }[], time: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.time ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The elements with `from <= time <= to` of a list in order of time. */
export const between = <One extends { readonly time: number }>(list: readonly One[], from: number, to: number): One[] =>
  list.slice(positionAt(list, from), positionAt(list, to + 1));
