/**
 * Somebody was asked about by a part of a name, and nothing was found: what is typed is searched for exactly so, and people
 * are mostly known by an address (`alice@example.com`). Who else may have been meant is looked up, and only told.
 */
import type { Question } from '../model/question.ts';
import { kindsOf } from '../plan/lanes.ts';
import { type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

/** What may be the beginning of an address. Shorter ones stand in too many records to look for. */
const part = /^[\w.+-]{4,64}$/;

/** In order. Empty where no calls or no name was asked about, and of AWS, where the look would be hours of reading. */
export async function nearNames(question: Question, context: InvestigateContext): Promise<readonly string[]> {
  const { command, targets, from, as } = question;
  const kinds = kindsOf(command);
  if (kinds.length > 0 && !kinds.includes('api-call')) return [];
  const [target, ...others] = targets;
  const isName = target?.readings.some(({ kind, type }) => kind === 'principal' && type === undefined) ?? false;
  const isOfFiles = from.length > 0 && context.reader.fetchesAgain !== true;
  if (!target || !isName || !isOfFiles || others.length > 0 || as === 'target' || !part.test(target.text)) return [];
  const ofPeople = `${target.text}@`;
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
