/** Asks a server as a person does, with and without what earlier questions left in a cache. */
import { setMaxListeners } from 'node:events';
import { openCache } from '../../src/aws/cache.ts';
import { createSession } from '../../src/aws/session.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { liveEvidence } from '../../src/investigate/live-evidence.ts';
import type { CommandName } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import type { World } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { serverFor } from './aws-server-harness.ts';

/** Where sign-ins may be recorded. */
export const signInRegions = {
  'us-east-1': {},
  'us-east-2': {},
  'us-west-2': {},
  'eu-north-1': {},
  'ap-southeast-2': {},
};

export interface Asked {
  readonly command?: CommandName;
  readonly target?: string;
  readonly since: string;
  readonly until: string;
  readonly now: string;
  readonly regions?: readonly string[];
  readonly account: string;
}

/** `folder`: of the cache; without one nothing is kept. */
export async function ask(asked: Asked, server: AwsServer, folder?: string): Promise<Report> {
  const { account, since, until, now, target, regions = ['us-east-1'], command = 'investigate' } = asked;
  const targets = target === undefined ? [] : [planTarget(target)];
  const question = { ...questionOf({ command, targets, since, until, now }), from: [] };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  let passed = 0;
  const { endpoint, credentials } = server.clientConfig({ account });
  const session = createSession({
    account,
    accessKeyId: credentials.accessKeyId,
    identityArn: `arn:aws:iam::${account}:user/obs3`,
    config: { endpoint, credentials },
    timer: {
      now: () => passed,
      sleep: async (milliseconds) => {
        passed += milliseconds;
      },
    },
    signal,
    random: () => 0.5,
  });
  const cache = folder === undefined ? undefined : openCache({ folder, now: question.now, mostBytes: 1e9 });
  const kept = cache?.of(session);
  const reader = liveEvidence({
    sources,
    sessions: [session],
    gaps: [],
    regions,
    now: question.now,
    signal,
    onProgress: () => {},
    cacheOf: () => kept,
  });
  try {
    return await investigate(question, { sources, reader, signal, clock: () => question.now, version: '0.0.0' });
  } finally {
    session.destroy();
    await cache?.close();
  }
}

/** Less what was sent to make it. */
export const comparable = ({ coverage, ...report }: Report) => ({
  ...report,
  coverage: coverage.map(({ requests: _, throttled: __, seconds: ___, bytes: ____, ...entry }) => entry),
});

export async function serverOf(world: World, now: string): Promise<AwsServer> {
  return serverFor({ world, clock: new ManualClock(now), rateFactor: Number.POSITIVE_INFINITY });
}
