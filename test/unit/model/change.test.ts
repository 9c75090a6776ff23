/** Signing in is recorded as a write, but changes nothing. */
import { expect, test } from 'vitest';
import { isChange } from '../../../src/model/change.ts';
import { at } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const call = (eventSource: string, eventName: string, readOnly = false) =>
  apiCall(at('14:00:00'), eventName, 'called', { detail: { eventSource, readOnly } });

test.each([
  ['signin.amazonaws.com', 'ConsoleLogin'],
  ['signin.amazonaws.com', 'CredentialChallenge'],
  ['sso.amazonaws.com', 'Federate'],
  // as `aws sso login` does
  ['sso.amazonaws.com', 'CreateToken'],
  ['sso-oauth.amazonaws.com', 'RegisterClient'],
])('%s %s is no change', (eventSource, eventName) => {
  expect(isChange(call(eventSource, eventName))).toBe(false);
});

test('of another service the same name is one, and so is what else the doors record', () => {
  expect(isChange(call('codeartifact.amazonaws.com', 'CreateToken'))).toBe(true);
  expect(isChange(call('sso.amazonaws.com', 'CreateAccountAssignment'))).toBe(true);
  expect(isChange(call('ec2.amazonaws.com', 'StopInstances', true))).toBe(false);
});
