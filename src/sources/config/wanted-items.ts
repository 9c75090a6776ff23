/**
 * Which items may matter to a request, judged by their heads: a snapshot holds the latest state of every resource, most of them
 * captured long before any window, and few of them have to do with what happened in it.
 */
import { idsOfArn, parseArn } from '../../resources/arn.ts';
import type { SourceRequest } from '../source.ts';
import { complianceType } from './evaluation.ts';
import type { ItemHead } from './item.ts';
import type { Named } from './match.ts';

type Asked = Exclude<SourceRequest, { kind: 'credentials' }>;

/**
 * Whether evidence about a resource is kept, judged by the item's head. Its place and the window's end are checked elsewhere.
 */
export function wantedItems(request: Asked): (head: ItemHead) => boolean {
  if (request.kind === 'follow') {
    const { heldBack } = request;
    if (!heldBack) return () => true;
    const isNamed = namedIn(heldBack.spellings);
    const mayBeNamed = heldBack.related ? () => true : isNamed;
    return (head) => head.resourceType !== complianceType && (head.time ?? 0) < heldBack.until && mayBeNamed(head);
  }
  const { held } = request;
  if (!held) return () => true;
  const judged = new Set(held.judged);
  return (head) => !isHeldBack(held.until, head) || judged.has(head.resourceType) || isDeleted(head);
}

/** Whether an item waits until it is known for which resources earlier states matter. */
export const isHeldBack = (until: number, { resourceType, time }: ItemHead): boolean =>
  resourceType !== complianceType && time !== undefined && time < until;

const isDeleted = ({ status }: ItemHead): boolean => status.startsWith('ResourceDeleted');

/** By any spelling, including a name: calls and metrics use names even if Config has ids of its own. */
export function namedIn(spellings: readonly string[]): (resource: Named) => boolean {
  const asked = new Set(spellings);
  const isAsked = (text: string | null): boolean => {
    if (text === null) return false;
    if (asked.has(text)) return true;
    const arn = text.startsWith('arn:') ? parseArn(text) : undefined;
    return arn !== undefined && idsOfArn(arn).some((id) => asked.has(id));
  };
  return ({ resourceId, resourceName, arn }) => isAsked(resourceId) || isAsked(resourceName) || isAsked(arn);
}
