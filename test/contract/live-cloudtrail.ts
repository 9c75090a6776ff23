/** Shared by the tests of LookupEvents: a world of records, a reader of it, and the calls that it took. */
import { createSession } from '../../src/aws/session.ts';
import type { Timer } from '../../src/aws/token-bucket.ts';
import type { EventEvidence, Evidence, Reading } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Question } from '../../src/model/question.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { createLookupEvents } from '../../src/sources/cloudtrail/backends/lookup-events.ts';
import type { LiveContext, SourceRequest } from '../../src/sources/source.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld, type World } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { record } from '../fixtures/trail.ts';
import { account, region, serverFor } from './aws-server-harness.ts';

const now = '2026-03-03T16:00:00Z';
export const since = '2026-03-03T12:00:00Z';
export const lookups = 'cloudtrail:LookupEvents';

interface Live {
  readonly server: AwsServer;
  readonly context: LiveContext;
  readonly stop: AbortController;
  collect(request: SourceRequest): Promise<readonly Reading[]>;
}

interface LiveParts {
  readonly account?: string;
  readonly regions?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly now?: string;
  readonly onProgress?: LiveContext['onProgress'];
}

/** Waiting moves the server's clock: no real time passes, and AWS's limits still apply. */
export async function liveFor(world: World, parts: LiveParts = {}): Promise<Live> {
  const clock = new ManualClock(parts.now ?? now);
  const server = await serverFor({ world, clock });
  const timer: Timer = {
    now: () => clock.now(),
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      clock.advance({ milliseconds });
    },
  };
  const stop = new AbortController();
  const own = parts.account ?? account;
  const { endpoint, credentials } = server.clientConfig({ account: own });
  const session = createSession({
    account: own,
    accessKeyId: credentials.accessKeyId,
    identityArn: `arn:aws:iam::${own}:user/auditor`,
    config: { endpoint, credentials },
    timer,
    signal: stop.signal,
    random: () => 0.5,
  });
  const context: LiveContext = {
    session,
    regions: parts.regions ?? [region],
    window: { since: Date.parse(parts.since ?? since), until: Date.parse(parts.until ?? parts.now ?? now) },
    now: Date.parse(parts.now ?? now),
    signal: stop.signal,
    onProgress: parts.onProgress ?? (() => {}),
  };
  const backend = createLookupEvents(timer.now);
  return {
    server,
    context,
    stop,
    collect: async (request) => {
      const readings: Reading[] = [];
      for await (const reading of backend.collect(request, context)) readings.push(reading);
      return readings;
    },
  };
}

export const evidenceRequest = (question: Question): SourceRequest => ({
  kind: 'evidence',
  question,
  interests: firstInterests(question),
});

/** A question about one target, or about everything. */
export const asking = (text?: string, parts: Parameters<typeof questionOf>[0] = {}): SourceRequest =>
  evidenceRequest(questionOf({ targets: text === undefined ? [] : [planTarget(text)], from: [], since, ...parts }));

const isEvent = (evidence: Evidence): evidence is EventEvidence => evidence.type === 'event';
export const eventsOf = (readings: readonly Reading[]) => readings.flatMap(({ evidence }) => evidence).filter(isEvent);
export const namesOf = (readings: readonly Reading[]) =>
  eventsOf(readings)
    .map(({ event }) => (event.kind === 'api-call' ? event.detail.eventName : event.kind))
    .sort();
export const gapsOf = (readings: readonly Reading[]) => readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap));
export const codesOf = (readings: readonly Reading[]) => gapsOf(readings).map(({ code }) => code);

export const recordsOf = (readings: readonly Reading[]) =>
  readings.flatMap(({ spans }) => spans).reduce((sum, { records }) => sum + records, 0);

export const worldOf = (
  trailRecords: readonly JsonObject[],
  more: Readonly<Record<string, readonly JsonObject[]>> = {},
) =>
  createWorld({
    [account]: {
      regions: Object.fromEntries(
        Object.entries({ [region]: trailRecords, ...more }).map(([name, records]) => [name, { trailRecords: records }]),
      ),
    },
  });

/** One event every `seconds`, going back from the server's now. */
export const many = (count: number, fields: JsonObject = {}, seconds = 60): JsonObject[] =>
  Array.from({ length: count }, (_, index) =>
    record({
      eventName: `Call${index}`,
      eventTime: new Date(Date.parse(now) - (index + 1) * seconds * 1000).toISOString().replace('.000', ''),
      ...fields,
    }),
  );
