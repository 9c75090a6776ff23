/** The IAM policy that lets obs3 read what it needs, and nothing else. */
import type { CommandName } from '../model/question.ts';
import { sourcesToAsk } from './lanes.ts';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyInput {
  /** IAM actions. Most do not support resources: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
  readonly actions: readonly string[];
  /** Roles to be assumed, by ARN. */
  readonly roleArns: readonly string[];
  /** Names of buckets whose delivered files are read. */
  readonly buckets: readonly string[];
  /** `aws`, `aws-cn`, `aws-us-gov`: where the buckets are. */
  readonly partition: string;
}

/** The permissions to read files of a bucket, by the resource that they apply to. */
const bucketActions = { bucket: ['s3:ListBucket'], object: ['s3:GetObject'] } as const;

export function policyOf({ actions, roleArns, buckets, partition }: PolicyInput): PolicyDocument {
  const arns = [...new Set(buckets)].sort().map((bucket) => `arn:${partition}:s3:::${bucket}`);
  const statements: readonly PolicyStatement[] = [
    { Sid: 'Obs3Reads', Effect: 'Allow', Action: [...new Set(actions)].sort(), Resource: '*' },
    { Sid: 'Obs3AssumesRoles', Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: [...new Set(roleArns)].sort() },
    { Sid: 'Obs3ListsBuckets', Effect: 'Allow', Action: bucketActions.bucket, Resource: arns },
    {
      Sid: 'Obs3ReadsFiles',
      Effect: 'Allow',
      Action: bucketActions.object,
      Resource: arns.map((arn) => `${arn}/*`),
    },
  ];
  return {
    Version: '2012-10-17',
    Statement: statements.filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0),
  };
}

/** What a policy can be narrowed to: the commands that ask AWS. */
export const policyPurposes = [
  'investigate',
  'who',
  'whois',
  'what',
  'compliance',
  'impact',
  'dashboard',
  'gate',
  'inventory',
  'doctor',
] as const;
export type PolicyPurpose = (typeof policyPurposes)[number];

/** The sources that a purpose asks. Empty: all. */
export const sourcesFor = (purpose: PolicyPurpose): readonly string[] => {
  switch (purpose) {
    case 'doctor':
      return [];
    case 'inventory':
      // who changed what last, if a window is given
      return ['config', 'cloudtrail'];
    case 'whois':
      return sourcesToAsk('who');
    case 'dashboard':
      return sourcesToAsk('investigate');
    default:
      return sourcesToAsk(purpose satisfies CommandName);
  }
};
