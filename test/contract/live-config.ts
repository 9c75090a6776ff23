/** Shared by the tests of AWS Config's live backend: a server with regions, and what was read from it. */
import type { Reading } from '../../src/model/evidence.ts';
import type { GapCode } from '../../src/model/gap.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { planTarget } from '../../src/plan/target.ts';
import { api } from '../../src/sources/config/backends/api.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import type { Settings } from '../aws/settings.ts';
import { createWorld, type RegionWorld } from '../aws/world.ts';
import { apiItem, group, ofType, type State } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, serverFor } from './aws-server-harness.ts';
import { sessionWith } from './live-harness.ts';

export const [home, other, third] = ['us-east-1', 'eu-west-1', 'ap-southeast-2'] as const;
export const now = '2026-03-04T00:00:00Z';
export const window = { since: '2026-03-03T12:00:00Z', until: '2026-03-03T18:00:00Z' };
export type Regions = Readonly<Record<string, Partial<RegionWorld>>>;

/** Items as the test server holds them: times in ISO 8601. */
export const stored = (state: State = {}): JsonObject => {
  const item = apiItem(state);
  return { ...item, configurationItemCaptureTime: state.captureTime ?? '2026-03-03T12:00:00.000Z' };
};
export const at = (captureTime: string, more: State = {}) => stored({ ...more, captureTime: `${captureTime}.000Z` });
export const opened = (port: number) => ({ groupName: 'web', ipPermissions: [{ fromPort: port }] });

export async function serverOf(regions: Regions, settings: Partial<Settings> = {}): Promise<AwsServer> {
  return serverFor({ world: createWorld({ [account]: { regions } }), clock: new ManualClock(now), settings });
}

interface Asked {
  readonly targets?: readonly string[];
  readonly type?: string;
  readonly regions?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly request?: SourceRequest;
  /** Asked after it, in the same run. */
  readonly further?: SourceRequest;
  readonly signal?: AbortSignal;
}

export const requestOf = ({ targets = [group], type, ...times }: Asked): SourceRequest => ({
  kind: 'evidence',
  question: questionOf({ ...window, ...times, now, targets: targets.map((text) => planTarget(text, type)) }),
  interests: { targets: [], neighbors: [] },
});

export async function read(server: AwsServer, asked: Asked = {}): Promise<readonly Reading[]> {
  const signal = asked.signal ?? new AbortController().signal;
  const session = sessionWith(server, { account, signal });
  const readings: Reading[] = [];
  try {
    for (const request of [asked.request ?? requestOf(asked), asked.further]) {
      if (request === undefined) continue;
      const context = {
        session,
        regions: asked.regions ?? [home],
        window: { since: Date.parse(asked.since ?? window.since), until: Date.parse(asked.until ?? window.until) },
        now: Date.parse(now),
        signal,
        onProgress: () => {},
      };
      for await (const reading of api.collect(request, context)) readings.push(reading);
    }
    return readings;
  } finally {
    session.destroy();
  }
}

export const evidenceOf = (readings: readonly Reading[]) => readings.flatMap(({ evidence }) => evidence);
export const gapsOf = (readings: readonly Reading[]) => readings.flatMap(({ gaps }) => gaps);
export const codesOf = (readings: readonly Reading[]): readonly GapCode[] =>
  gapsOf(readings).map(({ gap }) => gap.code);
export const itemsOf = (readings: readonly Reading[]) =>
  ofType(evidenceOf(readings), 'configuration-item')
    .map(({ item }) => `${item.resourceId} ${item.captureTime.slice(0, 16)}`)
    .sort();

export const neighborsOf = (readings: readonly Reading[]) =>
  ofType(evidenceOf(readings), 'relationship')
    .map(({ of, neighbor, relation }) => `${of.resourceId} ${neighbor.id}: ${relation}`)
    .sort();
export const regionsOf = (readings: readonly Reading[]) =>
  [...new Set(readings.flatMap(({ spans }) => spans.map(({ region }) => region)))].sort();
export const askedFor = (server: AwsServer, action: string, key: string) =>
  server.requests.of(`config:${action}`).map(({ parameters }) => parameters[key]);

export const excluding = (...resourceTypes: string[]): JsonObject => ({
  name: 'default',
  recordingGroup: {
    allSupported: false,
    exclusionByResourceTypes: { resourceTypes },
    recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
  },
});
