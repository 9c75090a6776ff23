/** What calls do to networks, instances and storage of EC2, in words; and its types. */
import { describe, expect, test } from 'vitest';
import { ec2 } from '../../../../src/resources/services/ec2.ts';
import { items, type Row, say } from './say.ts';

test.each<Row>([
  [
    'created version 8 of launch template web (ami-0a1b2c3d4e5f60718, t3.micro)',
    'CreateLaunchTemplateVersion',
    {
      request: {
        CreateLaunchTemplateVersionRequest: {
          LaunchTemplateName: 'web',
          LaunchTemplateData: { ImageId: 'ami-0a1b2c3d4e5f60718', InstanceType: 't3.micro' },
        },
      },
      response: {
        CreateLaunchTemplateVersionResponse: { launchTemplateVersion: { launchTemplateName: 'web', versionNumber: 8 } },
      },
    },
  ],
  ['reclaimed Spot instance i-1', 'BidEvictedEvent', { service: { instanceIdSet: ['i-1'] } }],
  ['reclaimed Spot instances i-1 and i-2', 'BidEvictedEvent', { service: { instanceIdSet: ['i-1', 'i-2'] } }],
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
