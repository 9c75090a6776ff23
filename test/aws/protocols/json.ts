/** AWS JSON 1.0 and 1.1: the operation in a header, JSON both ways, times in seconds since 1970. */
import { isJsonObject, type JsonObject } from '../../../src/model/json.ts';
import { type AwsError, queryCodeOf } from '../aws-error.ts';
import type { WireProtocol } from './protocol.ts';
import { withTimes } from './times.ts';

function parametersOf(body: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body === '' ? '{}' : body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `queryMode`: the service also names the code that its older query protocol had (CloudWatch). */
const jsonProtocol = (version: '1.0' | '1.1', queryMode: boolean): WireProtocol => {
  const contentType = `application/x-amz-json-${version}`;
  return {
    family: 'json',
    read: ({ headers, body }) => {
      // SDKs use different prefixes in the target; its last segment is always the operation
      const operation = String(headers['x-amz-target'] ?? '')
        .split('.')
        .at(-1);
      const parameters = parametersOf(body);
      return operation && parameters ? { operation, parameters } : undefined;
    },
    writeResult: (_operation, result, timeMembers, requestId) => ({
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: JSON.stringify(withTimes(result, timeMembers, (milliseconds) => milliseconds / 1000)),
    }),
    writeError: (error: AwsError, requestId) => {
      const side = error.status >= 500 ? 'Receiver' : 'Sender';
      return {
        status: error.status,
        headers: {
          'content-type': contentType,
          'x-amzn-requestid': requestId,
          ...(queryMode && { 'x-amzn-query-error': `${queryCodeOf(error.code)};${side}` }),
        },
        body: JSON.stringify({ __type: error.code, message: error.message }),
      };
    },
  };
};

export const json11 = jsonProtocol('1.1', false);
export const json10QueryMode = jsonProtocol('1.0', true);
