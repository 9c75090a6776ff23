/** What the environment tells of a terminal. */
import type { CliIo } from './io.ts';

type Environment = CliIo['env'];

/** It obeys nothing: not a color, not where the cursor is sent. */
export const isDumb = (env: Environment): boolean => env['TERM'] === 'dumb';

/**
 * A locale that is told, and names no UTF-8. Where none is told most terminals know it all the same.
 * https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function isAsciiOnly(env: Environment): boolean {
  if (isDumb(env)) return true;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}
