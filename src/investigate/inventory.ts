/** Reads what there is, and has the inventory made of it. */
import type { Reading } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Question, Survey } from '../model/question.ts';
import { inventoryOf } from '../report/inventory.ts';
import { lagsOf } from './lags.ts';
import type { InvestigateContext } from './reading-rounds.ts';

/** Calls cost: AWS is asked for them where a window is given, files are read anyway. */
export const sourcesOf = ({ from, windowGiven }: Question): readonly string[] =>
  from.length > 0 || windowGiven ? ['config', 'cloudtrail'] : ['config'];

export async function takeInventory(
  question: Question,
  survey: Survey,
  { reader, sources, signal, clock, version }: InvestigateContext,
): Promise<Inventory> {
  const generatedAt = clock();
  const readings: Reading[] = [];
  const request = {
    kind: 'evidence',
    question: { ...question, survey },
    interests: { targets: [], neighbors: [] },
  } as const;
  try {
    for await (const reading of reader.read(request, question.window, {
      ...question.filters,
      sources: sourcesOf(question),
    }))
      readings.push(reading);
  } catch (error) {
    // what was read until then is listed, and said not to be the whole
    if (!signal?.aborted) throw error;
    const interrupted = gap('INTERRUPTED', 'the run was interrupted before everything was read', {
      hint: 'run it again',
    });
    const gaps = [{ account: null, region: null, gap: interrupted }];
    readings.push({ evidence: [], spans: [], skipped: [], bytes: 0, gaps });
  }
  return inventoryOf({
    question,
    survey,
    readings,
    backendOf: reader.backendOf,
    lagSeconds: lagsOf({ sources, reader }),
    version,
    generatedAt,
    seconds: (clock() - generatedAt) / 1000,
  });
}
