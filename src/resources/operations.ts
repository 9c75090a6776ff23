/**
 * The calls with which somebody makes a service act for them: what the service does afterwards is theirs. Only services that go
 * on to call others are listed.
 */
import { hour } from '../model/duration.ts';

export interface Operation {
  /** The service's own domain, as event sources and `invokedBy` name it. */
  readonly service: string;
  readonly title: string;
  /** Calls that start one immediately, with a name or role that also appears in the service's own calls. */
  readonly starts: readonly string[];
  /** Calls that it acts on without either: settings that take effect later, invocations of code. */
  readonly prompts?: readonly string[];
  /** Calls that start nothing, but show for whom it acts: the role of a change set, the document of a rule. */
  readonly settings?: readonly string[];
  /** The domains that its own calls come from, including their subdomains. */
  readonly actsAs: readonly string[];
  /** How long it may take. Milliseconds. */
  readonly lasts: number;
}

/** Stacks of databases take an hour and more: how long before its last effect an operation may have started. Milliseconds. */
export const longestOperation = 2 * hour;

export const operations: readonly Operation[] = [
  {
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
    service: 'cloudformation.amazonaws.com',
    title: 'CloudFormation',
    starts: [
      'CreateStack',
      'UpdateStack',
      'DeleteStack',
      'CancelUpdateStack',
      'ExecuteChangeSet',
      'ExecuteStackRefactor',
      'ContinueUpdateRollback',
      'RollbackStack',
      'CreateStackInstances',
      'UpdateStackInstances',
      'UpdateStackSet',
      'DeleteStackInstances',
    ],
    settings: ['CreateChangeSet'],
    actsAs: ['cloudformation.amazonaws.com'],
    lasts: 6 * hour,
  },
  {
    // https://docs.aws.amazon.com/servicecatalog/latest/dg/API_Operations_AWS_Service_Catalog.html
    service: 'servicecatalog.amazonaws.com',
    title: 'Service Catalog',
    starts: [
      'ProvisionProduct',
      'UpdateProvisionedProduct',
      'TerminateProvisionedProduct',
      'ExecuteProvisionedProductPlan',
      'ExecuteProvisionedProductServiceAction',
    ],
    actsAs: ['servicecatalog.amazonaws.com', 'cloudformation.amazonaws.com'],
    lasts: 6 * hour,
  },
  {
    // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
    service: 'ssm.amazonaws.com',
    title: 'Systems Manager',
    starts: ['StartAutomationExecution', 'StartChangeRequestExecution', 'SendCommand'],
    prompts: ['CreateAssociation', 'StartAssociationsOnce'],
    actsAs: ['ssm.amazonaws.com'],
    lasts: 2 * hour,
  },
  {
    // https://docs.aws.amazon.com/config/latest/APIReference/API_StartRemediationExecution.html
    service: 'config.amazonaws.com',
    title: 'AWS Config',
    starts: ['StartRemediationExecution'],
    prompts: ['PutRemediationConfigurations'],
    settings: ['PutRemediationConfigurations'],
    actsAs: ['config.amazonaws.com', 'ssm.amazonaws.com'],
    lasts: hour,
  },
  {
    service: 'states.amazonaws.com',
    title: 'Step Functions',
    starts: ['StartExecution', 'StartSyncExecution', 'RedriveExecution'],
    actsAs: ['states.amazonaws.com'],
    lasts: 6 * hour,
  },
  {
    service: 'autoscaling.amazonaws.com',
    title: 'Auto Scaling',
    starts: [
      'CreateAutoScalingGroup',
      'UpdateAutoScalingGroup',
      'DeleteAutoScalingGroup',
      'SetDesiredCapacity',
      'ExecutePolicy',
      'StartInstanceRefresh',
      'RollbackInstanceRefresh',
      'TerminateInstanceInAutoScalingGroup',
    ],
    actsAs: ['autoscaling.amazonaws.com'],
    lasts: 2 * hour,
  },
  {
    service: 'ecs.amazonaws.com',
    title: 'ECS',
    starts: ['CreateService', 'UpdateService', 'DeleteService', 'RunTask'],
    actsAs: ['ecs.amazonaws.com', 'ecs-tasks.amazonaws.com'],
    lasts: hour,
  },
  {
    service: 'codepipeline.amazonaws.com',
    title: 'CodePipeline',
    starts: ['StartPipelineExecution', 'PutApprovalResult', 'RetryStageExecution', 'RollbackStage'],
    actsAs: [
      'codepipeline.amazonaws.com',
      'codebuild.amazonaws.com',
      'codedeploy.amazonaws.com',
      'cloudformation.amazonaws.com',
    ],
    lasts: 2 * hour,
  },
  {
    service: 'codedeploy.amazonaws.com',
    title: 'CodeDeploy',
    starts: ['CreateDeployment', 'ContinueDeployment', 'StopDeployment'],
    actsAs: ['codedeploy.amazonaws.com'],
    lasts: 2 * hour,
  },
  {
    service: 'codebuild.amazonaws.com',
    title: 'CodeBuild',
    starts: ['StartBuild', 'StartBuildBatch', 'RetryBuild'],
    actsAs: ['codebuild.amazonaws.com'],
    lasts: 2 * hour,
  },
  {
    service: 'elasticbeanstalk.amazonaws.com',
    title: 'Elastic Beanstalk',
    starts: [
      'CreateEnvironment',
      'UpdateEnvironment',
      'RebuildEnvironment',
      'TerminateEnvironment',
      'RestartAppServer',
    ],
    actsAs: ['elasticbeanstalk.amazonaws.com', 'cloudformation.amazonaws.com', 'autoscaling.amazonaws.com'],
    lasts: hour,
  },
  {
    service: 'eks.amazonaws.com',
    title: 'EKS',
    starts: [
      'CreateCluster',
      'UpdateClusterConfig',
      'UpdateClusterVersion',
      'DeleteCluster',
      'CreateNodegroup',
      'UpdateNodegroupConfig',
      'UpdateNodegroupVersion',
      'DeleteNodegroup',
    ],
    actsAs: ['eks.amazonaws.com', 'eks-nodegroup.amazonaws.com'],
    lasts: hour,
  },
  {
    service: 'backup.amazonaws.com',
    title: 'AWS Backup',
    starts: ['StartBackupJob', 'StartRestoreJob', 'StartCopyJob'],
    actsAs: ['backup.amazonaws.com'],
    lasts: 6 * hour,
  },
  {
    service: 'lambda.amazonaws.com',
    title: 'Lambda',
    starts: [],
    prompts: ['Invoke', 'InvokeAsync', 'InvokeWithResponseStream'],
    actsAs: ['lambda.amazonaws.com'],
    lasts: hour / 4,
  },
];

const byService: ReadonlyMap<string, Operation> = new Map(
  operations.map((operation) => [operation.service, operation]),
);

/** The calls that immediately start what the service does for somebody; empty if the service does nothing of the kind. */
const startsOf = (eventSource: string): readonly string[] => byService.get(eventSource)?.starts ?? [];

/** Whether the service carries out operations that callers start. */
export const runsOperations = (eventSource: string): boolean => startsOf(eventSource).length > 0;

export const startsOperation = (eventSource: string, eventName: string): boolean =>
  startsOf(eventSource).includes(eventName);

/** The calls that show who made the service act: those that start something, and those that configure it. */
export const callsBehind = (eventSource: string): readonly string[] => [
  ...startsOf(eventSource),
  ...(byService.get(eventSource)?.settings ?? []),
];

/** Whether the call shows who made other calls: role switches, instructions to a service. */
export const tellsOfOthers = (eventSource: string, eventName: string): boolean =>
  eventName === 'SwitchRole' || telling.get(eventSource)?.has(eventName) === true;

const telling: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  operations.map(({ service }) => [service, new Set(callsBehind(service))]),
);

/** The operation that a call starts, now or later; undefined for all others. */
export function operationOf(eventSource: string, eventName: string): Operation | undefined {
  const operation = byService.get(eventSource);
  return operation?.starts.includes(eventName) || operation?.prompts?.includes(eventName) ? operation : undefined;
}

/** Whether a service with this domain may act for the operation. */
export const actsFor = ({ actsAs }: Operation, domain: string): boolean =>
  actsAs.some((service) => domain === service || domain.endsWith(`.${service}`));
