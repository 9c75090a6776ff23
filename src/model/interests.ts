import type { Match } from './event.ts';
import type { ResourceRef } from './resource.ts';

/** The spellings under which things may be found. All empty: everything in the window. */
export interface Interests {
  readonly targets: readonly string[];
  /** What belongs to a target: the interface of a security group, the instance behind it. */
  readonly neighbors: readonly string[];
  /** The resources behind plain names among the neighbors, for those who have to ask about each by its type. */
  readonly resources?: readonly ResourceRef[];
  /** Metrics that are asked for by themselves, as `metricIdentity` writes them: what an alarm watches. */
  readonly metrics?: readonly string[];
}

export const areEverything = ({ targets, neighbors, metrics = [] }: Interests): boolean =>
  targets.length + neighbors.length + metrics.length === 0;

export type MatchSpellings = (spellings: readonly (string | null | undefined)[]) => readonly Match[];

/** Why something known by these spellings is listed; empty where it is not. Exact and case-sensitive. */
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
