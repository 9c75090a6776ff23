/** S3: lists a bucket's keys and reads its objects. Keys are sorted by their bytes, as in S3. */
import { createHash } from 'node:crypto';
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError, commonError } from '../aws-error.ts';
import { type Call, numberAt, type Service } from '../call.ts';
import type { Bucket, StoredObject } from '../world.ts';

const mostKeys = 1000;
const etagOf = ({ content }: StoredObject): string => `"${createHash('md5').update(content).digest('hex')}"`;

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html: asked in another region, S3 answers where the bucket
 * is.
 */
function bucketOf(call: Call): Bucket {
  const name = stringAt(call.parameters, 'Bucket') ?? '';
  for (const [owner, { regions }] of Object.entries(call.world.accounts)) {
    for (const [region, { buckets }] of Object.entries(regions)) {
      const bucket = buckets.find((each) => each.name === name);
      if (!bucket) continue;
      if (region !== call.region) {
        throw new AwsError(
          'PermanentRedirect',
          'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
          301,
          { 'x-amz-bucket-region': region },
        );
      }
      const mayRead = owner === call.account || (bucket.readers ?? []).includes(call.account);
      const pays = !bucket.requesterPays || owner === call.account || call.parameters['RequestPayer'] === 'requester';
      if (!mayRead || !pays) throw commonError('s3', 'denied', 'Access Denied');
      return bucket;
    }
  }
  throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
function listObjectsV2(call: Call): JsonObject {
  const { parameters } = call;
  const bucket = bucketOf(call);
  const prefix = stringAt(parameters, 'prefix') ?? '';
  const delimiter = stringAt(parameters, 'delimiter') ?? '';
  const token = stringAt(parameters, 'continuation-token');
  const resumed = token === undefined ? undefined : redeem(call, token);
  const after = Buffer.from(resumed ?? stringAt(parameters, 'start-after') ?? '');
  const most = Math.min(numberAt(parameters, 'max-keys') ?? mostKeys, call.settings.s3KeysPerPage);
  const write = stringAt(parameters, 'encoding-type') === 'url' ? encoded : (text: string) => text;
  const contents: JsonObject[] = [];
  const prefixes: string[] = [];
  let last = '';
  let isTruncated = false;
  for (const key of sortedKeys(bucket)) {
    if (!key.startsWith(prefix)) continue;
    const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = end < 0 ? undefined : key.slice(0, end + delimiter.length);
    // keys listed as one common prefix are skipped as one
    if (Buffer.compare(Buffer.from(common ?? key), after) <= 0) continue;
    if (common !== undefined && common === prefixes.at(-1)) continue;
    if (contents.length + prefixes.length === most) {
      isTruncated = true;
      break;
    }
    last = common ?? key;
    if (common !== undefined) prefixes.push(common);
    else {
      const object = bucket.objects[key] as StoredObject;
      contents.push({
        Key: write(key),
        LastModified: '2026-01-01T00:00:00.000Z',
        ETag: etagOf(object),
        Size: object.content.length,
        StorageClass: object.archived ? 'GLACIER' : 'STANDARD',
      });
    }
  }
  return {
    Name: bucket.name,
    Prefix: write(prefix),
    ...(delimiter !== '' && { Delimiter: delimiter }),
    KeyCount: contents.length + prefixes.length,
    MaxKeys: most,
    EncodingType: 'url',
    IsTruncated: isTruncated,
    ...(isTruncated && { NextContinuationToken: call.tokens.issue(questionOf(call), last) }),
    Contents: contents,
    CommonPrefixes: prefixes.map((each) => ({ Prefix: write(each) })),
  };
}

/** A token belongs to its request, wherever the listing has got to. */
const questionOf = (call: Call) => {
  const { 'continuation-token': _, 'start-after': __, ...parameters } = call.parameters;
  return { ...call, parameters };
};

function redeem(call: Call, token: string): string {
  const state = call.tokens.redeem(token, questionOf(call));
  if (typeof state !== 'string')
    throw new AwsError('InvalidArgument', 'The continuation token provided is incorrect', 400);
  return state;
}

const sorted = new WeakMap<Bucket, readonly string[]>();

function sortedKeys(bucket: Bucket): readonly string[] {
  const known =
    sorted.get(bucket) ??
    Object.keys(bucket.objects)
      .map((key) => Buffer.from(key))
      .sort(Buffer.compare)
      .map(String);
  sorted.set(bucket, known);
  return known;
}

/** Form encoding that leaves slashes as they are. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%2F', '/').replaceAll('*', '%2A');

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function getObject(call: Call): JsonObject {
  const { parameters } = call;
  const bucket = bucketOf(call);
  const object = bucket.objects[stringAt(parameters, 'Key') ?? ''];
  if (!object) throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
  if (object.denied) throw commonError('s3', 'denied', 'Access Denied');
  if (object.archived)
    throw new AwsError('InvalidObjectState', "The operation is not valid for the object's storage class", 403);
  const etag = etagOf(object);
  const match = stringAt(parameters, 'IfMatch');
  if (match !== undefined && match !== etag)
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
  const { length } = object.content;
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(stringAt(parameters, 'Range') ?? '') ?? [];
  if (from === undefined || to === undefined) return { ETag: etag, Body: object.content.toString('latin1') };
  const [start, end] = [Number(from), Math.min(Number(to) + 1, length)];
  if (start >= length) throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416);
  return {
    ETag: etag,
    ContentRange: `bytes ${start}-${end - 1}/${length}`,
    Body: object.content.toString('latin1', start, end),
  };
}

export const s3: Service = {
  name: 's3',
  protocol: 'rest-xml',
  timeMembers: new Set(),
  operations: { ListObjectsV2: listObjectsV2, GetObject: getObject },
  iamNames: { ListObjectsV2: 'ListBucket' },
};
