/** Rules on buckets: who may read and write, and how objects are protected. */
import type { ConfigurationItem } from '../../../model/configuration-item.ts';
import { isJsonObject, type JsonObject, scalarText } from '../../../model/json.ts';
import { reachOfPolicy, strings } from '../../../resources/dangers/policy-reach.ts';
import { enumerate, flag, objects, text, valueAt } from '../../../resources/read.ts';
import {
  complies,
  type DerivedRule,
  hasSupplement,
  type Judge,
  type Judgment,
  pageOf,
  policyIn,
  supplementOf,
  violates,
} from './rule.ts';

const types = ['AWS::S3::Bucket'];

/** Only a bucket's supplementary configuration answers these rules. */
const onBucket =
  (judge: (item: ConfigurationItem) => Judgment): Judge =>
  (item) =>
    hasSupplement(item) ? judge(item) : undefined;

const policyOf = (item: ConfigurationItem): JsonObject | undefined =>
  policyIn(item.supplementaryConfiguration['BucketPolicy']);

const settings = ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'] as const;

const blocks = (item: ConfigurationItem, setting: (typeof settings)[number]): boolean => {
  const block = supplementOf(item, 'PublicAccessBlockConfiguration');
  return block !== undefined && flag(block, setting) === true;
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html: groups, with the names of Config and of the API. */
const publicGrantees = new Map([
  ['AllUsers', 'anyone'],
  ['AuthenticatedUsers', 'any AWS user'],
]);

interface AclGrant {
  readonly who: string;
  readonly permission: string;
}

/** `{"grantee": "AllUsers"}`, `{"grantee": {"uri": "http://acs.amazonaws.com/groups/global/AllUsers"}}` */
function publicGrants(item: ConfigurationItem): readonly AclGrant[] {
  const acl = supplementOf(item, 'AccessControlList');
  if (acl === undefined) return [];
  return [...objects(acl, 'grantList'), ...objects(acl, 'grantSet')].flatMap((grant) => {
    const grantee = valueAt(grant, 'grantee');
    const named = isJsonObject(grantee) ? (text(grantee, 'uri', 'uRI', 'URI', 'id') ?? '') : String(grantee ?? '');
    const who = publicGrantees.get(named.slice(named.lastIndexOf('/') + 1));
    const permission = text(grant, 'permission');
    return who !== undefined && permission !== undefined ? [{ who, permission: permission.replace('_', '') }] : [];
  });
}

interface Access {
  readonly actions: RegExp;
  readonly permissions: RegExp;
}

const reading: Access = {
  actions: /^(\*|s3:(\*|get.*|list.*))$/i,
  permissions: /^(read|readacp|fullcontrol)$/i,
};
const writing: Access = {
  actions: /^(\*|s3:(\*|put.*|delete.*|abort.*|restore.*|replicate.*))$/i,
  permissions: /^(write|writeacp|fullcontrol)$/i,
};

const publicAccess = ({ actions, permissions }: Access): Judge =>
  onBucket((item) => {
    const policy = blocks(item, 'restrictPublicBuckets') ? undefined : policyOf(item);
    const allowed = reachOfPolicy(policy, item.account).anyone.filter((action) => actions.test(action));
    if (allowed.length > 0) return violates(`its policy allows anyone to ${enumerate(allowed)}`);
    const grants = blocks(item, 'ignorePublicAcls') ? [] : publicGrants(item);
    const granted = grants.find(({ permission }) => permissions.test(permission));
    return granted ? violates(`its ACL grants ${granted.who} ${granted.permission}`) : complies;
  });

const isSecureTransport = (key: string) => key.toLowerCase() === 'aws:securetransport';

/** Whether a statement denies everyone requests without TLS. */
function deniesPlain(statement: JsonObject): boolean {
  if (statement['Effect'] !== 'Deny') return false;
  const principal = valueAt(statement, 'Principal');
  const isEveryone = principal === '*' || (isJsonObject(principal) && strings(principal, 'AWS').includes('*'));
  const covers = strings(statement, 'Action').some((action) => /^(\*|s3:\*)$/i.test(action));
  const condition = valueAt(statement, 'Condition');
  if (!isEveryone || !covers || !isJsonObject(condition)) return false;
  return Object.entries(condition).some(
    ([operator, keys]) =>
      /^Bool(IfExists)?$/i.test(operator) &&
      isJsonObject(keys) &&
      Object.entries(keys).some(
        ([key, value]) => isSecureTransport(key) && scalarText(value).toLowerCase() === 'false',
      ),
  );
}

export const s3Rules: readonly DerivedRule[] = [
  {
    name: 's3-bucket-public-read-prohibited',
    identifier: 'S3_BUCKET_PUBLIC_READ_PROHIBITED',
    types,
    source: pageOf('s3-bucket-public-read-prohibited'),
    judge: publicAccess(reading),
  },
  {
    name: 's3-bucket-public-write-prohibited',
    identifier: 'S3_BUCKET_PUBLIC_WRITE_PROHIBITED',
    types,
    source: pageOf('s3-bucket-public-write-prohibited'),
    judge: publicAccess(writing),
  },
  {
    name: 's3-bucket-level-public-access-prohibited',
    identifier: 'S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED',
    types,
    source: pageOf('s3-bucket-level-public-access-prohibited'),
    judge: onBucket((item) => {
      const open = settings.filter((setting) => !blocks(item, setting));
      if (open.length === 0) return complies;
      return violates(
        `public access is not blocked: ${open.length === 4 ? 'nothing is set' : `no ${enumerate(open)}`}`,
      );
    }),
  },
  {
    name: 's3-bucket-server-side-encryption-enabled',
    identifier: 'S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED',
    types,
    source: pageOf('s3-bucket-server-side-encryption-enabled'),
    judge: onBucket((item) => {
      const encryption = supplementOf(item, 'ServerSideEncryptionConfiguration');
      const isEncrypted = objects(encryption ?? {}, 'rules').some(
        (rule) => text(rule, 'applyServerSideEncryptionByDefault.sseAlgorithm') !== undefined,
      );
      return isEncrypted ? complies : violates('it has no default encryption');
    }),
  },
  {
    name: 's3-bucket-versioning-enabled',
    identifier: 'S3_BUCKET_VERSIONING_ENABLED',
    types,
    source: pageOf('s3-bucket-versioning-enabled'),
    judge: onBucket((item) => {
      const status = text(supplementOf(item, 'BucketVersioningConfiguration') ?? {}, 'status') ?? 'Off';
      return status === 'Enabled' ? complies : violates(`versioning is ${status.toLowerCase()}`);
    }),
  },
  {
    name: 's3-bucket-ssl-requests-only',
    identifier: 'S3_BUCKET_SSL_REQUESTS_ONLY',
    types,
    source: pageOf('s3-bucket-ssl-requests-only'),
    judge: onBucket((item) => {
      const isDenied = objects(policyOf(item) ?? {}, 'Statement').some(deniesPlain);
      return isDenied ? complies : violates('its policy does not deny requests without TLS');
    }),
  },
];
