/**
 * Runs a question: hands the sources the archive, asks again for what the first answers led to, and has the report made.
 * It knows neither AWS nor files nor the clock: all come in.
 */
import type { CredentialsEvidence, Evidence, Reading } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Interests } from '../model/interests.ts';
import type { Question } from '../model/question.ts';
import type { Report } from '../model/report.ts';
import { firstInterests, furtherInterests, joinInterests } from '../plan/interests.ts';
import { sourcesOf } from '../plan/lanes.ts';
import { identityRound, mostHops } from '../plan/rounds.ts';
import { buildReport } from '../report/build.ts';
import { windowOf } from '../report/coverage.ts';
import type { Source, SourceRequest } from '../sources/source.ts';
import { eventsOf } from './events.ts';
import type { EvidenceReader, Scope } from './evidence-reader.ts';

export interface InvestigateContext {
  readonly sources: readonly Source[];
  readonly reader: EvidenceReader;
  readonly signal?: AbortSignal;
  /** Epoch milliseconds: for measuring, not for the answer. */
  readonly clock: () => number;
  readonly version: string;
}

/** How far neighbors are followed from the target: the interface of a group, the instance behind the interface. */
const mostSteps = 2;

export async function investigate(question: Question, context: InvestigateContext): Promise<Report> {
  const started = context.clock();
  const readings = await readAll(
    context,
    { kind: 'evidence', question, interests: firstInterests(question) },
    question.window,
  );
  const { evidence, interests } = await followInterests(question, readings, context);
  const credentials = await followIdentities(question, evidence, context);
  const sources = sourcesOf(question.command);
  const window = windowOf(question, readings, sources);
  const found = eventsOf({ question, window, evidence, credentials, interests });
  return buildReport({
    question,
    window,
    backendOf: context.reader.backendOf,
    sources,
    lagSeconds: Object.fromEntries(
      context.sources.map(({ name, backends }) => [name, Math.max(...backends.map(({ reach }) => reach.lagSeconds))]),
    ),
    readings,
    ...found,
    version: context.version,
    generatedAt: started,
    seconds: (context.clock() - started) / 1000,
  });
}

interface Followed {
  readonly evidence: readonly Evidence[];
  readonly interests: Interests;
}

/** From what was typed to every spelling of it and to what belongs to it, as Config tells. */
async function followInterests(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
): Promise<Followed> {
  const evidence = readings.flatMap((reading) => reading.evidence);
  let interests = firstInterests(question);
  if (question.targets.length === 0) return { evidence, interests };
  let latest: readonly Evidence[] = evidence;
  for (let step = 0; step < mostSteps; step++) {
    const further = furtherInterests(interests, latest);
    if (!further) break;
    interests = joinInterests(interests, further);
    const answers = await readAll(context, { kind: 'follow', question, interests: further }, question.window);
    latest = answers.flatMap((reading) => reading.evidence);
    evidence.push(...latest);
  }
  return { evidence, interests };
}

/** From the events' access keys to the calls that issued them, and from those to the calls before. */
async function followIdentities(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
): Promise<readonly CredentialsEvidence[]> {
  const events = evidence.flatMap((item) => (item.type === 'event' ? [item.event] : []));
  const found: CredentialsEvidence[] = [];
  const asked = new Set<string>();
  for (let hop = 0; hop < mostHops; hop++) {
    const round = identityRound(question, events, found);
    const accessKeyIds = round?.accessKeyIds.filter((key) => !asked.has(key)) ?? [];
    if (!round || accessKeyIds.length === 0) break;
    for (const key of accessKeyIds) asked.add(key);
    const answers = await readAll(context, { kind: 'credentials', accessKeyIds }, round.window, everywhere);
    found.push(...answers.flatMap((reading) => reading.evidence.filter((item) => item.type === 'credentials')));
  }
  return found;
}

/** Credentials are issued in other regions and accounts than they are used in. */
const everywhere = { regions: [], accounts: [] };

async function readAll(
  { reader, signal }: InvestigateContext,
  request: SourceRequest,
  window: Question['window'],
  scope: Scope = 'question' in request ? request.question.filters : everywhere,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  if (signal?.aborted) return readings;
  try {
    for await (const reading of reader.read(request, window, scope)) readings.push(reading);
  } catch (error) {
    // what was read until then is an answer, and says that it is not the whole
    if (!signal?.aborted) throw error;
    readings.push({
      evidence: [],
      spans: [],
      skipped: [],
      bytes: 0,
      gaps: [{ account: null, region: null, gap: interrupted }],
    });
  }
  return readings;
}

const interrupted = gap('INTERRUPTED', 'the run was interrupted before everything was read', { hint: 'run it again' });
