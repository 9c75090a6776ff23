/**
 * The report as the results of tests, which every CI system can show: one suite, named after the command. With a gate, a
 * case for each condition, which fails with all that met it. Without one, a case for each finding. In both, whether
 * everything could be seen: a blocking gap is an error, not a failure, since nothing is known to be wrong.
 * The format: https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
import { numberText } from '../model/number-text.ts';
import type { Gate, Report } from '../model/report.ts';
import { collapse } from './collapse.ts';
import { eventFindings } from './findings.ts';
import { toldGaps } from './gaps.ts';
import { gateWarnings } from './gate.ts';
import { printable } from './printable.ts';
import type { Renderer } from './renderer.ts';
import { rowText } from './row-text.ts';
import { subjectTexts } from './subject.ts';

interface Case {
  readonly className: string;
  readonly name: string;
  readonly result: 'passed' | 'failure' | 'error';
  readonly type: string;
  /** Hostile. The first one is the message. */
  readonly texts: readonly string[];
}

/** Printable text is legal in XML 1.0: https://www.w3.org/TR/xml/#charsets */
const escapeXml = (text: string): string =>
  printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');

/** Every condition that was checked, as far as the gate says; at least those that failed. */
const conditionsOf = ({ conditions = [], failures }: Gate): readonly string[] => [
  ...new Set([...conditions, ...failures.map(({ condition }) => condition)]),
];

/** None if the gate checks it: then it is a condition. */
function coverageCases({ coverage, gate }: Report): readonly Case[] {
  if (gate !== null && conditionsOf(gate).includes('gap')) return [];
  const gaps = toldGaps(coverage).filter(({ gap }) => gap.blocking);
  const texts = gaps.map(
    ({ gap: { code, message, hint } }) => `${code}: ${message}${hint === undefined ? '' : `; ${hint}`}`,
  );
  const result = gaps.length > 0 ? 'error' : 'passed';
  return [{ className: 'obs3', name: 'everything could be seen', result, type: 'gap', texts }];
}

function casesOf(report: Report): readonly Case[] {
  const { gate, timeline } = report;
  if (gate === null) {
    const found = eventFindings(timeline).map(({ condition, rule, message, event }): Case => {
      const [subject] = event?.resources ?? [];
      const on = subject === undefined ? '' : ` on ${subject.name ?? subject.id}`;
      const name = `${rule ?? condition}${on}`;
      return { className: `obs3.${condition}`, name, result: 'failure', type: condition, texts: [message] };
    });
    return [...found, ...coverageCases(report)];
  }
  const conditions = conditionsOf(gate).map((condition): Case => {
    const texts = gate.failures.filter((failure) => failure.condition === condition).map(({ message }) => message);
    const isGap = condition === 'gap';
    const result = texts.length === 0 ? 'passed' : isGap ? 'error' : 'failure';
    return { className: 'obs3.gate', name: condition, result, type: condition, texts };
  });
  const isPassed: Case = { className: 'obs3.gate', name: 'gate', result: 'passed', type: 'gate', texts: [] };
  return [...(conditions.length === 0 ? [isPassed] : conditions), ...coverageCases(report)];
}

function* caseLines({ className, name, result, type, texts }: Case): Generator<string> {
  const open = `    <testcase${attributes({ classname: className, name, time: 0 })}`;
  if (result === 'passed') {
    yield `${open}/>`;
    return;
  }
  const [first = '', ...more] = texts;
  const message = more.length === 0 ? first : `${first} (and ${numberText(more.length)} more)`;
  yield `${open}>`;
  yield `      <${result}${attributes({ type, message })}>`;
  for (const text of texts) yield escapeXml(text);
  yield `      </${result}>`;
  yield '    </testcase>';
}

/** CI systems keep the output of tests and show all of it. */
const mostRows = 1000;

function* outputLines(report: Report, expand: boolean): Generator<string> {
  yield escapeXml(report.verdict.headline);
  for (const excused of report.gate?.excused ?? []) {
    const { condition, message, reason, until } = excused;
    yield escapeXml(`excused until ${until}: ${condition}: ${message} (${reason})`);
  }
  const rows = collapse(report.timeline, expand);
  for (const row of rows.slice(0, mostRows)) {
    const { lane, sentence, principal } = rowText(row);
    const who = principal === undefined ? '' : ` · ${principal.name}`;
    yield escapeXml(`${row.event.time} ${lane} ${sentence}${who}`);
  }
  if (rows.length > mostRows) yield `and ${rows.length - mostRows} more rows, in --output json`;
  for (const { gap } of toldGaps(report.coverage)) yield escapeXml(`${gap.code}: ${gap.message}`);
}

/** `xs:dateTime` without a time zone, as the schema requires; it is UTC. */
const timestampOf = (time: string): string => printable(time).replace(/(?:\.\d+)?Z$/, '');

function* lines(report: Report, { expand }: { readonly expand: boolean }): Generator<string> {
  const cases = casesOf(report);
  const count = (result: Case['result']) => cases.filter((each) => each.result === result).length;
  const counts = { tests: cases.length, failures: count('failure'), errors: count('error'), skipped: 0, time: 0 };
  yield '<?xml version="1.0" encoding="UTF-8"?>';
  yield `<testsuites${attributes({ name: 'obs3', ...counts })}>`;
  const name = `obs3 ${report.query.command}${report.gate === null || report.query.command === 'gate' ? '' : ' gate'}`;
  yield `  <testsuite${attributes({ name, timestamp: timestampOf(report.query.now), ...counts })}>`;
  yield '    <properties>';
  for (const text of [`obs3 ${report.tool.version}`, ...subjectTexts(report)])
    yield `      <property${attributes({ name: 'asked', value: text })}/>`;
  yield '    </properties>';
  for (const each of cases) yield* caseLines(each);
  yield '    <system-out>';
  yield* outputLines(report, expand);
  yield '    </system-out>';
  yield '  </testsuite>';
  yield '</testsuites>';
}

export const junit: Renderer = { name: 'junit', render: lines, warnings: gateWarnings };
