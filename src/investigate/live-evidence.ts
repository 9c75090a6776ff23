/** Evidence from AWS itself: every source of every account in parallel, each within its own limits. */
import type { SettledCache } from '../aws/cache.ts';
import type { AwsSession } from '../aws/session.ts';
import { Obs3Error } from '../model/error.ts';
import type { CallCount, Reading, ReadingGap } from '../model/evidence.ts';
import type { Gap } from '../model/gap.ts';
import { sideBySide } from '../model/streams.ts';
import { sourcesToAsk } from '../plan/lanes.ts';
import { isArchiveBackend, type LiveBackend, type LiveContext, type Source } from '../sources/source.ts';
import type { EvidenceReader } from './evidence-reader.ts';

export interface LiveEvidenceInput {
  readonly sources: readonly Source[];
  readonly sessions: readonly AwsSession[];
  /** Accounts that could not be entered. */
  readonly gaps: readonly ReadingGap[];
  readonly regions: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onProgress: LiveContext['onProgress'];
  /** The cache of an account; absent: nothing is kept. */
  readonly cacheOf?: (session: AwsSession) => SettledCache | undefined;
}

export function liveEvidence({
  sources,
  sessions,
  gaps,
  regions,
  now,
  signal,
  onProgress,
  cacheOf,
}: LiveEvidenceInput): EvidenceReader {
  const backends = sources.flatMap(({ name, backends }) =>
    backends
      .filter((backend): backend is LiveBackend => !isArchiveBackend(backend))
      .map((backend) => ({ name, backend })),
  );
  /** Several requests may be read at the same time: what was sent for them is reported once. */
  const told = new Map(sessions.map((session) => [session, new Map(copyOf(session))]));
  const ownAccessKeyIds = new Set(
    sessions.flatMap(({ accessKeyId, callerAccessKeyId }) => [accessKeyId ?? [], callerAccessKeyId ?? []].flat()),
  );
  return {
    backendOf: (source) => backends.find(({ name }) => name === source)?.backend.name ?? 'live',
    givesEachOnce: true,
    async *read(request, { since, until = now }, scope) {
      const asked = sessions.filter(({ account }) => scope.accounts.length === 0 || scope.accounts.includes(account));
      const needed =
        scope.sources ??
        ('question' in request ? sourcesToAsk(request.question.command, request.question.targets.length > 0) : []);
      const isNeeded = (source: string) => needed.length === 0 || needed.includes(source);
      const refused: Gap[] = [];
      let hasAnswer = false;
      const readings = sideBySide(
        asked.flatMap((session) =>
          backends
            .filter(({ name }) => isNeeded(name))
            .map(({ name, backend }) =>
              owned(
                name,
                session.account,
                backend.collect(request, {
                  session,
                  ownAccessKeyIds,
                  regions,
                  // a key may be of any age: whoever is behind it is looked for as far back as possible
                  window: { since: since ?? (request.kind === 'credentials' ? now - lookback(backend) : now), until },
                  now,
                  signal,
                  onProgress: (told) => onProgress({ ...told, account: session.account }),
                  cache: cacheOf?.(session),
                }),
              ),
            ),
        ),
      );
      for await (const reading of readings) {
        hasAnswer ||= reading.spans.length > 0;
        refused.push(...reading.gaps.filter(({ gap }) => gap.blocking).map(({ gap }) => gap));
        yield reading;
      }
      if (request.kind === 'evidence' && !hasAnswer && refused[0]) throw nothingAsked(refused[0]);
      const calls = asked.flatMap((session) => callsSince(session, told.get(session) ?? new Map()));
      yield { evidence: [], spans: [], skipped: [], gaps: request.kind === 'evidence' ? gaps : [], bytes: 0, calls };
    },
  };
}

/** If every call failed there is no report to make, only an error to show. */
const nothingAsked = ({ message, hint }: Gap) =>
  new Obs3Error('NO_SOURCE', `nothing could be asked: ${message}`, { ...(hint !== undefined && { hint }) });

/** A gap of a live source belongs to that source in that account. */
async function* owned(source: string, account: string, readings: AsyncIterable<Reading>): AsyncGenerator<Reading> {
  for await (const reading of readings) {
    yield { ...reading, gaps: reading.gaps.map((found) => ({ ...found, source, account: found.account ?? account })) };
  }
}

const lookback = ({ reach }: LiveBackend): number => (reach.lookbackDays ?? 0) * 86_400_000;

const copyOf = ({ counts }: AwsSession) => [...counts].map(([key, count]) => [key, { ...count }] as const);

/** By action and region. */
type Counts = Map<string, { readonly requests: number; readonly throttled: number }>;

/** The source that a call was made for, by the service that was called: interfaces are asked of EC2 on behalf of Config. */
const sourceOfService: Readonly<Record<string, string>> = {
  cloudtrail: 'cloudtrail',
  config: 'config',
  ec2: 'config',
  cloudwatch: 'cloudwatch',
  logs: 'logs',
};

/** The calls sent since the last report, which are thereby reported. */
function callsSince({ account, counts }: AwsSession, told: Counts): readonly CallCount[] {
  return [...counts].flatMap(([key, { requests, throttled }]) => {
    const [action = '', region = ''] = key.split(' ');
    const source = action === 'ec2:DescribeFlowLogs' ? 'logs' : sourceOfService[action.split(':')[0] ?? ''];
    const known = told.get(key) ?? { requests: 0, throttled: 0 };
    told.set(key, { requests, throttled });
    if (source === undefined || requests === known.requests) return [];
    return [{ source, account, region, requests: requests - known.requests, throttled: throttled - known.throttled }];
  });
}
