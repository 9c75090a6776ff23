/** `obs3 index`: builds, refreshes and describes the filter index of an archive, so that the next question opens few files. */
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { IndexBuild, IndexResult } from '../../archive/index-build.ts';
import type { ArchiveFile } from '../../archive/local-paths.ts';
import type { RemoteFiles } from '../../archive/remote.ts';
import type { ArchiveIndex } from '../../model/archive-index.ts';
import { Obs3Error } from '../../model/error.ts';
import type { Gap } from '../../model/gap.ts';
import { numberText, sizeText } from '../../model/number-text.ts';
import { printable } from '../../render/printable.ts';
import { openRemote } from '../bucket-files.ts';
import { interruptible } from '../interruptible.ts';
import { type CliIo, writeLines } from '../io.ts';
import { jsonLines } from '../json-lines.ts';
import { isS3 } from '../options/bucket.ts';
import { indexCache } from '../options/cache-folder.ts';
import type { Progress } from '../progress.ts';
import { threadModule } from '../version.ts';

interface IndexFlags {
  readonly beside?: boolean;
  readonly describe?: boolean;
  readonly output: 'table' | 'json';
  readonly profile?: string;
  readonly endpointUrl?: string;
  readonly requestPayer?: boolean;
}

const help = `
What is indexed: files of CloudTrail as it delivers them. --from reads all
others as ever, and needs no index. It is kept in the cache folder, signed by
you: one that somebody else made, or that was changed, is not used.

Examples:
  obs3 index ./logs                    build it, or add what came since
  obs3 index ./logs --describe         what there is of it
  obs3 index s3://trail-logs/AWSLogs   of a bucket: fewer objects are fetched`;

export const indexCommand = (io: CliIo): Command =>
  new Command('index')
    .summary('index an archive, so that the next question opens few of its files')
    .description('Builds or refreshes the index of an archive: which words are in which file.')
    .argument('<path>', 'a folder of delivered logs, or s3://bucket/prefix')
    .option('--beside', 'keep it in the archive itself (.obs3-index) instead of the cache folder')
    .option('--describe', 'show its size, age and coverage, and build nothing')
    .option('--profile <name>', 'profile of the AWS configuration (of S3)')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS (of S3)')
    .option('--request-payer', 'agree to pay for the requests (of S3)')
    .addOption(new Option('-o, --output <format>', 'how to print it').choices(['table', 'json']).default('table'))
    .addHelpText('after', help)
    .action(async (path: string, flags: IndexFlags) => {
      const described = await run(path, flags, io);
      await writeLines(io.stdout, described);
    });

async function run(path: string, flags: IndexFlags, io: CliIo): Promise<readonly string[]> {
  if (path === '-') {
    throw new Obs3Error('USAGE', 'standard input cannot be indexed', { hint: 'name a folder, or s3://bucket/prefix' });
  }
  if (flags.beside && isS3(path)) {
    throw new Obs3Error('USAGE', '--beside would write to the bucket, and obs3 only reads', { hint: 'drop --beside' });
  }
  return interruptible(
    io,
    async ({ progress, signal }) => {
      const remote = await openRemote([path], flags, io, progress, signal);
      return indexArchive(path, flags, io, { progress, signal, remote }).finally(() => remote?.close());
    },
    () =>
      new Obs3Error('INTERRUPTED', 'interrupted: what was indexed so far is kept', {
        hint: 'run it again to go on',
      }),
    'what was indexed is kept',
  );
}

const workerUrl = threadModule('index-worker');

interface Running {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly remote: RemoteFiles | undefined;
}

async function indexArchive(path: string, flags: IndexFlags, io: CliIo, running: Running): Promise<readonly string[]> {
  const { remote } = running;
  const [{ besideName, folderOf, signingKey }, { describeIndex }, { listArchive }, { indexScanner, parseKey }] =
    await Promise.all([
      import('../../archive/index-folder.ts'),
      import('../../archive/index-describe.ts'),
      import('../../archive/walk.ts'),
      import('../index-scanner.ts'),
    ]);
  const { files, gaps } = remote
    ? await remote.list(path, { regions: [], accounts: [] }, parseKey)
    : await listArchive([path]);
  checkListed(path, files, gaps);
  const root = remote ? path.replace(/\/+$/, '') : await realpath(path);
  const cache = indexCache(io);
  const folder = flags.beside ? join(root, besideName) : folderOf(cache, root);
  const key = await signingKey(cache, !flags.describe);
  if (!key && !flags.describe) {
    throw new Obs3Error('USAGE', `the index cannot be signed: ${cache} is not a folder of your own`, {
      hint: 'make it writable for you alone (chmod 700), or name another with OBS3_CACHE_DIR',
    });
  }
  const archive = { root, isBeside: flags.beside === true, folder, files, scanner: indexScanner(), parseKey };
  const isWhole = gaps.every(({ blocking }) => !blocking);
  const built = key && !flags.describe ? await build({ ...archive, key, isWhole }, io, running) : null;
  const { oldest, newest, ...description } = await describeIndex({ ...archive, key });
  const index: ArchiveIndex = {
    schema: 'obs3.index/v1',
    archive: root,
    folder,
    ...description,
    oldest: iso(oldest),
    newest: iso(newest),
    built,
    gaps,
  };
  return flags.output === 'json' ? jsonLines(index) : tableLines(index);
}

type Buildable = Pick<
  IndexBuild,
  'root' | 'isBeside' | 'folder' | 'key' | 'files' | 'isWhole' | 'scanner' | 'parseKey'
>;

/** @throws Obs3Error if the index cannot be written. */
async function build(archive: Buildable, io: CliIo, { progress, signal, remote }: Running): Promise<IndexResult> {
  const { buildIndex } = await import('../../archive/index-build.ts');
  const started = io.clock();
  const { folder, isBeside } = archive;
  return buildIndex({
    ...archive,
    ...(workerUrl && { workerUrl }),
    ...(remote && { remote }),
    now: started,
    signal,
    onProgress: (done) => progress.show(progressText(done, (io.clock() - started) / 1000)),
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined || signal.aborted) throw error;
    throw new Obs3Error('USAGE', `the index cannot be written to ${folder}: ${error.message}`, {
      hint: isBeside ? 'drop --beside: it then lies in the cache folder' : 'free some space, or set OBS3_CACHE_DIR',
      cause: error,
    });
  });
}

function tableLines(index: ArchiveIndex): readonly string[] {
  const { archive, folder, files, indexed, withoutFilter, bytes, archiveBytes, unusable, newest, built, gaps } = index;
  return [
    `Archive   ${archive}`,
    `Index     ${folder}`,
    `Files     ${numberText(indexed)} of ${numberText(files)} indexed${withoutFilter > 0 ? `, ${numberText(withoutFilter)} are always read` : ''}`,
    `Size      ${sizeText(bytes)}${indexed > 0 ? `, ${((100 * bytes) / archiveBytes).toFixed(1)} % of the files it is about` : ''}`,
    `Age       ${newest === null ? 'none was built' : `last built ${newest.slice(0, 16)}Z`}`,
    ...(unusable > 0 ? [`not used: ${unusable} parts that are damaged, or not made by you`] : []),
    ...(built
      ? [
          `added ${numberText(built.added)}, kept ${numberText(built.kept)}${built.unread > 0 ? `, could not read ${numberText(built.unread)}` : ''}`,
        ]
      : []),
    ...(indexed > 0 && withoutFilter === indexed
      ? ['none of these files has the form in which CloudTrail delivers: an index of them would not help']
      : []),
    ...gaps.map(({ message }) => message),
  ].map((line) => printable(line));
}

/** @throws Obs3Error if there is nothing to index. */
function checkListed(path: string, files: readonly ArchiveFile[], gaps: readonly Gap[]): void {
  const [first] = gaps;
  if (files.length === 0) {
    throw new Obs3Error(
      'ARCHIVE_UNREADABLE',
      first ? `nothing under ${path} could be read: ${first.message}` : `there are no files under ${path}`,
      { hint: first?.hint ?? 'name a folder that holds CloudTrail files, or s3://bucket/prefix' },
    );
  }
  // for a folder, the files are below it
  if (files.length === 1 && files[0]?.path === path) {
    throw new Obs3Error('USAGE', `${path} is a single file; an index shows which of many files need not be read`, {
      hint: 'name the folder that holds it',
    });
  }
}

const progressText = (
  { files, filesDone, bytes }: { readonly files: number; readonly filesDone: number; readonly bytes: number },
  seconds: number,
): string =>
  `indexing ${numberText(filesDone)} of ${numberText(files)} files, ${sizeText(bytes)}, ${sizeText(bytes / Math.max(seconds, 0.001))}/s`;

const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
