/** How long something was wrong: according to the changes, and according to the rules. */
import type { Exposure, TimelineEvent } from '../../model/event.ts';
import type { Candidate } from './candidate.ts';
import type { NextFlip } from './flipped.ts';
import type { Origins } from './origins.ts';
import { type Flip, isChange, type ResourceIndex } from './resource-index.ts';

export interface ExposureInput {
  readonly index: ResourceIndex;
  readonly nextFlip: NextFlip;
  readonly events: readonly TimelineEvent[];
  readonly links: readonly Candidate[];
  readonly root: TimelineEvent;
  readonly origins: Origins;
  /** The end of what is still open. Epoch milliseconds. */
  readonly asOf: number;
}

/**
 * null if no rule found anything. Open as long as any of the rules has not flipped back. The account's own rules take
 * precedence: what AWS's rules would have said counts only if none was evaluated.
 */
export function exposureOf({ index, nextFlip, events, links, root, origins, asOf }: ExposureInput): Exposure | null {
  const all = events.flatMap((event): readonly Flip[] =>
    event.kind === 'compliance' && event.detail.to === 'NON_COMPLIANT' ? [{ event, time: Date.parse(event.time) }] : [],
  );
  const recorded = all.filter(({ event }) => !event.detail.derived);
  const found = recorded.length > 0 ? recorded : all;
  const [first] = found;
  if (!first) return null;
  const ends = found.map((flip) => endOf(flip, nextFlip));
  const open = ends.some((end) => end === undefined);
  const cleared = open ? undefined : latest(ends.flatMap((end) => end ?? []));
  const cause = origins.callOf(first.event.id);
  const started = (cause === undefined ? undefined : index.byId.get(cause)) ?? index.byId.get(root.id);
  const startedIds = new Set([started?.event.id, cause, root.id]);
  const remedies = links.flatMap(({ relation, from, to }) => {
    if (relation === 'remediated') return index.byId.get(to) ?? [];
    return relation === 'reverted' && startedIds.has(to) ? (index.byId.get(from) ?? []) : [];
  });
  const fixed = latest(remedies.filter(({ event }) => event.kind === 'api-call' && isChange({ event, time: 0 })));
  const end = cleared?.time ?? asOf;
  return {
    startedTime: started?.event.time ?? null,
    detectedTime: first.event.time,
    fixedTime: fixed?.event.time ?? null,
    clearedTime: cleared?.event.time ?? null,
    startedBy: started?.event.id ?? null,
    fixedBy: fixed?.event.id ?? null,
    open,
    seconds: Number.isFinite(end) ? secondsBetween(first.time, end) : null,
    secondsByChange: fixed && started ? secondsBetween(started.time, fixed.time) : null,
    rules: [...new Set(found.map(({ event }) => event.detail.rule))].sort(),
  };
}

const secondsBetween = (from: number, to: number) => Math.max(0, Math.round((to - from) / 1000));

const latest = <One extends { readonly time: number }>(list: readonly One[]): One | undefined =>
  list.reduce<One | undefined>((last, one) => (last && last.time >= one.time ? last : one), undefined);

/** The next compliant verdict of the same rule on the same resource. */
function endOf(flip: Flip, nextFlip: NextFlip): Flip | undefined {
  const seen = new Set<string>();
  let next = nextFlip.get(flip.event.id);
  while (next && next.event.detail.to === 'NON_COMPLIANT' && !seen.has(next.event.id)) {
    seen.add(next.event.id);
    next = nextFlip.get(next.event.id);
  }
  return next;
}
