/** Counts the log lines of one file by group and shape. */
import { createHash } from 'node:crypto';
import type { LogShapeEvidence } from '../../model/evidence.ts';
import type { Window } from '../../model/question.ts';
import type { LogShape } from '../../model/traffic.ts';
import { anything, shapeOf } from './line-shape.ts';
import type { LogEvent } from './log-event.ts';

/** The most shapes kept of one group in one file; lines of other shapes are counted together. */
const mostShapes = 1000;
const mostExamples = 3;
const longestExample = 500;

interface Shape {
  readonly locator: string;
  readonly isError: boolean;
  count: number;
  baselineCount: number;
  first: number;
  last: number;
  readonly examples: string[];
}

interface Group {
  readonly event: LogEvent;
  readonly locator: string;
  readonly spellings: Set<string>;
  readonly shapes: Map<string, Shape>;
  linesFrom: number;
}

export class LineTally {
  private readonly groups = new Map<string, Group>();
  private readonly since: number;
  private readonly until: number;
  private readonly errorsOnly: boolean;

  constructor({ since = -Infinity, until = Infinity }: Window, options: { readonly errorsOnly: boolean }) {
    this.since = since;
    this.until = until;
    this.errorsOnly = options.errorsOnly;
  }

  add(event: LogEvent, spellings: readonly string[], locator: string): void {
    if (event.time >= this.until) return;
    const group = this.groupOf(event, locator);
    group.linesFrom = Math.min(group.linesFrom, event.time);
    for (const spelling of spellings) group.spellings.add(spelling);
    const { pattern, isError } = shapeOf(event.message);
    if (this.errorsOnly && !isError) return;
    const shape = shapeIn(group.shapes, pattern, isError, locator);
    if (event.time < this.since) {
      shape.baselineCount++;
      return;
    }
    shape.count++;
    shape.first = Math.min(shape.first, event.time);
    shape.last = Math.max(shape.last, event.time);
    if (shape.examples.length < mostExamples) shape.examples.push(cut(event.message));
  }

  /** What was counted since the last call. */
  evidence(): readonly LogShapeEvidence[] {
    const found = [...this.groups.values()].flatMap((group) => {
      const shapes = [...group.shapes].map(([pattern, shape]) => evidenceOf(group, pattern, shape));
      // no line of interest: the group's lines still show how far back that is known
      return shapes.length === 0 && group.linesFrom < this.since ? [evidenceOf(group, '', noLines(group))] : shapes;
    });
    this.groups.clear();
    return found;
  }

  private groupOf(event: LogEvent, locator: string): Group {
    const key = JSON.stringify([event.account, event.logGroup]);
    let group = this.groups.get(key);
    if (!group) {
      group = { event, locator, spellings: new Set(), shapes: new Map(), linesFrom: event.time };
      this.groups.set(key, group);
    }
    return group;
  }
}

function shapeIn(shapes: Map<string, Shape>, pattern: string, isError: boolean, locator: string): Shape {
  const key = shapes.has(pattern) || shapes.size < mostShapes ? pattern : anything;
  let shape = shapes.get(key);
  if (!shape) {
    shape = { locator, isError, count: 0, baselineCount: 0, first: Infinity, last: -Infinity, examples: [] };
    shapes.set(key, shape);
  }
  return shape;
}

const noLines = ({ locator }: Group): Shape => ({
  locator,
  isError: false,
  count: 0,
  baselineCount: 0,
  first: 0,
  last: 0,
  examples: [],
});

function evidenceOf({ event, spellings, linesFrom }: Group, pattern: string, shape: Shape): LogShapeEvidence {
  const { account, logGroup } = event;
  const { isError, count, baselineCount, examples, locator } = shape;
  const logShape: LogShape = {
    logGroup,
    account,
    region: null,
    spellings: [...spellings],
    pattern,
    patternId: createHash('sha256').update(pattern).digest('hex').slice(0, 8),
    isError,
    count,
    baselineCount,
    first: count > 0 ? shape.first : 0,
    last: count > 0 ? shape.last : 0,
    examples,
    linesFrom,
  };
  const origin = { source: 'logs', backend: 'archive', account, region: null, ref: logGroup, locator };
  return { type: 'log-shape', shape: logShape, origin };
}

const cut = (message: string) => {
  const text = message.trimEnd();
  return text.length > longestExample ? `${text.slice(0, longestExample - 1)}…` : text;
};
