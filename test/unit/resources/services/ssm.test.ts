import { expect, test } from 'vitest';
import { ssm } from '../../../../src/resources/services/ssm.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'created parameter /prod/db (SecureString)',
    'PutParameter',
    {
      request: { name: '/prod/db', value: 'HIDDEN_DUE_TO_SECURITY_REASONS', type: 'SecureString' },
      response: { version: 1 },
    },
  ],
  [
    'set parameter /prod/db (String)',
    'PutParameter',
    { request: { name: '/prod/db', value: 'never shown', type: 'String' }, response: { version: 2 } },
  ],
  ['read parameter /prod/db', 'GetParameter', { request: { name: '/prod/db', withDecryption: true } }],
  ['read parameters /a, /b and 2 more', 'GetParameters', { request: { names: ['/a', '/b', '/c', '/d'] } }],
  ['read the parameters under /prod', 'GetParametersByPath', { request: { path: '/prod', recursive: true } }],
  ['deleted parameter /prod/db', 'DeleteParameter', { request: { name: '/prod/db' } }],
  [
    'ran document AWS-RunShellScript on i-1',
    'SendCommand',
    {
      request: {
        documentName: 'AWS-RunShellScript',
        instanceIds: ['i-1'],
        parameters: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
    },
  ],
  [
    'ran document AWS-RunShellScript on tag:Env=prod,test',
    'SendCommand',
    {
      request: {
        documentName: 'AWS-RunShellScript',
        targets: [{ key: 'tag:Env', values: ['prod', 'test'] }],
        parameters: { commands: ['never shown'] },
      },
    },
  ],
  [
    'ran document AWS-RunShellScript on i-1',
    'SendCommand',
    { request: { documentName: 'AWS-RunShellScript', targets: [{ key: 'InstanceIds', values: ['i-1'] }] } },
  ],
  ['started a session on i-1', 'StartSession', { request: { target: 'i-1' } }],
  [
    'started a session on i-1 (AWS-StartPortForwardingSession)',
    'StartSession',
    { request: { target: 'i-1', documentName: 'AWS-StartPortForwardingSession', parameters: {} } },
  ],
  [
    'started automation AWS-DisablePublicAccessForSecurityGroup (execution x1)',
    'StartAutomationExecution',
    {
      request: { documentName: 'AWS-DisablePublicAccessForSecurityGroup', parameters: { groupId: ['sg-1'] } },
      response: { automationExecutionId: 'x1' },
    },
  ],
  [
    'made document restart-web public',
    'ModifyDocumentPermission',
    { request: { name: 'restart-web', permissionType: 'Share', accountIdsToAdd: ['All'] } },
  ],
  [
    'shared document restart-web with account 444455556666',
    'ModifyDocumentPermission',
    { request: { name: 'restart-web', accountIdsToAdd: ['444455556666'] } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(ssm, eventName, members)).toBe(expected);
});
