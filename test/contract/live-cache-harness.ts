/** Asks a server as a person does, with and without what earlier questions left in a cache. */
import { openCache } from '../../src/aws/cache.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { CommandName } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import type { World } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { serverFor } from './aws-server-harness.ts';
import { liveReader, sessionWith, signalForAll } from './live-harness.ts';

export interface Asked {
  readonly command?: CommandName;
  readonly target?: string;
  readonly since: string;
  readonly until: string;
  readonly now: string;
  readonly regions?: readonly string[];
  readonly account: string;
}

/** `folder`: the cache's; without one nothing is kept. */
export async function ask(asked: Asked, server: AwsServer, folder?: string): Promise<Report> {
  const { account, since, until, now, target, regions = ['us-east-1'], command = 'investigate' } = asked;
  const targets = target === undefined ? [] : [planTarget(target)];
  const question = { ...questionOf({ command, targets, since, until, now }), from: [] };
  const signal = signalForAll();
  const session = sessionWith(server, { account, signal });
  const cache = folder === undefined ? undefined : openCache({ folder, now: question.now, mostBytes: 1e9 });
  const kept = cache?.of(session);
  const reader = liveReader([session], { regions, now: question.now, signal, cacheOf: () => kept });
  try {
    return await investigate(question, { sources, reader, signal, clock: () => question.now, version: '0.0.0' });
  } finally {
    session.destroy();
    await cache?.close();
  }
}

/** Without the requests that it took. */
export const comparable = ({ coverage, ...report }: Report) => ({
  ...report,
  coverage: coverage.map(({ requests: _, throttled: __, seconds: ___, bytes: ____, ...entry }) => entry),
});

export async function serverOf(world: World, now: string): Promise<AwsServer> {
  return serverFor({ world, clock: new ManualClock(now), rateFactor: Number.POSITIVE_INFINITY });
}
