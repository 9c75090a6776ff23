/** Files in buckets, as given by flags. Nothing of this is loaded if all files are on this machine. */
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RemoteFiles } from '../archive/remote.ts';
import type { CliIo } from './io.ts';
import { type BucketFlags, hasS3, mostKeptBytes } from './options/bucket.ts';
import { objectCache } from './options/cache-folder.ts';
import type { LiveFlags } from './options/live.ts';
import type { Progress } from './progress.ts';

/** undefined if `--from` names no bucket. */
export async function openRemote(
  from: readonly string[],
  { profile, endpointUrl, requestPayer = false, keep }: LiveFlags & BucketFlags,
  io: CliIo,
  progress: Pick<Progress, 'show'>,
  signal: AbortSignal,
): Promise<RemoteFiles | undefined> {
  if (!hasS3(from)) return undefined;
  // the SDK warns on every run that Node 20 is at its end; which Node runs obs3 is a matter of its own engines field
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const [{ s3Files }, { keepObjects }] = await Promise.all([
    import('../archive/s3-files.ts'),
    import('../archive/kept-objects.ts'),
  ]);
  const folder = keep === true ? objectCache(io) : keep && resolve(io.cwd, keep);
  return s3Files({
    ...(profile !== undefined && { profile }),
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    pathStyle: endpointUrl !== undefined || Boolean(io.env['AWS_ENDPOINT_URL_S3'] || io.env['AWS_ENDPOINT_URL']),
    requesterPays: requestPayer,
    timer: {
      now: io.clock,
      sleep: (milliseconds, abort) => sleep(milliseconds, undefined, abort ? { signal: abort } : {}),
    },
    random: Math.random,
    signal,
    ...(folder !== undefined && { kept: keepObjects(folder, mostKeptBytes) }),
    onProgress: (text) => progress.show(text),
  });
}
