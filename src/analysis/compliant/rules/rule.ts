/** What a rule is that can be decided from one configuration item alone, and how such rules read items. */
import type { ConfigurationItem } from '../../../model/configuration-item.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../model/json.ts';
import { document, flag, objects, text, valueAt } from '../../../resources/read.ts';

export type DerivedStatus = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';

export interface Judgment {
  readonly status: DerivedStatus;
  /** Why it does not comply, in words. */
  readonly annotation?: string;
}

/** Total. undefined: the item does not tell. */
export type Judge = (item: ConfigurationItem) => Judgment | undefined;

export interface DerivedRule {
  /** The name that AWS gives to the managed rule. */
  readonly name: string;
  /** Its `SourceIdentifier`, which does not always follow from the name. */
  readonly identifier: string;
  readonly types: readonly string[];
  /** AWS's page of the rule. */
  readonly source: string;
  readonly judge: Judge;
  /** Rules that look at a part of the same: what they tell of needs not be told twice. */
  readonly narrower?: readonly string[];
}

/** https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html */
export const pageOf = (name: string): string => `https://docs.aws.amazon.com/config/latest/developerguide/${name}.html`;

export const complies: Judgment = { status: 'COMPLIANT' };
export const doesNotApply: Judgment = { status: 'NOT_APPLICABLE' };
export const violates = (annotation: string): Judgment => ({ status: 'NON_COMPLIANT', annotation });

/** A rule that holds where the item says so; where it says neither, nothing is known. */
export const where =
  (holds: (item: ConfigurationItem) => boolean | undefined, annotation: string): Judge =>
  (item) => {
    const found = holds(item);
    if (found === undefined) return undefined;
    return found ? complies : violates(annotation);
  };

/** The same of a flag that is as wanted. */
export const whereFlag = (path: string, wanted: boolean, annotation: string): Judge =>
  where((item) => {
    const found = flag(configurationOf(item), path);
    return found === undefined ? undefined : found === wanted;
  }, annotation);

export const configurationOf = ({ configuration }: ConfigurationItem): JsonObject =>
  isJsonObject(configuration) ? configuration : {};

/** A part of the supplementary configuration, opened where it was delivered as text. */
export function supplementOf({ supplementaryConfiguration }: ConfigurationItem, key: string): JsonObject | undefined {
  const value = supplementaryConfiguration[key];
  return document(value ?? undefined);
}

/** Whether the item was delivered with its supplementary configuration: without it an absent part means nothing. */
export const hasSupplement = ({ supplementaryConfiguration }: ConfigurationItem): boolean =>
  Object.keys(supplementaryConfiguration).length > 0;

/** A policy as an object, opened from text, also where it is wrapped as `{"policyText": "…"}`. */
export function policyIn(value: JsonValue | undefined): JsonObject | undefined {
  const opened = document(value);
  if (opened === undefined) return undefined;
  return valueAt(opened, 'policyText') === undefined ? opened : document(valueAt(opened, 'policyText'));
}

/** `[{"key": "deletion_protection.enabled", "value": "true"}]` -> the value under a key. */
export const attributeOf = (from: JsonObject, path: string, key: string): string | undefined => {
  const found = objects(from, path).find((attribute) => text(attribute, 'key') === key);
  return found === undefined ? undefined : text(found, 'value');
};
