/** Reports that a renderer must cope with: empty, full of everything, and with every text hostile. */
import { gap } from '../../src/model/gap.ts';
import type { JsonValue } from '../../src/model/json.ts';
import type { Report } from '../../src/model/report.ts';
import type { RenderContext } from '../../src/render/renderer.ts';
import { covered, emptyReport, everyKind, openSshReport } from '../fixtures/report.ts';
import { otherAccount } from '../fixtures/report-cast.ts';

const hostileTexts: readonly string[] = [
  // what has a meaning in Markdown, HTML, XML, a spreadsheet, or a workflow's log
  '@octocat #12 GH-7 https://evil.example/x www.evil.example | `a` *b* _c_ [d](e) <img src=x onerror=alert(1)> ]]> &amp; $x$ \\',
  '=HYPERLINK("http://evil.example","x")',
  '::error title=x::owned%0A::add-mask::a, b: c',
  '- [ ] ```\n# one\n```diff',
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

/** Members that hold words of the contract, not text from a log: renderers may distinguish kinds by them. */
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

/** The same report with every text and every name in a map replaced. */
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

/** Everything together: all kinds, two accounts and regions, a gate, gaps, filters, several subjects. */
export function fullReport(): Report {
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

/** Half of the texts are hostile, so that columns of different widths meet. */
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

export const reports: readonly (readonly [string, Report])[] = [
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

export const contexts: readonly RenderContext[] = [80, 100, 120, 200].flatMap((width) =>
  [true, false].flatMap((color) => [true, false].map((expand) => ({ width, color, expand }))),
);
