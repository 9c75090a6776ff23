/** Finds who is behind the calls, in rounds, since each answer may lead to another question. */
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import { operationsRound } from '../plan/operations.ts';
import { identityRound, mostHops } from '../plan/rounds.ts';
import type { SourceRequest } from '../sources/source.ts';
import { everywhere, type InvestigateContext, readAll } from './reading-rounds.ts';

/** A rule's remediation runs an automation, which runs a stack …: each is found through the one that it started. */
const mostOperations = 4;

/**
 * From the events' access keys to the calls that issued them, and on to the calls before those; then from what services did to
 * the calls that made them do it, and to who made those; if those are services' calls too, this many levels up.
 */
export async function followIdentities(
  question: Question,
  evidence: readonly Evidence[],
  context: InvestigateContext,
  later: Reading[],
): Promise<readonly Evidence[]> {
  const found: Evidence[] = [];
  // what changed is reported without who changed it
  if (question.command === 'what') return found;
  const asked = new Set<string>();
  const ask = async (request: SourceRequest, window: Question['window']) => {
    const answers = await readAll(context, request, window, everywhere);
    later.push(...answers);
    found.push(...answers.flatMap((reading) => reading.evidence).filter(isTold));
  };
  // whoever created a user's key is not behind the calls made with it: only reported for a key that was asked about
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
