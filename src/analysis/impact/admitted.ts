/** Who used the hole: accepted traffic that only a rule opened in the window lets in, and the change that opened it. */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import type { ApiCallEvent, ConfigChangeEvent, FlowEvent } from '../../model/event.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { unwrapped } from '../../resources/ec2-request.ts';
import { isPublicAddress } from '../../resources/ip-address.ts';
import { objects, text, texts } from '../../resources/read.ts';
import { countInWords } from './amounts.ts';
import { isSameRule, letsIn, type Rule, rulesOf, rulesOfState } from './firewall-rules.ts';

export interface AdmittedInput {
  readonly flows: readonly FlowEvent[];
  readonly calls: readonly ApiCallEvent[];
  readonly changes: readonly ConfigChangeEvent[];
  /** States of groups and interfaces, including those before the window. */
  readonly items: readonly ConfigurationItem[];
  /** Interface -> its security groups, as far as known. */
  readonly groupsOf: (interfaceId: string) => readonly string[];
}

/** A rule that was opened, and when. Epoch milliseconds. */
interface Opening {
  readonly event: ApiCallEvent | ConfigChangeEvent;
  readonly group: string;
  readonly rule: Rule;
  readonly from: number;
  readonly to: number;
}

const groupType = 'AWS::EC2::SecurityGroup';
/** A change takes effect within moments; traffic up to this long after a closing may have begun before it. Milliseconds. */
const settling = 60_000;

/** The flows; those that came through an opened rule name who opened it. */
export function admitted(input: AdmittedInput): readonly FlowEvent[] {
  if (input.flows.length === 0) return input.flows;
  const states = statesByGroup(input.items);
  // few of a window's calls are about a group that traffic came through
  const met = new Set(input.flows.filter(mayComeThrough).flatMap(({ detail }) => input.groupsOf(detail.interfaceId)));
  const byCalls = openingsByCall(input.calls, met);
  const byStates = openingsByState(states, input.changes);
  if (byCalls.length + byStates.length === 0) return input.flows;
  return input.flows.map((flow) => {
    if (!mayComeThrough(flow)) return flow;
    const groups = input.groupsOf(flow.detail.interfaceId);
    return throughOpening(flow, byCalls, groups, states) ?? throughOpening(flow, byStates, groups, states) ?? flow;
  });
}

const mayComeThrough = ({ detail }: FlowEvent): boolean => detail.action === 'ACCEPT' && detail.direction !== 'egress';

type States = ReadonlyMap<string, readonly ConfigurationItem[]>;

/** Undefined if none of its sources needed any of the openings. */
function throughOpening(
  flow: FlowEvent,
  openings: readonly Opening[],
  groups: readonly string[],
  states: States,
): FlowEvent | undefined {
  const { protocol, dstPort: port, sources, before } = flow.detail;
  let best: { readonly opening: Opening; readonly count: number; readonly bytes: number } | undefined;
  for (const opening of openings) {
    if (!groups.includes(opening.group)) continue;
    const earlier = groups.map((group) => stateBefore(states.get(group) ?? [], opening.from));
    // whoever was let in before may still be let in: to know, the earlier rules are needed
    if (before.flows > 0 && earlier.includes(undefined)) continue;
    const others = earlier.flatMap((state) => (state ? rulesIn(state) : []));
    const through = sources.filter(({ address, firstTime }) => {
      const arrival = { protocol, port, address };
      const time = Date.parse(firstTime);
      if (time < opening.from || time > opening.to + settling || !letsIn(opening.rule, arrival)) return false;
      return !others.some((rule) => letsIn(rule, arrival));
    });
    const bytes = through.reduce((sum, source) => sum + source.bytes, 0);
    const isBetter = !best || through.length > best.count || (through.length === best.count && bytes > best.bytes);
    if (through.length > 0 && isBetter) best = { opening, count: through.length, bytes };
  }
  if (!best) return undefined;
  const { opening, count } = best;
  const some = count < sources.length ? `${countInWords(count, 'source')} ` : '';
  const isPublic = sources.some(({ address }) => isPublicAddress(address));
  return {
    ...flow,
    summary: `${flow.summary}, ${some}through the rule ${openedBy(opening)}`,
    severity: flow.severity === 'info' && isPublic ? 'notice' : flow.severity,
    detail: { ...flow.detail, admittedBy: opening.event.id },
  };
}

/** "that alice@example.com opened at 14:03:27" */
function openedBy({ event }: Opening): string {
  const clock = event.time.slice(11, 19);
  if (event.kind === 'config-change') return `that was there at ${clock}`;
  const { human, session, name } = event.detail.principal;
  return `that ${human?.name ?? session ?? name} opened at ${clock}`;
}

const timeOf = (item: ConfigurationItem) => Date.parse(item.captureTime);

function statesByGroup(items: readonly ConfigurationItem[]): States {
  const found = new Map<string, ConfigurationItem[]>();
  for (const item of items) {
    if (item.resourceType !== groupType || item.partial) continue;
    const known = found.get(item.resourceId);
    if (known) known.push(item);
    else found.set(item.resourceId, [item]);
  }
  for (const list of found.values())
    list.sort((a, b) => timeOf(a) - timeOf(b) || (a.stateId < b.stateId ? -1 : a.stateId > b.stateId ? 1 : 0));
  return found;
}

const stateBefore = (states: readonly ConfigurationItem[], time: number) =>
  states.findLast((state) => timeOf(state) < time);

const rulesIn = ({ configuration }: ConfigurationItem): readonly Rule[] =>
  isJsonObject(configuration) ? rulesOfState(configuration) : [];

const parametersOf = (event: ApiCallEvent): { readonly request: JsonObject; readonly response: JsonObject } => {
  const { eventName, eventSource, requestParameters, responseElements } = event.detail;
  const request = isJsonObject(requestParameters) ? requestParameters : {};
  const response = isJsonObject(responseElements) ? responseElements : {};
  return unwrapped({ eventName, eventSource, request, response, additional: {} });
};

/** What a call opened and what it closed. */
interface RuleChange {
  readonly event: ApiCallEvent;
  readonly groups: readonly string[];
  readonly opened: readonly Rule[];
  readonly closed: readonly Rule[];
  readonly closedIds: readonly string[];
  readonly closesAll: boolean;
}

const changesRules: ReadonlySet<string> = new Set([
  'AuthorizeSecurityGroupIngress',
  'RevokeSecurityGroupIngress',
  'ModifySecurityGroupRules',
  'DeleteSecurityGroup',
]);

/** The calls that can explain traffic, as `eventSource/EventName`. */
export const callsOnRules: readonly string[] = [...changesRules].map((name) => `ec2.amazonaws.com/${name}`);

function ruleChange(event: ApiCallEvent): RuleChange | undefined {
  const { eventName, eventSource, outcome } = event.detail;
  if (outcome !== 'success' || eventSource !== 'ec2.amazonaws.com' || !changesRules.has(eventName)) return undefined;
  const { request, response } = parametersOf(event);
  const sets = ['securityGroupRuleSet', 'revokedSecurityGroupRuleSet'].flatMap((key) => objects(response, key));
  const named = [text(request, 'groupId'), ...sets.map((rule) => text(rule, 'groupId'))];
  const change = {
    event,
    groups: [...new Set(named.flatMap((group) => group ?? []))],
    opened: [],
    closed: [],
    closedIds: [],
    closesAll: false,
  };
  const asked = () => {
    const listed = objects(request, 'ipPermissions').flatMap(rulesOf);
    return listed.length > 0 ? listed : rulesOf(request);
  };
  const answered = sets.flatMap(rulesOf);
  switch (eventName) {
    case 'AuthorizeSecurityGroupIngress':
      // only the response has the ids by which a rule may be closed
      return { ...change, opened: answered.length > 0 ? answered : asked() };
    case 'RevokeSecurityGroupIngress':
      return {
        ...change,
        closed: [...asked(), ...answered],
        closedIds: texts(request, 'securityGroupRuleIds', 'securityGroupRuleId'),
      };
    case 'ModifySecurityGroupRules': {
      const changes = objects(request, 'securityGroupRule');
      return {
        ...change,
        opened: changes.flatMap((one) => {
          const ruleId = text(one, 'securityGroupRuleId') ?? null;
          return objects(one, 'securityGroupRule')
            .flatMap(rulesOf)
            .map((rule) => ({ ...rule, ruleId }));
        }),
        closedIds: changes.flatMap((one) => text(one, 'securityGroupRuleId') ?? []),
      };
    }
    case 'DeleteSecurityGroup':
      return { ...change, closesAll: true };
    default:
      return undefined;
  }
}

const closes = ({ closed, closedIds, closesAll }: RuleChange, rule: Rule): boolean =>
  closesAll ||
  (rule.ruleId !== null && closedIds.includes(rule.ruleId)) ||
  closed.some((other) => isSameRule(other, rule));

/** Of these groups, in the order of the calls. */
function openingsByCall(calls: readonly ApiCallEvent[], met: ReadonlySet<string>): readonly Opening[] {
  const changes = calls
    .flatMap((event) => ruleChange(event) ?? [])
    .filter(({ groups }) => groups.some((group) => met.has(group)));
  const closings = closingsByGroup(changes);
  return changes.flatMap(({ event, groups, opened }) =>
    groups.flatMap((group) =>
      opened.map((rule): Opening => {
        const from = Date.parse(event.time);
        let to = Infinity;
        for (const { change, time } of closings.get(group) ?? []) {
          if (time >= from && time < to && change.event !== event && closes(change, rule)) to = time;
        }
        return { event, group, rule, from, to };
      }),
    ),
  );
}

interface Closing {
  readonly change: RuleChange;
  /** Epoch milliseconds. */
  readonly time: number;
}

function closingsByGroup(changes: readonly RuleChange[]): ReadonlyMap<string, readonly Closing[]> {
  const found = new Map<string, Closing[]>();
  for (const change of changes) {
    const { groups, closed, closedIds, closesAll, event } = change;
    if (!closesAll && closed.length + closedIds.length === 0) continue;
    for (const group of groups) {
      const closing = { change, time: Date.parse(event.time) };
      const known = found.get(group);
      if (known) known.push(closing);
      else found.set(group, [closing]);
    }
  }
  return found;
}

/** A state with a rule that the previous one lacked: it was opened between the two. */
function openingsByState(states: States, changes: readonly ConfigChangeEvent[]): readonly Opening[] {
  return changes.flatMap((event): Opening[] => {
    const { resourceType, resourceId, stateId, inferred } = event.detail;
    const all = resourceType === groupType && !inferred ? (states.get(resourceId) ?? []) : [];
    const at = all.findIndex((state) => state.stateId === stateId);
    const [before, state] = [all[at - 1], all[at]];
    if (!before || !state) return [];
    const known = rulesIn(before);
    return rulesIn(state)
      .filter((rule) => !known.some((other) => isSameRule(other, rule)))
      .map((rule) => {
        const without = all.slice(at + 1).find((later) => !rulesIn(later).some((other) => isSameRule(other, rule)));
        // the previous state is the last one known to lack it
        return { event, group: resourceId, rule, from: timeOf(before) + 1, to: without ? timeOf(without) : Infinity };
      });
  });
}
