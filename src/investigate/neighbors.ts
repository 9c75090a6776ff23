/**
 * What belongs to the target, according to Config's relationships and to what configurations name: for the report, and for
 * links between neighbors.
 */
import type { Evidence } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { Neighbor } from '../model/resource.ts';
import { isSharedType, measuredName, namedByItem } from '../plan/named-by-item.ts';

/** That two resources belong together, whichever of them says so. */
export interface Relation {
  readonly a: string;
  readonly b: string;
  readonly relation: string;
  /** Those of the two that many others use. */
  readonly shared: readonly string[];
}

/** Each pair once, ordered by id: the same for the same evidence, whatever its order. */
export function relationsIn(evidence: readonly Evidence[]): readonly Relation[] {
  const relations = new Map<string, Relation>();
  const add = (one: string, two: string, relation: string, shared: readonly string[]) => {
    const [a, b] = one < two ? [one, two] : [two, one];
    const known = relations.get(`${a} ${b}`);
    if (!known || relation < known.relation) relations.set(`${a} ${b}`, { a, b, relation, shared });
  };
  const sharedOf = (end: End, spelling: string) => (isSharedType(end.type) ? [spelling] : []);
  for (const { of, other, relation } of edgesIn(evidence)) {
    for (const one of spellingsOf(of)) {
      for (const two of spellingsOf(other)) add(one, two, relation, [...sharedOf(of, one), ...sharedOf(other, two)]);
    }
  }
  for (const each of evidence) {
    if (each.type !== 'configuration-item') continue;
    const name = measuredName(each.item);
    if (name !== null) add(each.item.resourceId, name, `Is measured as ${name}`, []);
  }
  return [...relations].sort(([one], [two]) => (one < two ? -1 : 1)).map(([, relation]) => relation);
}

/** The target's own neighbors, and those behind them with the way there. */
export function neighborsIn(evidence: readonly Evidence[], { targets }: Interests): readonly Neighbor[] {
  const edges = edgesIn(evidence);
  const found = new Map<string, Neighbor>();
  const isTarget = (id: string) => targets.includes(id);
  const add = (ends: (id: string) => boolean, via: (id: string) => readonly string[]) => {
    const before = new Set(found.keys());
    for (const { of, other, relation } of edges) {
      for (const [from, to] of [
        [of, other],
        [other, of],
      ] as const) {
        if (!ends(from.id) || isTarget(to.id) || before.has(to.id)) continue;
        const neighbor = { type: to.type, id: to.id, relation, via: via(from.id) };
        const known = found.get(to.id);
        if (!known || JSON.stringify(neighbor) < JSON.stringify(known)) found.set(to.id, neighbor);
      }
    }
  };
  add(isTarget, () => []);
  const near = new Set([...found.values()].filter(({ type }) => !isSharedType(type)).map(({ id }) => id));
  add(
    (id) => near.has(id),
    (id) => [id],
  );
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

interface End {
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
}

/** Calls and metrics use the name where Config uses an id that AWS generated: `AROA…`, `db-…`. */
const spellingsOf = ({ id, name }: End): readonly string[] =>
  name === null || name === id || !/^(?:[a-z]+-)?[A-Z0-9]{16,}$/.test(id) ? [id] : [id, name];

/** What Config records about itself is no neighbor of a resource. */
const isOwn = ({ type }: End) => !type.startsWith('AWS::Config::');

function edgesIn(evidence: readonly Evidence[]): readonly { of: End; other: End; relation: string }[] {
  const edges = evidence.flatMap((each) => {
    if (each.type === 'relationship') {
      const { of, neighbor, relation } = each;
      const other = { type: neighbor.type ?? '', id: neighbor.id, name: neighbor.name ?? null };
      return [{ of: { type: of.resourceType, id: of.resourceId, name: null }, other, relation }];
    }
    if (each.type !== 'configuration-item') return [];
    const of = { type: each.item.resourceType, id: each.item.resourceId, name: each.item.resourceName };
    return namedByItem(each.item).flatMap(({ resourceType: type, resourceId, resourceName, relation }) => {
      const id = resourceId ?? resourceName;
      return id === null ? [] : [{ of, other: { type, id, name: resourceName }, relation }];
    });
  });
  return edges.filter(({ of, other }) => isOwn(of) && isOwn(other));
}
