/**
 * AWS CodeDeploy.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudtrail.html
 */
import { flag, text } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named } from '../words.ts';

const group = ({ request }: Call): string => {
  const application = text(request, 'applicationName');
  const name = text(request, 'deploymentGroupName', 'currentDeploymentGroupName');
  return `${named('deployment group', name)}${application === undefined ? '' : ` of application ${application}`}`;
};

/** A revision in a bucket, from a repository, or spelled out in the request, which is not shown. */
function deployed(call: Call): string {
  const { request, response } = call;
  const key = text(request, 'revision.s3Location.key');
  const commit = text(request, 'revision.gitHubLocation.commitId');
  return `deployed to ${group(call)}${inBrackets(
    nameAt(response, 'deploymentId'),
    key,
    commit && `commit ${commit}`,
    text(request, 'deploymentConfigName'),
  )}`;
}

const onGroup =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${group(call)}${inBrackets(
      text(call.request, 'deploymentConfigName'),
      flag(call.request, 'autoRollbackConfiguration.enabled') === false && 'no rollback by itself',
      flag(call.request, 'alarmConfiguration.enabled') === false && 'no alarms',
    )}`;

export const codedeploy: Service = {
  name: 'codedeploy',
  title: 'CodeDeploy',
  eventSources: ['codedeploy.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodedeploy.html
  types: [
    {
      type: 'AWS::CodeDeploy::Application',
      title: 'CodeDeploy application',
      arn: 'arn:{partition}:codedeploy:{region}:{account}:application:{id}',
      configId: '{id}',
      example: { id: 'shop', arn: 'arn:aws:codedeploy:us-east-1:111122223333:application:shop' },
    },
    {
      type: 'AWS::CodeDeploy::DeploymentGroup',
      title: 'deployment group',
      arn: 'arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{application}/{id}',
      configId: '{id}',
      example: { id: 'blue', arn: 'arn:aws:codedeploy:us-east-1:111122223333:deploymentgroup:shop/blue' },
    },
  ],
  parameters: {
    applicationName: 'AWS::CodeDeploy::Application',
    deploymentGroupName: 'AWS::CodeDeploy::DeploymentGroup',
    currentDeploymentGroupName: 'AWS::CodeDeploy::DeploymentGroup',
    newDeploymentGroupName: 'AWS::CodeDeploy::DeploymentGroup',
    serviceRoleArn: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateDeployment: deployed,
    ContinueDeployment: did('continued', 'deployment', 'deploymentId'),
    StopDeployment: ({ request }) =>
      `stopped ${named('deployment', text(request, 'deploymentId'))}${inBrackets(
        flag(request, 'autoRollbackEnabled') === true && 'rolls back',
      )}`,
    CreateDeploymentGroup: onGroup('created'),
    UpdateDeploymentGroup: onGroup('changed'),
    DeleteDeploymentGroup: (call) => `deleted ${group(call)}`,
    CreateApplication: did('created', 'CodeDeploy application', 'applicationName'),
    UpdateApplication: did('changed', 'CodeDeploy application', 'applicationName'),
    DeleteApplication: did('deleted', 'CodeDeploy application', 'applicationName'),
    CreateDeploymentConfig: did('created', 'deployment configuration', 'deploymentConfigName'),
    DeleteDeploymentConfig: did('deleted', 'deployment configuration', 'deploymentConfigName'),
  }),
};
