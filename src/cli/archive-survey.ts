/** What an archive contains: every file listed, every record counted, every digest read. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readAll } from '../archive/byte-source.ts';
import { isGzip } from '../archive/content-kind.ts';
import type { ArchiveFile } from '../archive/local-paths.ts';
import type { ReadAhead, RemoteFiles } from '../archive/remote.ts';
import type { Doctor } from '../model/doctor.ts';
import { Obs3Error } from '../model/error.ts';
import { parseJson } from '../model/json.ts';
import type { ArchiveSurvey, DeliveredFile, DigestSurvey } from '../model/survey.ts';
import type { Source } from '../sources/source.ts';
import type { Progress } from './progress.ts';
import { setV8Flags } from './v8-flags.ts';
import { threadModule } from './version.ts';

export interface SurveyContext {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly generatedAt: number;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** The files that are in a bucket. */
  readonly remote?: RemoteFiles;
}

/** @throws Obs3Error ARCHIVE_NOT_FOUND, ARCHIVE_UNREADABLE, or USAGE for standard input. */
export async function surveyArchive(
  from: readonly string[],
  { now, generatedAt, version, signal, progress, remote }: SurveyContext,
): Promise<Doctor> {
  if (from.includes('-')) {
    throw new Obs3Error('USAGE', 'doctor does not read standard input', { hint: 'name files or folders' });
  }
  const [
    { archiveEvidence },
    { ReadingSums },
    { openArchive },
    { listArchive },
    { sources },
    { surveyQuestion },
    { archiveDoctorOf },
  ] = await Promise.all([
    import('../investigate/evidence-reader.ts'),
    import('../investigate/reading-sums.ts'),
    import('../archive/reader.ts'),
    import('../archive/walk.ts'),
    import('../sources/index.ts'),
    import('../plan/survey.ts'),
    import('../report/doctor-archive.ts'),
  ]);
  const workerUrl = threadModule('archive-worker');
  setV8Flags();
  const archive = openArchive(from, {
    signal,
    standardInput: () => Promise.reject(new Error('standard input is not read')),
    onProgress: ({ files, filesRead }) => progress.show(`reading ${filesRead} of ${files} files`),
    ...(workerUrl && { workerUrl }),
    ...(remote && { remote }),
    readsAll: true,
  });
  const sums = new ReadingSums();
  const { request, window, scope } = surveyQuestion(now);
  for await (const reading of archiveEvidence(sources, archive).read(request, window, scope))
    sums.add({ ...reading, evidence: [] });
  const { files } = await listArchive(from.filter((path) => !remote?.owns(path)));
  const { parseKey } = await import('./index-scanner.ts');
  const far = remote
    ? await Promise.all(
        from
          .filter((path) => remote.owns(path))
          .map((path) => remote.list(path, { regions: [], accounts: [] }, parseKey)),
      )
    : [];
  progress.show('reading digests');
  const survey = await surveyFiles([...files, ...far.flatMap((each) => each.files)], signal, remote);
  return archiveDoctorOf({ from, survey, readings: sums.readings, now, version, generatedAt });
}

async function surveyFiles(
  files: readonly ArchiveFile[],
  signal: AbortSignal,
  remote: RemoteFiles | undefined,
): Promise<ArchiveSurvey> {
  const [{ sources }, { isArchiveBackend }, { isDigestName, readDigest }] = await Promise.all([
    import('../sources/index.ts'),
    import('../sources/source.ts'),
    import('../sources/cloudtrail/digest.ts'),
  ]);
  const backends = (sources as readonly Source[]).flatMap((source) => source.backends.filter(isArchiveBackend));
  const delivered: DeliveredFile[] = [];
  const digests: DigestSurvey[] = [];
  const digestFiles = files.filter(({ path }) => remote?.owns(path) && isDigestName(path));
  const ahead = remote?.readAhead(digestFiles);
  for (const file of files) {
    const { path } = file;
    signal.throwIfAborted();
    if (isDigestName(path)) {
      const digest = readDigest(parseJson(await textOf(file, remote?.owns(path) ? ahead : undefined)));
      if (digest) digests.push(digest);
      continue;
    }
    const key = backends.map((backend) => backend.parseKey(path)).find((found) => found !== undefined);
    // states are delivered at any time: their keys reveal no pause
    if (key && key.deliveredTime === undefined && key.holdsNone === undefined) {
      const { source, account, region, since, until } = key;
      delivered.push({ source, account, region, since, until });
    }
  }
  return {
    names: new Set(files.map(({ path }) => basename(path))),
    count: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    delivered,
    digests,
  };
}

/** A digest is small; a larger or damaged one is reported when the files are read. */
const largestDigest = 64 * 2 ** 20;

async function textOf(file: ArchiveFile, ahead: ReadAhead | undefined): Promise<string> {
  try {
    const bytes = ahead ? readAll(await ahead.of(file)) : await readFile(file.path);
    return (isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: largestDigest }) : bytes).toString('utf8');
  } catch {
    return '';
  }
}
