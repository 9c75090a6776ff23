/**
 * Somebody or something was asked about by another name than records bear, and nothing was found: what is typed is searched
 * for exactly so, people are mostly known by an address (`alice@example.com`), and instances and the like by their tag
 * `Name`. What else may have been meant is looked up, and only told.
 */
import type { Evidence } from '../model/evidence.ts';
import type { Question, Survey } from '../model/question.ts';
import { isAboutRule } from '../plan/interests.ts';
import { kindsOf, sourcesToAsk } from '../plan/lanes.ts';
import { ofType } from './of-type.ts';
import { type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

const tellOfRules: ReadonlySet<Question['command']> = new Set(['investigate', 'compliance', 'gate']);

/** What may be the beginning of an address. Shorter ones stand in too many records to look for. */
const part = /^[\w.+-]{4,64}$/;

/**
 * In order. Empty where no name was asked about. Of AWS no addresses: the look would be hours of reading; tags are one request
 * in each region. `evidence`: what was read for the question, of which nothing is told.
 */
export async function nearNames(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
): Promise<readonly string[]> {
  const { targets, from, as } = question;
  const [target, ...others] = targets;
  if (target && !tellOfRules.has(question.command) && isAboutRule(question, evidence))
    return [`the rule ${target.text}, of which compliance and investigate tell`];
  const isName = target?.readings.some(({ kind, type }) => kind === 'principal' && type === undefined) ?? false;
  const isLive = from.length === 0;
  if (!target || !isName || context.reader.fetchesAgain === true || others.length > 0) return [];
  return [
    ...(as === 'target' || isLive ? [] : await addressesOf(target.text, question, context)),
    ...(as === 'principal' || (isLive && !asksConfig(question)) ? [] : await taggedAs(target.text, question, context)),
  ];
}

/** Whoever may ask who called what may not be allowed to ask Config: no right is needed for a hint alone. */
function asksConfig({ command }: Question): boolean {
  const asked = sourcesToAsk(command);
  return asked.length === 0 || asked.includes('config');
}

/** People whose address begins with this name. Empty where no calls were asked about. */
async function addressesOf(name: string, question: Question, context: InvestigateContext): Promise<readonly string[]> {
  const kinds = kindsOf(question.command);
  if ((kinds.length > 0 && !kinds.includes('api-call')) || !part.test(name)) return [];
  const ofPeople = `${name}@`;
  const names = new Set<string>();
  await readAll(
    context,
    {
      kind: 'evidence',
      question,
      interests: { targets: [], neighbors: [] },
      calls: { ofPeople },
      sources: ['cloudtrail'],
    },
    question.window,
    { ...scopeOf(question), sources: ['cloudtrail'] },
    (reading) => {
      for (const found of reading.evidence)
        if (found.type === 'event' && found.event.kind === 'api-call')
          names.add(found.event.detail.principal.human?.name ?? ofPeople);
      return { ...reading, evidence: [] };
    },
  );
  return [...names].sort();
}

/** Resources that bear this name as their tag `Name`, whatever its case and whenever they bore it, as `id (Name=name)`. */
async function taggedAs(name: string, question: Question, context: InvestigateContext): Promise<readonly string[]> {
  const wanted = name.toLowerCase();
  const found = new Set<string>();
  await readAll(
    context,
    {
      kind: 'evidence',
      question: { ...question, targets: [], window: {}, survey: { ...everyResource, tagName: name } },
      interests: { targets: [], neighbors: [] },
      sources: ['config'],
    },
    {},
    { ...scopeOf(question), sources: ['config'] },
    (reading) => {
      for (const { resource } of ofType(reading.evidence, 'resource')) {
        const tagged = resource.tags?.['Name'];
        if (tagged?.toLowerCase() === wanted) found.add(`${resource.id} (Name=${tagged})`);
      }
      return { ...reading, evidence: [] };
    },
  );
  return [...found].sort();
}

const everyResource: Survey = { of: 'inventory', types: [], derivable: [], rules: [], deleted: true };
