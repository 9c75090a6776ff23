/** An ACL may be requested in three forms, and a bucket's item has it in a fourth. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { configGrants } from '../../../src/resources/s3-acl.ts';

const grant = (Grantee: JsonObject, Permission: string) => ({ Grantee, Permission });

test.each<[string, JsonObject, readonly JsonObject[] | undefined]>([
  ['private', { 'x-amz-acl': 'private' }, []],
  [
    'public by name',
    { 'x-amz-acl': 'public-read-write' },
    [
      { grantee: 'AllUsers', permission: 'Read' },
      { grantee: 'AllUsers', permission: 'Write' },
    ],
  ],
  [
    'a list of grants',
    {
      AccessControlPolicy: {
        AccessControlList: {
          Grant: [
            grant({ URI: 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers' }, 'READ_ACP'),
            grant({ ID: 'an-owner' }, 'FULL_CONTROL'),
          ],
        },
      },
    },
    [
      { grantee: 'AuthenticatedUsers', permission: 'ReadAcp' },
      { grantee: { id: 'an-owner' }, permission: 'FullControl' },
    ],
  ],
  ['a name that is not known', { 'x-amz-acl': 'constructor' }, undefined],
  ['nothing', {}, undefined],
])('%s, as an item has it', (_, request, expected) => {
  expect(configGrants(request)).toEqual(expected);
});
