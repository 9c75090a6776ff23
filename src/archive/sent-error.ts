/** An error in a form that can be sent between threads: plain data. */
export interface SentError {
  /** Present for a system error. */
  readonly code: string | undefined;
  readonly message: string;
}

export function sentError(error: unknown): SentError {
  const { code, message } = error as NodeJS.ErrnoException;
  return { code, message };
}

/** Rebuilds the error, as if it had been thrown in this thread. */
export const receivedError = ({ code, message }: SentError): NodeJS.ErrnoException =>
  Object.assign(new Error(message), { code });
