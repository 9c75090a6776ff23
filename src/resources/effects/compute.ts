/** What the calls of Lambda, ECS, EKS, ECR, Auto Scaling and load balancers do to their configuration. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { parseArn } from '../arn.ts';
import {
  built,
  type Effects,
  gain,
  lose,
  mapOf,
  partOf,
  plain,
  resource,
  set,
  setEach,
  sets,
  setTo,
  tagged,
  unset,
  untagged,
} from '../effect.ts';
import { objects, text } from '../read.ts';
import type { Call } from '../service.ts';

const lambda = resource('AWS::Lambda::Function', 'functionName', 'response.functionName');
const functionSettings = [
  sets(
    'configuration',
    'runtime handler role timeout memorySize description layers kMSKeyArn>kmsKeyArn environment vpcConfig tracingConfig deadLetterConfig architectures packageType',
  ),
  // the image, if the code is one: for a package, only what the answer says about it is recorded
  sets('configuration', 'response.codeSha256 response.codeSize response.version'),
];

/** A statement of the function's own policy, from AddPermission's answer or else from its request. */
function permission(call: Call): readonly JsonValue[] {
  const { request } = call;
  const [sid, action, principal] = [text(request, 'statementId'), text(request, 'action'), text(request, 'principal')];
  if (sid === undefined) return [];
  const who = principal?.includes('.') ? { Service: principal } : principal === '*' ? '*' : { AWS: principal ?? null };
  const [arn, account] = [text(request, 'sourceArn'), text(request, 'sourceAccount')];
  const condition: JsonObject = {
    ...(arn !== undefined && { ArnLike: { 'AWS:SourceArn': arn } }),
    ...(account !== undefined && { StringEquals: { 'AWS:SourceAccount': account } }),
  };
  const url = text(request, 'functionUrlAuthType');
  return [
    {
      Sid: sid,
      Effect: 'Allow',
      Principal: who,
      Action: action ?? null,
      ...(Object.keys(condition).length > 0 && { Condition: condition }),
      ...(url !== undefined && { FunctionUrlAuthType: url }),
    },
  ];
}
const lambdaPolicy = 'supplementaryConfiguration.Policy.Statement';

export const lambdaEffects: Effects = {
  CreateFunction: lambda.creates(...functionSettings, tagged('tags')),
  DeleteFunction: lambda.deletes(),
  UpdateFunctionConfiguration: lambda.changes(...functionSettings),
  UpdateFunctionCode: lambda.changes(
    sets('configuration', 'response.codeSha256 response.codeSize imageUri response.version'),
  ),
  AddPermission: lambda.changes(gain(lambdaPolicy, permission)),
  RemovePermission: lambda.changes(lose(lambdaPolicy, built({ Sid: 'statementId' }))),
  PutFunctionConcurrency: lambda.changes(
    set('configuration.reservedConcurrentExecutions', 'reservedConcurrentExecutions'),
  ),
  DeleteFunctionConcurrency: lambda.changes(unset('configuration.reservedConcurrentExecutions')),
  CreateFunctionUrlConfig: lambda.changes(set('supplementaryConfiguration.FunctionUrlConfig', (call) => urlOf(call))),
  UpdateFunctionUrlConfig: lambda.changes(
    sets('supplementaryConfiguration.FunctionUrlConfig', 'authType cors invokeMode'),
  ),
  DeleteFunctionUrlConfig: lambda.changes(unset('supplementaryConfiguration.FunctionUrlConfig')),
};

function urlOf({ request, response }: Call): JsonValue | undefined {
  const [auth, url] = [text(request, 'authType'), text(response, 'functionUrl')];
  if (auth === undefined) return undefined;
  return { authType: auth, ...(url !== undefined && { functionUrl: url }) };
}

const service = resource('AWS::ECS::Service', 'response.service.serviceArn', 'service', 'serviceName');
const serviceSettings = sets(
  'configuration',
  'desiredCount taskDefinition launchType platformVersion networkConfiguration deploymentConfiguration loadBalancers enableExecuteCommand>enableExecuteCommand healthCheckGracePeriodSeconds',
);
const cluster = resource('AWS::ECS::Cluster', 'response.cluster.clusterArn', 'cluster', 'clusterName');
const task = resource('AWS::ECS::TaskDefinition', 'response.taskDefinition.taskDefinitionArn', 'taskDefinition');

export const ecsEffects: Effects = {
  CreateCluster: cluster.creates(sets('configuration', 'clusterName settings')),
  DeleteCluster: cluster.deletes(),
  UpdateClusterSettings: cluster.changes(sets('configuration', 'settings')),
  CreateService: service.creates(sets('configuration', 'serviceName cluster'), serviceSettings),
  UpdateService: service.changes(serviceSettings),
  DeleteService: service.deletes(),
  RegisterTaskDefinition: task.creates(
    sets(
      'configuration',
      'family containerDefinitions taskRoleArn executionRoleArn networkMode cpu memory volumes requiresCompatibilities',
    ),
  ),
  DeregisterTaskDefinition: task.changes(setTo('configuration.status', 'INACTIVE')),
};

const eks = resource('AWS::EKS::Cluster', 'name', 'clusterName');
const clusterName = resource('AWS::EKS::Cluster', 'clusterName', 'name');
const nodegroup = resource('AWS::EKS::Nodegroup', 'response.nodegroup.nodegroupArn', 'nodegroupName');

export const eksEffects: Effects = {
  CreateCluster: eks.creates(
    sets('configuration', 'name version roleArn resourcesVpcConfig logging encryptionConfig'),
    tagged('tags'),
  ),
  DeleteCluster: eks.deletes(),
  UpdateClusterConfig: eks.changes(
    setEach('configuration.resourcesVpcConfig', 'resourcesVpcConfig'),
    sets('configuration', 'logging accessConfig deletionProtection'),
  ),
  UpdateClusterVersion: eks.changes(sets('configuration', 'version')),
  CreateNodegroup: nodegroup.creates(
    sets('configuration', 'nodegroupName clusterName scalingConfig instanceTypes amiType nodeRole subnets'),
  ),
  UpdateNodegroupConfig: nodegroup.changes(sets('configuration', 'scalingConfig updateConfig labels')),
  DeleteNodegroup: nodegroup.deletes(),
  CreateAccessEntry: clusterName.changes(
    gain('configuration.accessEntries', built({ principalArn: 'principalArn', type: 'type' })),
  ),
  DeleteAccessEntry: clusterName.changes(lose('configuration.accessEntries', built({ principalArn: 'principalArn' }))),
  AssociateAccessPolicy: clusterName.changes(
    gain(
      'configuration.accessPolicies',
      built({ principalArn: 'principalArn', policyArn: 'policyArn', accessScope: 'accessScope' }),
    ),
  ),
};

const repository = resource('AWS::ECR::Repository', 'repositoryName');

export const ecrEffects: Effects = {
  CreateRepository: repository.creates(
    sets(
      'configuration',
      'repositoryName>RepositoryName imageTagMutability>ImageTagMutability imageScanningConfiguration>ImageScanningConfiguration encryptionConfiguration>EncryptionConfiguration',
    ),
  ),
  DeleteRepository: repository.deletes(),
  SetRepositoryPolicy: repository.changes(set('configuration.RepositoryPolicyText', 'policyText')),
  DeleteRepositoryPolicy: repository.changes(unset('configuration.RepositoryPolicyText')),
  PutImageTagMutability: repository.changes(sets('configuration', 'imageTagMutability>ImageTagMutability')),
  PutImageScanningConfiguration: repository.changes(
    sets('configuration', 'imageScanningConfiguration>ImageScanningConfiguration'),
  ),
  PutLifecyclePolicy: repository.changes(
    set('configuration.LifecyclePolicy.LifecyclePolicyText', 'lifecyclePolicyText'),
  ),
};

const scaling = resource('AWS::AutoScaling::AutoScalingGroup', 'autoScalingGroupName');
const scalingSettings = sets(
  'configuration',
  'minSize maxSize desiredCapacity launchConfigurationName launchTemplate defaultCooldown healthCheckType healthCheckGracePeriod vPCZoneIdentifier availabilityZones newInstancesProtectedFromScaleIn maxInstanceLifetime terminationPolicies',
);
const processes = ({ request }: Call): readonly JsonValue[] => {
  const names = request['scalingProcesses'];
  return (Array.isArray(names) ? names : []).flatMap((name) =>
    typeof name === 'string' ? [{ processName: name }] : [],
  );
};

export const autoscalingEffects: Effects = {
  CreateAutoScalingGroup: scaling.creates(
    scalingSettings,
    sets('configuration', 'autoScalingGroupName targetGroupARNs'),
  ),
  UpdateAutoScalingGroup: scaling.changes(scalingSettings),
  DeleteAutoScalingGroup: scaling.deletes(),
  SetDesiredCapacity: scaling.changes(sets('configuration', 'desiredCapacity')),
  SuspendProcesses: scaling.changes(gain('configuration.suspendedProcesses', processes)),
  ResumeProcesses: scaling.changes(lose('configuration.suspendedProcesses', processes)),
};

const balancer = resource(
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'loadBalancerArn',
  'response.loadBalancers.loadBalancerArn',
);
const classic = resource('AWS::ElasticLoadBalancing::LoadBalancer', 'loadBalancerName');
const listener = resource('AWS::ElasticLoadBalancingV2::Listener', 'listenerArn', 'response.listeners.listenerArn');
const rule = resource('AWS::ElasticLoadBalancingV2::ListenerRule', 'ruleArn', 'response.rules.ruleArn');
const targets = resource(
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'targetGroupArn',
  'response.targetGroups.targetGroupArn',
);
const listenerSettings = sets('configuration', 'port protocol sslPolicy certificates defaultActions');
const targetSettings = sets(
  'configuration',
  'protocol port vpcId targetType healthCheckProtocol healthCheckPort healthCheckPath healthCheckIntervalSeconds healthCheckTimeoutSeconds healthyThresholdCount unhealthyThresholdCount matcher',
);
const attributeList = (call: Call): readonly JsonValue[] => {
  const value = partOf(call, 'attributes');
  return value === undefined || value === null
    ? []
    : Object.entries(mapOf(value)).map(([key, member]) => ({ key, value: member ?? null }));
};
const targetList = ({ request }: Call): readonly JsonValue[] =>
  objects(request, 'targets')
    .map((target) => plain(target))
    .filter(isJsonObject);

export const balancerEffects: Effects = {
  CreateLoadBalancer: (call) =>
    partOf(call, 'loadBalancerName') !== undefined
      ? classic.creates(sets('configuration', 'loadBalancerName scheme subnets securityGroups listeners'))(call)
      : balancer.createsNamed(
          'name',
          sets('configuration', 'name>loadBalancerName scheme type securityGroups subnets'),
        )(call),
  DeleteLoadBalancer: (call) =>
    partOf(call, 'loadBalancerName') !== undefined ? classic.deletes()(call) : balancer.deletes()(call),
  ModifyLoadBalancerAttributes: (call) =>
    partOf(call, 'loadBalancerName') !== undefined
      ? classic.changes(set('supplementaryConfiguration.LoadBalancerAttributes', 'loadBalancerAttributes'))(call)
      : balancer.changes(gain('supplementaryConfiguration.LoadBalancerAttributes', attributeList))(call),
  SetSecurityGroups: balancer.changes(sets('configuration', 'securityGroups')),
  SetSubnets: balancer.changes(sets('configuration', 'subnets')),
  CreateListener: listener.creates(listenerSettings, sets('configuration', 'loadBalancerArn')),
  ModifyListener: listener.changes(listenerSettings),
  DeleteListener: listener.deletes(),
  CreateRule: rule.creates(sets('configuration', 'listenerArn priority conditions actions')),
  ModifyRule: rule.changes(sets('configuration', 'conditions actions')),
  DeleteRule: rule.deletes(),
  CreateTargetGroup: targets.createsNamed('name', sets('configuration', 'name>targetGroupName'), targetSettings),
  ModifyTargetGroup: targets.changes(targetSettings),
  ModifyTargetGroupAttributes: targets.changes(gain('supplementaryConfiguration.TargetGroupAttributes', attributeList)),
  DeleteTargetGroup: targets.deletes(),
  RegisterTargets: targets.changes(gain('configuration.targets', targetList)),
  DeregisterTargets: targets.changes(lose('configuration.targets', targetList)),
  RemoveTags: (call) => arnsAt(call).flatMap(({ id, type }) => resourceById(type, id, untagged('tagKeys')(call))),
  AddTags: (call) => arnsAt(call).flatMap(({ id, type }) => resourceById(type, id, tagged('tags')(call))),
};

const resourceById = (type: string, id: string, writes: ReturnType<ReturnType<typeof tagged>>) =>
  writes.length === 0 ? [] : [{ type, id, what: 'changed' as const, writes }];

function arnsAt({ request }: Call): readonly { readonly id: string; readonly type: string }[] {
  const arns = request['resourceArns'];
  return (Array.isArray(arns) ? arns : []).flatMap((arn) => {
    if (typeof arn !== 'string') return [];
    const kind = parseArn(arn)?.resource.split('/')[0] ?? '';
    const type = {
      loadbalancer: 'LoadBalancer',
      targetgroup: 'TargetGroup',
      listener: 'Listener',
      'listener-rule': 'ListenerRule',
    }[kind];
    return type === undefined ? [] : [{ id: arn, type: `AWS::ElasticLoadBalancingV2::${type}` }];
  });
}
