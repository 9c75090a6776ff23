/**
 * CloudTrail's delivered files in every conceivable form and kind of damage, from a seeded random source: the same in every
 * run.
 */
import { gzipSync } from 'node:zlib';
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';
import { seededRandom } from '../fixtures/question.ts';

const random = seededRandom(11);
export const below = (n: number) => Math.floor(random() * n);
const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;

export const group = 'sg-0a1b2c3d4e5f60718';
/** Ids inside longer ids, in different case, in other scripts. */
export const ids = [
  group,
  `${group}9`,
  `x${group}`,
  group.toUpperCase(),
  'sg-0fedcba9876543210',
  'secret-1',
  'secret-10',
  'Ω-web',
  'é',
];

/** How a text is written in JSON: as it is, escaped as some encoders do, or escaped completely. */
function written(value: JsonValue): string {
  const text = JSON.stringify(value);
  switch (below(6)) {
    case 0:
      return text.replaceAll('/', '\\/');
    case 1:
      return text.replace(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    case 2:
      return text.replaceAll('-', '\\u002d');
    default:
      return text;
  }
}

function parametersFor(id: string): JsonValue {
  return pick<() => JsonValue>([
    () => ({ groupId: id }),
    () => ({ list: [{ deep: [{ deeper: id }] }] }),
    () => ({ arn: `arn:aws:ec2:us-east-1:111122223333:security-group/${id}` }),
    () => ({ policyDocument: JSON.stringify({ Statement: [{ Resource: `arn:aws:s3:::${id}/*` }] }) }),
    () => ({ policyDocument: encodeURIComponent(JSON.stringify({ a: id, b: `line\n${id}` })) }),
    () => ({ text: JSON.stringify({ inner: JSON.stringify({ id }) }) }),
    () => ({ description: `about ${id} and "quotes" {[` }),
    () => null,
    () => ({ event: { eventVersion: '1.08', eventTime: '2020-01-01T00:00:00Z', recipientAccountId: '444455556666' } }),
    () => ({ events: [{ a: 1 }, { eventVersion: '1.08', groupId: id }] }),
  ])();
}

const assumed = (role: string, session: string): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLE000000009:${session}`,
  arn: `arn:aws:sts::111122223333:assumed-role/${role}/${session}`,
  accountId: '111122223333',
  accessKeyId: 'ASIAEXAMPLE000000009',
});

/** Named by what they contain, or by what is said when they contain nothing. */
const identities: readonly JsonValue[] = [
  assumed('admin', 'alice@example.com'),
  assumed('cdk-hnb659fds-deploy-role', 'aws-cdk-alice@example.com'),
  assumed('Ω-web', 'é'),
  { type: 'FederatedUser', arn: 'arn:aws:sts:::federated-user/alice' },
  { ...assumed('admin', 'alice'), sessionContext: { sessionIssuer: { type: 'Root' } } },
  { type: 'AWSAccount', principalId: 'AROAEXAMPLE000000009:alice@example.com', accountId: '111122223333' },
  { type: 'AWSAccount', accountId: '1' },
  { type: 'Unknown' },
];

let number = 0;
export function anyRecord(): JsonObject {
  const id = pick(ids);
  const time = `2026-03-0${1 + below(5)}T1${below(10)}:0${below(10)}:00${pick(['Z', 'Z', 'Z', 'Z', '.5Z', '+01:00', ''])}`;
  return recordOf({
    eventID: below(30) === 0 ? id : eventId(number++),
    eventTime: below(40) === 0 ? pick(['redacted', '2026-02-30T00:00:00Z', 7, null]) : time,
    awsRegion: pick(['us-east-1', 'us-east-1', 'eu-west-1', 'sagov-westsouth-1r', '']),
    recipientAccountId: pick(['111122223333', '111122223333', '444455556666', undefined, 'redacted']),
    requestParameters: parametersFor(id),
    ...(below(6) === 0 && { responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE000000001' } } }),
    ...(below(8) === 0 && {
      errorCode: 'AccessDenied',
      errorMessage: `not allowed on resource: arn:aws:iam::111122223333:role/${id}`,
    }),
    ...(below(12) === 0 && { eventSource: pick(['aws:s3', 'iam.amazonaws.com', 'a"b.amazonaws.com']) }),
    ...(below(15) === 0 && { userAgent: id }),
    ...(below(25) === 0 && {
      userIdentity: pick<JsonValue>([null, { type: 'Root', accountId: '111122223333' }, { userName: id }]),
    }),
    ...(below(8) === 0 && { userIdentity: pick(identities) }),
    ...(below(25) === 0 && { sourceIPAddress: undefined }),
    ...(below(30) === 0 && { insightDetails: { state: 'Start' } }),
    readOnly: pick<JsonValue | undefined>([true, true, true, false, 'true', undefined]),
    ...(below(5) === 0 && { eventName: pick(['GetSecretValue', 'DescribeInstances', 'GetFunction20150331v2']) }),
    ...(below(9) === 0 && { eventSource: 'secretsmanager.amazonaws.com' }),
    ...(below(9) === 0 && { tlsDetails: pick<JsonValue>([{ readOnly: true }, { readOnly: true, host: '{' }, '{"}']) }),
    ...(below(12) === 0 && { responseElements: { ConsoleLogin: pick(['Failure', 'Success']) } }),
  });
}

const separators = [',', ',', ',', ',', ',', ' ,', '', ',\n', ',,'];

/** A delivered file, or something that resembles one. */
export function anyContent(): string {
  const usual = below(3) > 0;
  const records = Array.from({ length: below(12) }, () => (usual ? JSON.stringify : written)(anyRecord()));
  const separator = usual ? ',' : pick(separators);
  const text = `{"Records":[${records.join(separator)}]}`;
  if (usual)
    return pick([
      text,
      `${text}\n`,
      records.join('\n'),
      `${records.join('\r\n')}\r\n`,
      records.join(''),
      `[${records.join(',')}]`,
    ]);
  return pick<() => string>([
    () => text,
    () => `${text}\n${text}`,
    () => text + text,
    () => `[${records.join(',')}]`,
    () => records.join('\n'),
    () => records[0] ?? '',
    () => `\u{FEFF}${text}`,
    () => JSON.stringify({ Events: records.map((record) => ({ EventId: 'x', CloudTrailEvent: record })) }),
    () => JSON.stringify({ version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: anyRecord() }),
    () => text.slice(0, below(text.length)),
    () => '{"Records":[]}',
    () => '',
  ])();
}

export function packed(text: string): Buffer {
  const gz = gzipSync(text, { level: 1 + below(9) });
  switch (below(10)) {
    case 0:
      return Buffer.from(text);
    case 6: {
      // with no checksum, and damaged in the middle, too
      const at = below(text.length);
      return Buffer.from(text.slice(0, at) + text.slice(at + 1 + below(9)));
    }
    case 1:
      return gz.subarray(0, below(gz.length));
    case 2:
      gz[gz.length - 1 - below(8)] = below(256);
      return gz;
    case 3:
      return Buffer.concat([gz, gzipSync(anyContent())]);
    case 4:
      return gzipSync(gz);
    case 5: {
      // one delivered file in several gzip members
      const at = below(text.length);
      return Buffer.concat([gzipSync(text.slice(0, at)), gzipSync(text.slice(at))]);
    }
    default:
      return gz;
  }
}
