/** Shared by the tests that ask AWS's test server as a person does: a session, a reader, and the example cases. */
import { setMaxListeners } from 'node:events';
import { openArchive } from '../../src/archive/reader.ts';
import { type AwsSession, createSession, type SessionInput } from '../../src/aws/session.ts';
import { archiveEvidence, type EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { type LiveEvidenceInput, liveEvidence } from '../../src/investigate/live-evidence.ts';
import type { Question } from '../../src/model/question.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld, type World } from '../aws/world.ts';
import { worldOfExample } from '../aws/world-from-archive.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';
import { serverFor } from './aws-server-harness.ts';

/** Enabled in every account, and searched because sign-ins and global services may be recorded there. */
export const signInRegions = {
  'us-east-1': {},
  'us-east-2': {},
  'us-west-2': {},
  'eu-north-1': {},
  'ap-southeast-2': {},
};

/** The examples, each with the window to ask about. */
export const exampleCases = [
  {
    bundle: openSsh,
    name: openSsh.name,
    since: '2026-03-03T12:40:00Z',
    until: '2026-03-03T15:50:00Z',
    now: '2026-03-03T17:00:00Z',
    regions: ['us-east-1', 'eu-west-1'],
  },
  {
    bundle: unencryptedBucket,
    name: unencryptedBucket.name,
    since: '2026-05-12T08:45:00Z',
    until: '2026-05-12T10:30:00Z',
    now: '2026-05-12T12:00:00Z',
    regions: ['eu-central-1', 'us-east-1'],
  },
];
export type ExampleCase = (typeof exampleCases)[number];

/** What was delivered for one account, as AWS holds it. */
export function worldOf({ folder, account }: { readonly folder: string; readonly account: string }): World {
  const { regions = {} } = worldOfExample(folder).accounts[account] ?? {};
  return createWorld({ [account]: { regions: { ...signInRegions, ...regions } } });
}

/** One signal for all calls in flight. */
export function signalForAll(): AbortSignal {
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  return signal;
}

export type SessionParts = Pick<SessionInput, 'account' | 'signal'> &
  Partial<Pick<SessionInput, 'identityArn' | 'timer' | 'rateFactor'>>;

/** Time that does not pass: for servers without limits. */
const noTime: SessionInput['timer'] = { now: () => 0, sleep: async () => {} };

/** Time passes only when somebody waits for it, unless the parts say otherwise. */
export function sessionWith(server: AwsServer, { account, ...parts }: SessionParts): AwsSession {
  const { endpoint, credentials } = server.clientConfig({ account });
  let passed = 0;
  return createSession({
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
    random: () => 0.5,
    ...parts,
  });
}

/** Every source over the APIs. */
export const liveReader = (
  sessions: readonly AwsSession[],
  parts: Pick<LiveEvidenceInput, 'regions' | 'now' | 'signal' | 'cacheOf'>,
): EvidenceReader => liveEvidence({ sources, sessions, gaps: [], onProgress: () => {}, ...parts });

/** Every source over the files of a folder. */
export const archiveReader = (folder: string): EvidenceReader =>
  archiveEvidence(
    sources,
    openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) }),
  );

/** The context for a question: what the reader reads, at the question's own time. */
export const contextOf = (question: Question, reader: EvidenceReader, signal?: AbortSignal) => ({
  sources,
  reader,
  clock: () => question.now,
  version: '0.0.0',
  ...(signal && { signal }),
});

/** Asks about an example live, on a server without limits; `world` replaces what was delivered. */
export async function askLive<Answer>(
  { bundle, now, regions }: Pick<ExampleCase, 'bundle' | 'now' | 'regions'>,
  ask: (reader: EvidenceReader, signal: AbortSignal) => Promise<Answer>,
  world: World = worldOf(bundle),
): Promise<{ readonly answer: Answer; readonly requests: AwsServer['requests'] }> {
  const server = await serverFor({ world, clock: new ManualClock(now), rateFactor: Infinity });
  const signal = signalForAll();
  const session = sessionWith(server, { account: bundle.account, signal, timer: noTime, rateFactor: Infinity });
  try {
    const reader = liveReader([session], { regions, now: Date.parse(now), signal });
    return { answer: await ask(reader, signal), requests: server.requests };
  } finally {
    session.destroy();
  }
}
