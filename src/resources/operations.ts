/**
 * The calls with which somebody has a service act for them: what the service does afterwards is theirs. Only services that
 * go on to call others are listed.
 */

/** The service's own domain, as `invokedBy` and `sourceIPAddress` name it -> its calls that start an operation. */
const operations: Readonly<Record<string, readonly string[]>> = {
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
  'cloudformation.amazonaws.com': [
    'CreateStack',
    'UpdateStack',
    'DeleteStack',
    'ExecuteChangeSet',
    'ContinueUpdateRollback',
    'RollbackStack',
    'CreateStackInstances',
    'UpdateStackInstances',
    'UpdateStackSet',
    'DeleteStackInstances',
  ],
  // https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Operations.html
  'ssm.amazonaws.com': ['StartAutomationExecution', 'StartChangeRequestExecution', 'SendCommand'],
  // https://docs.aws.amazon.com/config/latest/APIReference/API_StartRemediationExecution.html
  'config.amazonaws.com': ['StartRemediationExecution'],
  'servicecatalog.amazonaws.com': [
    'ProvisionProduct',
    'UpdateProvisionedProduct',
    'TerminateProvisionedProduct',
    'ExecuteProvisionedProductPlan',
  ],
  'states.amazonaws.com': ['StartExecution', 'StartSyncExecution', 'RedriveExecution'],
  'autoscaling.amazonaws.com': [
    'CreateAutoScalingGroup',
    'UpdateAutoScalingGroup',
    'DeleteAutoScalingGroup',
    'SetDesiredCapacity',
    'ExecutePolicy',
    'StartInstanceRefresh',
  ],
  'codepipeline.amazonaws.com': ['StartPipelineExecution', 'PutApprovalResult', 'RetryStageExecution'],
  'codebuild.amazonaws.com': ['StartBuild', 'StartBuildBatch', 'RetryBuild'],
  'codedeploy.amazonaws.com': ['CreateDeployment', 'ContinueDeployment', 'StopDeployment'],
  'elasticbeanstalk.amazonaws.com': ['CreateEnvironment', 'UpdateEnvironment', 'TerminateEnvironment'],
  'ecs.amazonaws.com': ['CreateService', 'UpdateService', 'DeleteService', 'RunTask'],
  'eks.amazonaws.com': ['CreateNodegroup', 'UpdateNodegroupConfig', 'UpdateNodegroupVersion', 'DeleteNodegroup'],
  'backup.amazonaws.com': ['StartBackupJob', 'StartRestoreJob', 'StartCopyJob'],
};

/** Whether the service does on somebody's behalf what they started. */
export const runsOperations = (eventSource: string): boolean => Object.hasOwn(operations, eventSource);

export const startsOperation = (eventSource: string, eventName: string): boolean =>
  Object.hasOwn(operations, eventSource) && operations[eventSource]?.includes(eventName) === true;
