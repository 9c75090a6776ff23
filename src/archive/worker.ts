/** The pool's worker side: reads files in a thread. The module that starts it supplies the function that makes scanners. */
import { parentPort } from 'node:worker_threads';
import { type ByteSource, openFile } from './byte-source.ts';
import { type FilesJob, type HandedFile, type Message, type Outcome, packAnswer, type SentAnswer } from './pool.ts';
import { sourceFrom } from './remote.ts';
import { type ScanOptions, scanSource } from './scan-file.ts';
import type { RecordScanner } from './scanner.ts';
import { sentError } from './sent-error.ts';
import { PathList } from './shared-paths.ts';
import { Turns } from './turns.ts';

type Scanners = readonly RecordScanner[];

/** Reads files for the thread that started this one, until terminated. */
export function serveScans(createScanners: (request: unknown) => Scanners | Promise<Scanners>): void {
  const jobs = new Map<number, { readonly scanners: Scanners; readonly options: ScanOptions }>();
  const serve = async (message: Message): Promise<void> => {
    const { id } = message;
    switch (message.kind) {
      case 'files':
        return serveFiles(id, message, await createScanners(message.request));
      case 'begin':
        jobs.set(id, { scanners: await createScanners(message.request), options: message.options });
        return;
      case 'file':
        return serveFile(id, message, jobs.get(id));
      case 'over':
        jobs.delete(id);
    }
  };
  // one at a time, because a scanner adds up one file
  let last = Promise.resolve();
  parentPort?.on('message', (message: Message) => {
    last = last.then(() => serve(message));
  });
}

/** Answers without evidence are sent together: up to this many, or this many inflated bytes. */
const [mostTogether, mostBytes] = [64, 1_000_000];

async function serveFiles(id: number, { paths, turns, options }: FilesJob, scanners: Scanners): Promise<void> {
  const shared = new Turns(turns);
  const list = new PathList(paths);
  let answers: SentAnswer[] = [];
  let bytes = 0;
  const flush = () => {
    if (answers.length > 0) parentPort?.postMessage(answers);
    answers = [];
    bytes = 0;
  };
  for (;;) {
    // flush before waiting: the thread that opens the next turn may need the answers held here
    const index = shared.await(flush);
    const path = index === undefined ? undefined : list.at(index);
    if (index === undefined || path === undefined) return flush();
    const outcome = await outcomeOf(path, () => openFile(path), scanners, options);
    answers.push(packAnswer({ id, index, outcome }));
    const reading = 'reading' in outcome && typeof outcome.reading !== 'string' ? outcome.reading : undefined;
    bytes += reading?.bytes ?? 0;
    if (answers.length >= mostTogether || bytes >= mostBytes || !reading || reading.evidence.length > 0) flush();
  }
}

async function serveFile(
  id: number,
  { index, path, fetched }: HandedFile,
  job: { readonly scanners: Scanners; readonly options: ScanOptions } | undefined,
): Promise<void> {
  const given = 'bytes' in fetched ? { bytes: fetched.bytes } : {};
  // nobody waits for an earlier question anymore
  const outcome: Outcome = job
    ? await outcomeOf(path, () => sourceFrom(fetched), job.scanners, job.options)
    : { error: { code: 'ECANCELED', message: 'it is not asked for any more' } };
  parentPort?.postMessage(
    [packAnswer({ id, index, outcome, ...given, isHanded: true })],
    given.bytes ? [given.bytes.buffer] : [],
  );
}

/** The outcome of a file that affects no other. Never rejects. */
export async function outcomeOf(
  path: string,
  open: () => ByteSource,
  scanners: Scanners,
  options: ScanOptions,
): Promise<Outcome> {
  try {
    const source = open();
    try {
      return { reading: await scanSource(path, source, scanners, { ...options, alone: true }) };
    } finally {
      source.close();
    }
  } catch (error) {
    return { error: sentError(error) };
  }
}
