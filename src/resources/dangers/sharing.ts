/** What is given to another account by name: snapshots, images, functions, grants of keys, shares. */
import { parseArn } from '../arn.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, flag, objects, text, texts } from '../read.ts';
import { named, nameIn, shortName } from '../words.ts';
import { accountsInWords, othersThan } from './policy-reach.ts';

const externalAccess = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-resources.html';

interface Share {
  readonly rule: string;
  readonly source: string;
  readonly calls: readonly string[];
  readonly thing: (call: CallByPrincipal) => string;
  /** Account ids or ARNs. */
  readonly principals: (call: CallByPrincipal) => readonly string[];
  /** The words between the thing and the accounts; absent: "is open to". */
  readonly relation?: string;
}

const one =
  (title: string, ...paths: readonly string[]) =>
  (call: CallByPrincipal): string =>
    named(title, nameIn(call, ...paths));

const asked =
  (...paths: readonly string[]) =>
  ({ request }: CallByPrincipal): readonly string[] =>
    paths.flatMap((path) => texts(request, path));

const shares: readonly Share[] = [
  {
    rule: 'snapshot-shared-with-other-account',
    source: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html',
    calls: callsOf('ec2', 'ModifySnapshotAttribute'),
    thing: one('snapshot', 'snapshotId'),
    principals: ({ request }) => texts(request, 'createVolumePermission.add', 'userId'),
  },
  {
    rule: 'image-shared-with-other-account',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html',
    calls: callsOf('ec2', 'ModifyImageAttribute'),
    thing: one('image', 'imageId'),
    principals: ({ request }) => texts(request, 'launchPermission.add', 'userId'),
  },
  {
    rule: 'warehouse-snapshot-shared-with-other-account',
    source: 'https://docs.aws.amazon.com/redshift/latest/mgmt/managing-snapshot-share-snapshot.html',
    calls: callsOf('redshift', 'AuthorizeSnapshotAccess'),
    thing: one('Redshift snapshot', 'snapshotIdentifier', 'snapshotArn'),
    principals: asked('accountWithRestoreAccess'),
  },
  {
    rule: 'database-snapshot-shared-with-other-account',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ShareSnapshot.html',
    calls: callsOf('rds', 'ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'),
    thing: one('database snapshot', 'dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier'),
    principals: asked('valuesToAdd'),
  },
  {
    rule: 'document-shared-with-other-account',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html',
    calls: callsOf('ssm', 'ModifyDocumentPermission'),
    thing: one('document', 'name'),
    principals: asked('accountIdsToAdd'),
  },
  {
    rule: 'function-shared-with-other-account',
    source: externalAccess,
    calls: callsOf('lambda', 'AddPermission', 'AddLayerVersionPermission'),
    thing: (call) =>
      call.eventName === 'AddPermission'
        ? one('function', 'functionName', 'fullyQualifiedArn.relativeId.functionName')(call)
        : one('layer', 'layerName')(call),
    principals: asked('principal'),
  },
  {
    rule: 'queue-or-topic-shared-with-other-account',
    source: externalAccess,
    calls: [...callsOf('sqs', 'AddPermission'), ...callsOf('sns', 'AddPermission')],
    thing: (call) =>
      call.eventSource === 'sqs.amazonaws.com' ? one('queue', 'queueUrl')(call) : one('topic', 'topicArn')(call),
    principals: asked('aWSAccountIds', 'aWSAccountId'),
  },
  {
    rule: 'key-granted-to-other-account',
    source: externalAccess,
    calls: callsOf('kms', 'CreateGrant'),
    thing: one('key', 'keyId'),
    principals: asked('granteePrincipal'),
  },
  {
    rule: 'resource-share-with-other-account',
    source: 'https://docs.aws.amazon.com/ram/latest/userguide/getting-started-sharing.html',
    calls: callsOf('ram', 'CreateResourceShare', 'AssociateResourceShare'),
    thing: one('resource share', 'name', 'resourceShareArn'),
    // sharing with an organization means one's own: RAM accepts no other
    principals: ({ request }) =>
      texts(request, 'principals').filter((each) => parseArn(each)?.service !== 'organizations'),
  },
  {
    rule: 'bucket-replicated-to-other-account',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-walkthrough-2.html',
    calls: callsOf('s3', 'PutBucketReplication'),
    thing: (call) => `objects of ${one('bucket', 'bucketName')(call)}`,
    relation: 'are copied to',
    principals: ({ request }) =>
      objects(request, 'ReplicationConfiguration.Rule').flatMap((rule) => text(rule, 'Destination.Account') ?? []),
  },
];

const shareRule = ({ rule, source, calls, thing, principals, relation = 'is open to' }: Share): DangerRule => ({
  rule,
  severity: 'medium',
  source,
  calls,
  reason: (call) => {
    const others = othersThan(call.account, principals(call));
    return others.length > 0 ? `${thing(call)} ${relation} ${accountsInWords(others)}` : undefined;
  },
});

export const sharingRules: readonly DangerRule[] = [
  ...shares.map(shareRule),
  {
    rule: 'shared-snapshot-taken-by-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html',
    calls: callsOf('ec2', 'SharedSnapshotCopyInitiated', 'SharedSnapshotVolumeCreated'),
    reason: ({ eventName, service = {}, principal, account }) => {
      const others = othersThan(account, principal.account === null ? [] : [principal.account]);
      const what = eventName === 'SharedSnapshotCopyInitiated' ? 'a copy' : 'a volume';
      return others.length > 0
        ? `${accountsInWords(others)} has ${what} of ${named('snapshot', text(service, 'snapshotId'))}, whatever becomes of the share`
        : undefined;
    },
  },
  {
    rule: 'image-shared-with-organization',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/share-amis-with-organizations-and-OUs.html',
    calls: callsOf('ec2', 'ModifyImageAttribute'),
    reason: (call) => {
      const whom = ['organizationArn', 'organizationalUnitArn'].flatMap((member) =>
        texts(call.request, 'launchPermission.add', member).map(shortName),
      );
      return whom.length > 0
        ? `${one('image', 'imageId')(call)} is open to all accounts of ${enumerate(whom)}`
        : undefined;
    },
  },
  {
    rule: 'resource-share-opened-to-outsiders',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/ram/latest/userguide/working-with-sharing-update.html',
    calls: callsOf('ram', 'UpdateResourceShare'),
    reason: (call) =>
      flag(call.request, 'allowExternalPrincipals') === true
        ? `${one('resource share', 'name', 'resourceShareArn')(call)} may be given to accounts outside the organization`
        : undefined,
  },
];
