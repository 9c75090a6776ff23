/** Amazon EC2, and the other services that act on its resources: EBS direct APIs and EC2 Instance Connect. */
import type { Service } from '../service.ts';
import { computeCalls } from './ec2-compute-calls.ts';
import { firewallCalls } from './ec2-firewall-calls.ts';
import { networkCalls } from './ec2-network-calls.ts';
import { storageCalls } from './ec2-storage-calls.ts';
import { ec2Types } from './ec2-types.ts';

/**
 * In lower camel case; wrapped requests use upper camel case. Not included: `gatewayId` and `resourceId`, which name many
 * kinds.
 */
const parameters: Readonly<Record<string, string>> = {
  allocationId: 'AWS::EC2::EIP',
  clientVpnEndpointId: 'AWS::EC2::ClientVpnEndpoint',
  customerGatewayId: 'AWS::EC2::CustomerGateway',
  dhcpOptionsId: 'AWS::EC2::DHCPOptions',
  egressOnlyInternetGatewayId: 'AWS::EC2::EgressOnlyInternetGateway',
  flowLogId: 'AWS::EC2::FlowLog',
  groupId: 'AWS::EC2::SecurityGroup',
  imageId: 'AWS::EC2::Ami',
  instanceConnectEndpointId: 'AWS::EC2::InstanceConnectEndpoint',
  instanceId: 'AWS::EC2::Instance',
  internetGatewayId: 'AWS::EC2::InternetGateway',
  keyName: 'AWS::EC2::KeyPair',
  launchTemplateId: 'AWS::EC2::LaunchTemplate',
  natGatewayId: 'AWS::EC2::NatGateway',
  networkAclId: 'AWS::EC2::NetworkAcl',
  networkInterfaceId: 'AWS::EC2::NetworkInterface',
  peerVpcId: 'AWS::EC2::VPC',
  prefixListId: 'AWS::EC2::PrefixList',
  referencedGroupId: 'AWS::EC2::SecurityGroup',
  routeTableId: 'AWS::EC2::RouteTable',
  securityGroupId: 'AWS::EC2::SecurityGroup',
  securityGroupRuleId: 'AWS::EC2::SecurityGroupRule',
  snapshotId: 'AWS::EC2::Snapshot',
  sourceImageId: 'AWS::EC2::Ami',
  sourceSnapshotId: 'AWS::EC2::Snapshot',
  subnetId: 'AWS::EC2::Subnet',
  transitGatewayAttachmentId: 'AWS::EC2::TransitGatewayAttachment',
  transitGatewayId: 'AWS::EC2::TransitGateway',
  transitGatewayRouteTableId: 'AWS::EC2::TransitGatewayRouteTable',
  volumeId: 'AWS::EC2::Volume',
  vpcEndpointId: 'AWS::EC2::VPCEndpoint',
  vpcId: 'AWS::EC2::VPC',
  vpcPeeringConnectionId: 'AWS::EC2::VPCPeeringConnection',
  vpnConnectionId: 'AWS::EC2::VPNConnection',
  vpnGatewayId: 'AWS::EC2::VPNGateway',
};

const inUpperCase = Object.entries(parameters).map(([name, type]) => [
  name.charAt(0).toUpperCase() + name.slice(1),
  type,
]);

export const ec2: Service = {
  name: 'ec2',
  title: 'EC2',
  eventSources: ['ec2.amazonaws.com', 'ebs.amazonaws.com', 'ec2-instance-connect.amazonaws.com'],
  types: ec2Types,
  parameters: { ...parameters, ...Object.fromEntries(inUpperCase) },
  calls: () => ({ ...firewallCalls(), ...networkCalls(), ...computeCalls(), ...storageCalls() }),
};
