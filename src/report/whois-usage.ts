/** How a principal was used: addresses, tools, regions, services and denials, with counts; and which of them are new. */
import type { ApiCallEvent } from '../model/event.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { writesIn } from '../model/person.ts';
import type { Denial, Novelty, NoveltyKind, ServiceTally, Tally, WhoisUsage } from '../model/whois.ts';

/** `calls` in order of time. */
export function usageOf(calls: readonly ApiCallEvent[]): WhoisUsage {
  return {
    firstTime: calls[0]?.time ?? null,
    lastTime: calls.at(-1)?.time ?? null,
    ...countsOf(calls),
    addresses: talliesOf(calls, addressOf),
    tools: talliesOf(calls, toolOf),
    regions: talliesOf(calls, regionOf),
    accounts: talliesOf(calls, ({ origin }) => origin.account),
    services: servicesOf(calls),
    denials: denialsOf(calls),
  };
}

export const countsOf = (calls: readonly ApiCallEvent[]) => ({
  calls: calls.length,
  writes: writesIn(calls),
  denied: calls.filter(({ detail }) => detail.outcome === 'denied').length,
  failed: calls.filter(({ detail }) => detail.outcome === 'failed').length,
});

type ValueOf = (call: ApiCallEvent) => string | null;

export const addressOf: ValueOf = ({ detail: { principal } }) => principal.sourceIp ?? principal.vpcEndpointId;
/** For an unknown tool, the first word of its user agent has to do. */
export const toolOf: ValueOf = ({ detail: { principal } }) =>
  principal.tool.name === 'unknown' ? null : principal.tool.name;
const regionOf: ValueOf = ({ origin }) => origin.region;
const serviceOf: ValueOf = ({ detail }) => detail.eventSource || null;

/** Most frequent first; ties in alphabetical order. */
export function talliesOf(calls: readonly ApiCallEvent[], valueIn: ValueOf): readonly Tally[] {
  const tallies = new Map<string, { calls: number; readonly firstTime: string; lastTime: string }>();
  for (const call of calls) {
    const value = valueIn(call);
    if (value === null) continue;
    const known = tallies.get(value);
    if (known) {
      known.calls++;
      known.lastTime = call.time;
    } else tallies.set(value, { calls: 1, firstTime: call.time, lastTime: call.time });
  }
  return [...tallies].map(([value, tally]) => ({ value, ...tally })).sort(byCalls(({ value }) => value));
}

const byCalls =
  <Item extends { readonly calls: number }>(textOf: (item: Item) => string) =>
  (a: Item, b: Item): number =>
    b.calls - a.calls || (textOf(a) < textOf(b) ? -1 : 1);

const servicesOf = (calls: readonly ApiCallEvent[]): readonly ServiceTally[] =>
  [...groupedBy(calls, ({ detail }) => detail.eventSource).values()]
    .map((own) => {
      const { calls: count, writes, denied } = countsOf(own);
      const operations = talliesOf(own, ({ detail }) => detail.eventName);
      return {
        eventSource: own[0]?.detail.eventSource ?? '',
        calls: count,
        writes,
        denied,
        operations: operations.map((each) => ({ eventName: each.value, calls: each.calls })),
      };
    })
    .sort(byCalls(({ eventSource }) => eventSource));

const denialsOf = (calls: readonly ApiCallEvent[]): readonly Denial[] =>
  [
    ...groupedBy(
      calls.filter(({ detail }) => detail.outcome === 'denied'),
      ({ detail: { eventSource, eventName, errorCode } }) => JSON.stringify([eventSource, eventName, errorCode]),
    ).values(),
  ]
    .flatMap((own) => {
      const [first, last] = [own[0], own.at(-1)];
      if (!first || !last) return [];
      const { eventSource, eventName, errorCode = null } = first.detail;
      const [firstTime, lastTime] = [first.time, last.time];
      return [{ eventSource, eventName, errorCode, calls: own.length, firstTime, lastTime, event: first.id }];
    })
    .sort(byCalls(({ eventSource, eventName, errorCode }) => `${eventSource} ${eventName} ${errorCode}`));

/** A service that acts for somebody calls from its usual place, which says nothing about whom it acts for. */
const isServices = (address: string) => address === 'AWS Internal' || /\.amazonaws\.com(?:\.cn)?$/.test(address);
const ownAddressOf: ValueOf = (call) => {
  const address = addressOf(call);
  return address !== null && isServices(address) ? null : address;
};
const ownToolOf: ValueOf = (call) => (call.detail.principal.tool.kind === 'service' ? null : toolOf(call));

/** Whether a call deserves attention: it reads secrets or credentials, or matches a danger rule. */
export type IsSensitive = (call: ApiCallEvent) => boolean;

/**
 * What occurs in the window but not in the earlier calls, by kind and then in order of time; empty if there are no earlier
 * calls: without any, everything would be new. Both in order of time.
 */
export function noveltiesOf(
  calls: readonly ApiCallEvent[],
  earlier: readonly ApiCallEvent[],
  isSensitive: IsSensitive,
): readonly Novelty[] {
  if (earlier.length === 0) return [];
  const operationOf: ValueOf = (call) =>
    isSensitive(call) ? `${call.detail.eventSource} ${call.detail.eventName}` : null;
  const kinds: readonly (readonly [NoveltyKind, ValueOf])[] = [
    ['address', ownAddressOf],
    ['tool', ownToolOf],
    ['region', regionOf],
    ['service', serviceOf],
    ['sensitive-call', operationOf],
  ];
  return kinds.flatMap(([kind, valueIn]) => {
    // a call that was harmless before and is dangerous now counts as new
    const before = new Set(earlier.map(valueIn));
    const found = new Map<string, Novelty>();
    for (const call of calls) {
      const value = valueIn(call);
      if (value === null || before.has(value)) continue;
      const known = found.get(value);
      const { time: firstTime, id: event, summary } = call;
      found.set(
        value,
        known ? { ...known, calls: known.calls + 1 } : { kind, value, firstTime, event, calls: 1, summary },
      );
    }
    return [...found.values()];
  });
}
