/**
 * The resources that a resource's configuration names. Config has relationships between few types: that a service's traffic
 * comes through a target group, or that a function decrypts with a key, is only in the configuration.
 */
import { isJsonObject, isTooDeep, type JsonValue } from '../model/json.ts';
import type { ResourceRef } from '../model/resource.ts';
import { configIdOf } from './config-id.ts';
import { refOfArn, refOfSpelling, typeOfId } from './identify.ts';
import { eventSourcesOf, resourceType, resourceTypes, typesOfParameters } from './index.ts';

/** Type -> the types that its configuration names and no relationship in Config does. */
const typesNamed: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const found = new Map<string, Set<string>>();
  const add = (of: string, other: string) => found.set(of, (found.get(of) ?? new Set()).add(other));
  for (const { type, neighbors = [] } of resourceTypes) {
    for (const { type: other, relation, namedBy } of neighbors) {
      if (relation !== null) continue;
      if (namedBy === 'itself') add(type, other);
      else add(other, type);
    }
  }
  return found;
})();

/** The types whose configurations may name one of this type where no relationship of Config does. */
export const typesNaming = (type: string): readonly string[] =>
  [...typesNamed].flatMap(([of, others]) => (others.has(type) ? [of] : []));

/** A policy or a template may name hundreds: a resource that rests on more than these is told by none of them. */
const mostNamed = 50;

/**
 * By their ARNs and ids, and by the names under which the service's own calls name them (`dBParameterGroupName`). Each once, in
 * the order of their ids, which are Config's where these follow from what is named. `own`: what the resource itself is called,
 * which leads to none of its kind: a queue to the queue of its dead letters, not to itself.
 */
export function namedInConfiguration(
  type: string,
  configuration: JsonValue,
  own: readonly (string | null)[] = [],
): readonly ResourceRef[] {
  const wanted = typesNamed.get(type);
  if (!wanted || !isJsonObject(configuration) || isTooDeep(configuration)) return [];
  const byMember = membersOf(type);
  const found = new Map<string, ResourceRef>();
  const isItself = (ref: ResourceRef) => ref.type === type && (own.includes(ref.id) || own.includes(ref.arn ?? null));
  const add = (ref: ResourceRef) => found.set(JSON.stringify([ref.type, ref.id]), ref);
  const walk = (value: JsonValue | undefined, member: string): void => {
    if (typeof value === 'string') {
      const named = refOf(value, byMember.get(member));
      if (named && named.type !== null && wanted.has(named.type) && !isItself(named)) add(named);
    } else if (Array.isArray(value)) for (const element of value) walk(element, member);
    else if (isJsonObject(value)) for (const [key, inner] of Object.entries(value)) walk(inner, key.toLowerCase());
  };
  walk(configuration, '');
  if (found.size > mostNamed) return [];
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref);
}

function refOf(text: string, typeOfMember: string | undefined): ResourceRef | undefined {
  if (text.startsWith('arn:')) return asInConfig(refOfArn(text));
  // an alias stands where a key does, a URL where a name does
  const spelled = typeOfMember === undefined ? undefined : asInConfig(refOfSpelling(text));
  if (spelled) return spelled;
  const type = typeOfId(text) ?? (text === '' ? undefined : typeOfMember);
  return type === undefined ? undefined : { type, id: text };
}

function asInConfig(ref: ResourceRef | undefined): ResourceRef | undefined {
  const known = ref?.type ? resourceType(ref.type) : undefined;
  return ref && { ...ref, id: (known && configIdOf(known, ref)) ?? ref.id };
}

const membersByType = new Map<string, ReadonlyMap<string, string>>();

/**
 * Configurations spell the parameters of calls with small or capital initials: `dBParameterGroupName`, `DBParameterGroupName`.
 */
function membersOf(type: string): ReadonlyMap<string, string> {
  const known = membersByType.get(type);
  if (known) return known;
  const members = new Map(
    eventSourcesOf(type).flatMap((source) =>
      [...typesOfParameters(source)].map(([name, of]) => [name.toLowerCase(), of] as const),
    ),
  );
  membersByType.set(type, members);
  return members;
}

/** The wording of the relation, next to Config's own: "Is associated with TargetGroup". */
export const namingWords = (type: string | null): string =>
  `Names ${type?.split('::').at(-1) ?? 'it'} in its configuration`;
