/** `obs3 policy`: the permissions that obs3 needs, as a policy to attach. Derived from what its backends declare. */
import { Command, Option } from 'commander';
import { Obs3Error } from '../../model/error.ts';
import { type PolicyPurpose, policyOf, policyPurposes, sourcesFor } from '../../plan/policy.ts';
import { type CliIo, writeLines } from '../io.ts';
import { jsonLines } from '../json-lines.ts';
import { isRoleArn } from '../options/accounts-file.ts';
import { collect } from '../options/repeatable.ts';

interface PolicyFlags {
  readonly for?: readonly PolicyPurpose[];
  readonly roleArn?: readonly string[];
  readonly bucket?: readonly string[];
  readonly partition: string;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const policyCommand = (io: CliIo): Command =>
  new Command('policy')
    .summary('print the IAM policy that obs3 needs, read-only')
    .description(
      'Prints the smallest IAM policy that obs3 can work with: it only allows reading. Attach it to whoever runs obs3.',
    )
    .addOption(
      new Option('--for <command>', `this command alone; repeatable: ${policyPurposes.join(', ')}`).argParser(
        (value: string, previous: readonly PolicyPurpose[] = []): readonly PolicyPurpose[] => {
          const purpose = policyPurposes.find((known) => known === value);
          if (purpose === undefined) {
            throw new Obs3Error('USAGE', `--for does not take '${value}'`, {
              hint: `use ${policyPurposes.join(', ')}`,
            });
          }
          return [...previous, purpose];
        },
      ),
    )
    .option('--role-arn <arn>', 'also take on this role (--role-arn); repeatable', collect)
    .option('--bucket <name>', 'also read files delivered to this bucket (--from s3://…); repeatable', collect)
    .addOption(
      new Option('--partition <name>', 'where the buckets are').choices(['aws', 'aws-cn', 'aws-us-gov']).default('aws'),
    )
    .action(async (flags: PolicyFlags) => {
      const { for: purposes = [], roleArn = [], bucket = [], partition } = flags;
      for (const arn of roleArn) {
        if (!isRoleArn(arn)) {
          throw new Obs3Error('USAGE', `--role-arn does not take '${arn}'`, {
            hint: 'a role looks like arn:aws:iam::111122223333:role/Investigator',
          });
        }
      }
      const buckets = bucket.map((text) => {
        const name = text.replace(/^s3:\/\//, '').replace(/\/.*$/, '');
        if (bucketName.test(name)) return name;
        throw new Obs3Error('USAGE', `--bucket does not take '${text}'`, { hint: 'name a bucket: my-trail-logs' });
      });
      const actions = await actionsFor(purposes);
      const policy = policyOf({ actions, roleArns: roleArn, buckets, partition });
      await writeLines(io.stdout, jsonLines(policy));
    });

/** For these purposes, or for all if none is given. */
export async function actionsFor(purposes: readonly PolicyPurpose[]): Promise<readonly string[]> {
  const [{ neededActions }, { accessActions, surveyActions }] = await Promise.all([
    import('../needed-actions.ts'),
    import('../../aws/survey-calls.ts'),
  ]);
  const isAll = purposes.length === 0;
  const asked = (isAll ? policyPurposes : purposes).flatMap((purpose) => [
    ...neededActions(sourcesFor(purpose)),
    ...(purpose === 'doctor' ? surveyActions : []),
  ]);
  // --region all lists the regions of the account
  return [...new Set([...asked, accessActions.regions])].sort();
}
