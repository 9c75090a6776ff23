/** Amazon EKS. https://docs.aws.amazon.com/eks/latest/userguide/logging-using-cloudtrail.html */
import { enumerate, flag, objects, text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, nameAt, named } from '../words.ts';

const cluster = ({ request }: Call): string => named('cluster', text(request, 'clusterName', 'name'));

/** "of cluster c", for what is inside one. */
const part =
  (verb: string, title: string, path: string): Sentence =>
  (call) =>
    `${verb} ${named(title, nameAt(call.request, path))} of ${cluster(call)}`;

/** Whether the cluster's API answers the internet, and whom; whether its audit log is kept; where access is given. */
function exposure({ request }: Call): readonly (string | false)[] {
  const isPublic = flag(request, 'resourcesVpcConfig.endpointPublicAccess');
  const cidrs = texts(request, 'resourcesVpcConfig.publicAccessCidrs');
  const mode = text(request, 'accessConfig.authenticationMode');
  const logging = objects(request, 'logging.clusterLogging');
  const off = logging.filter((item) => flag(item, 'enabled') === false).flatMap((item) => texts(item, 'types'));
  return [
    isPublic === true && 'public endpoint',
    isPublic === false && 'private endpoint',
    cidrs.length > 0 && `from ${enumerate(cidrs)}`,
    off.length > 0 && `logs off: ${enumerate(off)}`,
    mode !== undefined && `access by ${mode}`,
  ];
}

/** " (min 1, max 4, desired 2)" */
const scaling = ({ request }: Call): string =>
  inBrackets(
    ...['min', 'max', 'desired'].map((word) => {
      const size = text(request, `scalingConfig.${word}Size`);
      return size && `${word} ${size}`;
    }),
  );

const principal = ({ request }: Call): string => nameAt(request, 'principalArn') ?? 'a principal';

export const eks: Service = {
  name: 'eks',
  title: 'EKS',
  eventSources: ['eks.amazonaws.com'],
  types: [
    {
      type: 'AWS::EKS::Cluster',
      title: 'EKS cluster',
      arn: 'arn:{partition}:eks:{region}:{account}:cluster/{id}',
      configId: '{id}',
      neighbors: related(null, 'AWS::EC2::SecurityGroup', 'AWS::IAM::Role', 'AWS::KMS::Key'),
      // https://docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/EKS',
          dimensions: { ClusterName: '{id}' },
          metrics: [
            metric('apiserver_request_total_5XX', 'Sum', 'Count', 'up'),
            metric('apiserver_request_total_429', 'Sum', 'Count', 'up'),
            metric('apiserver_request_total', 'Sum', 'Count', 'both'),
            metric('scheduler_pending_pods', 'Sum', 'Count', 'up'),
          ],
        },
      ],
      logGroups: ['/aws/eks/{id}/cluster', '/aws/containerinsights/{id}/*'],
      example: { id: 'production', arn: 'arn:aws:eks:us-east-1:111122223333:cluster/production' },
    },
    {
      type: 'AWS::EKS::Nodegroup',
      title: 'node group',
      arn: 'arn:{partition}:eks:{region}:{account}:nodegroup/{cluster}/{id}/{uuid}',
      configId: '{cluster}/{id}',
      neighbors: related(null, 'AWS::EKS::Cluster', 'AWS::AutoScaling::AutoScalingGroup', 'AWS::IAM::Role'),
      example: {
        id: 'workers',
        arn: 'arn:aws:eks:us-east-1:111122223333:nodegroup/production/workers/0ab1c2d3-e4f5-a6b7-c8d9-e0f1a2b3c4d5',
      },
    },
    {
      type: 'AWS::EKS::FargateProfile',
      title: 'Fargate profile',
      arn: 'arn:{partition}:eks:{region}:{account}:fargateprofile/{cluster}/{id}/{uuid}',
      configId: '{cluster}|{id}',
      neighbors: related(null, 'AWS::EKS::Cluster', 'AWS::IAM::Role'),
      example: {
        id: 'batch',
        arn: 'arn:aws:eks:us-east-1:111122223333:fargateprofile/production/batch/1bc2d3e4-f5a6-b7c8-d9e0-f1a2b3c4d5e6',
      },
    },
  ],
  // not `name`, which names clusters, updates and more
  parameters: {
    clusterName: 'AWS::EKS::Cluster',
    nodegroupName: 'AWS::EKS::Nodegroup',
    fargateProfileName: 'AWS::EKS::FargateProfile',
    nodeRole: 'AWS::IAM::Role',
    roleArn: 'AWS::IAM::Role',
  },
  named: {
    'AWS::EKS::Cluster': ['CreateCluster', 'UpdateClusterConfig', 'UpdateClusterVersion', 'DeleteCluster'],
  },
  calls: () => ({
    CreateCluster: (call) => `created ${cluster(call)}${inBrackets(text(call.request, 'version'), ...exposure(call))}`,
    UpdateClusterConfig: (call) => `changed ${cluster(call)}${inBrackets(...exposure(call))}`,
    UpdateClusterVersion: (call) => `upgraded ${cluster(call)}${inBrackets(text(call.request, 'version'))}`,
    DeleteCluster: (call) => `deleted ${cluster(call)}`,
    CreateNodegroup: part('created', 'node group', 'nodegroupName'),
    UpdateNodegroupConfig: (call) => `${part('changed', 'node group', 'nodegroupName')(call)}${scaling(call)}`,
    UpdateNodegroupVersion: part('upgraded', 'node group', 'nodegroupName'),
    DeleteNodegroup: part('deleted', 'node group', 'nodegroupName'),
    CreateFargateProfile: part('created', 'Fargate profile', 'fargateProfileName'),
    DeleteFargateProfile: part('deleted', 'Fargate profile', 'fargateProfileName'),
    CreateAddon: part('created', 'add-on', 'addonName'),
    UpdateAddon: part('changed', 'add-on', 'addonName'),
    DeleteAddon: part('deleted', 'add-on', 'addonName'),
    CreateAccessEntry: (call) =>
      `gave ${principal(call)} access to ${cluster(call)}${inBrackets(...texts(call.request, 'kubernetesGroups'))}`,
    UpdateAccessEntry: (call) => `changed the access of ${principal(call)} to ${cluster(call)}`,
    DeleteAccessEntry: (call) => `removed the access of ${principal(call)} to ${cluster(call)}`,
    AssociateAccessPolicy: (call) =>
      `attached ${named('access policy', nameAt(call.request, 'policyArn'))} to ${principal(call)} on ${cluster(call)}`,
    DisassociateAccessPolicy: (call) =>
      `detached ${named('access policy', nameAt(call.request, 'policyArn'))} from ${principal(call)} on ${cluster(call)}`,
    CreatePodIdentityAssociation: (call) =>
      `gave pods of ${cluster(call)} ${named('role', nameAt(call.request, 'roleArn'))}${inBrackets(text(call.request, 'serviceAccount'))}`,
    DeletePodIdentityAssociation: part('deleted', 'pod identity association', 'associationId'),
    AssociateIdentityProviderConfig: (call) => `connected an identity provider to ${cluster(call)}`,
    DisassociateIdentityProviderConfig: (call) => `disconnected an identity provider from ${cluster(call)}`,
    AssociateEncryptionConfig: (call) => `turned on secret encryption of ${cluster(call)}`,
    AccessKubernetesApi: (call) => `looked at ${cluster(call)} through the Kubernetes API`,
  }),
};
