/** The services that deploy code: CodeDeploy, Elastic Beanstalk. */
import { expect, test } from 'vitest';
import { codedeploy } from '../../../../src/resources/services/codedeploy.ts';
import { elasticbeanstalk } from '../../../../src/resources/services/elasticbeanstalk.ts';
import { type Row, say } from './say.ts';

const group = { applicationName: 'shop', deploymentGroupName: 'blue' };

test.each<Row>([
  [
    'deployed to deployment group blue of application shop (d-ABC, shop-42.zip, CodeDeployDefault.AllAtOnce)',
    'CreateDeployment',
    {
      request: {
        ...group,
        deploymentConfigName: 'CodeDeployDefault.AllAtOnce',
        revision: { revisionType: 'S3', s3Location: { bucket: 'builds', key: 'shop-42.zip' } },
      },
      response: { deploymentId: 'd-ABC' },
    },
  ],
  ['deployed to a deployment group', 'CreateDeployment'],
  [
    'stopped deployment d-ABC (rolls back)',
    'StopDeployment',
    { request: { deploymentId: 'd-ABC', autoRollbackEnabled: true } },
  ],
  [
    'changed deployment group blue of application shop (no rollback by itself, no alarms)',
    'UpdateDeploymentGroup',
    {
      request: {
        applicationName: 'shop',
        currentDeploymentGroupName: 'blue',
        autoRollbackConfiguration: { enabled: false },
        alarmConfiguration: { enabled: false },
      },
    },
  ],
  ['deleted deployment group blue of application shop', 'DeleteDeploymentGroup', { request: group }],
])('CodeDeploy: %s', (expected, eventName, members) => {
  expect(say(codedeploy, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'changed environment shop-prod (version 42, MinSize)',
    'UpdateEnvironment',
    {
      request: {
        environmentName: 'shop-prod',
        versionLabel: '42',
        optionSettings: [{ namespace: 'aws:autoscaling:asg', optionName: 'MinSize', value: '2' }],
      },
    },
  ],
  ['terminated environment e-abc', 'TerminateEnvironment', { request: { environmentId: 'e-abc' } }],
  [
    'switched the domain names of environment blue and environment green',
    'SwapEnvironmentCNAMEs',
    { request: { sourceEnvironmentName: 'blue', destinationEnvironmentName: 'green' } },
  ],
  [
    'deleted version 42 of application shop',
    'DeleteApplicationVersion',
    { request: { applicationName: 'shop', versionLabel: '42' } },
  ],
])('Elastic Beanstalk: %s', (expected, eventName, members) => {
  expect(say(elasticbeanstalk, eventName, members)).toBe(expected);
});
