/**
 * The target was given by another name than records have, and nothing was found: targets match exactly, but people mostly go by
 * an address (`alice@example.com`), and instances and the like by their `Name` tag. Other possible meanings are looked up, and
 * only suggested.
 */
import type { Evidence } from '../model/evidence.ts';
import { namesLike } from '../model/person.ts';
import type { Question, Survey, Target } from '../model/question.ts';
import { isSlip } from '../model/slip.ts';
import { isAboutRule } from '../plan/interests.ts';
import { kindsOf, sourcesToAsk } from '../plan/lanes.ts';
import { nearFilters } from '../plan/near-filters.ts';
import { ofType } from './of-type.ts';
import { type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

const tellOfRules: ReadonlySet<Question['command']> = new Set(['investigate', 'compliance', 'gate']);

/** What may be a person's name or the beginning of an address. Anything shorter occurs in too many records. */
const part = /^[\w.+@-]{4,128}$/;

/**
 * In order. Empty where no name was asked about, nor filtered by. Of AWS no addresses and no slips: the look would be hours of reading; tags are
 * one request in each region. `evidence`: what was read for the question, of which nothing is told.
 */
export const nearNames = async (
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
): Promise<readonly string[]> => [
  ...nearFilters(question.filters),
  ...(await nearTargets(question, evidence, context)),
];

async function nearTargets(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
): Promise<readonly string[]> {
  const { targets, from, as, survey } = question;
  const isLive = from.length === 0;
  const [target, ...others] = targets;
  if (context.reader.fetchesAgain === true || others.length > 0) return [];
  if (!target) return isLive ? [] : rulesNear(survey?.rules ?? [], question, context);
  if (!tellOfRules.has(question.command) && isAboutRule(question, evidence))
    return [`the rule ${target.text}, of which compliance and investigate tell`];
  const isName = target.readings.some(({ kind, type }) => kind === 'principal' && type === undefined);
  const mayBeResource = isName || (!isLive && target.readings.some(({ kind }) => kind === 'resource'));
  const mayBeRule = isName && !isLive && as === 'any' && tellOfRules.has(question.command);
  return [
    ...(as === 'target' || isLive || !isName ? [] : await peopleNear(target.text, question, context)),
    ...(as === 'principal' || !mayBeResource || (isLive && !asksConfig(question))
      ? []
      : await resourcesNear(target, question, context)),
    ...(mayBeRule ? await rulesNear([target.text], question, context) : []),
  ];
}

/** Whoever may ask who called what may not be allowed to ask Config: a hint alone must not need more permissions. */
function asksConfig({ command }: Question): boolean {
  const asked = sourcesToAsk(command);
  return asked.length === 0 || asked.includes('config');
}

/** People whose address begins with this name, or whose name differs only in case. Empty if no calls were asked about. */
async function peopleNear(name: string, question: Question, context: InvestigateContext): Promise<readonly string[]> {
  const kinds = kindsOf(question.command);
  if ((kinds.length > 0 && !kinds.includes('api-call')) || !part.test(name)) return [];
  const names = new Set<string>();
  await readAll(
    context,
    {
      kind: 'evidence',
      question,
      interests: { targets: [], neighbors: [] },
      calls: { ofPeople: name },
      sources: ['cloudtrail'],
    },
    question.window,
    { ...scopeOf(question), sources: ['cloudtrail'] },
    (reading) => {
      for (const { event } of ofType(reading.evidence, 'event'))
        if (event.kind === 'api-call') for (const like of namesLike(name, event.detail.principal)) names.add(like);
      return { ...reading, evidence: [] };
    },
  );
  return [...names].sort();
}

/**
 * Resources that have, or once had, this name as their `Name` tag in any case, as `id (Name=name)`; in files also those whose
 * id, name or tag differs by a typo. No typos if one has the exact name: nothing happened to it.
 */
async function resourcesNear(
  { text, readings }: Target,
  question: Question,
  context: InvestigateContext,
): Promise<readonly string[]> {
  const isNear = question.from.length === 0 ? isSame : isSlip;
  const types = readings.map(({ type }) => type);
  const isOfType = (type: string) => types.includes(undefined) || types.includes(type);
  const tagged = new Set<string>();
  const slips = new Set<string>();
  let isThere = false;
  await readAll(
    context,
    {
      kind: 'evidence',
      question: { ...question, targets: [], window: {}, survey: { ...everyResource, tagName: text } },
      interests: { targets: [], neighbors: [] },
      sources: ['config'],
    },
    {},
    { ...scopeOf(question), sources: ['config'] },
    (reading) => {
      for (const { resource } of ofType(reading.evidence, 'resource')) {
        if (!isOfType(resource.type)) continue;
        const { id, name } = resource;
        isThere ||= id === text || name === text;
        const tag = resource.tags?.['Name'];
        const found = [id, name].find((known) => known !== null && isNear(text, known));
        if (tag !== undefined && isSame(text, tag)) tagged.add(`${id} (Name=${tag})`);
        else if (question.from.length > 0 && found) slips.add(found);
        else if (tag !== undefined && isNear(text, tag)) slips.add(`${id} (Name=${tag})`);
      }
      return { ...reading, evidence: [] };
    },
  );
  return [...[...tagged].sort(), ...(isThere ? [] : [...slips].sort())];
}

/** Rules with these names, but for a typo. Empty if a rule has exactly such a name. */
async function rulesNear(
  names: readonly string[],
  question: Question,
  context: InvestigateContext,
): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const found = new Set<string>();
  const { survey: _, ...asked } = question;
  await readAll(
    context,
    {
      kind: 'evidence',
      question: { ...asked, targets: [], window: {} },
      interests: { targets: [], neighbors: [] },
      // verdicts only
      held: { until: Infinity, judged: [] },
      sources: ['config'],
    },
    {},
    { ...scopeOf(question), sources: ['config'] },
    (reading) => {
      for (const { state } of ofType(reading.evidence, 'rule-state'))
        if (names.some((name) => isSlip(name, state.rule))) found.add(state.rule);
      return { ...reading, evidence: [] };
    },
  );
  return names.some((name) => found.has(name)) ? [] : [...found].sort();
}

const isSame = (typed: string, known: string): boolean => typed.toLowerCase() === known.toLowerCase();

const everyResource: Survey = { of: 'inventory', types: [], derivable: [], rules: [], deleted: true };
