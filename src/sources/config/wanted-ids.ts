/** From what was typed to what Config's history is asked for: a type, and Config's own id or at least a name. */
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
  /** Config's id of it, where that follows from what was typed. */
  readonly resourceId: string | undefined;
  /** The names to list it by where the id is not known, or was a wrong guess; empty where the id is certain. */
  readonly resourceNames: readonly string[];
  /** Config records no resource of this type, whatever the recorder. */
  readonly isUnsupported: boolean;
}

interface Place {
  readonly account: string;
  readonly region: string;
}

/** The types that a target may be of, likeliest first; empty where only a query over all types can tell. */
export const typesOf = ({ readings }: Target): readonly string[] => [
  ...new Set(readings.flatMap(({ type }) => type ?? [])),
];

/** Its type is given, or told by its looks. */
export const isTyped = (target: Target): boolean => target.readings.length === 1 && typesOf(target).length === 1;

/** An address, an account, an access key or a session is no resource that Config records. */
export const isResource = ({ readings }: Target): boolean =>
  readings.some(({ kind, type }) => type !== undefined || kind === 'resource');

/** There is no second one of this name in another region. */
export const isUnique = (target: Target): boolean => {
  if (parseArn(target.text)) return true;
  const type = isTyped(target) ? resourceType(typesOf(target)[0] ?? '') : undefined;
  return type?.idPrefix !== undefined || type?.isGlobal === true;
};

/** Whether it is a resource without a region, which Config records in one region for all. */
export const isGlobal = (target: Target): boolean =>
  isTyped(target) && resourceType(typesOf(target)[0] ?? '')?.isGlobal === true;

/** Whether a target can be in a place: an ARN tells its own. */
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

/** A call for each. */
const mostNames = 4;
const isName = (text: string) => text !== '' && !text.startsWith('arn:') && !text.includes('://');

/** Where Config records what has no region, first of all: https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
export const homeRegionOf = (partition: string): string | undefined => homes.get(partition);

const homes = new Map([
  ['aws', 'us-east-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
]);
