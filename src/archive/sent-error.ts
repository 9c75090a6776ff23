/** An error as it goes from one thread to another: plain data. */
export interface SentError {
  /** Of an error of the system. */
  readonly code: string | undefined;
  readonly message: string;
}

export function sentError(error: unknown): SentError {
  const { code, message } = error as NodeJS.ErrnoException;
  return { code, message };
}

/** As if it had been thrown in this thread. */
export const receivedError = ({ code, message }: SentError): NodeJS.ErrnoException =>
  Object.assign(new Error(message), { code });
