/**
 * Calls that are final before everything is read are reported right away, so that a long run shows its first rows early.
 * Meanwhile AWS is asked for the calls that issued the keys of the first sessions. Anything that might still change is reported
 * with the rest in the end. In files another record may have the id of a reported one: the first keeps the id, and the other
 * gets one with its digest.
 */
import { settledCalls } from '../analysis/who/settled.ts';
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';
import type { CredentialsEvidence, Reading } from '../model/evidence.ts';
import type { Question } from '../model/question.ts';
import { identityRound } from '../plan/rounds.ts';
import { ownId } from '../report/merge.ts';
import type { SourceRequest } from '../sources/source.ts';
import type { EvidenceReader } from './evidence-reader.ts';
import { createListing, isSupporting } from './listing.ts';

export interface EarlyEvents {
  /** What was read of the question. */
  take(reading: Reading): void;
  /** Ends once nothing more is asked, with the requests sent; nothing is reported after it. */
  end(): Promise<readonly Reading[]>;
}

const noEarlyEvents: EarlyEvents = { take: () => {}, end: async () => [] };

/** So few are looked up one by one in the end anyway: asking early costs no extra request. */
const mostKeys = 20;

/** @param onEvent `otherId`: the event's final id, if others share its original one. */
export function earlyEvents(
  question: Question,
  reader: EvidenceReader,
  onEvent: (event: TimelineEvent, otherId: string) => void,
): EarlyEvents {
  // another key's owner may come last
  const asksForKey = question.targets.some(({ readings }) => readings[0]?.kind === 'access-key');
  if (asksForKey) return noEarlyEvents;
  // in files, the issuers of keys are looked for once everything was read
  const mayAsk = reader.givesEachOnce === true;
  const isListed = createListing(question, undefined);
  const digests = new Map<string, string>();
  const known = new Set<string>();
  const asked = new Set<string>();
  const credentials: CredentialsEvidence[] = [];
  const sent: Reading[] = [];
  let waiting: ApiCallEvent[] = [];
  let round: Promise<void> | undefined;
  let isOver = false;

  const tell = (calls: readonly ApiCallEvent[]): void => {
    const settled = new Map(settledCalls(calls, credentials).map((event) => [event.id, event]));
    for (const call of calls) {
      const event = settled.get(call.id);
      if (event) onEvent(event, ownId(event.id, digests.get(event.id) ?? ''));
      else if (mayAsk) waiting.push(call);
    }
  };

  /** Keys of the waiting calls, and of the calls that issued them. */
  function nextRequest() {
    if (asked.size >= mostKeys) return undefined;
    const found = identityRound(question, waiting, credentials, asked);
    // a user's key: whoever created it is not behind its calls
    const sessions = (found?.accessKeyIds ?? []).filter((key) => key.startsWith('ASIA'));
    const keys = sessions.slice(0, mostKeys - asked.size);
    return found && keys.length > 0 ? { keys, window: found.window } : undefined;
  }

  async function ask(): Promise<void> {
    for (let next = nextRequest(); next && !isOver; next = nextRequest()) {
      const { keys, window } = next;
      for (const key of keys) asked.add(key);
      const request: SourceRequest = { kind: 'credentials', accessKeyIds: keys, isEarly: true };
      const scope = { regions: [], accounts: [], sources: ['cloudtrail'] };
      const found: CredentialsEvidence[] = [];
      let isWhole = true;
      for await (const { evidence, gaps, calls } of reader.read(request, window, scope)) {
        if (calls) sent.push({ evidence: [], spans: [], skipped: [], gaps: [], bytes: 0, calls });
        found.push(...evidence.filter((each) => each.type === 'credentials'));
        isWhole &&= gaps.length === 0;
      }
      // if something could not be asked, only the final result counts
      if (!isWhole) return;
      credentials.push(...found);
      if (isOver) return;
      const open = waiting;
      waiting = [];
      tell(open);
    }
  }

  return {
    take({ evidence }) {
      if (isOver) return;
      const calls = evidence.flatMap((found) => {
        if (found.type !== 'event' || found.event.kind !== 'api-call' || known.has(found.event.id)) return [];
        known.add(found.event.id);
        if (!isListed(found.event) || isSupporting(found.event)) return [];
        digests.set(found.event.id, found.digest);
        return [found.event];
      });
      if (calls.length === 0) return;
      tell(calls);
      digests.clear();
      if (!mayAsk) return;
      // errors here show up again when the same is asked in the end
      round ??= ask()
        .catch(() => {})
        .finally(() => {
          round = undefined;
        });
    },
    async end() {
      isOver = true;
      await round;
      return sent;
    },
  };
}
