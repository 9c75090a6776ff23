/** What every renderer keeps, whatever the report holds. */
import stringWidth from 'string-width';
import { beforeAll, describe, expect, test } from 'vitest';
import { gap } from '../../src/model/gap.ts';
import type { JsonValue } from '../../src/model/json.ts';
import type { Report } from '../../src/model/report.ts';
import { loadRenderer, rendererNames } from '../../src/render/index.ts';
import { safeJson } from '../../src/render/json-text.ts';
import type { RenderContext, Renderer } from '../../src/render/renderer.ts';
import { covered, emptyReport, everyKind, openSshReport, otherAccount } from '../fixtures/report.ts';

const hostileTexts: readonly string[] = [
  '\u{1B}[2J\u{1B}[H\u{1B}]0;owned\u{7}\u{1B}[31mred',
  'one\ntwo\r\nthree\tfour\u{2028}five\u{85}six',
  'user\u{202E}gpj.exe\u{2066}\u{200B}\u{FEFF}\u{E0041}',
  `arn:aws:iam::111122223333:role/${'very-long-'.repeat(60)}`,
  '田中さんがセキュリティグループを変更しました。'.repeat(8),
  '👩‍👩‍👧‍👦 👩🏽‍💻 🇩🇪🇯🇵 1️⃣ ❤️ ⚠️ '.repeat(6),
  `z${'\u{301}'.repeat(400)} ${'ᄀ'.repeat(150)} ${'ि'.repeat(150)}`,
  '\u{9B}31m\u{9D}0;x\u{9C}\u{7F}\u{0}\u{8}\u{D800}\u{DFFF}',
  'مرحبا بالعالم שלום עולם',
  '',
  ' ',
];

/** Fields that are words of the contract, not text from a log: a renderer may tell kinds apart by them. */
const words = new Set([
  'schema',
  'kind',
  'severity',
  'outcome',
  'answer',
  'command',
  'as',
  'certainty',
  'via',
  'verified',
]);

/** The same report with every text, and every name of a map, replaced. */
function replaceTexts(value: JsonValue | undefined, text: string, key = ''): JsonValue {
  if (typeof value === 'string') return words.has(key) ? value : text;
  if (Array.isArray(value)) return value.map((each) => replaceTexts(each, text, key));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const named = key === 'skipped' || key === 'filters';
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [named ? text : name, replaceTexts(each, text, name)]),
  );
}

const madeHostile = (report: Report, text: string, alsoTimes: boolean): Report => {
  const hostile = replaceTexts(JSON.parse(JSON.stringify(report)), text) as unknown as Report;
  if (alsoTimes) return hostile;
  const timeline = hostile.timeline.map((event, index) => ({
    ...event,
    time: report.timeline[index]?.time ?? event.time,
  }));
  return { ...hostile, timeline };
};

const gate = {
  passed: false,
  exitCode: 1,
  failures: [{ condition: 'critical', event: null, message: 'tcp/22 was opened' }],
};

/** Everything at once: all kinds, two accounts and regions, a gate, gaps, filters, several subjects. */
function fullReport(): Report {
  const base = openSshReport({ gate });
  const timeline = [...base.timeline, ...everyKind()].map((event, index) => ({
    ...event,
    origin: {
      ...event.origin,
      ...(index % 2 === 0 && { account: otherAccount }),
      ...(index % 3 === 0 && { region: 'ap-southeast-2' }),
    },
  }));
  return {
    ...base,
    timeline,
    subjects: [base.subject, base.subject],
    query: { ...base.query, filters: { outcome: ['denied'] } },
    coverage: [...base.coverage, covered('config', 'api', { region: 'ap-southeast-2', account: otherAccount })],
  };
}

/** Half of the texts hostile, so that columns of different widths meet. */
function mixedReport(text: string): Report {
  const full = fullReport();
  const hostile = madeHostile(full, text, false);
  return {
    ...hostile,
    timeline: full.timeline.map((event, index) => (index % 2 === 0 ? event : (hostile.timeline[index] ?? event))),
  };
}

const gapsOnly = (): Report =>
  emptyReport({
    verdict: { headline: 'Nothing was found, but not everything could be seen.', answer: 'unknown', who: [], what: [] },
    coverage: [
      covered('cloudtrail', 'lookup-events', {
        complete: false,
        records: 0,
        matched: 0,
        since: null,
        until: null,
        gaps: [
          gap('ACCESS_DENIED', 'cloudtrail:LookupEvents is denied', { hint: 'grant it, or pass --from DIR' }),
          gap('DELIVERY_LAG', 'the last 20 minutes'),
        ],
      }),
    ],
  });

const reports: readonly (readonly [string, Report])[] = [
  ['empty', emptyReport()],
  ['gaps only', gapsOnly()],
  ['nothing read', emptyReport({ coverage: [] })],
  ['the case', openSshReport()],
  ['every kind', emptyReport({ timeline: everyKind() })],
  ['everything', fullReport()],
  ...hostileTexts.flatMap((text): [string, Report][] => [
    [`all texts ${JSON.stringify(text.slice(0, 12))}`, madeHostile(fullReport(), text, true)],
    [`some texts ${JSON.stringify(text.slice(0, 12))}`, mixedReport(text)],
    [`an empty timeline, texts ${JSON.stringify(text.slice(0, 12))}`, madeHostile(gapsOnly(), text, true)],
  ]),
];

const contexts: readonly RenderContext[] = [80, 100, 120, 200].flatMap((width) =>
  [true, false].flatMap((color) => [true, false].map((expand) => ({ width, color, expand }))),
);

describe.each(rendererNames)('renderer %s', (name) => {
  let renderer: Renderer;
  beforeAll(async () => {
    renderer = await loadRenderer(name);
  });

  test.each(reports)('%s: lines, the same each time, and none holds a line end', (_, report) => {
    for (const context of contexts.filter(({ width, color }) => width === 80 && color)) {
      const lines = [...renderer.render(report, context)];
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.filter((line) => /[\n\r]/.test(line))).toEqual([]);
      expect([...renderer.render(report, context)]).toEqual(lines);
    }
  });

  test('does not change the report', () => {
    const report = fullReport();
    const before = JSON.stringify(report);
    for (const context of contexts) for (const _ of renderer.render(report, context));
    expect(JSON.stringify(report)).toBe(before);
  });

  test('tells of every kind of event', () => {
    const timeline = everyKind().map((event) => ({ ...event, summary: `told-${event.kind}` }));
    const text = [...renderer.render(emptyReport({ timeline }), { width: 80, color: false, expand: false })].join('\n');
    expect(timeline.filter((event) => !text.includes(event.summary))).toEqual([]);
  });
});

/** Color alone: ECMA-48, 8.3.117, SGR. */
const graphicRendition = new RegExp(`${String.fromCharCode(0x1b)}\\[\\d+(?:;\\d+)*m`, 'g');
const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/u;

describe('table', () => {
  test.each(reports)(
    '%s: no line is wider than the terminal, and none holds what a terminal obeys',
    async (_, report) => {
      const table = await loadRenderer('table');
      for (const context of contexts) {
        const lines = [...table.render(report, context)];
        expect(lines.filter((line) => stringWidth(line) > context.width)).toEqual([]);
        // what remains of color once its codes are taken out is text
        const texts = context.color ? lines.map((line) => line.replace(graphicRendition, '')) : lines;
        expect(texts.filter((line) => obeyed.test(line))).toEqual([]);
      }
    },
  );
});

describe('json', () => {
  test.each(reports)('%s: reads back equal', async (_, report) => {
    const json = await loadRenderer('json');
    for (const context of contexts) {
      const text = [...json.render(report, context)].join('\n');
      expect(text).toBe(safeJson(JSON.stringify(report, null, 2)));
      expect(text).not.toMatch(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
    }
  });
});

describe('ndjson', () => {
  test.each(reports)('%s: each line is a document with a type and data', async (_, report) => {
    const ndjson = await loadRenderer('ndjson');
    for (const context of contexts) {
      const documents = [...ndjson.render(report, context)].map((line) => JSON.parse(line));
      expect(documents[0].type).toBe('report');
      expect(documents.filter(({ data }) => typeof data !== 'object' || data === null)).toEqual([]);
      const events = documents.filter(({ type }) => type === 'event');
      expect(events.map(({ data }) => data.id)).toEqual(report.timeline.map((event) => event.id));
      expect(events.filter(({ data }) => 'chain' in data)).toEqual([]);
    }
  });
});
