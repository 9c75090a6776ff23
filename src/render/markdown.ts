/**
 * The report for a pull request comment and for a CI job's page: the answer, the gate, each incident in a row, and the timeline
 * and diffs folded. GitHub takes 65,536 characters; what does not fit is counted.
 */
import type { ConfigChangeEvent, TimelineEvent } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Chain, Report } from '../model/report.ts';
import { withAccountNames } from './account-names.ts';
import { deedText, resultTexts } from './change-set-words.ts';
import { dateOf, duration, timeBeside } from './clock.ts';
import { collapse, type Row } from './collapse.ts';
import { toldGaps } from './gaps.ts';
import { leftOutText, listedIn } from './listed.ts';
import { diffBlock } from './markdown-diff.ts';
import { fitSections, type Section } from './markdown-section.ts';
import { codeMarkdown, cut, escapeMarkdown } from './markdown-text.ts';
import type { RenderContext, Renderer } from './renderer.ts';
import { rowText } from './row-text.ts';
import { subjectTexts } from './subject.ts';

/** "Body is too long (maximum is 65536 characters)"; leaves some for those who add a line of their own. */
const mostCharacters = 65_000;
const elsewhere = 'in `--output json`';

/** Identifies an earlier comment that is to be replaced. */
const marker = '<!-- obs3.report/v1 -->';

const text = (value: string, most: number) => escapeMarkdown(cut(value, most));
const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const header = (...titles: readonly string[]) => [row(...titles), `|${titles.map(() => ' --- |').join('')}`];

function* map<From, To>(values: Iterable<From>, to: (value: From) => To): Generator<To> {
  for (const value of values) yield to(value);
}

function titleOf({ gate, verdict }: Report): string {
  if (gate !== null) return gate.passed ? '### ✅ obs3: gate passed' : '### ❌ obs3: gate failed';
  return verdict.answer === 'unknown' ? '### ❔ obs3: not everything could be seen' : '### obs3';
}

function headLines(report: Report): readonly string[] {
  return [
    marker,
    titleOf(report),
    '',
    `**${text(report.verdict.headline, 1500)}**`,
    '',
    ...subjectTexts(report)
      .slice(0, 10)
      .flatMap((line) => [`${text(line, 300)}  `]),
    '',
  ];
}

function gateSections({ gate }: Report): readonly Section[] {
  if (gate === null) return [];
  const { excused = [] } = gate;
  return [
    {
      before: header('Failed condition', `What met it (exit code ${gate.exitCode})`),
      parts: map(gate.failures, ({ condition, message }) => [row(text(condition, 60), text(message, 500))]),
      count: gate.failures.length,
      after: [''],
      left: (count) => row('…', `${numberText(count)} more ${elsewhere}`),
      most: 16_000,
      rank: 1,
    },
    {
      before: header('Excused', 'What met it', 'Why', 'Until'),
      parts: map(excused, ({ condition, message, reason, until }) => [
        row(text(condition, 60), text(message, 400), text(reason, 200), text(until, 40)),
      ]),
      count: excused.length,
      after: [''],
      left: (count) => row('…', `${numberText(count)} more ${elsewhere}`, '', ''),
      most: 4000,
      rank: 4,
    },
  ];
}

function exposureText({ exposure }: Chain): string {
  if (exposure === null) return '';
  const seconds = exposure.seconds ?? exposure.secondsByChange;
  const length = seconds === null ? '' : duration(seconds * 1000);
  if (exposure.open) return length === '' ? '**open**' : `**open** for ${length}`;
  return length === '' ? 'closed' : `${length}, closed`;
}

const chainSection = ({ chains }: Report): Section => ({
  before: header('', 'Incident', 'Exposure', 'Events'),
  parts: map(chains, (chain) => [
    row(text(chain.id, 20), text(chain.summary, 600), exposureText(chain), String(chain.events.length)),
  ]),
  count: chains.length,
  after: [''],
  left: (count) => row('…', `${numberText(count)} more ${elsewhere}`, '', ''),
  most: 14_000,
  rank: 3,
});

function reasonSection({ chains, timeline }: Report): Section {
  const byId = new Map(timeline.map((event) => [event.id, event]));
  const links = chains.flatMap((chain) => chain.links.map((link) => ({ chain, link })));
  const sentence = (id: string) => text(byId.get(id)?.summary ?? id, 160);
  return {
    before: [`<details><summary>Why: ${plural(links.length, 'link')}</summary>`, ''],
    parts: map(links, ({ chain, link: { from, to, relation, score, because } }) => [
      `- ${text(chain.id, 20)}: ${sentence(from)} **${text(relation, 20)}** ${sentence(to)} (${score}): ${text(because.join('; '), 300)}`,
    ]),
    count: links.length,
    after: ['', '</details>', ''],
    left: (count) => `- … ${numberText(count)} more ${elsewhere}`,
    most: 10_000,
    rank: 7,
  };
}

function setSection({ changeSets = [], timeline }: Report): Section {
  const byId = new Map(timeline.map((event) => [event.id, event]));
  return {
    before: header('Change set', 'Who', 'What'),
    parts: map(changeSets, (set) => {
      const { human, since, until, principal, tool } = set;
      const end = until === since ? '' : ` → ${timeBeside(until, dateOf(since))}`;
      // a service is its own tool
      const by = tool === principal ? '' : ` ${text(tool, 60)}`;
      return [
        row(
          `${timeBeside(since, undefined)}${end}`,
          `${codeMarkdown(`${cut(principal, 120)}${human?.certainty === 'guess' ? '?' : ''}`)}${by}`,
          [
            text(deedText(set, byId), 400),
            ...resultTexts(set, byId, false).map((each) => `↳ ${text(each, 1000)}`),
          ].join('<br>'),
        ),
      ];
    }),
    count: changeSets.length,
    after: [''],
    left: (count) => row(`… ${numberText(count)} more ${elsewhere}`, '', ''),
    most: 8000,
    rank: 5,
  };
}

function timelineRow(shown: Row, date: string | undefined): string {
  const { event } = shown;
  const { lane, sign, sentence, notes, principal } = rowText(shown);
  const who = principal === undefined ? '' : codeMarkdown(cut(principal.name, 120));
  const means = principal === undefined ? '' : principal.means.map((each) => ` · ${text(each, 60)}`).join('');
  return row(
    timeBeside(event.time, date),
    text(event.chain ?? '', 20),
    lane,
    [`${sign.text} ${text(sentence, 400)}`, ...notes.slice(0, 5).map((note) => `↳ ${text(note, 300)}`)].join('<br>'),
    who + means,
  );
}

function timelineSection(report: Report, expand: boolean): Section {
  const listed = expand ? report.timeline : listedIn(report);
  const rows = collapse(listed, expand);
  const date = dateOf(report.timeline[0]?.time ?? '');
  const left = leftOutText(report, listed);
  const rest = left === undefined ? '' : `, ${left}`;
  const title = `Timeline: ${plural(report.timeline.length, 'event')}${rest}${date === undefined ? '' : `, from ${date} (UTC)`}`;
  return {
    before: [`<details><summary>${title}</summary>`, '', ...header('Time', '', 'Of', 'What', 'Who')],
    parts: map(rows, (each) => [timelineRow(each, date)]),
    count: rows.length,
    after: ['', '</details>', ''],
    left: (count) => row('…', '', '', `${plural(count, 'more row')} ${elsewhere}`, ''),
    most: 20_000,
    rank: 6,
  };
}

function diffSection({ timeline }: Report): Section {
  const date = dateOf(timeline[0]?.time ?? '');
  const changed = timeline.flatMap((event) => (isShown(event) ? [event] : []));
  return {
    before: [],
    parts: map(changed, (event) => diffBlock(event, date)),
    count: changed.length,
    after: [],
    left: (count) => `${plural(count, 'more change')} ${elsewhere}`,
    most: 20_000,
    rank: 8,
  };
}

const isShown = (event: TimelineEvent): event is ConfigChangeEvent =>
  event.kind === 'config-change' && event.detail.changes.length > 0 && !event.detail.relationshipOnly;

function gapSection({ coverage }: Report): Section {
  const gaps = toldGaps(coverage);
  const isBlocked = gaps.some(({ gap }) => gap.blocking);
  return {
    before: [`**${isBlocked ? 'What could not be seen' : 'Worth knowing'}**`, ''],
    parts: map(gaps, ({ gap: { code, blocking, message, hint }, sources }) => {
      const next = hint === undefined ? '' : ` → ${text(hint, 300)}`;
      const title = `${blocking ? '⚠️ ' : ''}**${text(code, 60)}** (${text([...sources].join(', '), 100)})`;
      return [`- ${title}: ${text(message, 400)}${next}`];
    }),
    count: gaps.length,
    after: [''],
    left: (count) => `- … ${numberText(count)} more ${elsewhere}`,
    most: 8000,
    rank: 2,
  };
}

function footLine({ coverage, tool }: Report): string {
  const records = new Map<string, number>();
  for (const entry of coverage) {
    // files that belong to no source have no records
    if (entry.source !== 'archive') records.set(entry.source, (records.get(entry.source) ?? 0) + entry.records);
  }
  const read = [...records].map(([source, count]) => `${text(source, 40)} ${plural(count, 'record')}`).join(', ');
  const isComplete = coverage.length > 0 && coverage.every(({ complete }) => complete);
  const what = coverage.length === 0 ? 'nothing was read' : isComplete ? 'complete' : 'incomplete';
  return `<sub>Coverage: ${what}${read === '' ? '' : ` (${cut(read, 1000)})`} · obs3 ${text(tool.version, 40)}</sub>`;
}

function lines(asked: Report, { accountNames, expand }: RenderContext): readonly string[] {
  const report = withAccountNames(asked, accountNames);
  const head = headLines(report);
  const foot = footLine(report);
  const taken = [...head, foot].reduce((sum, line) => sum + line.length + 1, 0);
  const sections = [
    ...gateSections(report),
    chainSection(report),
    setSection(report),
    gapSection(report),
    timelineSection(report, expand),
    reasonSection(report),
    diffSection(report),
  ];
  return [...head, ...fitSections(sections, mostCharacters - taken), foot];
}

export const markdown: Renderer = { name: 'markdown', render: lines };
