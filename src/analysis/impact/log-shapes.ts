/** What the logs report more often than before: counted shapes from files -> the log events of the timeline. */
import type { LogEvent, Match, Origin, Severity } from '../../model/event.ts';
import type { LogShapeEvidence } from '../../model/evidence.ts';
import { numberText } from '../../model/number-text.ts';
import type { AnsweredWindow } from '../../model/question.ts';
import type { LogShape } from '../../model/traffic.ts';

export interface LogShapesInput {
  readonly shapes: readonly LogShapeEvidence[];
  readonly window: AnsweredWindow | undefined;
  /** Why a shape is listed, by its spellings; empty if it is not. */
  readonly matches: (shape: LogShape) => readonly Match[];
}

const mostExamples = 3;
/** An error counts as risen if it is this many times as frequent as before, and more than a few. */
const riseFactor = 3;
const riseCount = 5;

/**
 * One event for each group and pattern with lines in the window. If the group itself is the target, every pattern; otherwise
 * patterns never logged before, and errors that are more frequent than before or without history.
 */
export function logEvents({ shapes, window, matches }: LogShapesInput): readonly LogEvent[] {
  const { sums, linesFrom } = addUp(shapes);
  const used = new Set<string>();
  return [...sums]
    .sort((a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0))
    .flatMap((sum): LogEvent[] => {
      const match = matchOrder.filter((reason) => sum.shapes.some((shape) => matches(shape).includes(reason)));
      if (sum.count === 0 || match.length === 0 || !overlaps(sum, window)) return [];
      const [shape] = sum.shapes as readonly [LogShape];
      const from = linesFrom.get(groupKey(shape)) ?? Infinity;
      const change = changeOf(sum, from, window);
      const isGroupAsked = matches({ ...shape, spellings: [shape.logGroup] }).includes('target');
      // an error at its usual rate is no news; without any history it may be
      const isNews = change === 'new' || (sum.isError && change !== 'known');
      if (!isNews && !isGroupAsked) return [];
      // two accounts may have groups of the same name
      const plain = `log:${shape.logGroup}/${shape.patternId}`;
      const id = used.has(plain) ? `${plain}/${shape.account ?? '-'}` : plain;
      used.add(id);
      return [eventOf(sum, id, match, change)];
    })
    .sort((a, b) => (a.time === b.time ? (a.id < b.id ? -1 : 1) : a.time < b.time ? -1 : 1));
}

const matchOrder: readonly Match[] = ['target', 'principal', 'neighbor', 'chain', 'window'];

interface Sum {
  /** The partial counts; at least one. */
  readonly shapes: readonly LogShape[];
  readonly account: string;
  readonly isError: boolean;
  readonly count: number;
  readonly baselineCount: number;
  /** Epoch milliseconds; of the lines in the window. */
  readonly first: number;
  readonly last: number;
  readonly examples: readonly string[];
  readonly origin: Origin;
}

interface Added {
  readonly sums: readonly Sum[];
  /** Group -> its earliest line. Epoch milliseconds. */
  readonly linesFrom: ReadonlyMap<string, number>;
}

const groupKey = ({ account, logGroup }: LogShape) => JSON.stringify([account, logGroup]);

function addUp(evidence: readonly LogShapeEvidence[]): Added {
  const linesFrom = new Map<string, number>();
  const groups = new Map<string, LogShapeEvidence[]>();
  for (const item of foundOnce(evidence)) {
    const group = groupKey(item.shape);
    linesFrom.set(group, Math.min(linesFrom.get(group) ?? Infinity, item.shape.linesFrom));
    const key = `${group}\n${item.shape.pattern}`;
    const members = groups.get(key) ?? [];
    groups.set(key, members);
    members.push(item);
  }
  return { sums: [...groups.values()].map(sumOf), linesFrom };
}

/** Lines of one file that were found through two spellings of the target are the same lines: the fuller count is used. */
function foundOnce(evidence: readonly LogShapeEvidence[]): readonly LogShapeEvidence[] {
  const found = new Map<string, LogShapeEvidence>();
  for (const item of evidence) {
    const { locator } = item.origin;
    const key = `${locator.slice(0, locator.lastIndexOf('#'))}\n${groupKey(item.shape)}\n${item.shape.pattern}`;
    const known = found.get(key)?.shape;
    const lines = ({ count, baselineCount }: LogShape) => count + baselineCount;
    if (!known || lines(item.shape) > lines(known)) found.set(key, item);
  }
  return [...found.values()];
}

function sumOf(items: readonly LogShapeEvidence[]): Sum {
  const shapes = items.map(({ shape }) => shape);
  const told = items.filter(({ shape }) => shape.count > 0).sort(byFirstLine);
  return {
    shapes,
    account: shapes[0]?.account ?? '',
    isError: shapes.some(({ isError }) => isError),
    count: shapes.reduce((sum, { count }) => sum + count, 0),
    baselineCount: shapes.reduce((sum, { baselineCount }) => sum + baselineCount, 0),
    first: told.reduce((least, { shape }) => Math.min(least, shape.first), Infinity),
    last: told.reduce((most, { shape }) => Math.max(most, shape.last), -Infinity),
    examples: [...new Set(told.flatMap(({ shape }) => shape.examples))].slice(0, mostExamples),
    origin: ((told[0] ?? items[0]) as LogShapeEvidence).origin,
  };
}

const byFirstLine = (a: LogShapeEvidence, b: LogShapeEvidence) =>
  a.shape.first - b.shape.first || (a.origin.locator < b.origin.locator ? -1 : 1);

const overlaps = ({ first, last }: Sum, window: AnsweredWindow | undefined) =>
  !window || (last >= window.since && first < window.until);

/** Compared with the group's lines before the window; undefined if there are none. */
function changeOf(
  { count, baselineCount }: Sum,
  linesFrom: number,
  window: AnsweredWindow | undefined,
): 'new' | 'risen' | 'known' | undefined {
  if (!window || linesFrom >= window.since) return undefined;
  if (baselineCount === 0) return 'new';
  const usual = baselineCount / (window.since - linesFrom);
  const rate = count / Math.max(window.until - window.since, 1);
  return count >= riseCount && rate >= riseFactor * usual ? 'risen' : 'known';
}

function eventOf(sum: Sum, id: string, match: readonly Match[], change: ReturnType<typeof changeOf>): LogEvent {
  const [{ logGroup, pattern, account, region }] = sum.shapes as readonly [LogShape];
  const { count, baselineCount, examples, first, last, origin } = sum;
  const earlier = change === 'new' ? 'none before' : `${numberText(baselineCount)} before`;
  const isWorse = sum.isError && (change === 'new' || change === 'risen');
  const severity: Severity = isWorse ? 'warning' : 'info';
  return {
    id,
    time: iso(first),
    ...(last > first && { endTime: iso(last) }),
    kind: 'log',
    match,
    resources: [
      {
        type: 'AWS::Logs::LogGroup',
        id: logGroup,
        ...(account !== null && { account }),
        ...(region !== null && { region }),
      },
    ],
    summary: `${numberText(count)} × "${pattern}" in ${logGroup}${change === undefined ? '' : ` (${earlier})`}`,
    severity,
    chain: null,
    origin,
    detail: { logGroup, pattern, count, baselineCount, examples },
  };
}

const iso = (time: number) => new Date(time).toISOString();
