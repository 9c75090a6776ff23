/** The state of the rules in one sentence. */
import type { ComplianceEvent, TimelineEvent } from '../model/event.ts';
import { groupedBy } from '../model/grouped-by.ts';
import { numberText, plural } from '../model/number-text.ts';
import { nameOf } from '../model/person.ts';
import type { AnsweredWindow, Question } from '../model/question.ts';
import type { Verdict } from '../model/report.ts';
import type { RuleStanding } from '../model/standing.ts';

export interface ComplianceHeadlineInput {
  readonly question: Question;
  readonly events: readonly TimelineEvent[];
  readonly window: AnsweredWindow | undefined;
  readonly compliance?: Verdict['compliance'];
}

/** undefined if nothing is known about any rule, or something else was asked. */
export function complianceHeadline(input: ComplianceHeadlineInput): string | undefined {
  const { question, compliance } = input;
  const standings: readonly RuleStanding[] = compliance?.rules ?? [];
  if (question.command !== 'compliance' || standings.length === 0) return undefined;
  const broken = standings.filter(({ status }) => status === 'NON_COMPLIANT');
  return question.targets.length > 0 ? ofTargets(input, standings, broken) : ofAccount(input, standings, broken);
}

/**
 * What was broken before the window and still is at its end: no event of the window shows that. Begins with a space; empty if
 * there is none, and for other commands.
 */
export function stillBroken({ question, window, compliance }: ComplianceHeadlineInput): string {
  if (question.command !== 'investigate' || question.targets.length === 0 || !window) return '';
  const broken = (compliance?.rules ?? []).filter(
    ({ status, since }) => status === 'NON_COMPLIANT' && since !== null && Date.parse(since) < window.since,
  );
  const [first, ...others] = broken.map(({ since }) => since ?? '').sort();
  if (first === undefined) return '';
  const { about, isOne } = subjectOf(question, broken);
  const rules = distinct(broken.map(({ name }) => name));
  const since = others.every((other) => other === first) ? `since ${minute(first)} UTC` : 'since before the window';
  return ` ${about} ${isOne ? 'has' : 'have'} not complied with ${listed(rules)} ${since}.`;
}

function ofTargets(
  { question, events }: ComplianceHeadlineInput,
  standings: readonly RuleStanding[],
  broken: readonly RuleStanding[],
): string {
  const { about, verb } = subjectOf(question, broken.length > 0 ? broken : standings);
  if (broken.length > 0) return `${about} ${verb[0]} with ${brokenWords(broken, events)}.`;
  const counted = distinct(standings.filter(({ status }) => status === 'COMPLIANT').map(({ name }) => name));
  if (counted.length === 0) return `No rule applies to ${about} as it is.`;
  const what = counted.length === 1 ? `${counted[0]}` : `all ${numberText(counted.length)} rules that apply`;
  const [worst] = mended(events).sort((a, b) => lengthOf(b) - lengthOf(a));
  const was = worst
    ? `; ${worst.detail.rule} was broken for ${elapsed(lengthOf(worst))}, from ${minute(worst.time)} UTC${beginnerOf(worst.detail.exposure?.startedBy ?? null, events)}`
    : '';
  return `${about} ${verb[1]} with ${what}${was}.`;
}

/** How many are mentioned individually. */
const mostBeginnings = 3;

/** "a, b, since 14:06": for rules that broke one after the other, each with its own time, or the first and the last. */
function brokenWords(broken: readonly RuleStanding[], events: readonly TimelineEvent[]): string {
  const sorted = broken.toSorted((a, b) => compare(timeOf(a), timeOf(b)) || compare(a.name, b.name));
  const beginnings = [...groupedBy(sorted, (standing) => beginningOf(standing, events)).entries()];
  const rules = listed(distinct(broken.map(({ name }) => name)));
  const [only] = beginnings;
  if (only && beginnings.length === 1) return `${rules}${only[0]}`;
  const told = beginnings.flatMap(([, list]) => distinct(list.map(({ name }) => name)));
  if (beginnings.length <= mostBeginnings && new Set(told).size === told.length) {
    return beginnings
      .map(([when, list]) => `${listed(distinct(list.map(({ name }) => name)))}${when || ', since when is not known'}`)
      .join('; with ');
  }
  const known = sorted.filter(({ since }) => since !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last) return rules;
  const of = ({ name }: RuleStanding) => (new Set(told).size > 1 ? ` (${name})` : '');
  return `${rules}: the first${of(first)}${beginningOf(first, events).slice(1)}, the last${of(last)}${beginningOf(last, events).slice(1)}`;
}

/** Since when and because of whom, as far as known: ", since 2026-03-03 14:06 UTC, begun by alice"; empty if unknown. */
function beginningOf({ since, basis, exposure }: RuleStanding, events: readonly TimelineEvent[]): string {
  const by = beginnerOf(exposure?.startedBy ?? null, events);
  return since === null ? by : `, ${basis === 'evaluation' ? 'known since' : 'since'} ${minute(since)} UTC${by}`;
}

/** Unknown times come last. */
const timeOf = ({ since }: RuleStanding): string => since ?? '\u{FFFF}';
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What complies or not: the targets as typed; for a rule, the resources that it evaluates. */
function subjectOf({ targets }: Question, standings: readonly RuleStanding[]) {
  const typed = targets.map(({ text }) => text);
  const rules = new Set(standings.map(({ name }) => name));
  const areRules = typed.every((text) => rules.has(text) && !standings.some(({ resource }) => resource.id === text));
  const names = areRules ? namesOf(standings) : typed;
  const about = names.length > 2 ? plural(names.length, areRules ? 'resource' : 'target') : names.join(' and ');
  const isOne = names.length === 1;
  return { about, isOne, verb: isOne ? ['does not comply', 'complies'] : ['do not comply', 'comply'] };
}

/** Names; ids where several share a name. */
function namesOf(standings: readonly RuleStanding[]): readonly string[] {
  const ids = distinct(standings.map(({ resource }) => resource.id));
  const names = distinct(standings.map(({ resource }) => resource.name ?? resource.id));
  return names.length < ids.length ? ids : names;
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

function ofAccount(
  { events }: ComplianceHeadlineInput,
  standings: readonly RuleStanding[],
  broken: readonly RuleStanding[],
): string {
  const count = (list: readonly RuleStanding[], of: (standing: RuleStanding) => string) => new Set(list.map(of)).size;
  const resource = ({ resource: { type, id, account, region } }: RuleStanding) => [type, id, account, region].join(' ');
  const turned = events.filter((event) => event.kind === 'compliance' && event.detail.to === 'NON_COMPLIANT').length;
  const flips = turned === 0 ? '' : `; ${plural(turned, 'verdict')} turned non-compliant in the window`;
  const all = count(standings, resource);
  if (broken.length === 0)
    return `${all === 1 ? 'The 1 resource that rules speak of complies' : `All ${numberText(all)} resources that rules speak of comply`}${flips}.`;
  const wrong = count(broken, resource);
  const rules = count(broken, ({ name }) => name);
  // resources that a derived verdict found compliant are not listed: there is no total
  const derived = count(
    broken.filter(({ basis }) => basis === 'derived'),
    ({ name }) => name,
  );
  if (derived > 0) {
    const how = derived === rules ? 'derived' : `${numberText(derived)} of them derived`;
    return `${plural(wrong, 'resource')} ${wrong === 1 ? 'does' : 'do'} not comply, with ${plural(rules, 'rule')} (${how})${flips}.`;
  }
  const of = `${numberText(rules)} of ${plural(
    count(standings, ({ name }) => name),
    'rule',
  )}`;
  return `${numberText(wrong)} of ${plural(all, 'resource')} ${wrong === 1 ? 'does' : 'do'} not comply, with ${of}${flips}.`;
}

const mended = (events: readonly TimelineEvent[]): ComplianceEvent[] =>
  events.filter(
    (event): event is ComplianceEvent => event.kind === 'compliance' && event.detail.exposure?.open === false,
  );

const lengthOf = ({ detail: { exposure } }: ComplianceEvent) => exposure?.seconds ?? 0;

/** ", begun by alice@example.com": if a call is known. */
function beginnerOf(startedBy: string | null, events: readonly TimelineEvent[]): string {
  const found = events.find(({ id }) => id === startedBy);
  return found?.kind === 'api-call' ? `, begun by ${nameOf(found.detail.principal)}` : '';
}

const minute = (time: string) => time.slice(0, 16).replace('T', ' ');
const listed = (names: readonly string[]) =>
  names.length > 3
    ? `${names.slice(0, 2).join(', ')} and ${numberText(names.length - 2)} other rules`
    : names.join(', ');

function elapsed(seconds: number): string {
  if (seconds < 120) return plural(seconds, 'second');
  if (seconds < 7200) return plural(Math.round(seconds / 60), 'minute');
  return seconds < 172_800 ? plural(Math.round(seconds / 3600), 'hour') : plural(Math.round(seconds / 86_400), 'day');
}
