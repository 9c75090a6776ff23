/** The resources that a metric's dimensions name: an alarm tells what it is about by them alone. */
import type { ResourceRef } from '../model/resource.ts';
import { idsOfArn, parseArn } from './arn.ts';
import { refOfSpelling, typeOfId } from './identify.ts';
import { resourceTypes } from './index.ts';
import type { MetricGroup } from './resource-type.ts';

/** Every API may have a stage of that name. */
const sharedNames: ReadonlySet<string> = new Set(['Stage']);

type Dimensions = Readonly<Record<string, string>>;

/** A type, and with what dimensions its metrics have the one that names it. */
type Named = ReadonlyMap<string, readonly MetricGroup[]>;

/** Dimension -> the types whose ids, or names beside them (`ApiName`), are its values; `OperationName` and the like name none. */
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
 * The one type that a dimension names. Of several, the one whose metrics have all of the dimensions: a `ServiceName` beside a
 * `ClusterName` is that of ECS, and not of App Runner.
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
 * The value of a target group's dimension keeps the word that its id lacks: `targetgroup/web/73e2d6bc24d8a067`.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html#load-balancer-metric-dimensions-alb
 */
const withoutWord = (value: string) => value.replace(/^targetgroup\//, '');

/** Whether metrics call a resource of this type by a name that its ARN does not tell, as they do a REST API. */
export const isMeasuredByName = (type: string): boolean => typesByName.has(type);

const typesByName: ReadonlySet<string> = new Set(
  resourceTypes
    .filter(({ metrics = [] }) => metrics.some(({ dimensions }) => Object.values(dimensions).includes('{name}')))
    .map(({ type }) => type),
);

/** By what a value of a dimension is found: as it stands, and by the ids inside it, as `StateMachineArn` has them. */
export function spellingsOfValue(value: string): readonly string[] {
  // of most, which stand in hundreds of thousands of datapoints, there is one
  if (!value.includes('/') && !value.startsWith('arn:')) return [value];
  const arn = parseArn(value);
  return [...new Set([value, withoutWord(value), ...(arn ? idsOfArn(arn) : [])])];
}

/** By the form of a value, else by the dimension's name; the type is null where several go by that name. */
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
