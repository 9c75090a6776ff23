/** The evidence that the flags name: files, or AWS itself. Loads whatever that needs on demand. */
import type { CacheScope } from '../aws/cache.ts';
import type { AwsSession } from '../aws/session.ts';
import type { EvidenceReader } from '../investigate/evidence-reader.ts';
import { numberText } from '../model/number-text.ts';
import type { Question } from '../model/question.ts';
import { createArchiveProgress } from './archive-progress.ts';
import { openRemote } from './bucket-files.ts';
import { type CliIo, readAll } from './io.ts';
import { createLiveProgress } from './live-progress.ts';
import { withinMemory } from './memory-limit.ts';
import { hasS3 } from './options/bucket.ts';
import { cacheFolder, indexCache, mostCacheBytes } from './options/cache-folder.ts';
import type { LiveFlags } from './options/live.ts';
import type { Progress } from './progress.ts';
import { setV8Flags } from './v8-flags.ts';
import { threadModule } from './version.ts';

export interface OpenEvidence {
  readonly reader: EvidenceReader;
  /** Account id -> its name, if the accounts file has one. */
  readonly accountNames: ReadonlyMap<string, string>;
  close(): void | Promise<void>;
}

export const openEvidence = (
  question: Question,
  flags: LiveFlags,
  io: CliIo,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEvidence> =>
  question.from.length > 0
    ? openFiles(question, flags, io, progress, signal)
    : openAws(question, flags, io, progress, signal);

const workerUrl = threadModule('archive-worker');

async function openFiles(
  { from }: Question,
  flags: LiveFlags,
  io: CliIo,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEvidence> {
  const [{ openArchive }, { openIndex }, remote] = await Promise.all([
    import('../archive/reader.ts'),
    import('../archive/index-lookup.ts'),
    openRemote(from, flags, io, progress, signal),
  ]);
  const index = await openIndex(indexCache(io), from);
  const lineOf = createArchiveProgress(io.clock);
  setV8Flags();
  const archive = openArchive(from, {
    signal,
    standardInput: () => {
      if (io.stdin.isTTY) io.stderr.write('reading from standard input; Ctrl-D ends it\n');
      return readAll(io.stdin);
    },
    onLooked: (count) => progress.show(`listing ${from.join(', ')}: ${numberText(count)} files`),
    onProgress: (told) => progress.show(() => lineOf(told)),
    ...(workerUrl && { workerUrl }),
    ...(remote && { remote }),
    ...(index && { index }),
    ...(io.env['OBS3_INFLATE'] === 'zlib' && { inflate: 'zlib' }),
  });
  // threads are starting meanwhile
  const [{ archiveEvidence }, { sources }, { scannersOf }] = await Promise.all([
    import('../investigate/evidence-reader.ts'),
    import('../sources/index.ts'),
    import('./passing.ts'),
  ]);
  return {
    reader: withinMemory(archiveEvidence(sources, archive, scannersOf, hasS3(from) && flags.keep === undefined)),
    accountNames: new Map(),
    close: () => remote?.close(),
  };
}

async function openAws(
  { regions: named, now }: Question,
  flags: LiveFlags,
  io: CliIo,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEvidence> {
  progress.show('signing in');
  const [{ liveEvidence }, { openCache }, { openSessions }, { sources }] = await Promise.all([
    import('../investigate/live-evidence.ts'),
    import('../aws/cache.ts'),
    import('./sessions.ts'),
    import('../sources/index.ts'),
  ]);
  const { sessions, names, gaps, regions, close } = await openSessions(named, flags, io, signal);
  const cache =
    flags.cache === false
      ? undefined
      : openCache({ folder: cacheFolder(io), now: Math.min(now, io.clock()), mostBytes: mostCacheBytes });
  const caches = new Map(cache && sessions.map((session) => [session, cache.of(scopeOf(session, io))]));
  const lineOf = createLiveProgress(sessions);
  const reader = liveEvidence({
    sources,
    sessions,
    gaps: gaps.map((found) => ({ ...found, region: null })),
    regions,
    now,
    signal,
    onProgress: (told) => progress.show(lineOf(told)),
    cacheOf: (session) => caches.get(session),
  });
  return {
    reader: withinMemory(reader),
    accountNames: names,
    close: async () => {
      close();
      await cache?.close();
    },
  };
}

const scopeOf = ({ account, identityArn, endpoint }: AwsSession, io: CliIo): CacheScope => ({
  account,
  identityArn,
  endpoint: `${endpoint} ${serviceEndpoints(io)}`.trimEnd(),
});

/** Endpoints of single services from the environment: answers of one are not those of another. */
const serviceEndpoints = ({ env }: CliIo): string =>
  Object.keys(env)
    .filter((name) => name.startsWith('AWS_ENDPOINT_URL_'))
    .sort()
    .map((name) => `${name}=${env[name]}`)
    .join(' ');
