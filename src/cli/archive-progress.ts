/** How far the reading of files is, on one line: files, bytes, how fast, how long still, and what was found so far. */
import type { ArchiveProgress } from '../archive/reading-progress.ts';
import { numberText, plural } from '../model/number-text.ts';

/** Below this nothing can be said of how long it will take. Milliseconds. */
const leastElapsed = 1000;

/** Takes what the archive tells, and gives the line. A question reads again for what the first answers led to. */
export function createArchiveProgress(clock: () => number): (told: ArchiveProgress) => string {
  /** Told first of the reading that is under way. */
  let first: (ArchiveProgress & { readonly time: number }) | undefined;
  let last = 0;
  return (told) => {
    const { files, size, filesRead, sizeRead, bytes, found } = told;
    if (!first || filesRead <= last) first = { ...told, time: clock() };
    last = filesRead;
    const elapsed = clock() - first.time;
    const done = sizeRead - first.sizeRead;
    const isKnown = elapsed >= leastElapsed && done > 0;
    return [
      `reading ${numberText(filesRead)} of ${plural(files, 'file')}`,
      steadySize(bytes),
      ...(isKnown ? [`${steadySize(((bytes - first.bytes) / elapsed) * 1000)}/s`] : []),
      `${numberText(found)} found`,
      ...(isKnown && sizeRead < size ? [`${timeText(((size - sizeRead) / done) * elapsed)} left`] : []),
    ].join(', ');
  };
}

/** Not in kB first: what is painted over and over keeps its unit. */
const steadySize = (bytes: number): string => {
  const megabytes = bytes / 1e6;
  return megabytes < 999.5 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`;
};

function timeText(milliseconds: number): string {
  const seconds = Math.max(Math.round(milliseconds / 1000), 1);
  if (seconds < 100) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}
