/** A server for one test, stopped with it, and the errors of failing SDK calls. */
import { onTestFinished } from 'vitest';
import { type AwsServer, type AwsServerOptions, startAwsServer } from '../aws/server.ts';

export const account = '111122223333';
export const otherAccount = '444455556666';
export const region = 'us-east-1';

export async function serverFor(options: AwsServerOptions): Promise<AwsServer> {
  const server = await startAwsServer(options);
  onTestFinished(() => server.stop());
  return server;
}

export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly status: number | undefined;
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error = await call.then(
    () => undefined,
    (reason: Error & { $metadata?: { httpStatusCode?: number } }) => reason,
  );
  if (!error) throw new Error('the call was expected to fail');
  return { name: error.name, message: error.message, status: error.$metadata?.httpStatusCode };
}
