/**
 * What the calls of CodeDeploy, CodePipeline and Elastic Beanstalk do to their configuration. An environment's options are left
 * out: their values may hold secrets.
 */
import { type Effects, resource, sets } from '../effect.ts';

const group = resource('AWS::CodeDeploy::DeploymentGroup', 'currentDeploymentGroupName', 'deploymentGroupName');
const groupSettings = sets(
  'configuration',
  'deploymentConfigName autoRollbackConfiguration alarmConfiguration serviceRoleArn newDeploymentGroupName>deploymentGroupName',
);

export const codedeployEffects: Effects = {
  CreateDeploymentGroup: group.creates(groupSettings),
  UpdateDeploymentGroup: group.changes(groupSettings),
  DeleteDeploymentGroup: group.deletes(),
};

export const codepipelineEffects: Effects = {
  CreatePipeline: resource('AWS::CodePipeline::Pipeline', 'pipeline.name').creates(),
  DeletePipeline: resource('AWS::CodePipeline::Pipeline', 'name').deletes(),
};

const environment = resource('AWS::ElasticBeanstalk::Environment', 'environmentName', 'response.environmentName');
const environmentSettings = sets('configuration', 'versionLabel solutionStackName platformArn');

export const beanstalkEffects: Effects = {
  CreateEnvironment: environment.creates(environmentSettings),
  UpdateEnvironment: environment.changes(environmentSettings),
  TerminateEnvironment: environment.deletes(),
};
