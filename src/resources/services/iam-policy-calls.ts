/** IAM's calls on policies, in words: managed and inline policies, and permissions boundaries. */
import { permissionsInPolicy } from '../policy-words.ts';
import { flag, text, valueAt } from '../read.ts';
import type { Call, Sentence } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const policy = (call: Call): string => named('policy', nameIn(call, 'policyArn', 'policyName', 'policy.arn'));
const boundary = ({ request }: Call): string => named('permissions boundary', nameAt(request, 'permissionsBoundary'));

const attached =
  (holder: string, path: string): Sentence =>
  (call) =>
    `attached ${policy(call)} to ${named(holder, text(call.request, path))}`;

const detached =
  (holder: string, path: string): Sentence =>
  (call) =>
    `detached ${policy(call)} from ${named(holder, text(call.request, path))}`;

const putInline =
  (holder: string, path: string): Sentence =>
  (call) => {
    const to = named(holder, text(call.request, path));
    const inline = named('inline policy', text(call.request, 'policyName'));
    const granted = permissionsInPolicy(valueAt(call.request, 'policyDocument'));
    return granted ? `granted ${granted} to ${to} (${inline})` : `put ${inline} on ${to}`;
  };

const deletedInline =
  (holder: string, path: string): Sentence =>
  (call) =>
    `deleted ${named('inline policy', text(call.request, 'policyName'))} of ${named(holder, text(call.request, path))}`;

function createdPolicy(call: Call): string {
  const granted = permissionsInPolicy(valueAt(call.request, 'policyDocument'));
  return `created ${policy(call)}${granted ? ` granting ${granted}` : ''}`;
}

function createdVersion(call: Call): string {
  const { request, response } = call;
  const granted = permissionsInPolicy(valueAt(request, 'policyDocument'));
  const version = text(response, 'policyVersion.versionId');
  return `changed ${policy(call)}${granted ? ` to grant ${granted}` : ''}${inBrackets(
    version && `version ${version}`,
    flag(request, 'setAsDefault') === false && 'not the default',
  )}`;
}

const versioned =
  (words: string, preposition: string): Sentence =>
  (call) =>
    `${words} ${named('version', text(call.request, 'versionId'))} ${preposition} ${policy(call)}`;

export const policyCalls = (): Readonly<Record<string, Sentence>> => ({
  AttachUserPolicy: attached('user', 'userName'),
  AttachRolePolicy: attached('role', 'roleName'),
  AttachGroupPolicy: attached('group', 'groupName'),
  DetachUserPolicy: detached('user', 'userName'),
  DetachRolePolicy: detached('role', 'roleName'),
  DetachGroupPolicy: detached('group', 'groupName'),
  PutUserPolicy: putInline('user', 'userName'),
  PutRolePolicy: putInline('role', 'roleName'),
  PutGroupPolicy: putInline('group', 'groupName'),
  DeleteUserPolicy: deletedInline('user', 'userName'),
  DeleteRolePolicy: deletedInline('role', 'roleName'),
  DeleteGroupPolicy: deletedInline('group', 'groupName'),

  CreatePolicy: createdPolicy,
  DeletePolicy: did('deleted', 'policy', 'policyArn'),
  CreatePolicyVersion: createdVersion,
  DeletePolicyVersion: versioned('deleted', 'of'),
  SetDefaultPolicyVersion: versioned('made', 'the default of'),

  PutUserPermissionsBoundary: (call) => `set ${boundary(call)} on ${named('user', text(call.request, 'userName'))}`,
  PutRolePermissionsBoundary: (call) => `set ${boundary(call)} on ${named('role', text(call.request, 'roleName'))}`,
  DeleteUserPermissionsBoundary: (call) =>
    `removed the permissions boundary of ${named('user', text(call.request, 'userName'))}`,
  DeleteRolePermissionsBoundary: (call) =>
    `removed the permissions boundary of ${named('role', text(call.request, 'roleName'))}`,
});
