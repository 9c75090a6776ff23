/** Buckets, snapshots, images, documents and functions opened to everyone by other means than a policy. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { flag, objects, text, texts, valueAt } from '../read.ts';
import { aclInWords } from '../s3-acl.ts';
import { named, nameIn, shortName } from '../words.ts';

const bucket = ({ request }: CallByPrincipal): string => named('bucket', text(request, 'bucketName'));
const object = (call: CallByPrincipal): string =>
  `object ${text(call.request, 'key') ?? ''} of ${bucket(call)}`.replace(/\s+/g, ' ');

const everyoneGroups = /^http:\/\/acs\.amazonaws\.com\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;
const everyoneCanned = new Set(['public-read', 'public-read-write', 'authenticated-read']);

/** Grants as a canned ACL, a list, or headers: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
function isOpenAcl({ request }: CallByPrincipal): boolean {
  if (texts(request, 'x-amz-acl').some((canned) => everyoneCanned.has(canned))) return true;
  const grants = objects(request, 'AccessControlPolicy.AccessControlList.Grant');
  if (grants.some((grant) => everyoneGroups.test(text(grant, 'Grantee.URI') ?? ''))) return true;
  return ['read', 'write', 'read-acp', 'write-acp', 'full-control'].some((permission) =>
    texts(request, `x-amz-grant-${permission}`).some((grant) =>
      /groups\/global\/(?:All|Authenticated)Users/.test(grant),
    ),
  );
}

const aclReason =
  (thing: (call: CallByPrincipal) => string): DangerRule['reason'] =>
  (call) => {
    if (!isOpenAcl(call)) return undefined;
    const words = aclInWords(call, thing(call));
    return words.startsWith('granted ') ? `the ACL ${words}` : `the ACL opens ${thing(call)} to everyone`;
  };

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const publicAccessBlocks = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'];

/** A setting that is left out is off; a request that names no setting at all is not judged. */
function isUnblocked({ eventName, request }: CallByPrincipal): boolean {
  if (eventName.startsWith('Delete')) return true;
  const blocks = publicAccessBlocks.map((name) => flag(request, `PublicAccessBlockConfiguration.${name}`));
  return blocks.some((on) => on !== undefined) && blocks.some((on) => on !== true);
}

const isEveryone = (name: string) => name.toLowerCase() === 'all';

const snapshotTitle = (eventName: string) => (eventName.includes('Cluster') ? 'cluster snapshot' : 'database snapshot');

export const publicAccessRules: readonly DangerRule[] = [
  {
    rule: 'bucket-acl-public',
    severity: 'high',
    source: 'GuardDuty Policy:S3/BucketPublicAccessGranted',
    calls: callsOf('s3', 'PutBucketAcl', 'CreateBucket'),
    reason: aclReason(bucket),
  },
  {
    rule: 'object-acl-public',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html',
    calls: callsOf('s3', 'PutObjectAcl', 'PutObject', 'CopyObject'),
    reason: aclReason(object),
  },
  {
    rule: 'bucket-public-access-block-removed',
    severity: 'high',
    source: 'GuardDuty Policy:S3/BucketBlockPublicAccessDisabled',
    calls: callsOf('s3', 'DeleteBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'),
    reason: (call) =>
      isUnblocked(call) ? `${bucket(call)} may be made public: a public access block is off` : undefined,
  },
  {
    rule: 'account-public-access-block-removed',
    severity: 'high',
    source: 'GuardDuty Policy:S3/AccountBlockPublicAccessDisabled',
    calls: callsOf('s3', 'DeleteAccountPublicAccessBlock', 'PutAccountPublicAccessBlock'),
    reason: (call) =>
      isUnblocked(call)
        ? "every bucket of the account may be made public: the account's public access block is off"
        : undefined,
  },
  {
    rule: 'snapshot-public',
    severity: 'high',
    source: 'Security Hub EC2.1',
    calls: callsOf('ec2', 'ModifySnapshotAttribute'),
    reason: ({ request }) =>
      texts(request, 'createVolumePermission.add', 'group').some(isEveryone)
        ? `anyone can copy ${named('snapshot', text(request, 'snapshotId'))}`
        : undefined,
  },
  {
    rule: 'image-public',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html',
    calls: callsOf('ec2', 'ModifyImageAttribute'),
    reason: ({ request }) =>
      texts(request, 'launchPermission.add', 'group').some(isEveryone)
        ? `anyone can launch ${named('image', text(request, 'imageId'))}`
        : undefined,
  },
  {
    rule: 'database-snapshot-public',
    severity: 'high',
    source: 'Security Hub RDS.1',
    calls: callsOf('rds', 'ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'),
    reason: (call) =>
      texts(call.request, 'valuesToAdd').some(isEveryone)
        ? `anyone can restore ${named(snapshotTitle(call.eventName), nameIn(call, 'dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier'))}`
        : undefined,
  },
  {
    rule: 'snapshot-public-access-block-off',
    severity: 'medium',
    source: 'Config ebs-snapshot-block-public-access',
    calls: callsOf('ec2', 'DisableSnapshotBlockPublicAccess'),
    reason: () => 'snapshots of the account may be made public',
  },
  {
    rule: 'image-public-access-block-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html',
    calls: callsOf('ec2', 'DisableImageBlockPublicAccess'),
    reason: () => 'images of the account may be made public',
  },
  {
    rule: 'document-public',
    severity: 'high',
    source: 'Config ssm-document-not-public',
    calls: callsOf('ssm', 'ModifyDocumentPermission'),
    reason: ({ request }) =>
      texts(request, 'accountIdsToAdd').some(isEveryone)
        ? `anyone can read ${named('document', text(request, 'name'))}`
        : undefined,
  },
  {
    rule: 'function-policy-public',
    severity: 'high',
    source: 'Security Hub Lambda.1',
    calls: callsOf('lambda', 'AddPermission'),
    reason: (call) => {
      const { request } = call;
      const isNarrowed = text(request, 'sourceArn', 'sourceAccount', 'principalOrgID') !== undefined;
      if (text(request, 'principal') !== '*' || isNarrowed || text(request, 'functionUrlAuthType') === 'AWS_IAM') {
        return undefined;
      }
      return `anyone may ${text(request, 'action') ?? 'call'} on ${functionOf(call)}`;
    },
  },
  {
    rule: 'function-url-without-authentication',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    calls: callsOf('lambda', 'CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig'),
    reason: (call) =>
      text(call.request, 'authType') === 'NONE'
        ? `${functionOf(call)} has a URL that asks for no authentication`
        : undefined,
  },
  {
    rule: 'layer-public',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/lambda/latest/api/API_AddLayerVersionPermission.html',
    calls: callsOf('lambda', 'AddLayerVersionPermission'),
    reason: ({ request }) =>
      text(request, 'principal') === '*' && text(request, 'organizationId') === undefined
        ? `anyone may use ${named('layer', text(request, 'layerName'))}`
        : undefined,
  },
  {
    rule: 'event-bus-public',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html',
    calls: callsOf('events', 'PutPermission'),
    reason: ({ request }) =>
      text(request, 'principal') === '*' && valueAt(request, 'condition') == null
        ? `anyone may put events on ${named('event bus', text(request, 'eventBusName') ?? 'default')}`
        : undefined,
  },
];

function functionOf({ request }: CallByPrincipal): string {
  const name = text(request, 'functionName', 'fullyQualifiedArn.relativeId.functionName');
  return named('function', name && shortName(name));
}
