/** What a wire protocol does: it turns a request into an operation with parameters, and a result or an error into bytes. */
import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../../src/model/json.ts';
import type { AwsError, ErrorFamily } from '../aws-error.ts';

export interface WireRequest {
  readonly method: string;
  /** Path and query, as in the request. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export interface WireProtocol {
  readonly family: ErrorFamily;
  /** undefined: not a request of this protocol. */
  read(request: WireRequest): { readonly operation: string; readonly parameters: JsonObject } | undefined;
  writeResult(operation: string, result: JsonObject, timeMembers: ReadonlySet<string>, requestId: string): WireAnswer;
  writeError(error: AwsError, requestId: string): WireAnswer;
}
