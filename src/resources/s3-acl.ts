/** Access control lists of S3 in words: whether they open a bucket or an object to everyone. */
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
