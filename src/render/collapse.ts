/** Shows repetitions as one row with a count: a poller's thousand reads must not bury the one call that matters. */
import type { TimelineEvent } from '../model/event.ts';
import { withoutSuffix } from '../model/secret-name.ts';
import { chatterOf } from './chatter.ts';
import { dateOf, epochOf } from './clock.ts';
import { type Flapping, foldFlapping } from './flapping.ts';
import { signOf } from './lanes.ts';
import { alikeChains } from './parallel-chains.ts';

/** One event, or a run of similar events. */
export interface Row {
  /** The first of the run, whose time the row has. */
  readonly event: TimelineEvent;
  /** The chain whose rows the row is among; chains that went alike on several resources share one. */
  readonly chain: string | null;
  readonly count: number;
  /** The time of the last one. */
  readonly lastTime: string;
  /** When the longest of the run ended; the last time if none is an interval. */
  readonly endTime: string;
  /** Resources named in later sentences but not in the first, in order. */
  readonly alsoOn: ReadonlySet<string>;
  /** The later sentences differ in more than the resource: only routine calls are merged like this. */
  readonly alike: boolean;
  /** An alarm that kept changing its state. */
  readonly flapping?: Flapping;
  /** The services whose routine calls of a day the row represents, ordered by name. */
  readonly chatter?: readonly string[];
}

interface OpenRow {
  event: TimelineEvent;
  readonly chain: string | null;
  count: number;
  lastTime: string;
  endTime: string;
  alsoOn: Set<string>;
  alike: boolean;
  readonly flapping?: Flapping;
  readonly pattern: string;
  readonly named: ReadonlySet<string>;
}

/** A shorter name occurs by chance in any sentence. */
const shortestName = 3;
/** A record can name thousands of resources; its sentence names a few. */
const mostResources = 32;

/** The sentence without its resources, and their names as spelled in it. */
function patternOf({ summary, resources }: TimelineEvent): { pattern: string; named: Set<string> } {
  const named = new Set<string>();
  const spellings = new Set<string>();
  for (const { type, id, name, arn } of resources.slice(0, mostResources)) {
    const secret = type === 'AWS::SecretsManager::Secret' ? withoutSuffix(id) : undefined;
    const found = [arn, id, name, secret].filter(
      (text): text is string => text !== undefined && text.length >= shortestName && summary.includes(text),
    );
    for (const text of found) spellings.add(text);
    if (found[0] !== undefined) named.add(found[0]);
  }
  let pattern = summary;
  // longest first: an ARN contains the id
  for (const text of [...spellings].sort((a, b) => b.length - a.length)) pattern = pattern.replaceAll(text, '\0');
  return { pattern, named };
}

const isState = ({ kind }: TimelineEvent) => kind === 'config-change' || kind === 'compliance' || kind === 'alarm';

/** The resource that came or went as a whole, if its row names it: no two of them are states of the same one. */
function wholeOf(event: TimelineEvent): string | undefined {
  const [resource] = event.resources;
  if (event.kind !== 'config-change' || event.match.includes('target') || !resource) return undefined;
  const { changes } = event.detail;
  // `/configuration`, `/tags`
  const isWhole = changes.every(({ path, op }) => path.lastIndexOf('/') === 0 && op !== 'replace');
  return isWhole && changes.length > 0 ? (resource.name ?? resource.id) : undefined;
}

/** What must be equal for two events to share a row, other than their chain. */
function keyOf(event: TimelineEvent, pattern: string, whole: string | undefined): string {
  const { kind, severity, origin } = event;
  const common = [kind, severity, signOf(event).text, origin.account, origin.region, dateOf(event.time)];
  // two states of a resource, or two flips of a rule or an alarm, stay separate even if they read the same
  if (event.kind !== 'api-call') {
    const state = whole === undefined ? event.id : event.resources[0]?.type;
    return JSON.stringify([...common, pattern, isState(event) ? state : '']);
  }
  const { eventSource, eventName, outcome, errorCode, principal } = event.detail;
  const { arn, name, session, human, tool, sourceIp } = principal;
  const caller = [arn, name, session, human?.name, human?.certainty, tool.name, tool.disagrees, sourceIp];
  const call = [eventSource, eventName, outcome, errorCode];
  return JSON.stringify([...common, ...caller, ...call, severity === 'info' ? null : pattern]);
}

const startRow = (
  event: TimelineEvent,
  pattern = '',
  named: ReadonlySet<string> = new Set(),
  chain = event.chain,
): OpenRow => ({
  event,
  chain,
  count: 1,
  lastTime: event.time,
  endTime: event.endTime ?? event.time,
  alsoOn: new Set(),
  alike: false,
  pattern,
  named,
});

const hasNamed = ({ named, alsoOn }: OpenRow, name: string) => named.has(name) || alsoOn.has(name);

const lasting = ({ lastTime }: Flapping) => ({ lastTime, endTime: lastTime });

function extend(row: OpenRow, event: TimelineEvent, pattern: string, named: ReadonlySet<string>): void {
  const endTime = event.endTime ?? event.time;
  row.count += 1;
  row.lastTime = event.time;
  if (endTime > row.endTime) row.endTime = endTime;
  if (pattern !== row.pattern) row.alike = true;
  for (const name of named) if (!row.named.has(name)) row.alsoOn.add(name);
}

/** A silence counts from five minutes on; in a long timeline, from a twentieth of it on. */
const leastSilenceMs = 5 * 60_000;
const silenceShare = 1 / 20;

/** How long nothing must happen for it to count as silence. Milliseconds. */
export function silenceOf(timeline: readonly TimelineEvent[]): number {
  const lengthMs = epochOf(timeline.at(-1)?.time ?? '') - epochOf(timeline[0]?.time ?? '');
  return Math.max(leastSilenceMs, Number.isNaN(lengthMs) ? 0 : lengthMs * silenceShare);
}

/**
 * What services do by themselves is one row a day, even if something of weight happens in between. A single call stays as it
 * is.
 */
function chatterByDay(timeline: readonly TimelineEvent[]): ReadonlyMap<TimelineEvent, OpenRow & Pick<Row, 'chatter'>> {
  const days = new Map<string | undefined, { readonly events: TimelineEvent[]; readonly services: Set<string> }>();
  for (const event of timeline) {
    const service = chatterOf(event);
    if (service === undefined) continue;
    const day = days.get(dateOf(event.time)) ?? { events: [], services: new Set() };
    days.set(dateOf(event.time), day);
    day.events.push(event);
    day.services.add(service);
  }
  const folds = new Map<TimelineEvent, OpenRow & Pick<Row, 'chatter'>>();
  for (const { events, services } of days.values()) {
    const [first, last] = [events[0], events.at(-1)];
    if (!first || !last || events.length === 1) continue;
    const row = {
      ...startRow(first),
      count: events.length,
      lastTime: last.time,
      endTime: last.endTime ?? last.time,
      chatter: [...services].sort(),
    };
    for (const event of events) folds.set(event, row);
  }
  return folds;
}

interface Look {
  readonly pattern: string;
  readonly named: ReadonlySet<string>;
  readonly key: string;
  readonly whole: string | undefined;
}

function lookOf(event: TimelineEvent, diff: boolean): Look {
  const { pattern, named } = patternOf(event);
  const whole = diff ? undefined : wholeOf(event);
  return { pattern, named: whole === undefined ? named : new Set([whole]), key: keyOf(event, pattern, whole), whole };
}

/**
 * Rows in the order of their first events. A run may be interleaved with other routine events, but ends at anything of weight
 * (a severity above info) and at a silence: what came before and after stays separate. `diff`: below each state's row its
 * changes are drawn.
 */
export function collapse(timeline: readonly TimelineEvent[], expand: boolean, diff = false): readonly Row[] {
  if (expand) return timeline.map((event) => startRow(event));
  const silence = silenceOf(timeline);
  const { timeline: shown, runs } = foldFlapping(timeline);
  const rows: (OpenRow & Pick<Row, 'chatter'>)[] = [];
  const folds = chatterByDay(shown);
  const looks = new Map(shown.map((event) => [event, lookOf(event, diff)]));
  const chainOf = alikeChains(shown, (event) => looks.get(event)?.key ?? '');
  const open = new Map<string, OpenRow>();
  let before = '';
  for (const event of shown) {
    const fold = folds.get(event);
    if (fold) {
      if (fold.event === event) rows.push(fold);
      continue;
    }
    const routine = event.severity === 'info';
    const { pattern, named, whole, ...look } = looks.get(event) ?? lookOf(event, diff);
    const chain = chainOf(event);
    const key = `${chain} ${look.key}`;
    if (epochOf(event.time) - epochOf(before) >= silence) open.clear();
    let row = open.get(key);
    // routine calls may go on in the background for hours; for all others, the time of each matters
    if (row !== undefined && !routine && epochOf(event.time) - epochOf(row.lastTime) >= silence) row = undefined;
    if (row !== undefined && whole !== undefined && hasNamed(row, whole)) row = undefined;
    if (!routine) open.clear();
    if (row === undefined) {
      const flapping = runs.get(event);
      row = { ...startRow(event, pattern, named, chain), ...(flapping && { ...lasting(flapping), flapping }) };
      rows.push(row);
    } else {
      extend(row, event, pattern, named);
    }
    open.set(key, row);
    before = event.time;
  }
  return rows;
}
