/**
 * AWS App Runner. CloudTrail hides the values of environment variables and the commands of a build.
 * https://docs.aws.amazon.com/apprunner/latest/dg/monitor-ct.html
 */
import { text, texts } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const service = (call: Call): string => named('App Runner service', nameIn(call, 'serviceName', 'serviceArn'));

const onService =
  (words: string): Sentence =>
  (call) =>
    `${words} ${service(call)}`;

/** What runs, with which resources, and in which role. */
const set =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const source = 'sourceConfiguration';
    const branch = text(request, `${source}.codeRepository.sourceCodeVersion.value`);
    const [cpu, memory] = [text(request, 'instanceConfiguration.cpu'), text(request, 'instanceConfiguration.memory')];
    const role = nameAt(request, 'instanceConfiguration.instanceRoleArn');
    const scaling = nameAt(request, 'autoScalingConfigurationArn');
    return `${verb} ${service(call)}${inBrackets(
      text(request, `${source}.imageRepository.imageIdentifier`, `${source}.codeRepository.repositoryUrl`),
      branch && `branch ${branch}`,
      cpu && `CPU ${cpu}`,
      memory && `memory ${memory}`,
      role && `role ${role}`,
      scaling && `scaling ${scaling}`,
    )}`;
  };

const domain =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${named('domain', text(call.request, 'domainName'))} ${preposition} ${service(call)}`;

function createdScaling(call: Call): string {
  const [least, most, concurrency] = ['minSize', 'maxSize', 'maxConcurrency'].map((key) => text(call.request, key));
  return `created ${named('scaling configuration', text(call.request, 'autoScalingConfigurationName'))}${inBrackets(
    least && `min ${least}`,
    most && `max ${most}`,
    concurrency && `${concurrency} requests an instance`,
  )}`;
}

export const apprunner: Service = {
  name: 'apprunner',
  title: 'App Runner',
  eventSources: ['apprunner.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapprunner.html
  types: [
    {
      type: 'AWS::AppRunner::Service',
      title: 'App Runner service',
      arn: 'arn:{partition}:apprunner:{region}:{account}:service/{id}/{serial}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      // https://docs.aws.amazon.com/apprunner/latest/dg/monitor-cw.html
      metrics: [
        {
          namespace: 'AWS/AppRunner',
          dimensions: { ServiceName: '{id}' },
          furtherDimensions: ['ServiceID'],
          metrics: [
            metric('5xxStatusResponses', 'Sum', 'Count', 'up'),
            metric('4xxStatusResponses', 'Sum', 'Count', 'up'),
            metric('RequestLatency', 'Average', 'Milliseconds', 'up'),
            metric('Requests', 'Sum', 'Count', 'both'),
            metric('ActiveInstances', 'Average', 'Count', 'both'),
          ],
        },
      ],
      logGroups: ['/aws/apprunner/{id}/*'],
      example: {
        id: 'checkout',
        arn: 'arn:aws:apprunner:us-east-1:111122223333:service/checkout/8fe1e10304f84fd2b0df550fe98a71fa',
      },
    },
    {
      type: 'AWS::AppRunner::VpcConnector',
      title: 'VPC connector',
      arn: 'arn:{partition}:apprunner:{region}:{account}:vpcconnector/{id}/{revision}/{serial}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      example: {
        id: 'private',
        arn: 'arn:aws:apprunner:us-east-1:111122223333:vpcconnector/private/1/0a03292a89764e5882c41d8f991c82fe',
      },
    },
  ],
  parameters: {
    serviceName: 'AWS::AppRunner::Service',
    serviceArn: 'AWS::AppRunner::Service',
    vpcConnectorName: 'AWS::AppRunner::VpcConnector',
    vpcConnectorArn: 'AWS::AppRunner::VpcConnector',
    instanceRoleArn: 'AWS::IAM::Role',
    accessRoleArn: 'AWS::IAM::Role',
    securityGroups: 'AWS::EC2::SecurityGroup',
    subnets: 'AWS::EC2::Subnet',
    kmsKey: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateService: set('created'),
    UpdateService: set('changed'),
    DeleteService: onService('deleted'),
    PauseService: onService('paused'),
    ResumeService: onService('resumed'),
    StartDeployment: onService('deployed to'),
    AssociateCustomDomain: domain('associated', 'with'),
    DisassociateCustomDomain: domain('disassociated', 'from'),
    CreateAutoScalingConfiguration: createdScaling,
    UpdateDefaultAutoScalingConfiguration: did('set', 'default scaling configuration', 'autoScalingConfigurationArn'),
    DeleteAutoScalingConfiguration: did('deleted', 'scaling configuration', 'autoScalingConfigurationArn'),
    CreateVpcConnector: (call) =>
      `${did('created', 'VPC connector', 'vpcConnectorName')(call)}${inBrackets(...texts(call.request, 'securityGroups'))}`,
    DeleteVpcConnector: did('deleted', 'VPC connector', 'vpcConnectorArn'),
    CreateConnection: did('created', 'connection', 'connectionName'),
    DeleteConnection: did('deleted', 'connection', 'connectionArn'),
  }),
};
