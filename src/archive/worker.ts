/** The other end of the pool: what a thread does that reads files. The module that starts it tells how scanners are made. */
import { parentPort } from 'node:worker_threads';
import { openFile } from './byte-source.ts';
import type { Answer, Job, Outcome } from './pool.ts';
import { type ScanOptions, scanSource } from './scan-file.ts';
import type { RecordScanner } from './scanner.ts';
import { Turns } from './turns.ts';

/** Reads files for the thread that started this one, until it ends. */
export function serveScans(createScanners: (request: unknown) => readonly RecordScanner[]): void {
  parentPort?.on('message', (job: Job) => void serve(job, createScanners(job.request)));
}

async function serve({ id, paths, turns, options }: Job, scanners: readonly RecordScanner[]): Promise<void> {
  const shared = new Turns(turns);
  for (;;) {
    const index = shared.await();
    const path = index === undefined ? undefined : paths[index];
    if (index === undefined || path === undefined) return;
    parentPort?.postMessage({ id, index, outcome: await outcomeOf(path, scanners, options) } satisfies Answer);
  }
}

/** What comes of a file that bears on no other. Never rejects. */
export async function outcomeOf(
  path: string,
  scanners: readonly RecordScanner[],
  options: ScanOptions,
): Promise<Outcome> {
  try {
    const source = openFile(path);
    try {
      return { reading: await scanSource(path, source, scanners, { ...options, alone: true }) };
    } finally {
      source.close();
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { error: { code, message } };
  }
}
