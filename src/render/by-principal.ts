/** The timeline by caller: a title for each person, with their rows in order of time; events without a caller come last. */

import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { numberText, plural } from '../model/number-text.ts';
import { callKey, callsByPerson, callsIn, humanOf, nameOf, writesIn } from '../model/person.ts';
import type { Palette } from './palette.ts';
import { printable } from './printable.ts';
import { type TimelineContext, timelineLines } from './timeline.ts';
import { countsText, viaText } from './whois-words.ts';
import { hang } from './width.ts';

const mostValues = 4;

export function* groupedLines(
  timeline: readonly TimelineEvent[],
  context: TimelineContext,
  palette: Palette,
): Generator<string> {
  const groups = callsByPerson(callsIn(timeline));
  const groupOf = new Map(groups.flatMap((calls) => calls.map((call) => [callKey(call), calls] as const)));
  // copies in several accounts belong to one person: each is listed, but counted once
  const eventsOf = groupedBy(timeline, (event) =>
    event.kind === 'api-call' ? groupOf.get(callKey(event)) : undefined,
  );
  let isFirst = true;
  for (const group of [...groups, undefined]) {
    const events = eventsOf.get(group);
    if (!events) continue;
    if (!isFirst) yield '';
    isFirst = false;
    const text = group ? personText(group) : `by no call · ${plural(events.length, 'event')}`;
    yield* hang('■ ', printable(text), context.width).map(palette.title);
    yield* timelineLines(events, { ...context, isPart: true }, palette);
  }
}

/** `alice (IAM user, proven) · 12 calls, 3 writes, 1 denied · aws-cli, Terraform · 192.0.2.24` */
function personText(calls: readonly ApiCallEvent[]): string {
  const human = humanOf(calls);
  const principals = calls.map(({ detail }) => detail.principal);
  const name = human ? `${human.name} (${viaText(human)})` : principals[0] ? nameOf(principals[0]) : '';
  const count = (outcome: string) => calls.filter(({ detail }) => detail.outcome === outcome).length;
  const counts = { calls: calls.length, writes: writesIn(calls), denied: count('denied'), failed: count('failed') };
  const tools = principals.flatMap(({ tool }) => (tool.kind === 'unknown' ? [] : tool.name));
  // a service's tool and address are the same name
  const addresses = principals
    .flatMap(({ sourceIp, vpcEndpointId }) => sourceIp ?? vpcEndpointId ?? [])
    .filter((address) => !tools.includes(address));
  return [name, countsText(counts), some(tools), some(addresses)].filter((text) => text !== '').join(' · ');
}

/** Each once, in the order of first use. */
function some(values: readonly string[]): string {
  const all = [...new Set(values)];
  const rest = all.length - mostValues;
  return `${all.slice(0, mostValues).join(', ')}${rest > 0 ? ` and ${numberText(rest)} more` : ''}`;
}
