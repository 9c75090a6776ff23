/** What a rule is that can be decided from a single configuration item, and how such rules read items. */
import type { ConfigurationItem } from '../../../model/configuration-item.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../model/json.ts';
import { document, flag, objects, text, valueAt } from '../../../resources/read.ts';

export type DerivedStatus = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';

export interface Judgment {
  readonly status: DerivedStatus;
  /** Why it does not comply, in words. */
  readonly annotation?: string;
}

/** Total. undefined: the item does not say. */
export type Judge = (item: ConfigurationItem) => Judgment | undefined;

export interface DerivedRule {
  /** The name that AWS gives to the managed rule. */
  readonly name: string;
  /** Its `SourceIdentifier`, which cannot always be derived from the name. */
  readonly identifier: string;
  readonly types: readonly string[];
  /** AWS's page about the rule. */
  readonly source: string;
  readonly judge: Judge;
  /** Rules that look at part of the same: their findings need not be repeated by this one. */
  readonly narrower?: readonly string[];
}

/** https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html */
export const pageOf = (name: string): string => `https://docs.aws.amazon.com/config/latest/developerguide/${name}.html`;

export const complies: Judgment = { status: 'COMPLIANT' };
export const doesNotApply: Judgment = { status: 'NOT_APPLICABLE' };
export const violates = (annotation: string): Judgment => ({ status: 'NON_COMPLIANT', annotation });

/** A compliant verdict if the item says so; if the item says neither, nothing is known. */
export const where =
  (holds: (item: ConfigurationItem) => boolean | undefined, annotation: string): Judge =>
  (item) => {
    const found = holds(item);
    if (found === undefined) return undefined;
    return found ? complies : violates(annotation);
  };

/** The same for a flag with a required value. */
export const whereFlag = (path: string, wanted: boolean, annotation: string): Judge =>
  where((item) => {
    const found = flag(configurationOf(item), path);
    return found === undefined ? undefined : found === wanted;
  }, annotation);

export const configurationOf = ({ configuration }: ConfigurationItem): JsonObject =>
  isJsonObject(configuration) ? configuration : {};

/** A part of the supplementary configuration, parsed if it was delivered as text. */
export function supplementOf({ supplementaryConfiguration }: ConfigurationItem, key: string): JsonObject | undefined {
  const value = supplementaryConfiguration[key];
  return document(value ?? undefined);
}

/** Whether the item was delivered with its supplementary configuration: otherwise a missing part means nothing. */
export const hasSupplement = ({ supplementaryConfiguration }: ConfigurationItem): boolean =>
  Object.keys(supplementaryConfiguration).length > 0;

/** A policy as an object, parsed from text, even if it is wrapped as `{"policyText": "…"}`. */
export function policyIn(value: JsonValue | undefined): JsonObject | undefined {
  const opened = document(value);
  if (opened === undefined) return undefined;
  return valueAt(opened, 'policyText') === undefined ? opened : document(valueAt(opened, 'policyText'));
}

/** `[{"key": "deletion_protection.enabled", "value": "true"}]` -> the value of a key. */
export const attributeOf = (from: JsonObject, path: string, key: string): string | undefined => {
  const found = objects(from, path).find((attribute) => text(attribute, 'key') === key);
  return found === undefined ? undefined : text(found, 'value');
};
