/** Each kind of list that AWS delivers in any order: three of its elements, and how one of them changes. */
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';

export interface Case {
  readonly name: string;
  readonly type: string;
  readonly section?: 'configuration' | 'supplementaryConfiguration';
  /** Path of members to the list. */
  readonly path: readonly string[];
  /** Three elements. */
  readonly list: readonly [JsonValue, JsonValue, JsonValue];
  /** The second element with a change inside it, and where the change is. */
  readonly changed?: readonly [JsonValue, string];
}

const group = 'AWS::EC2::SecurityGroup';
export const bucket = 'AWS::S3::Bucket';
const supplement = 'supplementaryConfiguration';
const permission = (port: number, ranges: JsonObject = { ipRanges: ['0.0.0.0/0'] }): JsonObject => ({
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
  ...ranges,
});
export const statement = (Sid: string | undefined, action: string): JsonObject => ({
  ...(Sid !== undefined && { Sid }),
  Effect: 'Allow',
  Principal: '*',
  Action: action,
  Resource: `arn:aws:s3:::${action.slice(3)}`,
});

export const cases: readonly Case[] = [
  {
    name: 'permissions of a security group',
    type: group,
    path: ['ipPermissions'],
    list: [permission(22), permission(80), permission(443)],
    changed: [permission(80, { ipRanges: ['0.0.0.0/0', '192.0.2.0/24'] }), 'add ipRanges/1'],
  },
  {
    name: 'egress permissions',
    type: group,
    path: ['ipPermissionsEgress'],
    list: [permission(22), { ipProtocol: '-1', ipRanges: [] }, permission(443)],
    changed: [{ ipProtocol: '-1', ipRanges: ['0.0.0.0/0'] }, 'add ipRanges/0'],
  },
  {
    name: 'IPv4 ranges as texts',
    type: group,
    path: ['ipPermissions', 'ipRanges'],
    list: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  },
  {
    name: 'IPv4 ranges',
    type: group,
    path: ['ipPermissions', 'ipv4Ranges'],
    list: [{ cidrIp: '192.0.2.0/24' }, { cidrIp: '198.51.100.0/24' }, { cidrIp: '203.0.113.0/24' }],
    changed: [{ cidrIp: '198.51.100.0/24', description: 'office' }, 'add description'],
  },
  {
    name: 'IPv6 ranges',
    type: group,
    path: ['ipPermissions', 'ipv6Ranges'],
    list: [{ cidrIpv6: '::/0' }, { cidrIpv6: '2001:db8::/32' }, { cidrIpv6: '2001:db8:1::/48' }],
  },
  {
    name: 'prefix lists',
    type: group,
    path: ['ipPermissions', 'prefixListIds'],
    list: [{ prefixListId: 'pl-1' }, { prefixListId: 'pl-2', description: 'a' }, { prefixListId: 'pl-3' }],
    changed: [{ prefixListId: 'pl-2', description: 'b' }, 'replace description'],
  },
  {
    name: 'groups in a permission',
    type: group,
    path: ['ipPermissions', 'userIdGroupPairs'],
    list: [
      { userId: '111122223333', groupId: 'sg-1' },
      { userId: '111122223333', groupId: 'sg-2' },
      { userId: '444455556666', groupId: 'sg-1' },
    ],
  },
  {
    name: 'tags',
    type: group,
    path: ['tags'],
    list: [
      { key: 'a', value: '1' },
      { key: 'b', value: '1' },
      { key: 'c', value: '1' },
    ],
    changed: [{ key: 'b', value: '2' }, 'replace value'],
  },
  {
    name: 'tags of newer types',
    type: 'AWS::Kinesis::Stream',
    path: ['Tags'],
    list: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '1' },
      { Key: 'c', Value: '1' },
    ],
    changed: [{ Key: 'b', Value: '2' }, 'replace Value'],
  },
  {
    name: 'statements by id',
    type: bucket,
    section: supplement,
    path: ['BucketPolicy', 'policyText', 'Statement'],
    list: [statement('A', 's3:a'), statement('B', 's3:b'), statement('C', 's3:c')],
    changed: [{ ...statement('B', 's3:b'), Principal: '111122223333' }, 'replace Principal'],
  },
  {
    name: 'statements by content',
    type: bucket,
    section: supplement,
    path: ['BucketPolicy', 'policyText', 'Statement'],
    list: [statement(undefined, 's3:a'), statement(undefined, 's3:b'), statement(undefined, 's3:c')],
    changed: [{ ...statement(undefined, 's3:b'), Principal: '111122223333' }, 'replace Principal'],
  },
  {
    name: 'classic listeners',
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    path: ['listenerDescriptions'],
    list: [
      { listener: { loadBalancerPort: 80 }, policyNames: [] },
      { listener: { loadBalancerPort: 443, protocol: 'HTTPS' }, policyNames: [] },
      { listener: { loadBalancerPort: 8080 }, policyNames: [] },
    ],
    changed: [{ listener: { loadBalancerPort: 443, protocol: 'TCP' }, policyNames: [] }, 'replace listener/protocol'],
  },
  {
    name: 'listeners',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    section: supplement,
    path: ['listeners'],
    list: [{ listenerArn: 'a' }, { listenerArn: 'b', port: 80 }, { listenerArn: 'c' }],
    changed: [{ listenerArn: 'b', port: 81 }, 'replace port'],
  },
  {
    name: 'target groups of an action',
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    path: ['defaultActions', 'forwardConfig', 'targetGroups'],
    list: [{ targetGroupArn: 'a' }, { targetGroupArn: 'b', weight: 1 }, { targetGroupArn: 'c' }],
    changed: [{ targetGroupArn: 'b', weight: 2 }, 'replace weight'],
  },
  {
    name: 'routes',
    type: 'AWS::EC2::RouteTable',
    path: ['routes'],
    list: [
      { destinationCidrBlock: '192.0.2.0/24', gatewayId: 'local' },
      { destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' },
      { destinationIpv6CidrBlock: '::/0', gatewayId: 'igw-1' },
    ],
    changed: [{ destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-2' }, 'replace gatewayId'],
  },
  {
    name: 'entries of a network ACL',
    type: 'AWS::EC2::NetworkAcl',
    path: ['entries'],
    list: [
      { egress: false, ruleNumber: 100, ruleAction: 'allow' },
      { egress: true, ruleNumber: 100, ruleAction: 'allow' },
      { egress: false, ruleNumber: 32767, ruleAction: 'deny' },
    ],
    changed: [{ egress: true, ruleNumber: 100, ruleAction: 'deny' }, 'replace ruleAction'],
  },
  {
    name: 'block devices',
    type: 'AWS::EC2::Instance',
    path: ['blockDeviceMappings'],
    list: [{ deviceName: '/dev/sda' }, { deviceName: '/dev/sdb', ebs: { volumeId: 'vol-1' } }, { deviceName: 'c' }],
    changed: [{ deviceName: '/dev/sdb', ebs: { volumeId: 'vol-2' } }, 'replace ebs/volumeId'],
  },
  {
    name: 'subnets of a database',
    type: 'AWS::RDS::DBInstance',
    path: ['dBSubnetGroup', 'subnets'],
    list: [{ subnetIdentifier: 'a' }, { subnetIdentifier: 'b', subnetStatus: 'Active' }, { subnetIdentifier: 'c' }],
    changed: [{ subnetIdentifier: 'b', subnetStatus: 'Gone' }, 'replace subnetStatus'],
  },
  {
    name: 'subnets of a function',
    type: 'AWS::Lambda::Function',
    path: ['vpcConfig', 'subnetIds'],
    list: ['subnet-1', 'subnet-2', 'subnet-3'],
  },
  {
    name: 'security groups of an instance',
    type: 'AWS::EC2::Instance',
    path: ['securityGroups'],
    list: [{ groupId: 'sg-1' }, { groupId: 'sg-2', groupName: 'b' }, { groupId: 'sg-3' }],
  },
  {
    name: 'lifecycle rules',
    type: bucket,
    section: supplement,
    path: ['BucketLifecycleConfiguration', 'rules'],
    list: [{ id: 'a' }, { id: 'b', expirationInDays: 30 }, { id: 'c' }],
    changed: [{ id: 'b', expirationInDays: 3 }, 'replace expirationInDays'],
  },
  {
    name: 'CORS rules without ids',
    type: bucket,
    section: supplement,
    path: ['BucketCrossOriginConfiguration', 'rules'],
    list: [
      { allowedMethods: ['GET'], allowedOrigins: ['a'] },
      { allowedMethods: ['PUT', 'GET'], allowedOrigins: ['b'] },
      { allowedMethods: ['GET'], allowedOrigins: ['c'] },
    ],
    changed: [{ allowedMethods: ['PUT', 'GET'], allowedOrigins: ['b', '*'] }, 'add allowedOrigins/1'],
  },
  {
    name: 'events of a notification',
    type: bucket,
    section: supplement,
    path: ['BucketNotificationConfiguration', 'configurations', 'upload', 'events'],
    list: ['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:ObjectRestore:*'],
  },
  {
    name: 'attached policies',
    type: 'AWS::IAM::Role',
    path: ['attachedManagedPolicies'],
    list: [{ policyArn: 'a' }, { policyArn: 'b', policyName: 'b' }, { policyArn: 'c' }],
  },
  {
    name: 'inline policies',
    type: 'AWS::IAM::Role',
    path: ['rolePolicyList'],
    list: [
      { policyName: 'a', policyDocument: '%7B%22Version%22%3A1%7D' },
      { policyName: 'b', policyDocument: '%7B%22Version%22%3A1%7D' },
      { policyName: 'c', policyDocument: '%7B%22Version%22%3A1%7D' },
    ],
    changed: [{ policyName: 'b', policyDocument: '{"Version":2}' }, 'replace policyDocument/Version'],
  },
];
