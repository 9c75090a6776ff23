/** Chains that went alike share rows and a bar: twenty secrets created and deleted by one run would be twenty bars otherwise. */
import type { TimelineEvent } from '../model/event.ts';
import { epochOf } from './clock.ts';

/** Each event of a chain is this close to its counterpart in the chain before. Milliseconds. */
const sideBySideMs = 60_000;

interface Chain {
  /** The first of the chains that went alike. */
  leader: string;
  readonly events: TimelineEvent[];
}

/**
 * The chain among whose rows an event is shown: null if its chain shows nothing else. Chains went alike if their events have the
 * same keys, each at about the same time as its counterpart. A critical event keeps its chain apart.
 */
export function alikeChains(
  timeline: readonly TimelineEvent[],
  keyOf: (event: TimelineEvent) => string,
): (event: TimelineEvent) => string | null {
  const chains = new Map<string, Chain>();
  for (const event of timeline) {
    if (event.chain === null) continue;
    const chain = chains.get(event.chain) ?? { leader: event.chain, events: [] };
    chains.set(event.chain, chain);
    chain.events.push(event);
  }
  const latest = new Map<string, Chain>();
  for (const chain of chains.values()) {
    if (chain.events.some(({ severity }) => severity === 'critical')) continue;
    const signature = chain.events.map(keyOf).join('\n');
    const before = latest.get(signature);
    if (before && isSideBySide(before, chain)) chain.leader = before.leader;
    latest.set(signature, chain);
  }
  return ({ chain, severity }) => {
    const own = chain === null ? undefined : chains.get(chain);
    return own === undefined || (own.events.length === 1 && severity !== 'critical') ? null : own.leader;
  };
}

const isSideBySide = (a: Chain, b: Chain): boolean =>
  a.events.every(({ time }, index) => Math.abs(epochOf(b.events[index]?.time ?? '') - epochOf(time)) <= sideBySideMs);
