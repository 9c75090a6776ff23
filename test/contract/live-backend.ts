/** A live backend against the test server over HTTP. Waiting moves the server's clock, so no real time passes. */
import { onTestFinished } from 'vitest';
import type { SettledCache } from '../../src/aws/cache.ts';
import type { Evidence, Reading } from '../../src/model/evidence.ts';
import type { LiveBackend, LiveContext, SourceRequest } from '../../src/sources/source.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer, AwsServerOptions } from '../aws/server.ts';
import { account, region, serverFor } from './aws-server-harness.ts';
import { sessionWith } from './live-harness.ts';

export interface LiveSetting extends Omit<AwsServerOptions, 'clock'> {
  /** ISO 8601. */
  readonly since: string;
  readonly until: string;
  readonly now: string;
  readonly regions?: readonly string[];
  readonly cache?: SettledCache | undefined;
}

export interface Live {
  readonly server: AwsServer;
  readonly stop: AbortController;
  collect(request: SourceRequest): Promise<readonly Reading[]>;
  stream(request: SourceRequest): AsyncIterable<Reading>;
}

export async function liveFor(backend: LiveBackend, setting: LiveSetting): Promise<Live> {
  const { since, until, now, regions = [region], cache, ...options } = setting;
  const clock = new ManualClock(now);
  const server = await serverFor({ ...options, clock });
  const stop = new AbortController();
  const session = sessionWith(server, {
    account,
    signal: stop.signal,
    identityArn: `arn:aws:iam::${account}:user/auditor`,
    timer: {
      now: () => clock.now(),
      sleep: async (milliseconds, signal) => {
        signal?.throwIfAborted();
        clock.advance({ milliseconds });
      },
    },
  });
  onTestFinished(() => session.destroy());
  const context: LiveContext = {
    session,
    regions,
    window: { since: Date.parse(since), until: Date.parse(until) },
    now: Date.parse(now),
    signal: stop.signal,
    onProgress: () => {},
    ...(cache && { cache }),
  };
  const stream = (request: SourceRequest) => backend.collect(request, context);
  return { server, stop, stream, collect: (request) => all(stream(request)) };
}

export const evidenceIn = <Type extends Evidence['type']>(readings: readonly Reading[], type: Type) =>
  readings
    .flatMap(({ evidence }) => evidence)
    .filter((item): item is Extract<Evidence, { type: Type }> => item.type === type);

export const gapsIn = (readings: readonly Reading[]) => readings.flatMap(({ gaps }) => gaps);
export const spansIn = (readings: readonly Reading[]) => readings.flatMap(({ spans }) => spans);

async function all(readings: AsyncIterable<Reading>): Promise<readonly Reading[]> {
  const found: Reading[] = [];
  for await (const reading of readings) found.push(reading);
  return found;
}
