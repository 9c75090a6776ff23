/**
 * EC2's resource types.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 * CloudFormation has no type for AMIs, snapshots and single rules: those have CloudTrail's names, or names in its style.
 */
import type { ResourceType } from '../resource-type.ts';
import { ec2Metrics } from './ec2-metrics.ts';
import { ec2Neighbors } from './ec2-neighbors.ts';

/** Type, title, prefix of its ids, kind in its ARN. */
const regional: readonly (readonly [type: string, title: string, idPrefix: string, kind: string])[] = [
  ['SecurityGroup', 'security group', 'sg-', 'security-group'],
  ['SecurityGroupRule', 'security group rule', 'sgr-', 'security-group-rule'],
  ['Instance', 'instance', 'i-', 'instance'],
  ['Volume', 'volume', 'vol-', 'volume'],
  ['VPC', 'VPC', 'vpc-', 'vpc'],
  ['Subnet', 'subnet', 'subnet-', 'subnet'],
  ['RouteTable', 'route table', 'rtb-', 'route-table'],
  ['InternetGateway', 'internet gateway', 'igw-', 'internet-gateway'],
  ['EgressOnlyInternetGateway', 'egress-only internet gateway', 'eigw-', 'egress-only-internet-gateway'],
  ['NatGateway', 'NAT gateway', 'nat-', 'natgateway'],
  ['NetworkInterface', 'network interface', 'eni-', 'network-interface'],
  ['NetworkAcl', 'network ACL', 'acl-', 'network-acl'],
  ['DHCPOptions', 'DHCP options', 'dopt-', 'dhcp-options'],
  ['PrefixList', 'prefix list', 'pl-', 'prefix-list'],
  ['EIP', 'elastic IP', 'eipalloc-', 'elastic-ip'],
  ['FlowLog', 'flow log', 'fl-', 'vpc-flow-log'],
  ['VPCEndpoint', 'VPC endpoint', 'vpce-', 'vpc-endpoint'],
  ['VPCEndpointService', 'VPC endpoint service', 'vpce-svc-', 'vpc-endpoint-service'],
  ['VPCPeeringConnection', 'VPC peering connection', 'pcx-', 'vpc-peering-connection'],
  ['TransitGateway', 'transit gateway', 'tgw-', 'transit-gateway'],
  ['TransitGatewayAttachment', 'transit gateway attachment', 'tgw-attach-', 'transit-gateway-attachment'],
  ['TransitGatewayRouteTable', 'transit gateway route table', 'tgw-rtb-', 'transit-gateway-route-table'],
  ['VPNConnection', 'VPN connection', 'vpn-', 'vpn-connection'],
  ['VPNGateway', 'VPN gateway', 'vgw-', 'vpn-gateway'],
  ['CustomerGateway', 'customer gateway', 'cgw-', 'customer-gateway'],
  ['ClientVpnEndpoint', 'Client VPN endpoint', 'cvpn-endpoint-', 'client-vpn-endpoint'],
  ['InstanceConnectEndpoint', 'Instance Connect endpoint', 'eice-', 'instance-connect-endpoint'],
  ['TrafficMirrorSession', 'traffic mirror session', 'tms-', 'traffic-mirror-session'],
  ['LaunchTemplate', 'launch template', 'lt-', 'launch-template'],
  ['CapacityReservation', 'capacity reservation', 'cr-', 'capacity-reservation'],
];

/** The kind in Config's ARNs, if it differs from the kind in policies. */
const kindInConfig: Readonly<Record<string, string>> = {
  EIP: 'eip-allocation',
  FlowLog: 'flow-log',
};

const exampleDigits = '0a1b2c3d4e5f60718';

const regionalTypes = regional.map(([name, title, idPrefix, kind]): ResourceType => {
  const type = `AWS::EC2::${name}`;
  const id = `${idPrefix}${exampleDigits}`;
  const arnOf = (of: string) => `arn:{partition}:ec2:{region}:{account}:${of}/{id}`;
  const other = kindInConfig[name];
  const neighbors = ec2Neighbors[name];
  const metrics = ec2Metrics[name];
  return {
    type,
    title,
    idPrefix,
    arn: arnOf(kind),
    ...(other !== undefined && { spellings: [arnOf(other)] }),
    // neither Config nor LookupEvents knows single rules: calls on them name their group
    ...(name === 'SecurityGroupRule' ? { lookupNames: [] } : { configId: '{id}' }),
    ...(neighbors && { neighbors }),
    ...(metrics && { metrics }),
    example: { id, arn: `arn:aws:ec2:us-east-1:111122223333:${kind}/${id}` },
  };
});

export const ec2Types: readonly ResourceType[] = [
  ...regionalTypes,
  {
    type: 'AWS::EC2::Ami',
    title: 'image',
    idPrefix: 'ami-',
    arn: 'arn:{partition}:ec2:{region}::image/{id}',
    example: { id: 'ami-0a1b2c3d4e5f60718', arn: 'arn:aws:ec2:us-east-1::image/ami-0a1b2c3d4e5f60718' },
  },
  {
    type: 'AWS::EC2::Snapshot',
    title: 'snapshot',
    idPrefix: 'snap-',
    arn: 'arn:{partition}:ec2:{region}::snapshot/{id}',
    example: { id: 'snap-0a1b2c3d4e5f60718', arn: 'arn:aws:ec2:us-east-1::snapshot/snap-0a1b2c3d4e5f60718' },
  },
  {
    type: 'AWS::EC2::KeyPair',
    title: 'key pair',
    arn: 'arn:{partition}:ec2:{region}:{account}:key-pair/{id}',
    example: { id: 'deploy', arn: 'arn:aws:ec2:us-east-1:111122223333:key-pair/deploy' },
  },
];
