/** What calls in the window opened to others, such as a bucket that became public: reads of it are then looked for. */
import type { ApiCallEvent } from '../model/event.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Target } from '../model/question.ts';
import { isReadFromOutside, opensToOthers } from '../resources/opened.ts';
import { planTarget } from './target.ts';

export interface Opened {
  readonly target: Target;
  /** As people call it. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Where it was opened. */
  readonly account: string | null;
  readonly region: string | null;
}

export const hasOpened = (evidence: readonly Evidence[]): boolean => evidence.some((found) => openingIn(found));

/** Each once, earliest first. */
export function openedIn(evidence: readonly Evidence[]): readonly Opened[] {
  const opened = new Map<string, Opened>();
  for (const found of evidence) {
    const call = openingIn(found);
    if (!call) continue;
    const { account, region } = call.origin;
    const time = Date.parse(call.time);
    for (const { type, id, arn } of call.resources) {
      const key = `${type} ${id}`;
      if (type === null || !isReadFromOutside(type) || (opened.get(key)?.time ?? Infinity) <= time) continue;
      opened.set(key, { target: planTarget(arn ?? id, type), id, time, account, region });
    }
  }
  return [...opened].sort(([a, one], [b, other]) => one.time - other.time || (a < b ? -1 : 1)).map(([, each]) => each);
}

const openingIn = (found: Evidence): ApiCallEvent | undefined =>
  found.type === 'event' && found.event.kind === 'api-call' && opensToOthers(found.event) ? found.event : undefined;
