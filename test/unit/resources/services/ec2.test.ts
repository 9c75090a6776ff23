import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../../src/model/json.ts';
import { ec2 } from '../../../../src/resources/services/ec2.ts';
import { type Row, say } from './say.ts';

const items = (...of: readonly JsonObject[]): JsonObject => ({ items: [...of] });
const ssh = {
  ipProtocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  groups: {},
  ipRanges: items({ cidrIp: '0.0.0.0/0' }),
  ipv6Ranges: {},
};
const flatSsh = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' };

test.each<Row>([
  // security groups
  [
    'opened tcp/22 to 0.0.0.0/0 on sg-1',
    'AuthorizeSecurityGroupIngress',
    { request: { groupId: 'sg-1', ipPermissions: items(ssh) } },
  ],
  [
    'opened tcp/22 to 0.0.0.0/0 on sg-1',
    'AuthorizeSecurityGroupIngress',
    { request: { groupId: 'sg-1', ipPermissions: {}, ...flatSsh } },
  ],
  [
    'opened all traffic to 0.0.0.0/0 and ::/0 on sg-1',
    'AuthorizeSecurityGroupIngress',
    {
      request: {
        groupId: 'sg-1',
        ipPermissions: items({
          ipProtocol: '-1',
          groups: {},
          ipRanges: items({ cidrIp: '0.0.0.0/0', description: 'x' }),
          ipv6Ranges: items({ cidrIpv6: '::/0' }),
          prefixListIds: {},
        }),
      },
    },
  ],
  [
    'opened tcp/5432 to sg-2 on sg-1',
    'AuthorizeSecurityGroupIngress',
    {
      request: {
        groupId: 'sg-1',
        ipPermissions: items({
          ipProtocol: 'tcp',
          fromPort: 5432,
          toPort: 5432,
          groups: items({ groupId: 'sg-2' }),
          ipRanges: {},
        }),
      },
    },
  ],
  [
    'opened outbound tcp/443 to 198.51.100.7/32 on sg-1',
    'AuthorizeSecurityGroupEgress',
    {
      response: {
        securityGroupRuleSet: items({
          groupId: 'sg-1',
          ipProtocol: 'tcp',
          fromPort: 443,
          toPort: 443,
          cidrIpv4: '198.51.100.7/32',
        }),
      },
    },
  ],
  ['opened ports on web', 'AuthorizeSecurityGroupIngress', { request: { groupName: 'web', ipPermissions: {} } }],
  [
    'closed tcp/22 to 0.0.0.0/0 on sg-1',
    'RevokeSecurityGroupIngress',
    { request: { groupId: 'sg-1', ipPermissions: {}, ...flatSsh } },
  ],
  [
    'closed tcp/22 to 0.0.0.0/0 on sg-1 (rule sgr-1)',
    'RevokeSecurityGroupIngress',
    {
      request: { groupId: 'sg-1', securityGroupRuleIds: items({ securityGroupRuleId: 'sgr-1' }) },
      response: {
        revokedSecurityGroupRuleSet: items({
          groupId: 'sg-1',
          ipProtocol: 'tcp',
          fromPort: 22,
          toPort: 22,
          cidrIpv4: '0.0.0.0/0',
        }),
      },
    },
  ],
  [
    'removed outbound rule sgr-1 and sgr-2 from sg-1',
    'RevokeSecurityGroupEgress',
    { request: { groupId: 'sg-1', securityGroupRuleIds: ['sgr-1', 'sgr-2'] } },
  ],
  [
    'changed rule sgr-1 of sg-1: tcp/22 to 0.0.0.0/0',
    'ModifySecurityGroupRules',
    {
      request: {
        ModifySecurityGroupRulesRequest: {
          GroupId: 'sg-1',
          SecurityGroupRule: {
            tag: 1,
            SecurityGroupRuleId: 'sgr-1',
            SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
          },
        },
      },
    },
  ],
  [
    'created security group sg-1 (web, vpc-1)',
    'CreateSecurityGroup',
    { request: { groupName: 'web', vpcId: 'vpc-1' }, response: { groupId: 'sg-1' } },
  ],
  ['created security group web', 'CreateSecurityGroup', { request: { groupName: 'web' } }],

  // network ACLs
  [
    'allowed all traffic from 0.0.0.0/0 on acl-1 (rule 100)',
    'CreateNetworkAclEntry',
    {
      request: {
        networkAclId: 'acl-1',
        ruleNumber: 100,
        ruleAction: 'allow',
        egress: false,
        aclProtocol: '-1',
        cidrBlock: '0.0.0.0/0',
        portRange: { from: -1, to: -1 },
        icmpTypeCode: {},
      },
    },
  ],
  [
    'blocked outbound tcp/25 to ::/0 on acl-1 (rule 90)',
    'ReplaceNetworkAclEntry',
    {
      request: {
        networkAclId: 'acl-1',
        ruleNumber: 90,
        ruleAction: 'deny',
        egress: true,
        aclProtocol: '6',
        ipv6CidrBlock: '::/0',
        portRange: { from: 25, to: 25 },
      },
    },
  ],
  [
    'removed rule 100 from acl-1',
    'DeleteNetworkAclEntry',
    { request: { networkAclId: 'acl-1', ruleNumber: 100, egress: false } },
  ],

  // networks
  [
    'created VPC vpc-1 (10.0.0.0/16)',
    'CreateVpc',
    { request: { cidrBlock: '10.0.0.0/16' }, response: { vpc: { vpcId: 'vpc-1' } } },
  ],
  [
    'turned on automatic public IPs in subnet-1',
    'ModifySubnetAttribute',
    { request: { subnetId: 'subnet-1', mapPublicIpOnLaunch: { value: true } } },
  ],
  [
    'routed 0.0.0.0/0 to igw-1 in rtb-1',
    'CreateRoute',
    { request: { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' } },
  ],
  [
    'rerouted 0.0.0.0/0 to eni-1 in rtb-1',
    'ReplaceRoute',
    { request: { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', networkInterfaceId: 'eni-1' } },
  ],
  ['attached igw-1 to vpc-1', 'AttachInternetGateway', { request: { internetGatewayId: 'igw-1', vpcId: 'vpc-1' } }],
  [
    'created NAT gateway nat-1 (subnet-1)',
    'CreateNatGateway',
    {
      request: { CreateNatGatewayRequest: { SubnetId: 'subnet-1' } },
      response: { CreateNatGatewayResponse: { natGateway: { natGatewayId: 'nat-1' } } },
    },
  ],
  [
    'deleted NAT gateway nat-1',
    'DeleteNatGateway',
    { request: { DeleteNatGatewayRequest: { NatGatewayId: 'nat-1' } } },
  ],
  [
    'changed security groups of eni-1 to sg-1 and sg-2',
    'ModifyNetworkInterfaceAttribute',
    { request: { networkInterfaceId: 'eni-1', groupSet: items({ groupId: 'sg-1' }, { groupId: 'sg-2' }) } },
  ],
  [
    'turned off the source/destination check of eni-1',
    'ModifyNetworkInterfaceAttribute',
    { request: { networkInterfaceId: 'eni-1', sourceDestCheck: { value: false } } },
  ],
  [
    'associated eipalloc-1 with i-1',
    'AssociateAddress',
    { request: { allocationId: 'eipalloc-1', instanceId: 'i-1' } },
  ],
  [
    'created flow log fl-1 on vpc-1 (REJECT, /flows)',
    'CreateFlowLogs',
    {
      request: {
        CreateFlowLogsRequest: {
          ResourceId: { tag: 1, content: 'vpc-1' },
          TrafficType: 'REJECT',
          LogDestination: 'arn:aws:logs:us-east-1:111122223333:log-group:/flows',
        },
      },
      response: { CreateFlowLogsResponse: { unsuccessful: '', flowLogIdSet: { item: 'fl-1' } } },
    },
  ],
  [
    'deleted flow log fl-1',
    'DeleteFlowLogs',
    { request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } } },
  ],
  ['deleted flow log fl-1 and fl-2', 'DeleteFlowLogs', { request: { flowLogId: ['fl-1', 'fl-2'] } }],
  [
    'requested VPC peering connection pcx-1 (vpc-1, vpc-2, account 444455556666)',
    'CreateVpcPeeringConnection',
    {
      request: { vpcId: 'vpc-1', peerVpcId: 'vpc-2', peerOwnerId: '444455556666' },
      response: { vpcPeeringConnection: { vpcPeeringConnectionId: 'pcx-1' } },
    },
  ],

  // instances
  [
    'launched i-1 and i-2 from ami-1 (t3.micro, instance profile web, user data)',
    'RunInstances',
    {
      request: {
        instancesSet: items({ imageId: 'ami-1', minCount: 2, maxCount: 2 }),
        instanceType: 't3.micro',
        iamInstanceProfile: { arn: 'arn:aws:iam::111122223333:instance-profile/web' },
        userData: '<sensitiveDataRemoved>',
      },
      response: { instancesSet: items({ instanceId: 'i-1' }, { instanceId: 'i-2' }) },
    },
  ],
  [
    'launched 10 instances from ami-1 (p2.8xlarge)',
    'RunInstances',
    { request: { instancesSet: items({ imageId: 'ami-1', maxCount: '10' }), instanceType: 'p2.8xlarge' } },
  ],
  [
    'stopped i-1 and i-2',
    'StopInstances',
    { request: { instancesSet: items({ instanceId: 'i-1' }, { instanceId: 'i-2' }) } },
  ],
  ['terminated instances', 'TerminateInstances', { request: { instancesSet: null } }],
  [
    'changed the user data of i-1',
    'ModifyInstanceAttribute',
    { request: { instanceId: 'i-1', userData: { value: 'c2VjcmV0' } } },
  ],
  [
    'turned off termination protection of i-1',
    'ModifyInstanceAttribute',
    { request: { instanceId: 'i-1', disableApiTermination: { value: false } } },
  ],
  [
    'turned off termination protection of i-1',
    'ModifyInstanceAttribute',
    { request: { instanceId: 'i-1', disableApiTermination: false } },
  ],
  [
    'changed security groups of i-1 to sg-1',
    'ModifyInstanceAttribute',
    { request: { instanceId: 'i-1', groupSet: items({ groupId: 'sg-1' }) } },
  ],
  [
    'changed the type of i-1 to t3.large',
    'ModifyInstanceAttribute',
    { request: { instanceId: 'i-1', instanceType: { value: 't3.large' } } },
  ],
  [
    'changed metadata options of i-1 (tokens optional)',
    'ModifyInstanceMetadataOptions',
    { request: { ModifyInstanceMetadataOptionsRequest: { InstanceId: 'i-1', HttpTokens: 'optional' } } },
  ],
  [
    'attached instance profile admin to i-1',
    'AssociateIamInstanceProfile',
    { request: { AssociateIamInstanceProfileRequest: { InstanceId: 'i-1', IamInstanceProfile: { Name: 'admin' } } } },
  ],
  ['read the Windows password data of i-1', 'GetPasswordData', { request: { instanceId: 'i-1' } }],
  [
    'sent an SSH public key to i-1 (user ec2-user)',
    'SendSSHPublicKey',
    { request: { instanceId: 'i-1', instanceOSUser: 'ec2-user', sSHPublicKey: 'ssh-rsa AAAA' } },
  ],
  [
    'created key pair backdoor',
    'CreateKeyPair',
    { request: { keyName: 'backdoor' }, response: { keyMaterial: '-----BEGIN' } },
  ],
  [
    'tagged i-1 (Name, Env)',
    'CreateTags',
    {
      request: {
        resourcesSet: items({ resourceId: 'i-1' }),
        tagSet: items({ key: 'Name', value: 'x' }, { key: 'Env', value: true }),
      },
    },
  ],

  // storage
  [
    'created snapshot snap-1 of vol-1',
    'CreateSnapshot',
    { request: { volumeId: 'vol-1' }, response: { snapshotId: 'snap-1' } },
  ],
  [
    'made snapshot snap-1 public',
    'ModifySnapshotAttribute',
    { request: { snapshotId: 'snap-1', createVolumePermission: { add: items({ group: 'all' }) } } },
  ],
  [
    'shared snapshot snap-1 with account 444455556666',
    'ModifySnapshotAttribute',
    { request: { snapshotId: 'snap-1', createVolumePermission: { add: items({ userId: '444455556666' }) } } },
  ],
  [
    'stopped sharing snapshot snap-1 with account 444455556666',
    'ModifySnapshotAttribute',
    { request: { snapshotId: 'snap-1', createVolumePermission: { remove: items({ userId: '444455556666' }) } } },
  ],
  [
    'made image ami-1 public',
    'ModifyImageAttribute',
    { request: { imageId: 'ami-1', launchPermission: { add: items({ group: 'all' }) } } },
  ],
  [
    'changed attributes of image ami-1',
    'ModifyImageAttribute',
    { request: { imageId: 'ami-1', description: { value: 'x' } } },
  ],
  [
    'copied snapshot snap-1 from us-east-1 to snap-2',
    'CopySnapshot',
    { request: { sourceRegion: 'us-east-1', sourceSnapshotId: 'snap-1' }, response: { snapshotId: 'snap-2' } },
  ],
  [
    'attached vol-1 to i-1 (/dev/sdf)',
    'AttachVolume',
    { request: { volumeId: 'vol-1', instanceId: 'i-1', device: '/dev/sdf' } },
  ],
  ['turned off EBS encryption by default', 'DisableEbsEncryptionByDefault'],
  ['read a block of snapshot snap-1', 'GetSnapshotBlock', { request: { snapshotId: 'snap-1' } }],
])('%s', (expected, eventName, members) => {
  expect(say(ec2, eventName, members)).toBe(expected);
});

describe('types', () => {
  test.each([
    ['AWS::EC2::SecurityGroup', 'sg-', 'arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d4e5f60718'],
    ['AWS::EC2::NatGateway', 'nat-', 'arn:aws:ec2:us-east-1:111122223333:natgateway/nat-0a1b2c3d4e5f60718'],
    ['AWS::EC2::FlowLog', 'fl-', 'arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/fl-0a1b2c3d4e5f60718'],
    ['AWS::EC2::Ami', 'ami-', 'arn:aws:ec2:us-east-1::image/ami-0a1b2c3d4e5f60718'],
  ])('%s', (name, idPrefix, arn) => {
    const type = ec2.types.find(({ type }) => type === name);
    expect(type?.idPrefix).toBe(idPrefix);
    expect(type?.example.arn).toBe(arn);
  });

  test('parameters are known in both cases, as wrapped requests have the upper', () => {
    expect(ec2.parameters['vpcId']).toBe('AWS::EC2::VPC');
    expect(ec2.parameters['VpcId']).toBe('AWS::EC2::VPC');
  });
});
