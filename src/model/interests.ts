import type { Match } from './event.ts';
import type { ResourceRef } from './resource.ts';

/** The spellings to look for. If all are empty: everything in the window. */
export interface Interests {
  readonly targets: readonly string[];
  /** What belongs to a target: a security group's network interface, the instance behind it. */
  readonly neighbors: readonly string[];
  /** The resources behind plain names among the neighbors, for backends that have to ask about each by its type. */
  readonly resources?: readonly ResourceRef[];
  /** Metrics asked for directly, such as those an alarm watches, as written by `metricIdentity`. */
  readonly metrics?: readonly string[];
}

export const areEverything = ({ targets, neighbors, metrics = [] }: Interests): boolean =>
  targets.length + neighbors.length + metrics.length === 0;

export type MatchSpellings = (spellings: readonly (string | null | undefined)[]) => readonly Match[];

/** Why something with these spellings is listed; empty if it is not. Matching is exact and case-sensitive. */
export function matchInterests(interests: Interests): MatchSpellings {
  if (areEverything(interests)) return () => ['window'];
  const targets = new Set(interests.targets);
  const neighbors = new Set(interests.neighbors);
  const isIn = (set: ReadonlySet<string>) => (text: string | null | undefined) =>
    typeof text === 'string' && set.has(text);
  const [isTarget, isNeighbor] = [isIn(targets), isIn(neighbors)];
  return (spellings) => {
    if (spellings.some(isTarget)) return ['target'];
    return spellings.some(isNeighbor) ? ['neighbor'] : [];
  };
}
