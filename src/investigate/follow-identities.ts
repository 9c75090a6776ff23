/** Who is behind the calls: asked for in rounds, since each answer may lead to another. */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import { operationsRound } from '../plan/operations.ts';
import { identityRound, mostHops } from '../plan/rounds.ts';
import type { SourceRequest } from '../sources/source.ts';
import { everywhere, type InvestigateContext, readAll } from './reading-rounds.ts';

/** A rule's remediation runs an automation, which runs a stack …: each is found by the one it started. */
const mostOperations = 4;

/**
 * From the events' access keys to the calls that issued them, and from those to the calls before; then from what services
 * did to the calls that had them do it, and who made those; where these are services' calls too, so many levels on.
 */
export async function followIdentities(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
): Promise<readonly Evidence[]> {
  const found: Evidence[] = [];
  // what changed is told without who changed it
  if (question.command === 'what') return found;
  const asked = new Set<string>();
  const ask = async (request: SourceRequest, window: Question['window']) => {
    const answers = await readAll(context, request, window, everywhere);
    later.push(...answers);
    found.push(...answers.flatMap((reading) => reading.evidence).filter(isTold));
  };
  // who made a user's key leads into what was done with it, and is nobody behind it: only of a key that was asked about
  const isTold = (item: Evidence) =>
    item.type !== 'credentials' ||
    item.accessKeyId.startsWith('ASIA') ||
    question.targets.some(({ text }) => text === item.accessKeyId);
  const followKeys = async () => {
    for (let hop = 0; hop < mostHops; hop++) {
      const round = identityRound(question, eventsIn([...evidence, ...found]), credentialsIn(found), asked);
      if (!round) break;
      const { window, ...wanted } = round;
      for (const text of Object.values(wanted).flat()) asked.add(text);
      await ask({ kind: 'credentials', ...wanted }, window);
    }
  };
  await followKeys();
  const services = new Set<string>();
  for (let level = 0; level < mostOperations; level++) {
    const operations = operationsRound(question.window, eventsIn([...evidence, ...found]));
    const open = operations?.services.filter((service) => !services.has(service)) ?? [];
    if (!operations || open.length === 0) break;
    for (const service of open) services.add(service);
    await ask({ kind: 'credentials', accessKeyIds: [], services: open }, operations.window);
    await followKeys();
  }
  return found;
}

const eventsIn = (evidence: readonly Evidence[]) =>
  evidence.flatMap((item) => (item.type === 'event' ? [item.event] : []));
const credentialsIn = (evidence: readonly Evidence[]) => evidence.filter((item) => item.type === 'credentials');
