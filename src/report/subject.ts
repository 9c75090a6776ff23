/** What the target turned out to be: its form allows several readings, and the evidence decides between them. */
import type { TimelineEvent } from '../model/event.ts';
import type { SubjectKind, Target } from '../model/question.ts';
import type { Subject } from '../model/report.ts';
import type { Neighbor, ResourceRef } from '../model/resource.ts';

const nothing = { type: null, id: null, name: null, arn: null, account: null, region: null, deleted: null } as const;

export const windowSubject: Subject = { ...nothing, kind: 'window', aliases: [], neighbors: [] };

export function subjectOf(
  target: Target,
  events: readonly TimelineEvent[],
  neighbors: readonly Neighbor[] = [],
): Subject {
  const { text, readings, aliases } = target;
  const isIt = ({ id, name, arn }: ResourceRef) =>
    aliases.includes(id) ||
    (name !== undefined && aliases.includes(name)) ||
    (arn !== undefined && aliases.includes(arn));
  const refs = events.flatMap(({ resources }) => resources.filter(isIt));
  const declared = readings[0]?.type;
  const type = declared ?? mostFrequent(refs.flatMap((ref) => ref.type ?? []));
  const ofType = refs.filter((ref) => ref.type === type);
  const arn = text.startsWith('arn:') ? text : mostFrequent(ofType.flatMap((ref) => ref.arn ?? []));
  return {
    ...nothing,
    kind: kindOf(target, type, events),
    type: type ?? null,
    id: mostFrequent(ofType.map(({ id }) => id)) ?? text,
    name: mostFrequent(ofType.flatMap(({ name }) => name ?? [])) ?? null,
    arn: arn ?? null,
    account: mostFrequent(ofType.flatMap(({ account }) => account ?? [])) ?? null,
    region: mostFrequent(ofType.flatMap(({ region }) => region ?? [])) ?? null,
    aliases,
    neighbors,
  };
}

/** A plain name is a principal if it only ever acts, and a resource if anything was done to it. */
function kindOf({ readings }: Target, type: string | undefined, events: readonly TimelineEvent[]): SubjectKind {
  const likeliest = readings[0]?.kind ?? 'resource';
  if (likeliest === 'event') {
    return type !== undefined && events.some(({ resources }) => resources.some((ref) => ref.type === type))
      ? 'resource'
      : 'event';
  }
  if (likeliest !== 'resource' || type !== undefined || readings.length === 1) return likeliest;
  const acts = events.some(({ match }) => match.includes('principal'));
  const suffers = events.some(({ match }) => match.includes('target'));
  return acts && !suffers ? 'principal' : 'resource';
}

/** Ties go to the first in alphabetical order, so that input order makes no difference. */
function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}
