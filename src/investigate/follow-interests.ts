/** What belongs to the target, or in a window to what was changed: asked for in rounds, as Config reveals it. */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { Question, Target } from '../model/question.ts';
import { changedInterests, changedTargets, watchedTargets } from '../plan/changed.ts';
import { firstInterests, furtherInterests, isAboutAlarm, joinInterests } from '../plan/interests.ts';
import { hasMetrics } from '../plan/lanes.ts';
import type { Scope } from './evidence-reader.ts';
import { type InvestigateContext, readAll, scopeOf } from './reading-rounds.ts';

/** How far neighbors are followed from the target: the interface of a group, the instance behind the interface. */
const mostSteps = 2;

interface Followed {
  readonly evidence: Evidence[];
  readonly interests: Interests;
}

/** From what was typed to every spelling of it and to what belongs to it, according to Config. */
export async function followInterests(
  question: Question,
  readings: readonly Reading[],
  context: InvestigateContext,
  later: Reading[],
  /** What was changed, if most calls that showed it were not kept. Absent: the readings show it. */
  passed?: { readonly changed: Interests | undefined },
): Promise<Followed> {
  const first = readings.flatMap((reading) => reading.evidence);
  const evidence = [...first, ...(await readChanged(question, first, context, later))];
  let interests = firstInterests(question);
  if (question.targets.length === 0) {
    const isMeasured = readings.some(({ spans }) => spans.some(({ source }) => source === 'cloudwatch'));
    const series = isMeasured ? await followChanges(question, evidence, context, later, passed) : [];
    return { evidence: [...evidence, ...series], interests };
  }
  // from an alarm there is an extra step to what it watches
  for (let step = isAboutAlarm(question, evidence) ? -1 : 0; step < mostSteps; step++) {
    const further = furtherInterests(interests, evidence);
    if (!further) break;
    interests = joinInterests(interests, further);
    const answers = await readAll(context, { kind: 'follow', question, interests: further }, question.window);
    later.push(...answers);
    evidence.push(...answers.flatMap((reading) => reading.evidence));
  }
  return { evidence, interests };
}

/**
 * From files everything was read. AWS Config is asked for what calls changed, if it could not be asked for a target, and for
 * what alarms watch.
 */
async function readChanged(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
): Promise<readonly Evidence[]> {
  if (question.from.length > 0 || question.survey || question.command === 'who' || question.command === 'impact')
    return [];
  const changed = distinctTargets([...changedTargets(question, evidence), ...watchedTargets(question, evidence)]);
  if (changed.length === 0) return [];
  const request = { kind: 'follow', question, interests: firstInterests(question), changed } as const;
  const scope: Scope = { ...question.filters, sources: ['config'] };
  const answers = await readAll(context, request, question.window, scope);
  later.push(...answers);
  return answers.flatMap((reading) => reading.evidence);
}

const distinctTargets = (targets: readonly Target[]): readonly Target[] => [
  ...new Map(targets.map((target) => [JSON.stringify([target.text, target.readings]), target])).values(),
];

/** Metrics and relationships: the window's calls have been read. */
const measuring: readonly string[] = ['config', 'cloudwatch', 'logs', 'findings'];

/** Without a target, the metrics of what was changed and of what belongs to it are read, and nothing else again. */
async function followChanges(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
  passed?: { readonly changed: Interests | undefined },
): Promise<readonly Evidence[]> {
  if (!hasMetrics(question)) return [];
  let latest = evidence;
  let further = passed ? passed.changed : changedInterests(latest);
  let interests: Interests = { targets: [], neighbors: [] };
  const series: Evidence[] = [];
  for (let step = 0; step < mostSteps && further; step++) {
    interests = joinInterests(interests, further);
    // if only metrics are wanted, there is no paying for log queries
    const asked: Question = question.metrics ? question : { ...question, command: 'impact' };
    const request = { kind: 'follow', question: asked, interests: further } as const;
    const scope: Scope = { ...scopeOf(asked), sources: measuring };
    const answers = await readAll(context, request, question.window, scope);
    later.push(...answers);
    const found = answers.flatMap((reading) => reading.evidence);
    series.push(...found.filter(({ type }) => type === 'series' || type === 'measured'));
    latest = [...latest, ...found];
    further = furtherInterests(interests, latest);
  }
  return series;
}
