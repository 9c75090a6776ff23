/** Derives from what was typed what Config's history is asked for: a type, and Config's own id or at least a name. */
import type { Target } from '../../model/question.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { parseArn } from '../../resources/arn.ts';
import { configIdOf } from '../../resources/config-id.ts';
import { refOfSpelling } from '../../resources/identify.ts';
import { resourceType } from '../../resources/index.ts';

export interface Identifier {
  readonly resourceType: string;
  /** Config's id of the resource. */
  readonly resourceId: string;
}

/** How one target is asked for in one place. */
export interface Wanted {
  readonly type: string;
  /** Config's id of it, if that follows from what was typed. */
  readonly resourceId: string | undefined;
  /** The names to list it by if the id is not known, or was a wrong guess; empty if the id is certain. */
  readonly resourceNames: readonly string[];
  /** Config records no resource of this type, whatever the recorder's settings. */
  readonly isUnsupported: boolean;
}

interface Place {
  readonly account: string;
  readonly region: string;
}

/** The types that a target may have, likeliest first; empty if only a query over all types can decide. */
export const typesOf = ({ readings }: Target): readonly string[] => [
  ...new Set(readings.flatMap(({ type }) => type ?? [])),
];

/** Whether its type was given, or follows from its form. */
export const isTyped = (target: Target): boolean => target.readings.length === 1 && typesOf(target).length === 1;

/** Config records no address, account, access key or session. */
export const isResource = ({ readings }: Target): boolean =>
  readings.some(({ kind, type }) => type !== undefined || kind === 'resource');

/** Whether no other region can have a second one of this name. */
export const isUnique = (target: Target): boolean => {
  if (parseArn(target.text)) return true;
  const type = isTyped(target) ? resourceType(typesOf(target)[0] ?? '') : undefined;
  return type?.idPrefix !== undefined || type?.isGlobal === true;
};

/** Whether it is a resource without a region, which Config records in one region for all. */
export const isGlobal = (target: Target): boolean =>
  isTyped(target) && resourceType(typesOf(target)[0] ?? '')?.isGlobal === true;

/** Whether a target can be in a place: an ARN names its own. */
export function mayBeIn({ text }: Target, { account, region }: Place): boolean {
  const arn = parseArn(text);
  return !arn || ((!arn.account || arn.account === account) && (!arn.region || arn.region === region));
}

export function wantedIn({ text, aliases }: Target, type: string, { account, region }: Place): Wanted {
  const known = resourceType(type);
  const spelled = refOfSpelling(text);
  const own: ResourceRef = spelled?.type === type ? spelled : { type, id: text };
  const names = [...new Set([own.name ?? [], own.id, ...aliases].flat())].filter(isName).slice(0, mostNames);
  if (!known) return { type, resourceId: text, resourceNames: names, isUnsupported: false };
  if (known.configId === undefined) return { type, resourceId: undefined, resourceNames: [], isUnsupported: true };
  const resourceId = configIdOf(known, { account, region, ...own });
  const isCertain =
    resourceId !== undefined &&
    (known.idPrefix !== undefined || (known.uniqueIdPrefix !== undefined && resourceId === text));
  return { type, resourceId, resourceNames: isCertain ? [] : names, isUnsupported: false };
}

/** Each takes a call. */
const mostNames = 4;
const isName = (text: string) => text !== '' && !text.startsWith('arn:') && !text.includes('://');

/**
 * Where Config first of all records what has no region:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html
 */
export const homeRegionOf = (partition: string): string | undefined => homes.get(partition);

const homes = new Map([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
]);
