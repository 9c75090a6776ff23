/** `--profile`, `--region all`, `--role-arn`, `--accounts-file`, `--endpoint-url`: whom to ask if no files are given. */
import type { Command } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import { isRoleArn } from './accounts-file.ts';
import { addBucketOptions, type BucketFlags, checkBucket, hasS3 } from './bucket.ts';
import { collect } from './repeatable.ts';

export interface LiveFlags extends BucketFlags {
  readonly profile?: string;
  readonly roleArn?: readonly string[];
  readonly accountsFile?: string;
  readonly endpointUrl?: string;
  /** `--no-cache` makes it false. */
  readonly cache?: boolean;
}

export const addLiveOptions = (command: Command): Command => {
  command
    .optionsGroup('AWS (without --from; the usual AWS environment and SSO apply):')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--role-arn <arn>', 'assume this role; repeatable, one account each', collect)
    .option('--accounts-file <file>', 'ask these accounts: lines with a name and a role or profile, or JSON')
    .option('--endpoint-url <url>', 'ask this endpoint instead of AWS')
    .option('--no-cache', 'neither use nor keep settled answers (see obs3 cache)');
  return addBucketOptions(command);
};

/** @throws Obs3Error USAGE */
export function checkLive(
  { profile, roleArn = [], accountsFile, endpointUrl, ...bucket }: LiveFlags,
  from: readonly string[],
): void {
  checkBucket(bucket, from);
  const given = [
    ['--role-arn', roleArn[0]],
    ['--accounts-file', accountsFile],
    // they are also used for a bucket
    ...(hasS3(from) ? [] : [['--profile', profile] as const, ['--endpoint-url', endpointUrl] as const]),
  ].find(([, value]) => value !== undefined);
  if (from.length > 0 && given) {
    throw new Obs3Error('USAGE', `${given[0]} asks AWS, --from reads files: they exclude each other`, {
      hint: `drop one of them`,
    });
  }
  for (const arn of roleArn) {
    if (!isRoleArn(arn)) {
      throw new Obs3Error('USAGE', `--role-arn does not take '${arn}'`, {
        hint: 'a role looks like arn:aws:iam::111122223333:role/Investigator',
      });
    }
  }
  if (endpointUrl !== undefined && !URL.canParse(endpointUrl)) {
    throw new Obs3Error('USAGE', `--endpoint-url does not take '${endpointUrl}'`, { hint: 'use http://host:port' });
  }
}
