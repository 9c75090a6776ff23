/** S3's calls on objects, in words: data events, for trails that record them. */

import { text } from '../read.ts';
import { aclInWords } from '../s3-acl.ts';
import { copySource, isCopiedOntoItself, isUnderCustomerKey } from '../s3-copies.ts';
import type { Call, Sentence } from '../service.ts';
import { inBrackets, named } from '../words.ts';

const bucket = ({ request }: Call): string => named('bucket', text(request, 'bucketName'));

const object = ({ request }: Call): string => {
  const [name, key] = [text(request, 'bucketName'), text(request, 'key')];
  if (name === undefined) return key === undefined ? 'an object' : `object ${key}`;
  return key === undefined ? `an object of bucket ${name}` : `s3://${name}/${key}`;
};

const onObject =
  (words: string): Sentence =>
  (call) =>
    `${words} ${object(call)}`;

const version = ({ request }: Call): string =>
  inBrackets(text(request, 'versionId') && `version ${text(request, 'versionId')}`);

const listed = (call: Call): string => {
  const prefix = text(call.request, 'prefix');
  return `listed ${bucket(call)}${prefix ? ` under ${prefix}` : ''}`;
};

const customerKey = (call: Call): string | false => isUnderCustomerKey(call) && 'under a key of the caller, SSE-C';

function copied(call: Call): string {
  if (isCopiedOntoItself(call)) return `copied ${object(call)} onto itself${inBrackets(customerKey(call))}`;
  const source = copySource(call.request);
  return `copied ${source ? `s3://${source}` : 'an object'} to ${object(call)}${inBrackets(customerKey(call))}`;
}

export const objectCalls = (): Readonly<Record<string, Sentence>> => ({
  GetObject: (call) => `read ${object(call)}${version(call)}`,
  HeadObject: onObject('looked at'),
  GetObjectAcl: onObject('read the ACL of'),
  SelectObjectContent: onObject('queried'),
  GetObjectTorrent: onObject('read the torrent of'),
  ListObjects: listed,
  ListObjectVersions: (call) => `${listed(call)}, with all versions`,
  ListMultipartUploads: (call) => `listed uploads to ${bucket(call)}`,
  PutObject: (call) => {
    const acl = text(call.request, 'x-amz-acl');
    return `wrote ${object(call)}${inBrackets(acl?.startsWith('public-') && acl, customerKey(call))}`;
  },
  CopyObject: copied,
  CreateMultipartUpload: onObject('began to upload'),
  UploadPart: onObject('uploaded a part of'),
  UploadPartCopy: onObject('copied a part of'),
  CompleteMultipartUpload: onObject('wrote'),
  AbortMultipartUpload: onObject('aborted the upload of'),
  DeleteObject: (call) => `deleted ${object(call)}${version(call)}`,
  // the record contains no keys
  DeleteObjects: (call) => `deleted objects of ${bucket(call)}`,
  PutObjectAcl: (call) => aclInWords(call, object(call)),
  PutObjectTagging: onObject('tagged'),
  DeleteObjectTagging: onObject('untagged'),
  PutObjectRetention: onObject('changed the retention of'),
  PutObjectLegalHold: onObject('changed the legal hold of'),
  RestoreObject: onObject('restored'),
  CreateJob: () => 'created an S3 batch operations job',
});
