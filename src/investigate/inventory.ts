/** Reads what exists, and has the inventory made from it. */
import type { ApiCallEvent } from '../model/event.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Inventory, KnownResource } from '../model/inventory.ts';
import type { Question, Survey } from '../model/question.ts';
import { inventoryOf, lastWrites, listedResources } from '../report/inventory.ts';
import { ResourceList } from '../report/resource-list.ts';
import type { SourceRequest } from '../sources/source.ts';
import { callsOn, targetOfAll } from './calls-on.ts';
import { followIdentities } from './follow-identities.ts';
import { lagsOf } from './lags.ts';
import { type InvestigateContext, interruptionOf, ofLaterRounds, readAll } from './reading-rounds.ts';
import { resolveCalls } from './resolve-calls.ts';

/** Calls cost time: AWS is asked for them if a window is given, files are read anyway. */
export const sourcesOf = ({ from, windowGiven }: Question): readonly string[] =>
  from.length > 0 || windowGiven ? ['config', 'cloudtrail'] : ['config'];

/** An interrupted run reports what was read so far, marked as incomplete. */
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
  const list = new ResourceList(question);
  const first = await readAll(context, request, question.window, scope, (reading) => ({
    ...reading,
    evidence: list.take(reading.evidence),
  }));
  const resources = listedResources(list, survey);
  const again =
    awaitsStates && resources.length > 0 ? await callsOn([targetOfAll(resources)], asked, first, context) : [];
  const readings = [...first, ...again];
  const calls = callsIn(readings.flatMap((reading) => reading.evidence));
  const writes = lastWrites(resources, calls);
  const people = writes.size > 0 ? await peopleBehind(question, readings, writes, context) : nobody;
  const written = new Set([...writes.values()].map(({ id }) => id));
  return inventoryOf({
    question,
    survey,
    resources,
    changedBy: new Map([...writes].map(([resource, call]) => [resource, people.of.get(call.id) ?? call])),
    calls: calls.filter(({ id }) => written.has(id)),
    readings: [...readings, ...people.readings, interruptionOf(context, readings)],
    backendOf: reader.backendOf,
    lagSeconds: lagsOf(context),
    version,
    generatedAt,
    seconds: (clock() - generatedAt) / 1000,
  });
}

const callsIn = (evidence: readonly Evidence[]): readonly ApiCallEvent[] =>
  evidence.flatMap((found) => (found.type === 'event' && found.event.kind === 'api-call' ? [found.event] : []));

interface People {
  /** Calls by id, with who is behind them. */
  readonly of: ReadonlyMap<string, ApiCallEvent>;
  readonly readings: readonly Reading[];
}

const nobody: People = { of: new Map(), readings: [] };

/** Who is behind the last writes is found as everywhere; nobody asks about the others. */
async function peopleBehind(
  question: Question,
  readings: readonly Reading[],
  writes: ReadonlyMap<KnownResource, ApiCallEvent>,
  context: InvestigateContext,
): Promise<People> {
  const evidence = readings.flatMap((reading) => reading.evidence);
  const written = new Set([...writes.values()].map(({ id }) => id));
  const asked = evidence.filter((found) => found.type === 'event' && written.has(found.event.id));
  const later: Reading[] = [];
  const behind = await followIdentities(question, asked, context, later);
  const { calls } = resolveCalls([...evidence, ...behind]);
  return { of: new Map(calls.map((call) => [call.id, call])), readings: ofLaterRounds(readings, later) };
}
