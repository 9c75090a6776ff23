/** EC2: groups, ACLs, routes, endpoints, instances, volumes, snapshots, images. */
import { policyText, samplesOf } from './samples.ts';

const groupId = 'sg-0a1b2c3d4e5f60718';
const permissions = {
  items: [
    {
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      groups: {},
      ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
      ipv6Ranges: {},
      prefixListIds: {},
    },
  ],
};
const networkAclId = 'acl-0123456789abcdef0';
const entry = {
  networkAclId,
  ruleNumber: 100,
  egress: false,
  ruleAction: 'allow',
  aclProtocol: '6',
  cidrBlock: '0.0.0.0/0',
};
const routeTableId = 'rtb-0123456789abcdef0';
const instances = { instancesSet: { items: [{ instanceId: 'i-0123456789abcdef0' }] } };
const volumeId = 'vol-0123456789abcdef0';
const snapshotId = 'snap-0123456789abcdef0';
const tags = { items: [{ key: 'Name', value: 'web' }] };

export const networkSamples = samplesOf([
  [
    'ec2:CreateSecurityGroup',
    { groupName: 'web', groupDescription: 'web', vpcId: 'vpc-1' },
    '/configuration',
    { groupId },
  ],
  ['ec2:DeleteSecurityGroup', { groupId }, '/configuration'],
  ['ec2:AuthorizeSecurityGroupIngress', { groupId, ipPermissions: permissions }, '/configuration/ipPermissions/0'],
  ['ec2:AuthorizeSecurityGroupEgress', { groupId, ipPermissions: permissions }, '/configuration/ipPermissionsEgress/0'],
  ['ec2:RevokeSecurityGroupIngress', { groupId, ipPermissions: permissions }, '/configuration/ipPermissions/0'],
  ['ec2:RevokeSecurityGroupEgress', { groupId, ipPermissions: permissions }, '/configuration/ipPermissionsEgress/0'],
  [
    'ec2:ModifySecurityGroupRules',
    {
      ModifySecurityGroupRulesRequest: {
        GroupId: groupId,
        SecurityGroupRule: {
          SecurityGroupRuleId: 'sgr-1',
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' },
          tag: 1,
        },
      },
    },
    '/configuration/ipPermissions/0',
  ],
  ['ec2:CreateNetworkAclEntry', entry, '/configuration/entries/0'],
  ['ec2:ReplaceNetworkAclEntry', entry, '/configuration/entries/0'],
  ['ec2:DeleteNetworkAclEntry', { networkAclId, ruleNumber: 100, egress: false }, '/configuration/entries/0'],
  ['ec2:DeleteNetworkAcl', { networkAclId }, '/configuration'],
  [
    'ec2:CreateRoute',
    { routeTableId, destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' },
    '/configuration/routes/0',
  ],
  [
    'ec2:ReplaceRoute',
    { routeTableId, destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' },
    '/configuration/routes/0',
  ],
  ['ec2:DeleteRoute', { routeTableId, destinationCidrBlock: '0.0.0.0/0' }, '/configuration/routes/0'],
  [
    'ec2:AssociateRouteTable',
    { routeTableId, subnetId: 'subnet-1' },
    '/configuration/associations/0',
    { associationId: 'rtbassoc-1' },
  ],
  [
    'ec2:CreateVpcEndpoint',
    { CreateVpcEndpointRequest: { VpcId: 'vpc-1', ServiceName: 'com.amazonaws.us-east-1.s3' } },
    '/configuration',
    { CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: 'vpce-0123456789abcdef0' } } },
  ],
  [
    'ec2:ModifyVpcEndpoint',
    { ModifyVpcEndpointRequest: { VpcEndpointId: 'vpce-0123456789abcdef0', PolicyDocument: policyText } },
    '/configuration/policyDocument',
  ],
  [
    'ec2:DeleteVpcEndpoints',
    { DeleteVpcEndpointsRequest: { VpcEndpointId: 'vpce-0123456789abcdef0' } },
    '/configuration',
  ],
  [
    'ec2:ModifySubnetAttribute',
    { subnetId: 'subnet-1', mapPublicIpOnLaunch: { value: true } },
    '/configuration/mapPublicIpOnLaunch',
  ],
  ['ec2:AttachInternetGateway', { internetGatewayId: 'igw-1', vpcId: 'vpc-1' }, '/configuration/attachments/0'],
  ['ec2:DetachInternetGateway', { internetGatewayId: 'igw-1', vpcId: 'vpc-1' }, '/configuration/attachments/0'],
  [
    'ec2:RunInstances',
    { instanceType: 't3.micro', instancesSet: { items: [{ imageId: 'ami-1' }] } },
    '/configuration',
    instances,
  ],
  ['ec2:TerminateInstances', instances, '/configuration'],
  ['ec2:StopInstances', instances, '/configuration/state'],
  ['ec2:StartInstances', instances, '/configuration/state'],
  [
    'ec2:ModifyInstanceAttribute',
    { instanceId: 'i-0123456789abcdef0', groupSet: { items: [{ groupId }] } },
    '/configuration/securityGroups',
  ],
  [
    'ec2:ModifyInstanceMetadataOptions',
    { ModifyInstanceMetadataOptionsRequest: { InstanceId: 'i-0123456789abcdef0', HttpTokens: 'optional' } },
    '/configuration/metadataOptions/httpTokens',
  ],
  [
    'ec2:AssociateIamInstanceProfile',
    {
      AssociateIamInstanceProfileRequest: {
        InstanceId: 'i-0123456789abcdef0',
        IamInstanceProfile: { Name: 'admin' },
      },
    },
    '/configuration/iamInstanceProfile',
  ],
  ['ec2:CreateVolume', { size: '8', encrypted: false, zone: 'us-east-1a' }, '/configuration', { volumeId }],
  ['ec2:DeleteVolume', { volumeId }, '/configuration'],
  ['ec2:ModifyVolume', { ModifyVolumeRequest: { VolumeId: volumeId, Size: 100 } }, '/configuration/size'],
  ['ec2:AttachVolume', { volumeId, instanceId: 'i-1', device: '/dev/sdf' }, '/configuration/attachments/0'],
  [
    'ec2:DetachVolume',
    { volumeId },
    '/configuration/attachments/0',
    { instanceId: 'i-1', device: '/dev/sdf', volumeId },
  ],
  ['ec2:CreateSnapshot', { volumeId }, '/configuration', { snapshotId }],
  ['ec2:DeleteSnapshot', { snapshotId }, '/configuration'],
  [
    'ec2:ModifySnapshotAttribute',
    {
      snapshotId,
      createVolumePermission: { add: { items: [{ userId: '444455556666' }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    '/configuration/createVolumePermissions/0',
  ],
  [
    'ec2:ModifyImageAttribute',
    { imageId: 'ami-1', launchPermission: { add: { items: [{ group: 'all' }] } }, attributeType: 'launchPermission' },
    '/configuration/launchPermissions/0',
  ],
  ['ec2:DeregisterImage', { imageId: 'ami-1' }, '/configuration'],
  [
    'ec2:EnableEbsEncryptionByDefault',
    { EnableEbsEncryptionByDefaultRequest: {} },
    '/configuration/ebsEncryptionByDefault',
  ],
  [
    'ec2:DisableEbsEncryptionByDefault',
    { DisableEbsEncryptionByDefaultRequest: {} },
    '/configuration/ebsEncryptionByDefault',
  ],
  [
    'ec2:DeleteFlowLogs',
    { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0123456789abcdef0' } } },
    '/configuration',
  ],
  ['ec2:CreateTags', { resourcesSet: { items: [{ resourceId: groupId }] }, tagSet: tags }, '/tags/Name'],
  ['ec2:DeleteTags', { resourcesSet: { items: [{ resourceId: groupId }] }, tagSet: tags }, '/tags/Name'],
]);
