/** The evidence that the flags name: files, or AWS itself. Whatever it needs is loaded here, when it is needed. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EvidenceReader } from '../investigate/evidence-reader.ts';
import type { Question } from '../model/question.ts';
import { type CliIo, readAll } from './io.ts';
import type { LiveFlags } from './options/live.ts';
import type { Progress } from './progress.ts';

export interface OpenEvidence {
  readonly reader: EvidenceReader;
  close(): void;
}

export const openEvidence = (
  question: Question,
  flags: LiveFlags,
  io: CliIo,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEvidence> =>
  question.from.length > 0 ? openFiles(question, io, progress, signal) : openAws(question, flags, io, progress, signal);

async function openFiles(
  { from }: Question,
  io: CliIo,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEvidence> {
  const [{ archiveEvidence }, { openArchive }, { sources }] = await Promise.all([
    import('../investigate/evidence-reader.ts'),
    import('../archive/reader.ts'),
    import('../sources/index.ts'),
  ]);
  const archive = openArchive(from, {
    signal,
    standardInput: () => {
      if (io.stdin.isTTY) io.stderr.write('reading from standard input; Ctrl-D ends it\n');
      return readAll(io.stdin);
    },
    onProgress: ({ files, filesRead, bytes }) =>
      progress.show(`reading ${filesRead} of ${files} files, ${Math.round(bytes / 1e6)} MB`),
  });
  return { reader: archiveEvidence(sources, archive), close: () => {} };
}

async function openAws(
  { regions: named, now }: Question,
  flags: LiveFlags,
  io: CliIo,
  progress: Progress,
  signal: AbortSignal,
): Promise<OpenEvidence> {
  // the SDK warns of Node 20's end on every run; which Node runs obs3 is told by its own engines field
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const [{ liveEvidence }, { openAccounts, resolveRegions }, { sources }] = await Promise.all([
    import('../investigate/live-evidence.ts'),
    import('../aws/accounts.ts'),
    import('../sources/index.ts'),
  ]);
  const access = {
    ...(flags.profile !== undefined && { profile: flags.profile }),
    ...(flags.endpointUrl !== undefined && { endpoint: flags.endpointUrl }),
    signal,
  };
  progress.show('signing in');
  const regions = await resolveRegions(named, access);
  const { sessions, gaps } = await openAccounts({
    ...access,
    roleArns: flags.roleArn ?? [],
    region: regions[0] as string,
    timer: {
      now: io.clock,
      sleep: (milliseconds, abort) => sleep(milliseconds, undefined, abort ? { signal: abort } : {}),
    },
    random: Math.random,
  });
  const states = new Map<string, string>();
  const reader = liveEvidence({
    sources,
    sessions,
    gaps: gaps.map((found) => ({ ...found, region: null })),
    regions,
    now,
    signal,
    onProgress: ({ source, region, state }) => {
      states.set(source, `${source} ${region}: ${state}`);
      progress.show([...states.values()].join(' · '));
    },
  });
  return {
    reader,
    close: () => {
      for (const session of sessions) session.destroy();
    },
  };
}
