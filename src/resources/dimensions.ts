/** The resources that a metric's dimensions name: an alarm tells what it is about by them alone. */
import type { ResourceRef } from '../model/resource.ts';
import { idsOfArn, parseArn } from './arn.ts';
import { refOfSpelling, typeOfId } from './identify.ts';
import { resourceTypes } from './index.ts';

/** Every API may have a stage of that name. */
const sharedNames: ReadonlySet<string> = new Set(['Stage']);

/** Dimension -> the types whose ids, or names beside them (`ApiName`), are its values; `OperationName` and the like name none. */
const typesByDimension: ReadonlyMap<string, ReadonlySet<string>> = (() => {
  const found = new Map<string, Set<string>>();
  for (const { type, metrics = [] } of resourceTypes) {
    for (const { dimensions } of metrics) {
      for (const [name, template] of Object.entries(dimensions)) {
        if (!(template.endsWith('{id}') || template === '{name}') || sharedNames.has(name)) continue;
        const types = found.get(name) ?? new Set();
        found.set(name, types.add(type));
      }
    }
  }
  return found;
})();

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
export function resourcesOfDimensions(dimensions: Readonly<Record<string, string>>): readonly ResourceRef[] {
  return Object.entries(dimensions).flatMap(([name, value]): readonly ResourceRef[] => {
    const id = withoutWord(value);
    const spelled = refOfSpelling(id);
    if (spelled) return [spelled];
    const types = typesByDimension.get(name);
    const [only, ...others] = types ?? [];
    const type = typeOfId(id) ?? (others.length === 0 ? only : undefined);
    if (type === undefined && types === undefined) return [];
    return [{ type: type ?? null, id }];
  });
}
