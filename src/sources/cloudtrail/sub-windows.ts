/**
 * Page tokens make a serial chain, which cannot use two requests a second if an answer takes longer than half a second. So a
 * window is divided among several chains, each of which reads its part from new to old.
 */

/** A part of a window, read from its newest second to its oldest. Seconds since 1970, both ends inclusive. */
export interface Part {
  readonly end: number;
  /** As asked: the parameters of a chain must not change. */
  readonly start: number;
  /** Anything older belongs to a different part. */
  oldest: number;
  /** How far it was read. */
  at: number;
  /** Its newest event's second, once one was read. */
  newest: number | undefined;
  events: number;
  /** Events per second, as far as is known. */
  density: number;
  /** The next page has been asked for: it will come whatever is decided meanwhile. */
  isAsked: boolean;
}

export const partOf = (start: number, end: number, density = 0): Part => ({
  start,
  end,
  oldest: start,
  at: end,
  newest: undefined,
  events: 0,
  density,
  isAsked: false,
});

/** Takes a page's events into account: how many, and when the oldest and the newest of them were. */
export function advance(part: Part, events: number, oldest: number | undefined, newest = part.at): void {
  if (oldest === undefined) return;
  const page = densityOf(events, Math.min(newest, part.at) - oldest);
  // the time before its first event says nothing about how many are to come
  part.newest ??= newest;
  part.at = Math.min(part.at, oldest);
  part.events += events;
  // what comes next is estimated from the whole part and from its latest page
  part.density = (densityOf(part.events, part.newest - part.at) + page) / 2;
}

/** Between events there is one interval less than there are events. */
const densityOf = (events: number, seconds: number): number =>
  seconds > 0 ? Math.max(events - 1, 1) / seconds : events;

/** All of it was read: the next page would belong to a different part. */
export const isPassed = ({ at, oldest }: Part): boolean => at < oldest;

/** Halves a part about which nothing is known yet: returns the older half as a new part. */
export function halve(part: Part): Part {
  const { oldest } = part;
  part.oldest += Math.floor((part.at - oldest + 1) / 2);
  return partOf(oldest, part.oldest - 1);
}

const pageSize = 50;

/** How far it will have been read after the page that was asked for. */
const soonAt = ({ at, density, isAsked }: Part): number => (isAsked && density > 0 ? at - pageSize / density : at);

/** Its remaining pages that were not asked for yet, if the density of events stays the same. */
export const pagesAhead = (part: Part): number =>
  (part.density * Math.max(soonAt(part) - part.oldest + 1, 0)) / pageSize;

interface Pace {
  /** Seconds that an answer takes. */
  readonly latency: number;
  readonly ratePerSecond: number;
}

/** What each chain costs in addition to the pages that its events fill: its last page is seldom full. */
const partialPage = 0.5;

/** How long chains of this many pages take: each one page after another, and all together at the rate limit's pace. */
function secondsFor(chains: readonly number[], { latency, ratePerSecond }: Pace): number {
  const longest = Math.max(...chains.map(Math.ceil)) * latency;
  return Math.max(longest, sum(chains.map((pages) => pages + partialPage)) / ratePerSecond);
}

/**
 * Divides the part with the most pages ahead among as many of the idle chains as is its share, if that saves time; otherwise
 * undefined. The newest piece continues with its token, and ends early; the older ones are new. As far as can be estimated, all
 * pieces but the oldest are whole pages.
 */
export function divide<Holder extends { readonly part: Part }>(
  holders: readonly Holder[],
  idle: number,
  pace: Pace,
): { readonly newest: Holder; readonly older: readonly Part[] } | undefined {
  let densest: Holder | undefined;
  for (const holder of holders) {
    // a part without a page has not shown its own density yet
    if (holder.part.events > 0 && (!densest || pagesAhead(holder.part) > pagesAhead(densest.part))) densest = holder;
  }
  if (!densest) return undefined;
  const { part } = densest;
  const pages = pagesAhead(part);
  const others = holders.filter((holder) => holder !== densest).map((holder) => pagesAhead(holder.part));
  const share = sum([pages, ...others]) / (holders.length + idle);
  const most = Math.min(idle + 1, Math.floor(pages), Math.floor(soonAt(part)) - part.oldest + 1);
  if (most < 2) return undefined;
  const pieces = Math.min(most, Math.max(2, Math.round(pages / share)));
  // if requests go unused every second, further chains of the same length will be added
  const isTooFew = holders.length < 0.95 * pace.latency * pace.ratePerSecond;
  const divided = isTooFew
    ? Array.from({ length: holders.length + idle }, () => share)
    : [...Array.from({ length: pieces }, () => pages / pieces), ...others];
  if (secondsFor(divided, pace) >= secondsFor([pages, ...others], pace)) return undefined;
  return { newest: densest, older: cut(part, pieces) };
}

/** Shortens the part to the newest of this many pieces; returns the older ones. */
function cut(part: Part, pieces: number): readonly Part[] {
  const at = soonAt(part);
  const pages = pagesAhead(part);
  // the oldest second of each piece but the oldest. The chain that continues knows that it is done when it meets an event
  // beyond it
  const seconds = Array.from({ length: pieces - 1 }, (_, index) => {
    const wholePages = Math.max(Math.round((pages * (index + 1)) / pieces), index + 1);
    return Math.ceil(at - (wholePages * pageSize - 0.5) / part.density);
  });
  const older: Part[] = [];
  let newer = Math.floor(at) + 1;
  for (const [index, second] of [...seconds, part.oldest].entries()) {
    // at least a second for this piece and for each older one
    const from = Math.max(Math.min(second, newer - 1), part.oldest + pieces - 1 - index);
    if (index > 0) older.push(partOf(from, newer - 1, part.density));
    newer = from;
  }
  part.oldest = older[0] ? older[0].end + 1 : part.oldest;
  return older;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/**
 * How many chains it takes to send `ratePerSecond` requests when one is answered in `latencySeconds`. If it takes more than
 * one, a fifth is added: with chains that are just enough, the waits of one are lost.
 */
export const chainsFor = (latencySeconds: number, ratePerSecond: number): number => {
  const needed = latencySeconds * ratePerSecond;
  return needed <= 1.05 ? 1 : Math.ceil(needed * 1.2);
};
