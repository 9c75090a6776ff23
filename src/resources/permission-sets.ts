/**
 * The calls that change what IAM Identity Center's permission sets allow: whoever is assigned one later gets what these calls
 * gave it.
 */
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

/** Whether the call determines what a later assignment gives. */
export const changesPermissionSet = (eventSource: string, eventName: string): boolean =>
  eventSource === identityCenter && rightsCalls.has(eventName);

export const assignsPermissionSet = (eventSource: string, eventName: string): boolean =>
  eventSource === identityCenter && eventName === 'CreateAccountAssignment';
