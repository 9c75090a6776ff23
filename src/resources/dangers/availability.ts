/** What keeps things running: room to scale, rollback of failed deployments, environments that must exist. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { flag, text, texts } from '../read.ts';
import { isOfTarget, target } from '../services/autoscaling-target-calls.ts';
import { nameAt, named, nameIn } from '../words.ts';

const group = ({ request }: CallByPrincipal): string =>
  named('Auto Scaling group', nameAt(request, 'autoScalingGroupName'));

/** What the call scales: a group of instances, or Application Auto Scaling's target. */
const scaled = (call: CallByPrincipal): string => (isOfTarget(call) ? target(call) : group(call));

const launches = (processes: readonly string[]): boolean => processes.length === 0 || processes.includes('Launch');

const environment = (call: CallByPrincipal): string =>
  named('environment', nameIn(call, 'environmentName', 'environmentId'));

export const availabilityRules: readonly DangerRule[] = [
  {
    rule: 'scaling-maximum-zero',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html',
    calls: callsOf(
      'autoscaling',
      'RegisterScalableTarget',
      'PutScheduledAction',
      'UpdateAutoScalingGroup',
      'PutScheduledUpdateGroupAction',
    ),
    reason: (call) =>
      text(call.request, 'maxCapacity', 'scalableTargetAction.maxCapacity', 'maxSize') === '0'
        ? `${scaled(call)} can have no capacity: the maximum of its scaling is 0`
        : undefined,
  },
  {
    rule: 'scaling-suspended',
    severity: 'medium',
    source:
      'https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-suspend-resume-scaling.html',
    calls: callsOf('autoscaling', 'RegisterScalableTarget'),
    reason: (call) => {
      if (flag(call.request, 'suspendedState.dynamicScalingOutSuspended') === true)
        return `${target(call)} does not grow under load: scale-out is suspended`;
      return flag(call.request, 'suspendedState.scheduledScalingSuspended') === true
        ? `${target(call)} does not scale by its schedules: they are suspended`
        : undefined;
    },
  },
  {
    rule: 'instance-launches-suspended',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html',
    calls: callsOf('autoscaling', 'SuspendProcesses'),
    reason: (call) =>
      launches(texts(call.request, 'scalingProcesses'))
        ? `${group(call)} launches no instances, not even for those that fail`
        : undefined,
  },
  {
    rule: 'deployment-rollback-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html',
    calls: callsOf('codedeploy', 'UpdateDeploymentGroup', 'CreateDeployment'),
    reason: ({ request }) =>
      flag(request, 'autoRollbackConfiguration.enabled') === false
        ? `a deployment to ${named('deployment group', text(request, 'deploymentGroupName', 'currentDeploymentGroupName'))} that fails is not rolled back`
        : undefined,
  },
  {
    rule: 'deployment-stopped',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-stop.html',
    calls: callsOf('codedeploy', 'StopDeployment'),
    reason: ({ request }) =>
      flag(request, 'autoRollbackEnabled') === true
        ? undefined
        : `${named('deployment', text(request, 'deploymentId'))} was stopped and not rolled back: some targets may have the new revision, others the old`,
  },
  {
    rule: 'environment-terminated',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/using-features.terminating.html',
    calls: callsOf('elasticbeanstalk', 'TerminateEnvironment'),
    reason: (call) =>
      flag(call.request, 'terminateResources') === false
        ? undefined
        : `${environment(call)} and the instances and load balancer in it are gone`,
  },
  {
    rule: 'environment-rebuilt',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-management-rebuild.html',
    calls: callsOf('elasticbeanstalk', 'RebuildEnvironment'),
    reason: (call) => `all resources of ${environment(call)} are terminated and made anew: it is down until they are`,
  },
];
