/** The resources that a metric's dimensions name: they are all that an alarm says about its subject. */
import type { ResourceRef } from '../model/resource.ts';
import { idsOfArn, parseArn } from './arn.ts';
import { refOfSpelling, typeOfId } from './identify.ts';
import { resourceTypes } from './index.ts';
import type { MetricGroup } from './resource-type.ts';

/** Every API may have a stage of the same name. */
const sharedNames: ReadonlySet<string> = new Set(['Stage']);

type Dimensions = Readonly<Record<string, string>>;

/** A type -> the sets of dimensions that its metrics have together with the one that names it. */
type Named = ReadonlyMap<string, readonly MetricGroup[]>;

/**
 * Dimension -> the types whose ids or other names (`ApiName`) are its values; dimensions such as `OperationName` name no
 * resource.
 */
const typesByDimension: ReadonlyMap<string, Named> = (() => {
  const found = new Map<string, Map<string, readonly MetricGroup[]>>();
  for (const { type, metrics = [] } of resourceTypes) {
    for (const group of metrics) {
      for (const [name, template] of Object.entries(group.dimensions)) {
        if (!(template.endsWith('{id}') || template === '{name}') || sharedNames.has(name)) continue;
        const types = found.get(name) ?? new Map<string, readonly MetricGroup[]>();
        found.set(name, types.set(type, [...(types.get(type) ?? []), group]));
      }
    }
  }
  return found;
})();

/**
 * The one type that a dimension names. Out of several, the one whose metrics have all of the dimensions: a `ServiceName` with a
 * `ClusterName` is ECS's, not App Runner's.
 */
function typeNamed(types: Named, dimensions: Dimensions): string | undefined {
  const all = [...types.keys()];
  if (all.length === 1) return all[0];
  const fitting = all.filter((type) => types.get(type)?.some((group) => hasAll(group, dimensions)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

const hasAll = ({ dimensions: own, furtherDimensions = [] }: MetricGroup, dimensions: Dimensions): boolean =>
  Object.keys(dimensions).every((name) => name in own || furtherDimensions.includes(name));

/**
 * The value of a target group's dimension keeps a word that its id lacks: `targetgroup/web/73e2d6bc24d8a067`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html#load-balancer-metric-dimensions-alb
 */
const withoutWord = (value: string) => value.replace(/^targetgroup\//, '');

/** Whether metrics call a resource of this type by a name that is not in its ARN, as for a REST API. */
export const isMeasuredByName = (type: string): boolean => typesByName.has(type);

const typesByName: ReadonlySet<string> = new Set(
  resourceTypes
    .filter(({ metrics = [] }) => metrics.some(({ dimensions }) => Object.values(dimensions).includes('{name}')))
    .map(({ type }) => type),
);

/** What a dimension's value may be found by: the value itself, and the ids inside it, as in a `StateMachineArn`. */
export function spellingsOfValue(value: string): readonly string[] {
  // most, which occur in hundreds of thousands of datapoints, have only one
  if (!value.includes('/') && !value.startsWith('arn:')) return [value];
  const arn = parseArn(value);
  return [...new Set([value, withoutWord(value), ...(arn ? idsOfArn(arn) : [])])];
}

/** From the form of a value, otherwise from the dimension's name; the type is null if several types use that name. */
export function resourcesOfDimensions(dimensions: Dimensions): readonly ResourceRef[] {
  return Object.entries(dimensions).flatMap(([name, value]): readonly ResourceRef[] => {
    const id = withoutWord(value);
    const spelled = refOfSpelling(id);
    if (spelled) return [spelled];
    const types = typesByDimension.get(name);
    const type = typeOfId(id) ?? (types && typeNamed(types, dimensions));
    if (type === undefined && types === undefined) return [];
    return [{ type: type ?? null, id }];
  });
}
