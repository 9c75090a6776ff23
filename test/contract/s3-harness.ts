/** Files in a bucket on the test server, for one test. */
import { setMaxListeners } from 'node:events';
import { onTestFinished } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import type { RemoteFiles } from '../../src/archive/remote.ts';
import { type S3Input, s3Files } from '../../src/archive/s3-files.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { sources } from '../../src/sources/index.ts';
import type { AwsServer } from '../aws/server.ts';
import type { Settings } from '../aws/settings.ts';
import { type Bucket, createWorld } from '../aws/world.ts';
import { account, otherAccount, serverFor } from './aws-server-harness.ts';

/** The bucket is in eu-central-1, and belongs to the asking account by default. */
export const serverWith = (bucket: Bucket, settings: Partial<Settings> = {}, owner = account): Promise<AwsServer> =>
  serverFor({
    world: createWorld({
      [account]: { regions: { 'eu-central-1': owner === account ? { buckets: [bucket] } : {} } },
      [otherAccount]: { regions: { 'eu-central-1': owner === account ? {} : { buckets: [bucket] } } },
    }),
    settings,
  });

export function remoteOf(server: AwsServer, more: Partial<S3Input> = {}): RemoteFiles {
  const { endpoint, credentials } = server.clientConfig({ account });
  const given = { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
  for (const [name, value] of Object.entries({ ...given, AWS_REGION: 'us-east-1' })) {
    const before = process.env[name];
    process.env[name] = value;
    onTestFinished(() => {
      if (before === undefined) delete process.env[name];
      else process.env[name] = before;
    });
  }
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const files = s3Files({
    endpoint,
    pathStyle: true,
    requesterPays: false,
    timer: { now: () => 0, sleep: async () => {} },
    random: () => 0.5,
    signal,
    ...more,
  });
  onTestFinished(() => files.close());
  return files;
}

export function reportOf(question: Question, remote?: RemoteFiles): Promise<Report> {
  const archive = openArchive(question.from, {
    standardInput: () => Promise.reject(new Error('standard input was read')),
    ...(remote && { remote }),
  });
  const reader = archiveEvidence(sources, archive);
  return investigate(question, { sources, reader, clock: () => question.now, version: '0.0.0' });
}

/** A report without the place of its files. */
export const placeless = (report: Report, root: string): unknown =>
  JSON.parse(JSON.stringify({ ...report, query: { ...report.query, from: [] } }).replaceAll(root, ''));
