/** Reads what there is, and has the inventory made of it. */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Question, Survey } from '../model/question.ts';
import { inventoryOf } from '../report/inventory.ts';
import type { SourceRequest } from '../sources/source.ts';
import { callsOn, targetOf } from './calls-on.ts';
import { followIdentities } from './follow-identities.ts';
import { lagsOf } from './lags.ts';
import { type InvestigateContext, interruptionOf, ofLaterRounds, readAll } from './reading-rounds.ts';
import { resolveCalls } from './resolve-calls.ts';

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
  const asked = { ...question, survey };
  const awaitsStates = question.from.length > 0 && reader.fetchesAgain !== true;
  const request: SourceRequest = {
    kind: 'evidence',
    question: asked,
    interests: { targets: [], neighbors: [] },
    ...(awaitsStates && { calls: 'counted' }),
  };
  const scope = { ...question.filters, sources: sourcesOf(question) };
  let readings: readonly Reading[] = await readAll(context, request, question.window, scope);
  const take = (of: readonly Reading[]): Inventory =>
    inventoryOf({
      question,
      survey,
      readings: [...of, interruptionOf(context, readings)],
      backendOf: reader.backendOf,
      lagSeconds: lagsOf(context),
      version,
      generatedAt,
      seconds: (clock() - generatedAt) / 1000,
    });
  let inventory = take(readings);
  if (awaitsStates) {
    const listed = inventory.resources.map(({ type, id, name, arn }) =>
      targetOf([{ resourceType: type, resourceId: id, resourceName: name, arn }]),
    );
    readings = [...readings, ...(await callsOn(listed, asked, readings, context))];
    inventory = take(readings);
  }
  const written = new Set(inventory.resources.flatMap(({ changedBy }) => changedBy?.event ?? []));
  return written.size === 0 ? inventory : take(await withPeople(question, readings, written, context));
}

/** Who is behind the last writes is told as everywhere; of all others nobody asks. */
async function withPeople(
  question: Question,
  readings: readonly Reading[],
  written: ReadonlySet<string>,
  context: InvestigateContext,
): Promise<readonly Reading[]> {
  const evidence = readings.flatMap((reading) => reading.evidence);
  const asked = evidence.filter((found) => found.type === 'event' && written.has(found.event.id));
  const later: Reading[] = [];
  const behind = await followIdentities(question, asked, context, later);
  const told = new Map(resolveCalls([...evidence, ...behind]).calls.map((call) => [call.id, call]));
  const named = (found: Evidence): Evidence => {
    const call = found.type === 'event' && written.has(found.event.id) ? told.get(found.event.id) : undefined;
    return found.type === 'event' && call ? { ...found, event: call } : found;
  };
  return [
    ...readings.map((reading) => ({ ...reading, evidence: reading.evidence.map(named) })),
    ...ofLaterRounds(readings, later),
  ];
}
