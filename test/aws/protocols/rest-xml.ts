/** REST with XML (S3): a request is a method, a path and a query; answers are XML or an object's own bytes. Only path style. */
import { isJsonObject, type JsonObject, type JsonValue, stringAt } from '../../../src/model/json.ts';
import type { WireProtocol } from './protocol.ts';
import { escapeXml } from './xml.ts';

const contentType = 'application/xml';
const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** A list's elements are siblings, under its own name. */
const elementsOf = (name: string, value: JsonValue | undefined): string => {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((element) => elementsOf(name, element)).join('');
  const inner = isJsonObject(value) ? membersOf(value) : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
};

const membersOf = (value: JsonObject): string =>
  Object.entries(value)
    .map(([key, member]) => elementsOf(key, member))
    .join('');

export const restXml: WireProtocol = {
  family: 's3',
  read({ method, url, headers }) {
    const { pathname, searchParams } = new URL(url, 'http://s3');
    const [, bucket = '', ...rest] = pathname.split('/');
    const key = rest.map(decodeURIComponent).join('/');
    const query = Object.fromEntries([...searchParams].filter(([name]) => name !== 'x-id'));
    const header = (name: string, member: string) => {
      const value = headers[name];
      return value === undefined ? {} : { [member]: String(value) };
    };
    const parameters = {
      Bucket: decodeURIComponent(bucket),
      ...(key !== '' && { Key: key }),
      ...query,
      ...header('range', 'Range'),
      ...header('if-match', 'IfMatch'),
      ...header('x-amz-request-payer', 'RequestPayer'),
    };
    if (method === 'GET' && key === '' && query['list-type'] === '2') return { operation: 'ListObjectsV2', parameters };
    if (method === 'GET' && key !== '') return { operation: 'GetObject', parameters };
    return { operation: `${method} ${url}`, parameters };
  },
  writeResult(operation, result, _timeMembers, requestId) {
    const headers = { 'x-amz-request-id': requestId };
    if (operation !== 'GetObject') {
      return {
        status: 200,
        headers: { ...headers, 'content-type': contentType },
        body: `${head}<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${membersOf(result)}</ListBucketResult>`,
      };
    }
    const range = stringAt(result, 'ContentRange');
    return {
      status: range === undefined ? 200 : 206,
      headers: {
        ...headers,
        'content-type': 'application/octet-stream',
        'accept-ranges': 'bytes',
        etag: stringAt(result, 'ETag') ?? '',
        ...(range !== undefined && { 'content-range': range }),
      },
      body: Buffer.from(stringAt(result, 'Body') ?? '', 'latin1'),
    };
  },
  writeError: ({ code, message, status, headers }, requestId) => ({
    status,
    headers: { 'content-type': contentType, 'x-amz-request-id': requestId, ...headers },
    body: `${head}<Error>${membersOf({ Code: code, Message: message, RequestId: requestId })}</Error>`,
  }),
};
