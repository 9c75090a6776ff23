/** What every renderer guarantees, whatever the report holds. */
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../src/model/event.ts';
import { loadRenderer, rendererNames } from '../../src/render/index.ts';
import { safeJson } from '../../src/render/json-text.ts';
import type { Renderer } from '../../src/render/renderer.ts';
import { emptyReport, everyKind } from '../fixtures/report.ts';
import { contexts, fullReport, reports } from './hostile-reports.ts';

/** What a list of findings must include: broken rules, and alarms that went off. */
const isFinding = ({ kind }: TimelineEvent) => kind === 'compliance' || kind === 'alarm';

describe.each(rendererNames)('renderer %s', (name) => {
  let renderer: Renderer;
  const isDocument = name === 'json' || name === 'sarif';
  beforeAll(async () => {
    renderer = await loadRenderer(name);
  });

  test.each(reports)('%s: lines, the same each time, and none holds a line end that is not its own', (_, report) => {
    for (const context of contexts.filter(({ width, color }) => width === 80 && color)) {
      const lines = [...renderer.render(report, context)];
      expect(lines.length).toBeGreaterThan(0);
      // a JSON document may come as several lines at a time: no text in it contains an unescaped line end
      const lineEnd = isDocument ? /\r|^\n|\n$/ : /[\n\r]/;
      expect(lines.filter((line) => lineEnd.test(line))).toEqual([]);
      expect([...renderer.render(report, context)]).toEqual(lines);
    }
  });

  test('does not change the report', () => {
    const report = fullReport();
    const before = JSON.stringify(report);
    for (const context of contexts) for (const _ of renderer.render(report, context));
    expect(JSON.stringify(report)).toBe(before);
  });

  test('tells of every kind of event, on the page of the job where its own format has no room for them', () => {
    const timeline = everyKind().map((event) => ({ ...event, summary: `told-${event.kind}` }));
    const context = { width: 80, color: false, expand: false };
    const report = emptyReport({ timeline });
    const text = [...renderer.render(report, context), ...(renderer.summary?.(report, context) ?? [])].join('\n');
    const told = renderer.selective ? timeline.filter(isFinding) : timeline;
    expect(told.length).toBeGreaterThan(1);
    expect(told.filter((event) => !text.includes(event.summary))).toEqual([]);
  });
});

/** Only colors: ECMA-48, 8.3.117, SGR. */
const graphicRendition = new RegExp(`${String.fromCharCode(0x1b)}\\[\\d+(?:;\\d+)*m`, 'g');
const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

const widths = new Map<string, number>();

/** Most lines occur again in another context, and measuring them is seldom cheap. */
function widthOf(text: string): number {
  const width = widths.get(text) ?? stringWidth(text);
  widths.set(text, width);
  return width;
}

/** Covers every combination of two out of width, color and extent. */
const everyPair = contexts.filter(({ width, color, expand }) => color === (expand === width % 200 >= 100));
/** The two contexts that differ in everything. */
const opposite = [contexts.at(0), contexts.at(-1)].flatMap((context) => context ?? []);

describe('table', () => {
  test.each(reports)(
    '%s: no line is wider than the terminal, and none holds what a terminal obeys',
    async (_, report) => {
      const table = await loadRenderer('table');
      for (const context of everyPair) {
        const lines = [...table.render(report, context)];
        // what remains of color once its codes are removed is text
        const texts = context.color ? lines.map((line) => line.replace(graphicRendition, '')) : lines;
        expect(texts.filter((line) => obeyed.test(line))).toEqual([]);
        expect(texts.filter((line) => widthOf(line) > context.width)).toEqual([]);
      }
    },
  );
});

describe('json', () => {
  test.each(reports)('%s: reads back equal', async (_, report) => {
    const json = await loadRenderer('json');
    const text = safeJson(JSON.stringify(report, null, 2));
    for (const context of opposite) expect([...json.render(report, context)].join('\n')).toBe(text);
    expect(text).not.toMatch(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
  });
});

describe('ndjson', () => {
  test.each(reports)('%s: each line is a document with a type and data', async (_, report) => {
    const ndjson = await loadRenderer('ndjson');
    const [lines = [], ...others] = opposite.map((context) => [...ndjson.render(report, context)]);
    const text = lines.join('\n');
    for (const other of others) expect(other.join('\n')).toBe(text);
    const documents = lines.map((line) => JSON.parse(line));
    expect(documents[0].type).toBe('report');
    expect(documents.filter(({ data }) => typeof data !== 'object' || data === null)).toEqual([]);
    const events = documents.filter(({ type }) => type === 'event');
    expect(events.map(({ data }) => data.id)).toEqual(report.timeline.map((event) => event.id));
    expect(events.filter(({ data }) => 'chain' in data)).toEqual([]);
  });
});
