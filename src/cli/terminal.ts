/** What the environment says about the terminal. */
import type { CliIo } from './io.ts';

type Environment = CliIo['env'];

/** It supports neither colors nor cursor movement. */
export const isDumb = (env: Environment): boolean => env['TERM'] === 'dumb';

/**
 * A locale is set and is not UTF-8. If none is set, most terminals support UTF-8 anyway.
 * https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html
 */
export function isAsciiOnly(env: Environment): boolean {
  if (isDumb(env)) return true;
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '');
  return locale !== undefined && !/utf-?8/i.test(locale);
}
