/** What a call makes go to another account, or come from there: events, messages, copies under its key, code. */
import { parseArn } from '../arn.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, objects, text, texts } from '../read.ts';
import { nameAt, named, nameIn, shortName } from '../words.ts';
import { accountsInWords, othersThan } from './policy-reach.ts';

/** The accounts of ARNs other than the one that recorded the call; a mere id or name belongs to that one. */
const otherAccounts = (call: CallByPrincipal, arns: readonly string[]): readonly string[] =>
  othersThan(
    call.account,
    arns.flatMap((arn) => parseArn(arn)?.account || []),
  );

/**
 * Publishers whose layers anyone may use, and many do: Powertools for AWS Lambda (Python; TypeScript), the AWS SDK for pandas,
 * the AWS Distro for OpenTelemetry, CloudWatch Lambda Insights, CloudWatch Application Signals.
 * https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
 */
const publishers: ReadonlySet<string> = new Set([
  '017000801446',
  '094274105915',
  '336392948345',
  '901920570463',
  '580247275435',
  '615299751070',
]);

/** What is copied or exported under a key, as people would name it. */
function copied(call: CallByPrincipal): string {
  switch (call.eventName) {
    case 'CopySnapshot':
      return named('snapshot', text(call.request, 'sourceSnapshotId', 'CopySnapshotRequest.sourceSnapshotId'));
    case 'StartExportTask':
      return named('database snapshot', nameAt(call.request, 'sourceArn'));
    default:
      return named(
        'database snapshot',
        nameAt(call.request, 'sourceDBSnapshotIdentifier', 'sourceDBClusterSnapshotIdentifier'),
      );
  }
}

export const carriedOffRules: readonly DangerRule[] = [
  {
    rule: 'events-sent-to-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-account.html',
    calls: callsOf('events', 'PutTargets'),
    reason: (call) => {
      const arns = objects(call.request, 'targets').flatMap((target) => text(target, 'arn') ?? []);
      const others = otherAccounts(call, arns);
      return others.length > 0
        ? `events of ${named('rule', nameAt(call.request, 'rule'))} go to ${accountsInWords(others)}`
        : undefined;
    },
  },
  {
    rule: 'messages-sent-to-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html',
    calls: callsOf('sns', 'Subscribe'),
    reason: (call) => {
      const others = otherAccounts(call, texts(call.request, 'endpoint'));
      return others.length > 0
        ? `messages of ${named('topic', nameIn(call, 'topicArn'))} go to ${accountsInWords(others)}`
        : undefined;
    },
  },
  {
    rule: 'copy-under-key-of-other-account',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html',
    calls: [
      ...callsOf('ec2', 'CopySnapshot'),
      ...callsOf('rds', 'CopyDBSnapshot', 'CopyDBClusterSnapshot', 'StartExportTask'),
    ],
    reason: (call) => {
      const others = otherAccounts(call, texts(call.request, 'kmsKeyId'));
      const what = call.eventName === 'StartExportTask' ? 'an export' : 'a copy';
      return others.length > 0
        ? `${what} of ${copied(call)} is encrypted with a key of ${accountsInWords(others)}, which decides who reads it`
        : undefined;
    },
  },
  {
    rule: 'database-exported',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ExportSnapshot.html',
    calls: callsOf('rds', 'StartExportTask'),
    reason: (call) =>
      `the data of ${copied(call)} can be read from ${named('bucket', nameIn(call, 's3BucketName', 's3Bucket'))}`,
  },
  {
    rule: 'layer-of-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/adding-layers.html',
    calls: callsOf('lambda', 'CreateFunction', 'UpdateFunctionConfiguration'),
    reason: (call) => {
      const foreign = texts(call.request, 'layers').filter((arn) =>
        otherAccounts(call, [arn]).some((account) => !publishers.has(account)),
      );
      return foreign.length > 0
        ? `${named('function', nameIn(call, 'functionName'))} runs code of ${accountsInWords(otherAccounts(call, foreign))}, in ${named('layer', enumerate(foreign.map(layerName)))}`
        : undefined;
    },
  },
];

/** `arn:aws:lambda:us-east-1:444455556666:layer:tools:3` -> `tools:3` */
const layerName = (arn: string): string => parseArn(arn)?.resource.replace(/^layer:/, '') ?? shortName(arn);
