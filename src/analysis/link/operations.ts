/** Calls that set a service to work, and whom the service then acts as. */
import type { ApiCallEvent } from '../../model/event.ts';
import { hour, minute } from './durations.ts';

export interface Operation {
  readonly source: string;
  readonly names: RegExp;
  /** How the service shows in its own calls: as who invoked, as the address or the user agent. */
  readonly acts: RegExp;
  /** How long it may go on. Milliseconds. */
  readonly lasts: number;
  readonly title: string;
}

export const operations: readonly Operation[] = [
  {
    source: 'cloudformation.amazonaws.com',
    names:
      /^(?:Create|Update|Delete|Rollback|ContinueUpdateRollback|CancelUpdate)Stack|^ExecuteChangeSet$|^ImportStacksToStackSet$|^ContinueUpdateRollback$/,
    acts: /(?:^|\.)cloudformation\.amazonaws\.com$/,
    lasts: 6 * hour,
    title: 'CloudFormation',
  },
  {
    source: 'servicecatalog.amazonaws.com',
    names: /^(?:Provision|UpdateProvisioned|TerminateProvisioned)Product$|^ExecuteProvisionedProduct/,
    acts: /^(?:servicecatalog|cloudformation)\.amazonaws\.com$/,
    lasts: 6 * hour,
    title: 'Service Catalog',
  },
  {
    source: 'ssm.amazonaws.com',
    names:
      /^(?:StartAutomationExecution|StartChangeRequestExecution|SendCommand|CreateAssociation|StartAssociationsOnce)$/,
    acts: /^ssm\.amazonaws\.com$/,
    lasts: 2 * hour,
    title: 'Systems Manager',
  },
  {
    source: 'config.amazonaws.com',
    names: /^(?:StartRemediationExecution|PutRemediationConfigurations)$/,
    acts: /(?:^|\.)config\.amazonaws\.com$|^ssm\.amazonaws\.com$/,
    lasts: hour,
    title: 'AWS Config',
  },
  {
    source: 'states.amazonaws.com',
    names: /^Start(?:Sync)?Execution$/,
    acts: /^states\.amazonaws\.com$/,
    lasts: 6 * hour,
    title: 'Step Functions',
  },
  {
    source: 'autoscaling.amazonaws.com',
    names:
      /^(?:SetDesiredCapacity|UpdateAutoScalingGroup|CreateAutoScalingGroup|DeleteAutoScalingGroup|StartInstanceRefresh|ExecutePolicy|TerminateInstanceInAutoScalingGroup|RollbackInstanceRefresh)$/,
    acts: /^autoscaling\.amazonaws\.com$/,
    lasts: 2 * hour,
    title: 'Auto Scaling',
  },
  {
    source: 'ecs.amazonaws.com',
    names: /^(?:Create|Update|Delete)Service$|^RunTask$/,
    acts: /^ecs(?:-tasks)?\.amazonaws\.com$/,
    lasts: hour,
    title: 'ECS',
  },
  {
    source: 'codepipeline.amazonaws.com',
    names: /^StartPipelineExecution$|^RetryStageExecution$|^PutApprovalResult$/,
    acts: /^(?:codepipeline|codebuild|codedeploy|cloudformation)\.amazonaws\.com$/,
    lasts: 2 * hour,
    title: 'CodePipeline',
  },
  {
    source: 'codedeploy.amazonaws.com',
    names: /^CreateDeployment$/,
    acts: /^codedeploy\.amazonaws\.com$/,
    lasts: 2 * hour,
    title: 'CodeDeploy',
  },
  {
    source: 'codebuild.amazonaws.com',
    names: /^(?:StartBuild|RetryBuild|StartBuildBatch)$/,
    acts: /^codebuild\.amazonaws\.com$/,
    lasts: 2 * hour,
    title: 'CodeBuild',
  },
  {
    source: 'elasticbeanstalk.amazonaws.com',
    names: /^(?:Create|Update|Rebuild|Terminate)Environment$|^RestartAppServer$/,
    acts: /^(?:elasticbeanstalk|cloudformation|autoscaling)\.amazonaws\.com$/,
    lasts: hour,
    title: 'Elastic Beanstalk',
  },
  {
    source: 'eks.amazonaws.com',
    names: /^(?:Create|Update|Delete)(?:Cluster|Nodegroup)/,
    acts: /^eks(?:-nodegroup)?\.amazonaws\.com$/,
    lasts: hour,
    title: 'EKS',
  },
  {
    source: 'lambda.amazonaws.com',
    names: /^Invoke/,
    acts: /^lambda\.amazonaws\.com$/,
    lasts: 15 * minute,
    title: 'Lambda',
  },
];

export const operationOf = ({ detail }: ApiCallEvent): Operation | undefined =>
  operations.find(({ source, names }) => source === detail.eventSource && names.test(detail.eventName));

/** The service names under which a call may have been made on somebody's behalf. */
export function actingServices({ detail: { principal } }: ApiCallEvent): readonly string[] {
  const found = new Set<string>();
  for (const text of [principal.tool.name, principal.sourceIp, principal.userAgent, principal.name]) {
    if (text?.endsWith('.amazonaws.com')) found.add(text);
  }
  if (principal.tool.kind === 'cloudformation') found.add('cloudformation.amazonaws.com');
  return [...found];
}
