/** Records of calls that change deployment groups, pipelines and environments. */
import { samplesOf } from './samples.ts';

const group = { applicationName: 'shop', deploymentGroupName: 'blue' };

export const deploymentSamples = samplesOf([
  ['codedeploy:CreateDeploymentGroup', group, '/configuration'],
  [
    'codedeploy:UpdateDeploymentGroup',
    { applicationName: 'shop', currentDeploymentGroupName: 'blue', autoRollbackConfiguration: { enabled: false } },
    '/configuration/autoRollbackConfiguration',
  ],
  ['codedeploy:DeleteDeploymentGroup', group, '/configuration'],
  ['codepipeline:CreatePipeline', { pipeline: { name: 'web' } }, '/configuration'],
  ['codepipeline:DeletePipeline', { name: 'web' }, '/configuration'],
  ['elasticbeanstalk:CreateEnvironment', { environmentName: 'shop-prod', versionLabel: '41' }, '/configuration'],
  [
    'elasticbeanstalk:UpdateEnvironment',
    { environmentName: 'shop-prod', versionLabel: '42' },
    '/configuration/versionLabel',
  ],
  [
    'elasticbeanstalk:TerminateEnvironment',
    { environmentId: 'e-abc' },
    '/configuration',
    { environmentName: 'shop-prod', environmentId: 'e-abc' },
  ],
]);
