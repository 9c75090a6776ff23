/**
 * What IAM's calls do to users, roles, groups and policies. Config's items leave out access keys, sign-in profiles and MFA
 * devices: these are added to what the items hold.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html
 */
import type { JsonValue } from '../../model/json.ts';
import {
  built,
  type Effects,
  gain,
  lose,
  partOf,
  resource,
  set,
  sets,
  setTo,
  tagged,
  unset,
  untagged,
} from '../effect.ts';
import type { Call } from '../service.ts';

const user = resource('AWS::IAM::User', 'userName');
const role = resource('AWS::IAM::Role', 'roleName');
const group = resource('AWS::IAM::Group', 'groupName');
const policy = resource('AWS::IAM::Policy', 'policyArn', 'response.policy.arn');

/** A managed policy is identified by its ARN, and called by the last part of it. */
const attached = (call: Call): readonly { policyName: string; policyArn: string }[] => {
  const arn = partOf(call, 'policyArn');
  return typeof arn === 'string' ? [{ policyName: arn.split('/').at(-1) ?? arn, policyArn: arn }] : [];
};
const inline = built({ policyName: 'policyName', policyDocument: 'policyDocument' });
const named = built({ policyName: 'policyName' });
const version =
  (id: string) =>
  (call: Call): readonly JsonValue[] =>
    built({ versionId: id, document: 'policyDocument', isDefaultVersion: 'setAsDefault' })(call);
const boundary = (call: Call): JsonValue | undefined => {
  const arn = partOf(call, 'permissionsBoundary');
  return arn === undefined
    ? undefined
    : { permissionsBoundaryType: 'PermissionsBoundaryPolicy', permissionsBoundaryArn: arn };
};
const theBoundary = 'configuration.permissionsBoundary';

/** The same four calls for users, roles and groups. */
const policies = (of: typeof user, list: string) => ({
  attach: of.changes(gain('configuration.attachedManagedPolicies', attached)),
  detach: of.changes(lose('configuration.attachedManagedPolicies', attached)),
  put: of.changes(gain(`configuration.${list}`, inline)),
  remove: of.changes(lose(`configuration.${list}`, named)),
});
const [ofUser, ofRole, ofGroup] = [
  policies(user, 'userPolicyList'),
  policies(role, 'rolePolicyList'),
  policies(group, 'groupPolicyList'),
];

const device = built({ serialNumber: 'serialNumber' });
const ownKey = resource('AWS::IAM::User', 'userName', 'response.accessKey.userName');
const provider = resource('AWS::IAM::OIDCProvider', 'openIDConnectProviderArn', 'response.openIDConnectProviderArn');
const samlProvider = resource('AWS::IAM::SAMLProvider', 'sAMLProviderArn', 'response.sAMLProviderArn');
const profile = resource('AWS::IAM::InstanceProfile', 'instanceProfileName');
/** The account's own settings, which belong to no resource. */
const passwordPolicy =
  (...names: readonly string[]) =>
  (call: Call) => {
    const writes = sets('configuration', names.join(' '))(call);
    return [{ type: 'AWS::IAM::AccountPasswordPolicy', id: 'account', what: 'changed' as const, writes }];
  };

export const iamEffects: Effects = {
  CreateUser: user.creates(
    sets('configuration', 'userName path response.user.arn response.user.userId'),
    set(theBoundary, boundary),
    tagged('tags'),
  ),
  DeleteUser: user.deletes(),
  UpdateUser: user.changes(sets('configuration', 'newUserName>userName newPath>path')),
  CreateRole: role.creates(
    sets('configuration', 'roleName path description maxSessionDuration response.role.arn response.role.roleId'),
    set('configuration.assumeRolePolicyDocument', 'assumeRolePolicyDocument'),
    set(theBoundary, boundary),
    tagged('tags'),
  ),
  DeleteRole: role.deletes(),
  UpdateRole: role.changes(sets('configuration', 'description maxSessionDuration')),
  UpdateAssumeRolePolicy: role.changes(set('configuration.assumeRolePolicyDocument', 'policyDocument')),
  CreateGroup: group.creates(sets('configuration', 'groupName path response.group.arn response.group.groupId')),
  DeleteGroup: group.deletes(),
  AddUserToGroup: user.changes(gain('configuration.groupList', (call) => texts(call, 'groupName'))),
  RemoveUserFromGroup: user.changes(lose('configuration.groupList', (call) => texts(call, 'groupName'))),

  AttachUserPolicy: ofUser.attach,
  DetachUserPolicy: ofUser.detach,
  PutUserPolicy: ofUser.put,
  DeleteUserPolicy: ofUser.remove,
  AttachRolePolicy: ofRole.attach,
  DetachRolePolicy: ofRole.detach,
  PutRolePolicy: ofRole.put,
  DeleteRolePolicy: ofRole.remove,
  AttachGroupPolicy: ofGroup.attach,
  DetachGroupPolicy: ofGroup.detach,
  PutGroupPolicy: ofGroup.put,
  DeleteGroupPolicy: ofGroup.remove,
  PutUserPermissionsBoundary: user.changes(set(theBoundary, boundary)),
  DeleteUserPermissionsBoundary: user.changes(unset(theBoundary)),
  PutRolePermissionsBoundary: role.changes(set(theBoundary, boundary)),
  DeleteRolePermissionsBoundary: role.changes(unset(theBoundary)),

  CreatePolicy: policy.createsNamed(
    'policyName',
    sets(
      'configuration',
      'policyName path response.policy.arn response.policy.policyId response.policy.defaultVersionId',
    ),
    gain('configuration.policyVersionList', version('response.policy.defaultVersionId')),
  ),
  DeletePolicy: policy.deletes(),
  CreatePolicyVersion: policy.changes(
    gain('configuration.policyVersionList', version('response.policyVersion.versionId')),
    (call) =>
      partOf(call, 'setAsDefault') === true
        ? set('configuration.defaultVersionId', 'response.policyVersion.versionId')(call)
        : [],
  ),
  SetDefaultPolicyVersion: policy.changes(sets('configuration', 'versionId>defaultVersionId')),
  DeletePolicyVersion: policy.changes(lose('configuration.policyVersionList', built({ versionId: 'versionId' }))),

  CreateAccessKey: ownKey.changes(
    gain(
      'configuration.accessKeys',
      built({ accessKeyId: 'response.accessKey.accessKeyId', status: 'response.accessKey.status' }),
    ),
  ),
  UpdateAccessKey: user.changes(
    gain('configuration.accessKeys', built({ accessKeyId: 'accessKeyId', status: 'status' })),
  ),
  DeleteAccessKey: user.changes(lose('configuration.accessKeys', built({ accessKeyId: 'accessKeyId' }))),
  CreateLoginProfile: user.changes((call) =>
    setTo('configuration.loginProfile', { passwordResetRequired: partOf(call, 'passwordResetRequired') ?? false })(
      call,
    ),
  ),
  UpdateLoginProfile: user.changes(set('configuration.loginProfile.passwordResetRequired', 'passwordResetRequired')),
  DeleteLoginProfile: user.changes(unset('configuration.loginProfile')),
  EnableMFADevice: user.changes(gain('configuration.mfaDevices', device)),
  DeactivateMFADevice: user.changes(lose('configuration.mfaDevices', device)),

  CreateInstanceProfile: profile.creates(
    sets('configuration', 'instanceProfileName path response.instanceProfile.arn'),
  ),
  DeleteInstanceProfile: profile.deletes(),
  AddRoleToInstanceProfile: profile.changes(gain('configuration.roles', built({ roleName: 'roleName' }))),
  RemoveRoleFromInstanceProfile: profile.changes(lose('configuration.roles', built({ roleName: 'roleName' }))),

  CreateOpenIDConnectProvider: provider.creates(sets('configuration', 'url clientIDList thumbprintList')),
  DeleteOpenIDConnectProvider: provider.deletes(),
  UpdateOpenIDConnectProviderThumbprint: provider.changes(sets('configuration', 'thumbprintList')),
  AddClientIDToOpenIDConnectProvider: provider.changes(
    gain('configuration.clientIDList', (call) => texts(call, 'clientID')),
  ),
  CreateSAMLProvider: samlProvider.creates(sets('configuration', 'name')),
  DeleteSAMLProvider: samlProvider.deletes(),
  UpdateAccountPasswordPolicy: passwordPolicy(
    'minimumPasswordLength',
    'requireSymbols',
    'requireNumbers',
    'requireUppercaseCharacters',
    'requireLowercaseCharacters',
    'allowUsersToChangePassword',
    'maxPasswordAge',
    'passwordReusePrevention',
    'hardExpiry',
  ),
  TagRole: role.changes(tagged('tags')),
  UntagRole: role.changes(untagged('tagKeys')),
  TagUser: user.changes(tagged('tags')),
  UntagUser: user.changes(untagged('tagKeys')),
};

function texts(call: Call, path: string): readonly string[] {
  const value = partOf(call, path);
  return typeof value === 'string' ? [value] : [];
}
