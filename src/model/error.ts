/** Errors that a person can act on, and the single table of what each exit code means. */

export type ExitCode = 0 | 1 | 2 | 3 | 4 | 70 | 130;

export const exitCodes: readonly { readonly code: ExitCode; readonly meaning: string }[] = [
  { code: 0, meaning: 'a report was printed, with or without gaps (gate: passed)' },
  { code: 1, meaning: 'a gate condition failed' },
  {
    code: 2,
    meaning: 'wrong usage, no such path, nothing readable, or more than memory holds',
  },
  { code: 3, meaning: '--strict or --fail-on gap met a blocking gap' },
  { code: 4, meaning: 'no source could be asked: credentials, permissions, network' },
  { code: 70, meaning: 'a bug in obs3, or the output could not be written' },
  { code: 130, meaning: 'interrupted' },
];

export type ErrorCode =
  | 'USAGE'
  | 'ARCHIVE_NOT_FOUND'
  | 'ARCHIVE_UNREADABLE'
  | 'TOO_MUCH'
  | 'NO_SOURCE'
  | 'INTERRUPTED'
  | 'INTERNAL';

export const exitCodeOf = {
  USAGE: 2,
  ARCHIVE_NOT_FOUND: 2,
  ARCHIVE_UNREADABLE: 2,
  TOO_MUCH: 2,
  NO_SOURCE: 4,
  INTERNAL: 70,
  INTERRUPTED: 130,
} as const satisfies Record<ErrorCode, ExitCode>;

/** An expected error. The message is lower case, has no period and names the wrong value. The hint says what to do next. */
export class Obs3Error extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, more: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: more.cause });
    this.name = 'Obs3Error';
    this.code = code;
    this.hint = more.hint;
  }
}
