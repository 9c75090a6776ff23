import { expect, test } from 'vitest';
import { cloudformation } from '../../../../src/resources/services/cloudformation.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'created stack web',
    'CreateStack',
    { request: { stackName: 'web', parameters: [{ parameterKey: 'Password', parameterValue: 'never shown' }] } },
  ],
  [
    'updated stack web (role deploy)',
    'UpdateStack',
    {
      request: {
        stackName: 'arn:aws:cloudformation:us-east-1:111122223333:stack/web/0a1b2c3d',
        roleARN: 'arn:aws:iam::111122223333:role/deploy',
      },
    },
  ],
  ['deleted stack web (kept Bucket)', 'DeleteStack', { request: { stackName: 'web', retainResources: ['Bucket'] } }],
  [
    'executed change set release of stack web',
    'ExecuteChangeSet',
    { request: { stackName: 'web', changeSetName: 'release' } },
  ],
  [
    'executed change set release',
    'ExecuteChangeSet',
    { request: { changeSetName: 'arn:aws:cloudformation:us-east-1:111122223333:changeSet/release/0a1b2c3d' } },
  ],
  [
    'turned off termination protection of stack web',
    'UpdateTerminationProtection',
    { request: { stackName: 'web', enableTerminationProtection: false } },
  ],
  [
    'created stack instances of stack set baseline (accounts 111122223333 and 444455556666, us-east-1)',
    'CreateStackInstances',
    { request: { stackSetName: 'baseline', accounts: ['111122223333', '444455556666'], regions: ['us-east-1'] } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(cloudformation, eventName, members)).toBe(expected);
});
