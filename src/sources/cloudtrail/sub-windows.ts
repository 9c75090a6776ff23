/**
 * Page tokens make a serial chain, which cannot use two requests a second where an answer takes longer than half a second.
 * So a window is shared out among several chains, each of which reads its part from new to old.
 */

/** A part of a window on its way from its newest second to its oldest. Seconds since 1970, both ends inclusive. */
export interface Part {
  readonly end: number;
  /** As asked: the parameters of a chain may not change. */
  readonly start: number;
  /** What is older is another part's. */
  oldest: number;
  /** How far it was read. */
  at: number;
  events: number;
  /** Events a second, as far as is known. */
  density: number;
  /** The next page is asked for: it will come whatever is decided meanwhile. */
  isAsked: boolean;
}

export const partOf = (start: number, end: number, density = 0): Part => ({
  start,
  end,
  oldest: start,
  at: end,
  events: 0,
  density,
  isAsked: false,
});

/** Takes a page's events into account: how many, and when the oldest of them was. */
export function advance(part: Part, events: number, oldest: number | undefined): void {
  if (oldest !== undefined) part.at = Math.min(part.at, oldest);
  part.events += events;
  if (part.events > 0) part.density = part.events / (part.end - part.at + 1);
}

/** All of it was read: what the next page holds is another part's. */
export const isPassed = ({ at, oldest }: Part): boolean => at < oldest;

const pageSize = 50;

/** How far it will have been read with the page that is asked for. */
const soonAt = ({ at, density, isAsked }: Part): number =>
  isAsked && density > 0 ? Math.floor(at - pageSize / density) : at;

/** Pages that are left of it and not yet asked for, if its events go on as dense. */
export const pagesAhead = (part: Part): number =>
  (part.density * Math.max(soonAt(part) - part.oldest + 1, 0)) / pageSize;

/**
 * Divides the part with the most pages ahead among this many more chains, if it has a page for each; undefined where none
 * is worth it. The newest piece goes on with its token, and ends early; the older ones are new.
 */
export function divide<Holder extends { readonly part: Part }>(
  holders: readonly Holder[],
  idle: number,
): { readonly newest: Holder; readonly older: readonly Part[] } | undefined {
  let densest: Holder | undefined;
  for (const holder of holders) {
    // a part without a page has not shown its own density yet
    if (holder.part.events > 0 && (!densest || pagesAhead(holder.part) > pagesAhead(densest.part))) densest = holder;
  }
  if (!densest) return undefined;
  const { part } = densest;
  const at = soonAt(part);
  const seconds = at - part.oldest + 1;
  const pieces = Math.min(idle + 1, Math.floor(pagesAhead(part)), seconds);
  if (pieces < 2) return undefined;
  const older: Part[] = [];
  let end = at;
  for (let piece = pieces - 1; piece >= 0; piece--) {
    const start = part.oldest + Math.floor((seconds * piece) / pieces);
    if (piece < pieces - 1) older.push(partOf(start, end, part.density));
    end = start - 1;
  }
  part.oldest += Math.floor((seconds * (pieces - 1)) / pieces);
  return { newest: densest, older };
}

/**
 * How many chains it takes to send `ratePerSecond` requests when one is answered in `latencySeconds`. Where one is not
 * enough there is a fifth to spare: chains that are just enough lose what one of them waits for.
 */
export const chainsFor = (latencySeconds: number, ratePerSecond: number): number => {
  const needed = latencySeconds * ratePerSecond;
  return needed <= 1.05 ? 1 : Math.ceil(needed * 1.2);
};
