/** Databases, clusters and networks that the internet can reach. */
import { callsOf, type DangerRule } from '../danger-rule.ts';
import { unwrapped } from '../ec2-request.ts';
import { flag, text, texts } from '../read.ts';
import { named, nameIn } from '../words.ts';

const isEverywhere = (cidr: string) => cidr === '0.0.0.0/0' || cidr === '::/0';

export const exposureRules: readonly DangerRule[] = [
  {
    rule: 'database-public',
    severity: 'high',
    source: 'Security Hub RDS.2',
    calls: callsOf(
      'rds',
      'CreateDBInstance',
      'ModifyDBInstance',
      'CreateDBInstanceReadReplica',
      'RestoreDBInstanceFromDBSnapshot',
      'RestoreDBInstanceFromS3',
      'RestoreDBInstanceToPointInTime',
      'CreateDBCluster',
    ),
    reason: (call) =>
      flag(call.request, 'publiclyAccessible') === true
        ? `${named('database', nameIn(call, 'dBInstanceIdentifier', 'targetDBInstanceIdentifier', 'dBClusterIdentifier'))} has an address that the internet can reach`
        : undefined,
  },
  {
    rule: 'redshift-cluster-public',
    severity: 'high',
    source: 'Security Hub Redshift.1',
    calls: callsOf('redshift', 'CreateCluster', 'ModifyCluster', 'RestoreFromClusterSnapshot'),
    reason: (call) =>
      flag(call.request, 'publiclyAccessible') === true
        ? `${named('Redshift cluster', nameIn(call, 'clusterIdentifier'))} has an address that the internet can reach`
        : undefined,
  },
  {
    rule: 'eks-endpoint-public',
    severity: 'high',
    source: 'Security Hub EKS.1',
    calls: callsOf('eks', 'CreateCluster', 'UpdateClusterConfig'),
    reason: (call) => {
      const cidrs = texts(call.request, 'resourcesVpcConfig.publicAccessCidrs');
      const isPublic = flag(call.request, 'resourcesVpcConfig.endpointPublicAccess');
      if (isPublic === false || (cidrs.length > 0 && !cidrs.some(isEverywhere))) return undefined;
      return isPublic === true || cidrs.length > 0
        ? `the API of ${named('EKS cluster', nameIn(call, 'name', 'clusterName'))} answers the internet`
        : undefined;
    },
  },
  {
    rule: 'internet-gateway-route-added',
    severity: 'medium',
    source: 'Config no-unrestricted-route-to-igw',
    calls: callsOf('ec2', 'CreateRoute', 'ReplaceRoute'),
    reason: (call) => {
      const { request } = unwrapped(call);
      const to = text(request, 'destinationCidrBlock', 'destinationIpv6CidrBlock');
      const gateway = text(request, 'gatewayId');
      return to !== undefined && isEverywhere(to) && gateway?.startsWith('igw-') === true
        ? `${text(request, 'routeTableId') ?? 'the route table'} leads to the internet (${to}) through ${gateway}`
        : undefined;
    },
  },
  {
    rule: 'subnet-assigns-public-ips',
    severity: 'medium',
    source: 'Security Hub EC2.15',
    calls: callsOf('ec2', 'ModifySubnetAttribute'),
    reason: ({ request }) =>
      flag(request, 'mapPublicIpOnLaunch') === true
        ? `what is launched in ${text(request, 'subnetId') ?? 'the subnet'} gets a public address`
        : undefined,
  },
  {
    rule: 'emr-block-public-access-off',
    severity: 'high',
    source: 'Security Hub EMR.2',
    calls: callsOf('elasticmapreduce', 'PutBlockPublicAccessConfiguration'),
    reason: ({ request }) =>
      flag(request, 'blockPublicAccessConfiguration.blockPublicSecurityGroupRules') === false
        ? 'EMR clusters of the account may be opened to every address'
        : undefined,
  },
];
