/** The calls that change what the permission sets of IAM Identity Center allow: who is assigned one later has what they gave it. */
const identityCenter = 'sso.amazonaws.com';

/** https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_Operations.html */
const rightsCalls: ReadonlySet<string> = new Set([
  'AttachManagedPolicyToPermissionSet',
  'DetachManagedPolicyFromPermissionSet',
  'PutInlinePolicyToPermissionSet',
  'DeleteInlinePolicyFromPermissionSet',
  'PutPermissionsBoundaryToPermissionSet',
  'DeletePermissionsBoundaryFromPermissionSet',
]);

/** Whether what a later assignment gives is read of the call. */
export const changesPermissionSet = (eventSource: string, eventName: string): boolean =>
  eventSource === identityCenter && rightsCalls.has(eventName);

export const assignsPermissionSet = (eventSource: string, eventName: string): boolean =>
  eventSource === identityCenter && eventName === 'CreateAccountAssignment';
