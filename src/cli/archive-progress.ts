/** The progress of reading files on one line: files, bytes, speed, time left, and what was found so far. */
import type { ArchiveProgress } from '../archive/reading-progress.ts';
import { numberText, plural } from '../model/number-text.ts';

/** Before this, the remaining time cannot be estimated. Milliseconds. */
const leastElapsed = 1000;

/** Takes the archive's progress and returns the line. A question reads again for what the first answers led to. */
export function createArchiveProgress(clock: () => number): (told: ArchiveProgress) => string {
  /** The first progress of the current reading. */
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

/** Never in kB: a line that is repainted all the time keeps its unit. */
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
