/** Why a call is believed to have changed an item, in words that a person can check against both. */
import { enumerate } from '../../resources/read.ts';
import { stepsOf } from './content.ts';
import { apart } from './durations.ts';
import type { Match } from './match-change.ts';
import type { Call, Item } from './resource-index.ts';

/**
 * A call near an item. own: it names the resource; neighbor: it names a related one; stack: it is of the stack that created the
 * resource.
 */
export interface Near {
  readonly call: Call;
  readonly by: 'own' | 'neighbor' | 'stack';
}

export interface Explaining {
  readonly near: Near;
  /** By position of the change; -1 for the item as a whole. */
  readonly matches: ReadonlyMap<number, Match>;
  /** What happened to the item as a whole: "created", "deleted"; "stack" if only its stack is known. */
  readonly whole: string | undefined;
}

/** At most three of the changes that it explains, in words. */
export function reasonsOf(
  item: Item,
  { near, matches, whole }: Explaining,
  positions: readonly number[],
): readonly string[] {
  const { detail } = item.event;
  const captured = `captured ${apart(item.time - near.call.time)} after the call`;
  if (whole === 'stack') return ['the resource belongs to the stack that the call is about', captured];
  if (whole !== undefined) {
    const how =
      near.by === 'own'
        ? `the call ${whole} it`
        : near.by === 'stack'
          ? `the call is about the stack it belongs to`
          : `the call ${whole} what it belongs to`;
    return [`the item shows that ${detail.resourceId} was ${whole}, and ${how}`, captured];
  }
  const told = positions.slice(0, 3).flatMap((position) => {
    const [change, match] = [detail.changes[position], matches.get(position)];
    return change && match ? [reasonOf(change, match)] : [];
  });
  const rest = positions.length - told.length;
  return [...told, ...(rest > 0 ? [`and ${rest} more of its changes`] : []), captured];
}

function reasonOf(
  { path, op }: Item['event']['detail']['changes'][number],
  { values, subject, isResponse }: Match,
): string {
  const place = placeOf(path);
  if (subject !== undefined)
    return `${place} ${op === 'remove' ? 'is gone' : 'fell back to the default'}, which the call is about by its name`;
  const verb = op === 'add' ? 'gained' : op === 'remove' ? 'lost' : 'became';
  return `${place} ${verb} ${valuesInWords(values)}, as the call ${isResponse ? 'answered' : 'asked'}`;
}

/** A firewall rule as people write it, "tcp/22 0.0.0.0/0"; other values as a list. */
function valuesInWords(values: readonly string[]): string {
  const protocol = values.find((value) => /^(?:tcp|udp|icmpv?6?)$/.test(value));
  const ports = values.filter((value) => /^\d{1,5}$/.test(value));
  const peers = values.filter((value) => /\/\d{1,3}$|^(?:sg|pl)-/.test(value));
  if (protocol === undefined || peers.length === 0) return enumerate(values, 4);
  return `${protocol}${ports.length > 0 ? `/${ports.join('-')}` : ''} ${enumerate(peers)}`;
}

/** "ipPermissions", "tags.release": names that show a person which part of the resource is meant. */
export function placeOf(path: string): string {
  const steps = stepsOf(path).filter((step) => !/^\d+$/.test(step));
  const own = steps[0] === 'configuration' || steps[0] === 'supplementaryConfiguration' ? steps.slice(1) : steps;
  const shown = own.length > 3 ? [...own.slice(0, 1), ...own.slice(-1)] : own;
  return shown.join('.') || 'the resource';
}
