/** Which calls change something: successful writes, but not signing in or out. The gate and the story share this rule. */
import type { ApiCallEvent } from './event.ts';
import { isWrite } from './person.ts';

/**
 * Signing in changes nothing, although sign-in records it as a write.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html
 */
const entrances = new Set([
  'ConsoleLogin',
  'SwitchRole',
  'ExitRole',
  'RenewRole',
  'GetSigninToken',
  'CheckMfa',
  'CredentialChallenge',
  'CredentialVerification',
  'UserAuthentication',
  'Authenticate',
  'Federate',
  'Logout',
  // `aws sso login`: https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_Operations.html
  'RegisterClient',
  'StartDeviceAuthorization',
  'CreateToken',
]);

const doors = new Set(['signin.amazonaws.com', 'sso.amazonaws.com', 'sso-oauth.amazonaws.com']);

/** Whether a call is a successful write and not a sign-in. */
export const isChange = (call: ApiCallEvent): boolean =>
  isWrite(call) && !(doors.has(call.detail.eventSource) && entrances.has(call.detail.eventName));
