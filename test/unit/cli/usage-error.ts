import { expect } from 'vitest';
import { Obs3Error } from '../../../src/model/error.ts';

/** The expected usage error; any other outcome fails the test. */
export function usageErrorOf(run: () => unknown): Obs3Error {
  try {
    run();
  } catch (error) {
    return asUsageError(error);
  }
  throw new Error('nothing was refused');
}

export function asUsageError(error: unknown): Obs3Error {
  expect(error).toBeInstanceOf(Obs3Error);
  const { code, message } = error as Obs3Error;
  expect(code).toBe('USAGE');
  // one sentence without its period: a hint may follow it
  expect(message).not.toMatch(/[\n]|\.$/);
  return error as Obs3Error;
}
