/** S3 access control lists in words: whether they open a bucket or an object to everyone. */
import type { JsonObject } from '../model/json.ts';
import { enumerate, objects, text } from './read.ts';
import type { Call } from './service.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const publicGroups: Readonly<Record<string, string>> = {
  'http://acs.amazonaws.com/groups/global/AllUsers': 'anyone',
  'http://acs.amazonaws.com/groups/global/AuthenticatedUsers': 'any AWS user',
};

const cannedGrants: Readonly<Record<string, string>> = {
  'public-read': 'anyone READ',
  'public-read-write': 'anyone READ and WRITE',
  'authenticated-read': 'any AWS user READ',
};

/** "granted anyone READ on bucket b", from the canned ACL (`x-amz-acl`) or the list of grants. */
export function aclInWords({ request }: Call, resource: string): string {
  const canned = text(request, 'x-amz-acl');
  if (canned) {
    const grant = Object.hasOwn(cannedGrants, canned) ? cannedGrants[canned] : undefined;
    return grant ? `granted ${grant} on ${resource}` : `set the ACL of ${resource} to ${canned}`;
  }
  const permissions = new Map<string, Set<string>>();
  for (const grant of objects(request, 'AccessControlPolicy.AccessControlList.Grant')) {
    const group = text(grant, 'Grantee.URI');
    const who = group && Object.hasOwn(publicGroups, group) ? publicGroups[group] : undefined;
    const permission = text(grant, 'Permission');
    if (who && permission) permissions.set(who, (permissions.get(who) ?? new Set()).add(permission));
  }
  const grants = [...permissions].map(([who, what]) => `${who} ${enumerate([...what])}`);
  return grants.length > 0 ? `granted ${grants.join(', ')} on ${resource}` : `changed the ACL of ${resource}`;
}

/**
 * What a canned ACL grants in addition to the owner, as Config spells it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl
 */
const cannedLists: Readonly<Record<string, readonly (readonly [grantee: string, permission: string])[]>> = {
  private: [],
  'public-read': [['AllUsers', 'Read']],
  'public-read-write': [
    ['AllUsers', 'Read'],
    ['AllUsers', 'Write'],
  ],
  'authenticated-read': [['AuthenticatedUsers', 'Read']],
  'log-delivery-write': [
    ['LogDelivery', 'Write'],
    ['LogDelivery', 'ReadAcp'],
  ],
};

/** `READ_ACP` -> `ReadAcp`: the API's spelling to Config's. */
const configPermission = (permission: string) =>
  permission.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * The grants that a call asks for, in the form of a bucket's item in Config; undefined if it sets no ACL that is understood.
 */
export function configGrants(request: JsonObject): readonly JsonObject[] | undefined {
  const canned = text(request, 'x-amz-acl');
  if (canned !== undefined) {
    const list = Object.hasOwn(cannedLists, canned) ? cannedLists[canned] : undefined;
    return list?.map(([grantee, permission]) => ({ grantee, permission }));
  }
  const grants = objects(request, 'AccessControlPolicy.AccessControlList.Grant');
  if (grants.length === 0) return undefined;
  return grants.map((grant) => {
    const uri = text(grant, 'Grantee.URI');
    const grantee = uri === undefined ? { id: text(grant, 'Grantee.ID') ?? null } : uri.slice(uri.lastIndexOf('/') + 1);
    return { grantee, permission: configPermission(text(grant, 'Permission') ?? '') };
  });
}
