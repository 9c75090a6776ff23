/** Amazon EC2 Auto Scaling, under whose event source Application Auto Scaling is recorded, too. */
import { enumerate, text, texts } from '../read.ts';
import { metric, related, relatedFrom } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, shortName } from '../words.ts';
import {
  deleteTargetAction,
  isOfTarget,
  partsOfTarget,
  putTargetPolicy,
  targetCalls,
} from './autoscaling-target-calls.ts';

const group = ({ request }: Call): string => named('Auto Scaling group', nameAt(request, 'autoScalingGroupName'));

const onGroup =
  (words: string): Sentence =>
  (call) =>
    `${words} ${group(call)}`;

/** "min 1, max 4, desired 2" */
const sizes = ({ request }: Call): readonly (string | undefined)[] =>
  (['min', 'max', 'desired'] as const).map((name) => {
    const size = text(request, name === 'desired' ? 'desiredCapacity' : `${name}Size`);
    return size && `${name} ${size}`;
  });

const template = ({ request }: Call): string | undefined => {
  const name = text(
    request,
    'launchTemplate.launchTemplateName',
    'launchTemplate.launchTemplateId',
    'launchConfigurationName',
  );
  return name && `from ${name}`;
};

function putPolicy(call: Call): string {
  const { request } = call;
  return `set ${named('scaling policy', text(request, 'policyName'))} of ${group(call)}`;
}

const instances =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${enumerate(texts(call.request, 'instanceIds')) || 'instances'} ${preposition} ${group(call)}`;

/** What sends traffic to the group, by names, ARNs or identifiers. */
const balancers =
  (verb: string, preposition: string, path: string): Sentence =>
  (call) =>
    `${verb} ${enumerate(texts(call.request, path, 'identifier').map(shortName)) || 'load balancers'} ${preposition} ${group(call)}`;

const processes =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${enumerate(texts(call.request, 'scalingProcesses')) || 'all processes'} of ${group(call)}`;

export const autoscaling: Service = {
  name: 'autoscaling',
  title: 'Auto Scaling',
  eventSources: ['autoscaling.amazonaws.com'],
  types: [
    {
      type: 'AWS::AutoScaling::AutoScalingGroup',
      title: 'Auto Scaling group',
      arn: 'arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{id*}',
      configId: '{arn}',
      neighbors: [
        ...related('Contains', 'AWS::EC2::Instance'),
        ...related(
          'Is associated with',
          'AWS::AutoScaling::LaunchConfiguration',
          'AWS::ElasticLoadBalancing::LoadBalancer',
        ),
      ],
      // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html
      metrics: [
        {
          namespace: 'AWS/AutoScaling',
          dimensions: { AutoScalingGroupName: '{id}' },
          metrics: [
            metric('GroupInServiceInstances', 'Average', 'None', 'down'),
            metric('GroupDesiredCapacity', 'Average', 'None', 'both'),
            metric('GroupPendingInstances', 'Average', 'None', 'up'),
            metric('GroupTerminatingInstances', 'Average', 'None', 'up'),
          ],
        },
        {
          namespace: 'AWS/EC2',
          dimensions: { AutoScalingGroupName: '{id}' },
          periodSeconds: 300,
          metrics: [
            metric('CPUUtilization', 'Average', 'Percent', 'up'),
            metric('StatusCheckFailed', 'Maximum', 'Count', 'up'),
          ],
        },
      ],
      example: {
        id: 'web',
        arn: 'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9:autoScalingGroupName/web',
      },
    },
    {
      type: 'AWS::AutoScaling::LaunchConfiguration',
      title: 'launch configuration',
      arn: 'arn:{partition}:autoscaling:{region}:{account}:launchConfiguration:{uuid}:launchConfigurationName/{id*}',
      configId: '{arn}',
      neighbors: [
        ...related('Is associated with', 'AWS::EC2::SecurityGroup'),
        ...relatedFrom('Is associated with', 'AWS::AutoScaling::AutoScalingGroup'),
      ],
      example: {
        id: 'web-1',
        arn: 'arn:aws:autoscaling:us-east-1:111122223333:launchConfiguration:1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a:launchConfigurationName/web-1',
      },
    },
  ],
  parameters: {
    autoScalingGroupName: 'AWS::AutoScaling::AutoScalingGroup',
    autoScalingGroupNames: 'AWS::AutoScaling::AutoScalingGroup',
    launchConfigurationName: 'AWS::AutoScaling::LaunchConfiguration',
    launchTemplateId: 'AWS::EC2::LaunchTemplate',
    instanceId: 'AWS::EC2::Instance',
    instanceIds: 'AWS::EC2::Instance',
  },
  partsOfArn: partsOfTarget,
  calls: () => ({
    ...targetCalls,
    CreateAutoScalingGroup: (call) => `created ${group(call)}${inBrackets(...sizes(call), template(call))}`,
    UpdateAutoScalingGroup: (call) => `changed ${group(call)}${inBrackets(...sizes(call), template(call))}`,
    DeleteAutoScalingGroup: onGroup('deleted'),
    SetDesiredCapacity: (call) =>
      `resized ${group(call)} to ${text(call.request, 'desiredCapacity') ?? 'another size'}`,
    TerminateInstanceInAutoScalingGroup: ({ request }) =>
      `terminated ${text(request, 'instanceId') ?? 'an instance'} of an Auto Scaling group`,
    AttachInstances: instances('attached', 'to'),
    DetachInstances: instances('detached', 'from'),
    EnterStandby: instances('moved', 'to standby in'),
    ExitStandby: instances('moved', 'out of standby in'),
    SetInstanceProtection: instances('changed scale-in protection of', 'in'),
    SuspendProcesses: processes('suspended'),
    ResumeProcesses: processes('resumed'),
    StartInstanceRefresh: onGroup('started an instance refresh of'),
    CancelInstanceRefresh: onGroup('canceled the instance refresh of'),
    PutScalingPolicy: (call) => (isOfTarget(call) ? putTargetPolicy(call) : putPolicy(call)),
    DeletePolicy: (call) => `deleted ${named('scaling policy', nameAt(call.request, 'policyName'))} of ${group(call)}`,
    ExecutePolicy: (call) =>
      `executed ${named('scaling policy', nameAt(call.request, 'policyName'))} of ${group(call)}`,
    PutScheduledUpdateGroupAction: (call) =>
      `scheduled ${named('action', text(call.request, 'scheduledActionName'))} of ${group(call)}${inBrackets(...sizes(call))}`,
    DeleteScheduledAction: (call) =>
      isOfTarget(call)
        ? deleteTargetAction(call)
        : `deleted scheduled ${named('action', text(call.request, 'scheduledActionName'))} of ${group(call)}`,
    RollbackInstanceRefresh: onGroup('rolled back the instance refresh of'),
    SetInstanceHealth: ({ request }) => {
      const health = text(request, 'healthStatus');
      return `set the health of ${text(request, 'instanceId') ?? 'an instance'}${health ? ` to ${health}` : ''}`;
    },
    AttachLoadBalancers: balancers('attached', 'to', 'loadBalancerNames'),
    DetachLoadBalancers: balancers('detached', 'from', 'loadBalancerNames'),
    AttachLoadBalancerTargetGroups: balancers('attached', 'to', 'targetGroupARNs'),
    DetachLoadBalancerTargetGroups: balancers('detached', 'from', 'targetGroupARNs'),
    AttachTrafficSources: balancers('attached', 'to', 'trafficSources'),
    DetachTrafficSources: balancers('detached', 'from', 'trafficSources'),
    PutWarmPool: (call) => {
      const [least, most] = [text(call.request, 'minSize'), text(call.request, 'maxGroupPreparedCapacity')];
      return `set the warm pool of ${group(call)}${inBrackets(least && `min ${least}`, most && `max ${most}`)}`;
    },
    DeleteWarmPool: onGroup('deleted the warm pool of'),
    EnableMetricsCollection: onGroup('turned on the metrics of'),
    DisableMetricsCollection: onGroup('turned off the metrics of'),
    DeleteLifecycleHook: (call) =>
      `deleted ${named('lifecycle hook', text(call.request, 'lifecycleHookName'))} of ${group(call)}`,
    PutLifecycleHook: (call) =>
      `set ${named('lifecycle hook', text(call.request, 'lifecycleHookName'))} of ${group(call)}`,
    CompleteLifecycleAction: (call) =>
      `completed ${named('lifecycle hook', text(call.request, 'lifecycleHookName'))} of ${group(call)}`,
    CreateLaunchConfiguration: (call) =>
      `created ${named('launch configuration', text(call.request, 'launchConfigurationName'))}${inBrackets(
        text(call.request, 'imageId'),
        text(call.request, 'instanceType'),
      )}`,
    DeleteLaunchConfiguration: did('deleted', 'launch configuration', 'launchConfigurationName'),
  }),
};
