/** Calls that make something go to another account or come from there, and harmless look-alikes. */
import type { Case } from './judge.ts';

const targets = (account: string) => ({
  request: { rule: 'all', targets: [{ id: '1', arn: `arn:aws:events:us-east-1:${account}:event-bus/default` }] },
});
const subscription = (protocol: string, endpoint: string) => ({
  request: { topicArn: 'arn:aws:sns:us-east-1:111122223333:orders', protocol, endpoint },
});
const key = (account: string) => `arn:aws:kms:us-east-1:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const layer = (account: string) => ({
  request: { functionName: 'pay', layers: [`arn:aws:lambda:us-east-1:${account}:layer:tools:3`] },
});
const exported = (kmsKeyId: string) => ({
  request: {
    sourceArn: 'arn:aws:rds:us-east-1:111122223333:snapshot:orders-1',
    s3BucketName: 'drop',
    kmsKeyId,
  },
});
const [own, other] = ['111122223333', '444455556666'];

export const carriedOffCases: readonly Case[] = [
  [
    'events-sent-to-other-account',
    'events:PutTargets',
    `events of rule all go to account ${other}`,
    targets(other),
    targets(own),
  ],
  [
    'messages-sent-to-other-account',
    'sns:Subscribe',
    `messages of topic orders go to account ${other}`,
    subscription('sqs', `arn:aws:sqs:us-east-1:${other}:drop`),
    subscription('sms', '155512345678'),
  ],
  [
    'copy-under-key-of-other-account',
    'ec2:CopySnapshot',
    `a copy of snapshot snap-1 is encrypted with a key of account ${other}, which decides who reads it`,
    { request: { sourceSnapshotId: 'snap-1', kmsKeyId: key(other) } },
    { request: { sourceSnapshotId: 'snap-1', kmsKeyId: key(own) } },
  ],
  [
    'copy-under-key-of-other-account',
    'rds:CopyDBSnapshot',
    `a copy of database snapshot orders-1 is encrypted with a key of account ${other}, which decides who reads it`,
    { request: { sourceDBSnapshotIdentifier: 'orders-1', kmsKeyId: key(other) } },
    { request: { sourceDBSnapshotIdentifier: 'orders-1', kmsKeyId: 'alias/own' } },
  ],
  [
    'copy-under-key-of-other-account',
    'rds:StartExportTask',
    `an export of database snapshot orders-1 is encrypted with a key of account ${other}, which decides who reads it`,
    exported(key(other)),
    exported(key(own)),
  ],
  [
    'database-exported',
    'rds:StartExportTask',
    'the data of database snapshot orders-1 can be read from bucket drop',
    exported(key(own)),
    'always fires',
  ],
  [
    'layer-of-other-account',
    'lambda:UpdateFunctionConfiguration',
    `function pay runs code of account ${other}, in layer tools:3`,
    layer(other),
    layer(own),
  ],
  [
    'layer-of-other-account',
    'lambda:CreateFunction',
    `function pay runs code of account ${other}, in layer tools:3`,
    layer(other),
    // Powertools for AWS Lambda
    layer('017000801446'),
  ],
];
