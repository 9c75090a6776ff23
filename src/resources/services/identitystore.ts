/**
 * The people and groups of IAM Identity Center: who is in a group has its permission sets. Programs call the identity
 * store, the console the directory behind it, identity providers its SCIM endpoint; names of people are hidden.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/scim-logging-using-cloudtrail.html
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html
 */
import { text } from '../read.ts';
import { isHidden } from '../secrets.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { named } from '../words.ts';

/** The first value present: CloudTrail hides people's names. */
const told = ({ request, response }: Call, ...paths: readonly string[]): string | undefined =>
  [request, response]
    .flatMap((member) => paths.flatMap((path) => text(member, path) ?? []))
    .find((value) => !isHidden(value));

const user = (call: Call): string =>
  named(
    'Identity Center user',
    told(call, 'userId', 'memberId.userId', 'member.memberId', 'memberId', 'user.userId', 'id'),
  );
const group = (call: Call): string =>
  named('Identity Center group', told(call, 'groupId', 'group.groupId', 'id', 'displayName', 'groupName'));

const onUser =
  (words: string): Sentence =>
  (call) =>
    `${words} ${user(call)}`;

const onGroup =
  (words: string): Sentence =>
  (call) =>
    `${words} ${group(call)}`;

const added: Sentence = (call) => `added ${user(call)} to ${group(call)}`;
const removed: Sentence = (call) => `removed ${user(call)} from ${group(call)}`;

export const identitystore: Service = {
  name: 'identitystore',
  title: 'Identity Store',
  eventSources: ['identitystore.amazonaws.com', 'sso-directory.amazonaws.com', 'identitystore-scim.amazonaws.com'],
  // users and groups have bare UUIDs, which reveal no type
  types: [],
  parameters: {},
  calls: () => ({
    CreateUser: onUser('created'),
    UpdateUser: onUser('changed'),
    PatchUser: onUser('changed'),
    PutUser: onUser('changed'),
    DeleteUser: onUser('deleted'),
    EnableUser: onUser('enabled'),
    DisableUser: onUser('disabled'),
    CreateGroup: onGroup('created'),
    UpdateGroup: onGroup('changed'),
    PatchGroup: onGroup('changed'),
    DeleteGroup: onGroup('deleted'),
    CreateGroupMembership: added,
    AddMemberToGroup: added,
    DeleteGroupMembership: (call) => {
      const membership = told(call, 'membershipId');
      return membership === undefined ? removed(call) : `deleted ${named('group membership', membership)}`;
    },
    RemoveMemberFromGroup: removed,
    UpdatePassword: onUser('reset the password of'),
    CompleteVirtualMfaDeviceRegistration: onUser('registered an MFA app for'),
    CompleteWebAuthnDeviceRegistration: onUser('registered a security key for'),
    UpdateMfaDeviceForUser: onUser('changed an MFA device of'),
    DeleteMfaDeviceForUser: onUser('deleted an MFA device of'),
    CreateBearerToken: () => 'created a token that provisions users of Identity Center',
    DeleteBearerToken: () => 'deleted a token that provisions users of Identity Center',
    CreateProvisioningTenant: () => 'turned on automatic provisioning of Identity Center',
    DeleteProvisioningTenant: () => 'turned off automatic provisioning of Identity Center',
    CreateExternalIdPConfigurationForDirectory: () => 'added an external identity provider to Identity Center',
    UpdateExternalIdPConfigurationForDirectory: () => 'changed the external identity provider of Identity Center',
    DeleteExternalIdPConfigurationForDirectory: () => 'removed an external identity provider from Identity Center',
    EnableExternalIdPConfigurationForDirectory: () =>
      'made an external provider the identity source of Identity Center',
    DisableExternalIdPConfigurationForDirectory: () => 'disabled the external identity provider of Identity Center',
    ImportExternalIdPCertificate: () => 'imported a certificate of the external identity provider of Identity Center',
    DeleteExternalIdPCertificate: () => 'deleted a certificate of the external identity provider of Identity Center',
  }),
};
