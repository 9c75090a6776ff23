/** Collects what could not be read: a gap for each file, or an error if nothing at all could be read. */
import { Obs3Error } from '../model/error.ts';
import type { ReadingGap } from '../model/evidence.ts';
import type { Gap } from '../model/gap.ts';
import { unreadable } from './local-paths.ts';
import { Unavailable } from './remote.ts';

export class ReadingFailures {
  private readonly found: ReadingGap[] = [];

  /** Starts with the gaps found while listing. */
  constructor(gaps: readonly Gap[]) {
    for (const gap of gaps) this.addGap(gap);
  }

  get gaps(): readonly ReadingGap[] {
    return this.found;
  }

  /** @throws any error that is neither a refusal by the system nor `Unavailable`, since it is a bug */
  add(path: string, error: unknown): void {
    if (error instanceof Unavailable) this.addGap(error.gap);
    else if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    else this.addGap(unreadable(path, error));
  }

  /** The error for an archive of which nothing could be read; undefined if nothing failed. */
  errorFor(paths: readonly string[]): Obs3Error | undefined {
    const first = this.found[0]?.gap;
    if (!first) return undefined;
    const { message, hint } = first;
    return new Obs3Error('ARCHIVE_UNREADABLE', `nothing under ${paths.join(', ')} could be read: ${message}`, {
      ...(hint !== undefined && { hint }),
    });
  }

  /** A file that could not be opened has no known account. */
  private addGap(gap: Gap): void {
    this.found.push({ account: null, region: null, gap });
  }
}
