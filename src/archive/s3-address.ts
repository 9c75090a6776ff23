/** `s3://bucket/prefix`, as the AWS CLI writes it; also an access point, by its ARN or alias. */
import { Obs3Error } from '../model/error.ts';

export interface S3Address {
  /** A bucket's name, or an access point's ARN. */
  readonly bucket: string;
  /** Without a "/" at the end. Empty: the whole bucket. */
  readonly prefix: string;
}

const scheme = /^s3:\/\//i;
/** `arn:aws:s3:us-east-1:111122223333:accesspoint/logs/prefix` */
const accessPoint = /^(arn:aws[\w-]*:s3:[a-z0-9-]+:\d{12}:accesspoint[/:][a-z0-9][a-z0-9-]{1,48}[a-z0-9])(?:\/(.*))?$/s;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html; us-east-1 has old buckets with other names. */
const bucketForm = /^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

export const isS3 = (path: string): boolean => scheme.test(path);

/** @throws Obs3Error USAGE if the address names no bucket. */
export function parseS3(path: string): S3Address {
  const rest = path.replace(scheme, '');
  const [, arn, under] = accessPoint.exec(rest) ?? [];
  const slash = rest.indexOf('/');
  const bucket = arn ?? (slash < 0 ? rest : rest.slice(0, slash));
  const prefix = arn === undefined ? (slash < 0 ? '' : rest.slice(slash + 1)) : (under ?? '');
  if (arn === undefined && !bucketForm.test(bucket)) {
    throw new Obs3Error('USAGE', `no bucket is named by '${path}'`, {
      hint: 'use s3://bucket/prefix, or the ARN of an access point: s3://arn:aws:s3:us-east-1:111122223333:accesspoint/name',
    });
  }
  return { bucket, prefix: prefix.replace(/\/+$/, '') };
}

/** An object's path as shown, and as accepted by `--from`. */
export const s3Path = (bucket: string, key: string): string => `s3://${bucket}/${key}`;
