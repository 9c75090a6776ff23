/** The state of the rules: for a target, rule by rule; for an account, by rule and by resource, worst first. */

import type { Exposure } from '../model/event.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Report } from '../model/report.ts';
import type { ResourceRef } from '../model/resource.ts';
import type { RuleStanding } from '../model/standing.ts';
import { duration, epochOf, timeBeside } from './clock.ts';
import type { Tone } from './lanes.ts';
import type { Palette } from './palette.ts';
import { principalText } from './principal-text.ts';
import { printable } from './printable.ts';
import { displayWidth, hang, pad, truncateMiddle, wrap } from './width.ts';

/** Rows of a list, unless all were asked for. */
const mostRows = 20;

interface View {
  readonly report: Report;
  readonly standings: readonly RuleStanding[];
  readonly width: number;
  readonly palette: Palette;
  readonly expand: boolean;
}

/** Nothing if no rule is known. */
export function* complianceLines(report: Report, width: number, palette: Palette, expand: boolean): Generator<string> {
  const standings: readonly RuleStanding[] = report.verdict.compliance?.rules ?? [];
  if (standings.length === 0) return;
  const view: View = { report, standings: standings.toSorted(worstFirst), width, palette, expand };
  if (report.query.targets.length > 0) {
    yield palette.title('Rules');
    yield* ruleRows(view, view.standings);
  } else {
    yield palette.title('By rule');
    yield* byRule(view);
    const broken = view.standings.filter(isBroken);
    if (broken.length > 0) {
      yield '';
      yield palette.title('By resource');
      yield* byResource(view, broken);
    }
  }
  if (standings.some(({ basis }) => basis === 'derived')) yield* wrap(derivedNote, width).map(palette.quiet);
  yield '';
}

const derivedNote =
  "derived: no rule was asked; it is what AWS's managed rule of that name would say of the recorded configuration";

const isBroken = ({ status }: RuleStanding) => status === 'NON_COMPLIANT';

const order = ['NON_COMPLIANT', 'INSUFFICIENT_DATA', 'UNKNOWN', 'COMPLIANT', 'NOT_APPLICABLE'];
const secondsOf = ({ exposure, since }: RuleStanding) => exposure?.seconds ?? -epochOf(since ?? '') / 1000;

/** Recorded verdicts come before derived ones; what has been wrong the longest comes first. */
function worstFirst(a: RuleStanding, b: RuleStanding): number {
  return (
    order.indexOf(a.status) - order.indexOf(b.status) ||
    Number(a.basis === 'derived') - Number(b.basis === 'derived') ||
    (secondsOf(b) || 0) - (secondsOf(a) || 0)
  );
}

const toneOf: Readonly<Record<string, Tone>> = { NON_COMPLIANT: 'bad', COMPLIANT: 'good' };
const signOf = (status: string) => (status === 'NON_COMPLIANT' ? '✗' : status === 'COMPLIANT' ? '✓' : '·');

function* ruleRows(view: View, rows: readonly RuleStanding[]): Generator<string> {
  const { report, width, palette } = view;
  const longest = Math.max(...rows.map(({ name }) => displayWidth(printable(name))));
  const nameWidth = Math.min(longest, Math.floor(width / 2));
  const hasSeveral = new Set(rows.map(({ resource }) => keyOf(resource))).size > 1;
  for (const standing of rows) {
    const tone = palette.tone[toneOf[standing.status] ?? 'quiet'];
    const name = truncateMiddle(printable(standing.name), nameWidth);
    const prefix = `${signOf(standing.status)} ${pad(name, nameWidth)}  `;
    const of = hasSeveral ? `${printable(standing.resource.id)}: ` : '';
    const [first = '', ...more] = hang(prefix, `${of}${standingText(standing)}`, width);
    yield tone(first);
    for (const line of more) yield tone(line);
    for (const note of notesOf(standing, report)) yield* hang('    ', note, width).map(palette.quiet);
  }
}

const words: Readonly<Record<RuleStanding['status'], string>> = {
  NON_COMPLIANT: 'not compliant',
  COMPLIANT: 'compliant',
  NOT_APPLICABLE: 'does not apply',
  INSUFFICIENT_DATA: 'not enough data',
  UNKNOWN: 'unknown',
};

function standingText({ status, since, basis, exposure }: RuleStanding): string {
  const how = basis === 'evaluation' ? 'known since' : 'since';
  const parts = [
    `${words[status]}${since === null ? '' : `, ${how} ${timeBeside(since, undefined)}`}`,
    ...(exposure === undefined ? [] : [`open for ${openText(exposure, basis)}`]),
    ...(basis === 'derived' ? ['derived'] : []),
  ];
  return parts.join(' · ');
}

/** A state that was there when it was first seen is older than that. */
function openText(exposure: Exposure, basis: RuleStanding['basis']): string {
  const least = basis === 'evaluation' || (basis === 'derived' && exposure.startedTime === null) ? 'at least ' : '';
  return `${least}${basis === 'derived' ? duration((exposure.seconds ?? 0) * 1000) : lengthText(exposure)}`;
}

/** According to the rule, and according to the changes if that is known. */
function lengthText({ seconds, secondsByChange }: Exposure): string {
  const parts = [
    ...(seconds === null ? [] : [`${duration(seconds * 1000)} by the rule`]),
    ...(secondsByChange === null ? [] : [`${duration(secondsByChange * 1000)} by the change`]),
  ];
  return parts.join(', ');
}

function notesOf(standing: RuleStanding, report: Report): readonly string[] {
  const { timeline } = report;
  const { name, resource, annotation, conformancePack, exposure, remediation } = standing;
  const notes = [];
  if (annotation !== undefined) notes.push(`why: ${annotation}`);
  if (exposure) notes.push(...turnTexts(exposure, report));
  for (const event of timeline) {
    if (event.kind !== 'compliance' || event.detail.rule !== name || !isSame(event.detail.resource, resource)) continue;
    const past = event.detail.exposure;
    if (!past || past.open) continue;
    const end = past.clearedTime === null ? '' : ` → ${timeBeside(past.clearedTime, event.time.slice(0, 10))}`;
    notes.push(`was not compliant ${timeBeside(event.time, undefined)}${end}: ${lengthText(past)}`);
    notes.push(...turnTexts(past, report));
  }
  if (conformancePack !== undefined) notes.push(`conformance pack ${conformancePack}`);
  if (remediation) {
    const { document, automatic, execution } = remediation;
    const how = automatic ? 'automatic' : 'started by hand';
    const at = execution?.invokedTime ? ` at ${timeBeside(execution.invokedTime, undefined)}` : '';
    const ran = execution === null ? 'not run' : `${execution.state.toLowerCase().replaceAll('_', ' ')}${at}`;
    notes.push(`remediation ${document} (${how}): ${ran}${execution?.error ? `: ${execution.error}` : ''}`);
  }
  return notes.map(printable);
}

/** "begun 14:03:27 by alice@example.com: opened …" */
function turnTexts(
  { startedTime, startedBy, fixedTime, fixedBy }: Exposure,
  { timeline, query }: Report,
): readonly string[] {
  const text = (word: string, time: string | null, id: string | null): readonly string[] => {
    if (time === null) return [];
    const event = timeline.find((each) => each.id === id);
    const who = event === undefined ? undefined : principalText(event)?.name;
    const isEarlier = who === undefined && query.window.since !== null && time < query.window.since;
    const by = who !== undefined ? ` by ${who}` : isEarlier ? `: by whom is told with --since ${hourBefore(time)}` : '';
    return [`${word} ${timeBeside(time, undefined)}${by}${event === undefined ? '' : `: ${event.summary}`}`];
  };
  return [...text('begun', startedTime, startedBy), ...text('put right', fixedTime, fixedBy)];
}

/** A change is captured some time after its call. Without seconds. */
const hourBefore = (time: string): string =>
  new Date(Date.parse(time) - 3_600_000).toISOString().replace(/:\d\d\.\d{3}Z$/, 'Z');

const keyOf = ({ type, id, account, region }: ResourceRef) => JSON.stringify([type, id, account, region]);
const isSame = (a: ResourceRef, b: ResourceRef) => keyOf(a) === keyOf(b);

function grouped(
  rows: readonly RuleStanding[],
  of: (row: RuleStanding) => string,
): readonly (readonly RuleStanding[])[] {
  const groups = new Map<string, RuleStanding[]>();
  for (const row of rows) groups.set(of(row), [...(groups.get(of(row)) ?? []), row]);
  return [...groups.values()];
}

const brokenIn = (rows: readonly RuleStanding[]) => rows.filter(isBroken).length;

function* byRule({ report, standings, width, palette, expand }: View): Generator<string> {
  const turned = new Map<string, number>();
  // a first verdict is not a flip
  for (const event of report.timeline)
    if (event.kind === 'compliance' && event.detail.from !== null)
      turned.set(event.detail.rule, (turned.get(event.detail.rule) ?? 0) + 1);
  const rules = grouped(standings, ({ name }) => name).toSorted((a, b) => brokenIn(b) - brokenIn(a));
  const shown = expand ? rules : rules.slice(0, mostRows);
  const nameWidth = Math.min(
    Math.max(...shown.map(([first]) => displayWidth(printable(first?.name ?? '')))),
    Math.floor(width / 2),
  );
  for (const rows of shown) {
    const [first] = rows as readonly [RuleStanding, ...RuleStanding[]];
    const wrong = brokenIn(rows);
    const status = wrong > 0 ? 'NON_COMPLIANT' : first.status;
    const flips = turned.get(first.name) ?? 0;
    const isDerived = rows.every(({ basis }) => basis === 'derived');
    // for an account, derived verdicts are only listed if something was wrong, so there is no total
    const of = isDerived ? '' : ` of ${numberText(rows.length)}`;
    const text = [
      wrong > 0 ? `${numberText(wrong)}${of} not compliant` : `${numberText(rows.length)} ${words[first.status]}`,
      ...(flips > 0 ? [`${plural(flips, 'flip')} in the window`] : []),
      ...(isDerived ? ['derived'] : []),
      ...(first.conformancePack === undefined ? [] : [`conformance pack ${printable(first.conformancePack)}`]),
    ].join(' · ');
    const prefix = `${signOf(status)} ${pad(truncateMiddle(printable(first.name), nameWidth), nameWidth)}  `;
    yield* hang(prefix, text, width).map(palette.tone[toneOf[status] ?? 'quiet']);
  }
  yield* moreLine(rules.length - shown.length, 'rules', palette);
}

function* byResource({ report, width, palette, expand }: View, broken: readonly RuleStanding[]): Generator<string> {
  const resources = grouped(broken, ({ resource }) => keyOf(resource)).toSorted((a, b) => b.length - a.length);
  const shown = expand ? resources : resources.slice(0, mostRows);
  for (const rows of shown) {
    const [{ resource }] = rows as readonly [RuleStanding, ...RuleStanding[]];
    const place = [resource.account, resource.region].filter((part) => part !== undefined).join(' ');
    const title = `✗ ${[resource.type ?? '', resource.id, resource.name ? `(${resource.name})` : ''].filter((part) => part !== '').join(' ')}`;
    yield* hang('', printable(`${title}${place === '' ? '' : ` · ${place}`}`), width).map(palette.tone.bad);
    for (const standing of rows) {
      yield* hang('    ', `${printable(standing.name)}: ${standingText(standing)}`, width);
      const turns = standing.exposure ? turnTexts(standing.exposure, report) : [];
      for (const note of turns) yield* hang('      ', printable(note), width).map(palette.quiet);
    }
  }
  yield* moreLine(resources.length - shown.length, 'resources', palette);
}

function* moreLine(count: number, what: string, palette: Palette): Generator<string> {
  if (count > 0) yield palette.quiet(`… and ${numberText(count)} more ${what}; --expand lists all`);
}
