/** Amazon ECS. Commands and environments of containers are not shown: both may hold secrets. */
import { flag, objects, text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn, severalNamed, shortName } from '../words.ts';
import { callsOnTargets } from './autoscaling-target-calls.ts';

/** Calls without a cluster go to the one named default. */
const inCluster = ({ request }: Call): string => {
  const cluster = nameAt(request, 'cluster');
  return cluster ? ` in cluster ${cluster}` : '';
};

const service = ({ request }: Call): string => named('service', nameAt(request, 'service', 'serviceName'));
const taskDefinition = ({ request }: Call): string | undefined => nameAt(request, 'taskDefinition');

const onService =
  (verb: string): Sentence =>
  (call) => {
    const count = text(call.request, 'desiredCount');
    return `${verb} ${service(call)}${inCluster(call)}${inBrackets(
      taskDefinition(call),
      count && `${count} task${count === '1' ? '' : 's'}`,
      flag(call.request, 'forceNewDeployment') === true && 'new deployment',
    )}`;
  };

/** Tasks are drained from instances, or allowed there again. */
const changedInstances = (call: Call): string => {
  const status = text(call.request, 'status');
  const verb = status === 'DRAINING' ? 'drained' : status === 'ACTIVE' ? 'activated' : 'changed';
  const names = texts(call.request, 'containerInstances').map(shortName);
  return `${verb} ${severalNamed('container instance', names)}${inCluster(call)}`;
};

/** One of several sets of a service's tasks: `scale` is its share of them. */
const onTaskSet =
  (verb: string): Sentence =>
  (call) => {
    const { request, response } = call;
    const share = text(request, 'scale.value');
    const set = nameAt(request, 'taskSet', 'primaryTaskSet') ?? nameAt(response, 'taskSet.id');
    return `${verb} ${named('task set', set)} of ${service(call)}${inCluster(call)}${inBrackets(
      taskDefinition(call),
      share && `${share}%`,
    )}`;
  };

const capacityProvider =
  (verb: string): Sentence =>
  (call) => {
    const scaling = text(call.request, 'autoScalingGroupProvider.managedScaling.status');
    const target = text(call.request, 'autoScalingGroupProvider.managedScaling.targetCapacity');
    return `${verb} ${named('capacity provider', nameAt(call.request, 'name', 'capacityProvider'))}${inBrackets(
      scaling && `scaling ${scaling}`,
      target && `target ${target}%`,
    )}`;
  };

const accountSetting: Sentence = ({ request }) =>
  `set account setting ${text(request, 'name') ?? 'of ECS'}${inBrackets(text(request, 'value'))}`;

function ranTask(call: Call): string {
  const definition = taskDefinition(call);
  const count = text(call.request, 'count');
  return `ran ${named('task', definition)}${inCluster(call)}${inBrackets(count && count !== '1' && `${count} times`)}`;
}

function registered(call: Call): string {
  const { request, response } = call;
  const family = text(request, 'family');
  const revision = text(response, 'taskDefinition.revision');
  const images = texts(request, 'containerDefinitions', 'image');
  const privileged = objects(request, 'containerDefinitions').some((container) => container['privileged'] === true);
  return `registered ${named('task definition', family && (revision ? `${family}:${revision}` : family))}${inBrackets(
    privileged && 'privileged',
    ...images.slice(0, 3),
  )}`;
}

export const ecs: Service = {
  name: 'ecs',
  title: 'ECS',
  eventSources: ['ecs.amazonaws.com'],
  types: [
    {
      type: 'AWS::ECS::Cluster',
      title: 'ECS cluster',
      arn: 'arn:{partition}:ecs:{region}:{account}:cluster/{id}',
      configId: '{arn}',
      // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
      metrics: [
        {
          namespace: 'AWS/ECS',
          dimensions: { ClusterName: '{id}' },
          metrics: [
            metric('CPUReservation', 'Average', 'Percent', 'up'),
            metric('MemoryReservation', 'Average', 'Percent', 'up'),
            metric('CPUUtilization', 'Average', 'Percent', 'up'),
            metric('MemoryUtilization', 'Average', 'Percent', 'up'),
          ],
        },
      ],
      logGroups: ['/aws/ecs/containerinsights/{id}/performance'],
      example: { id: 'production', arn: 'arn:aws:ecs:us-east-1:111122223333:cluster/production' },
    },
    {
      type: 'AWS::ECS::Service',
      title: 'ECS service',
      arn: 'arn:{partition}:ecs:{region}:{account}:service/{cluster}/{id}',
      // the older form: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
      spellings: ['arn:{partition}:ecs:{region}:{account}:service/{id}'],
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      unlistedCalls: callsOnTargets,
      neighbors: related(
        null,
        'AWS::ECS::Cluster',
        'AWS::ECS::TaskDefinition',
        'AWS::ElasticLoadBalancingV2::TargetGroup',
        'AWS::EC2::SecurityGroup',
      ),
      metrics: [
        {
          namespace: 'AWS/ECS',
          dimensions: { ClusterName: '{cluster}', ServiceName: '{id}' },
          metrics: [
            metric('CPUUtilization', 'Average', 'Percent', 'up'),
            metric('MemoryUtilization', 'Average', 'Percent', 'up'),
          ],
        },
      ],
      example: { id: 'web', arn: 'arn:aws:ecs:us-east-1:111122223333:service/production/web' },
    },
    {
      type: 'AWS::ECS::TaskDefinition',
      title: 'task definition',
      arn: 'arn:{partition}:ecs:{region}:{account}:task-definition/{id*}',
      spellings: ['arn:{partition}:ecs:{region}:{account}:task-definition/{family}:{revision}'],
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::IAM::Role'),
      logGroups: ['/ecs/{family}'],
      example: { id: 'web:7', arn: 'arn:aws:ecs:us-east-1:111122223333:task-definition/web:7' },
    },
    {
      type: 'AWS::ECS::Task',
      title: 'task',
      arn: 'arn:{partition}:ecs:{region}:{account}:task/{cluster}/{id}',
      spellings: ['arn:{partition}:ecs:{region}:{account}:task/{id}'],
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
        arn: 'arn:aws:ecs:us-east-1:111122223333:task/production/0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      },
    },
  ],
  parameters: {
    cluster: 'AWS::ECS::Cluster',
    clusterArn: 'AWS::ECS::Cluster',
    clusterName: 'AWS::ECS::Cluster',
    service: 'AWS::ECS::Service',
    serviceName: 'AWS::ECS::Service',
    serviceArn: 'AWS::ECS::Service',
    taskDefinitionArn: 'AWS::ECS::TaskDefinition',
    task: 'AWS::ECS::Task',
    taskArn: 'AWS::ECS::Task',
    taskRoleArn: 'AWS::IAM::Role',
    executionRoleArn: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateCluster: did('created', 'cluster', 'clusterName'),
    UpdateCluster: did('changed', 'cluster', 'cluster'),
    UpdateClusterSettings: did('changed', 'cluster', 'cluster'),
    DeleteCluster: did('deleted', 'cluster', 'cluster'),
    CreateService: onService('created'),
    UpdateService: onService('updated'),
    DeleteService: onService('deleted'),
    RunTask: ranTask,
    StartTask: ranTask,
    StopTask: (call) => `stopped ${named('task', nameAt(call.request, 'task'))}${inCluster(call)}`,
    RegisterTaskDefinition: registered,
    DeregisterTaskDefinition: (call) => `deregistered ${named('task definition', nameIn(call, 'taskDefinition'))}`,
    DeleteTaskDefinitions: ({ request }) =>
      `deleted task definitions${inBrackets(...texts(request, 'taskDefinitions'))}`,
    ExecuteCommand: (call) => {
      const container = text(call.request, 'container');
      return `executed a command in ${named('task', nameAt(call.request, 'task'))}${inCluster(call)}${inBrackets(
        container && `container ${container}`,
      )}`;
    },
    RegisterContainerInstance: (call) => `registered a container instance${inCluster(call)}`,
    DeregisterContainerInstance: (call) =>
      `deregistered ${named('container instance', nameAt(call.request, 'containerInstance'))}${inCluster(call)}`,
    UpdateContainerInstancesState: changedInstances,
    UpdateContainerAgent: (call) =>
      `updated the agent of ${named('container instance', nameAt(call.request, 'containerInstance'))}${inCluster(call)}`,
    UpdateTaskProtection: (call) => {
      const isOn = flag(call.request, 'protectionEnabled');
      const names = texts(call.request, 'tasks').map(shortName);
      return `turned ${isOn === false ? 'off' : 'on'} scale-in protection of ${severalNamed('task', names)}${inCluster(call)}`;
    },
    StopServiceDeployment: ({ request }) =>
      `stopped ${named('service deployment', nameAt(request, 'serviceDeploymentArn'))}${inBrackets(text(request, 'stopType'))}`,
    CreateTaskSet: onTaskSet('created'),
    UpdateTaskSet: onTaskSet('changed'),
    UpdateServicePrimaryTaskSet: onTaskSet('promoted'),
    DeleteTaskSet: onTaskSet('deleted'),
    CreateCapacityProvider: capacityProvider('created'),
    UpdateCapacityProvider: capacityProvider('changed'),
    DeleteCapacityProvider: capacityProvider('deleted'),
    PutClusterCapacityProviders: ({ request }) =>
      `set the capacity providers of ${named('cluster', nameAt(request, 'cluster'))}${inBrackets(
        ...texts(request, 'capacityProviders'),
      )}`,
    PutAccountSetting: accountSetting,
    PutAccountSettingDefault: accountSetting,
  }),
};
