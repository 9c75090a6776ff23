/**
 * Where to go on from an EC2 resource. A security group's own item names only interfaces and instances: databases,
 * functions and load balancers name the group, not the group them.
 * https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html#amazonelasticcomputecloud
 */
import { type NeighborType, related, relatedFrom } from '../resource-type.ts';

/** Keyed by the type's name without `AWS::EC2::`. */
export const ec2Neighbors: Readonly<Record<string, readonly NeighborType[]>> = {
  SecurityGroup: [
    ...related('Is associated with', 'AWS::EC2::NetworkInterface', 'AWS::EC2::Instance'),
    ...relatedFrom(
      'Is associated with',
      'AWS::RDS::DBInstance',
      'AWS::RDS::DBCluster',
      'AWS::Lambda::Function',
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::ElasticLoadBalancing::LoadBalancer',
      'AWS::AutoScaling::LaunchConfiguration',
    ),
  ],
  SecurityGroupRule: related(null, 'AWS::EC2::SecurityGroup'),
  Instance: [
    ...related('Contains', 'AWS::EC2::NetworkInterface'),
    ...related('Is attached to', 'AWS::EC2::Volume', 'AWS::EC2::EIP'),
    ...related('Is associated with', 'AWS::EC2::SecurityGroup'),
    ...relatedFrom('Contains', 'AWS::AutoScaling::AutoScalingGroup'),
    ...related(null, 'AWS::IAM::InstanceProfile'),
  ],
  NetworkInterface: [
    ...related('Is attached to', 'AWS::EC2::Instance', 'AWS::EC2::EIP'),
    ...related('Is associated with', 'AWS::EC2::SecurityGroup'),
  ],
  Volume: [...related('Is attached to', 'AWS::EC2::Instance'), ...related(null, 'AWS::KMS::Key')],
  EIP: related('Is attached to', 'AWS::EC2::Instance', 'AWS::EC2::NetworkInterface'),
  // not what is inside them: that would be nearly everything
  VPC: [
    ...related('Is attached to', 'AWS::EC2::InternetGateway', 'AWS::EC2::VPNGateway'),
    ...related('Contains', 'AWS::EC2::RouteTable', 'AWS::EC2::NetworkAcl'),
    ...relatedFrom('Is associated with', 'AWS::EC2::VPCPeeringConnection'),
  ],
  Subnet: [
    ...related('Is contained in', 'AWS::EC2::RouteTable'),
    ...related('Is attached to', 'AWS::EC2::NetworkAcl'),
    ...relatedFrom('Is contained in', 'AWS::EC2::NatGateway'),
  ],
  RouteTable: related('Contains', 'AWS::EC2::Subnet', 'AWS::EC2::VPNGateway'),
  NetworkAcl: related('Is attached to', 'AWS::EC2::Subnet'),
  InternetGateway: related('Is attached to', 'AWS::EC2::VPC'),
  EgressOnlyInternetGateway: related('Is attached to', 'AWS::EC2::VPC'),
  NatGateway: [...related('Is contained in', 'AWS::EC2::Subnet'), ...related(null, 'AWS::EC2::EIP')],
  VPCEndpoint: [
    ...related('Is attached to', 'AWS::EC2::NetworkInterface'),
    ...related('Is contained in', 'AWS::EC2::RouteTable'),
  ],
  VPCEndpointService: related('Is associated with', 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
  VPCPeeringConnection: related('Is associated with', 'AWS::EC2::VPC'),
  VPNConnection: related('Is attached to', 'AWS::EC2::VPNGateway', 'AWS::EC2::CustomerGateway'),
  VPNGateway: related('Is attached to', 'AWS::EC2::VPC', 'AWS::EC2::VPNConnection'),
  CustomerGateway: related('Is attached to', 'AWS::EC2::VPNConnection'),
  TransitGatewayAttachment: related(null, 'AWS::EC2::TransitGateway', 'AWS::EC2::VPC'),
  TransitGatewayRouteTable: related(null, 'AWS::EC2::TransitGateway'),
  FlowLog: related(null, 'AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::NetworkInterface', 'AWS::Logs::LogGroup'),
  LaunchTemplate: relatedFrom(null, 'AWS::AutoScaling::AutoScalingGroup'),
};
