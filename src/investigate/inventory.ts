/** Reads what there is, and has the inventory made of it. */
import type { Inventory } from '../model/inventory.ts';
import type { Question, Survey } from '../model/question.ts';
import { inventoryOf } from '../report/inventory.ts';
import { lagsOf } from './lags.ts';
import { type InvestigateContext, interruptionOf, readAll } from './reading-rounds.ts';

/** Calls cost: AWS is asked for them where a window is given, files are read anyway. */
export const sourcesOf = ({ from, windowGiven }: Question): readonly string[] =>
  from.length > 0 || windowGiven ? ['config', 'cloudtrail'] : ['config'];

/** Of a run that was interrupted: what was read until then, and said not to be the whole. */
export async function takeInventory(
  question: Question,
  survey: Survey,
  context: InvestigateContext,
): Promise<Inventory> {
  const { reader, clock, version } = context;
  const generatedAt = clock();
  const request = {
    kind: 'evidence',
    question: { ...question, survey },
    interests: { targets: [], neighbors: [] },
  } as const;
  const scope = { ...question.filters, sources: sourcesOf(question) };
  const readings = await readAll(context, request, question.window, scope);
  return inventoryOf({
    question,
    survey,
    readings: [...readings, interruptionOf(context, readings)],
    backendOf: reader.backendOf,
    lagSeconds: lagsOf(context),
    version,
    generatedAt,
    seconds: (clock() - generatedAt) / 1000,
  });
}
