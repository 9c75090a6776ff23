/** `--request-payer`, `--keep`: how files of a bucket are fetched. The options for AWS say from which account. */
import type { Command } from 'commander';
import { Obs3Error } from '../../model/error.ts';

export interface BucketFlags {
  readonly requestPayer?: boolean;
  /** true: in the default folder. */
  readonly keep?: string | true;
}

/** The limit for all objects that are kept, in bytes. */
export const mostKeptBytes = 10_000_000_000;

export const addBucketOptions = (command: Command): Command =>
  command
    .optionsGroup('Files in S3 (--from s3://bucket/prefix; with --profile and --endpoint-url):')
    .option('--request-payer', 'agree to pay for the requests, if the bucket requires it')
    .option('--keep [dir]', 'keep what is fetched for the next question, at most 10 GB (default: the cache folder)');

export const isS3 = (path: string): boolean => /^s3:\/\//i.test(path);

export const hasS3 = (from: readonly string[]): boolean => from.some(isS3);

/** @throws Obs3Error USAGE */
export function checkBucket({ requestPayer, keep }: BucketFlags, from: readonly string[]): void {
  const given = requestPayer ? '--request-payer' : keep !== undefined ? '--keep' : undefined;
  if (given !== undefined && !hasS3(from)) {
    throw new Obs3Error('USAGE', `${given} is about files in S3, and --from names none`, {
      hint: 'name them: --from s3://bucket/prefix',
    });
  }
  // `--keep sg-1` was meant to ask about sg-1
  if (typeof keep === 'string' && !/[/\\]|^\.{1,2}$/.test(keep)) {
    throw new Obs3Error('USAGE', `--keep takes '${keep}' for a folder`, {
      hint: `put the target before it, or name the folder so: --keep=./${keep}`,
    });
  }
}
