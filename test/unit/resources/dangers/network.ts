/** Calls on networks, databases and machines: dangerous ones, and harmless ones of the same name. */
import type { Case } from './judge.ts';

const tcp = (fromPort: number, toPort: number, cidrIp: string) => ({
  request: {
    groupId: 'sg-1',
    ipPermissions: {
      items: [{ ipProtocol: 'tcp', fromPort, toPort, groups: {}, ipRanges: { items: [{ cidrIp }] }, ipv6Ranges: {} }],
    },
  },
});
const aclEntry = (more: Record<string, string | boolean>) => ({
  request: {
    networkAclId: 'acl-1',
    ruleNumber: 90,
    egress: false,
    ruleAction: 'allow',
    aclProtocol: '6',
    portRange: { from: 22, to: 22 },
    cidrBlock: '0.0.0.0/0',
    ...more,
  },
});
const fromGroup = (groupId: string, userId: string) => ({
  request: {
    groupId: 'sg-1',
    ipPermissions: { items: [{ ipProtocol: '-1', groups: { items: [{ groupId, userId }] }, ipRanges: {} }] },
  },
});
const withEntry = (Cidr: string) => ({
  request: {
    ModifyManagedPrefixListRequest: { PrefixListId: 'pl-1', CurrentVersion: 3, AddEntry: { tag: 1, Cidr } },
  },
});
const ingress = 'ec2:AuthorizeSecurityGroupIngress';

export const networkCases: readonly Case[] = [
  [
    'security-group-open-ssh',
    ingress,
    'sg-1 lets every address (2000::/3) reach ssh (tcp/22)',
    {
      request: {
        groupId: 'sg-1',
        ipPermissions: {
          items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipv6Ranges: { items: [{ cidrIpv6: '2000::/3' }] } }],
        },
      },
    },
    {
      request: {
        groupId: 'sg-1',
        ipPermissions: {
          items: [
            { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipv6Ranges: { items: [{ cidrIpv6: '2001:db8::/32' }] } },
          ],
        },
      },
    },
  ],
  [
    'security-group-open-to-other-account',
    ingress,
    'sg-1 lets in sg-2 of account 444455556666',
    fromGroup('sg-2', '444455556666'),
    fromGroup('sg-2', '111122223333'),
  ],
  [
    'prefix-list-holds-every-address',
    'ec2:ModifyManagedPrefixList',
    'every rule for prefix list pl-1 is one for every address (0.0.0.0/0)',
    withEntry('0.0.0.0/0'),
    withEntry('198.51.100.0/24'),
  ],
  [
    'security-group-open-all-traffic',
    ingress,
    'sg-1 lets every address (::/0) reach all traffic',
    {
      request: {
        groupId: 'sg-1',
        ipPermissions: {
          items: [{ ipProtocol: '-1', ipRanges: {}, ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }],
        },
      },
    },
    {
      request: {
        groupId: 'sg-1',
        ipPermissions: { items: [{ ipProtocol: '-1', ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] } }] },
      },
    },
  ],
  [
    'security-group-open-ssh',
    ingress,
    'sg-1 lets every address (0.0.0.0/0) reach ssh (tcp/20-25)',
    tcp(20, 25, '0.0.0.0/0'),
    tcp(22, 22, '203.0.113.0/24'),
  ],
  [
    'security-group-open-ssh',
    'ec2:ModifySecurityGroupRules',
    'sg-1 lets every address (128.0.0.0/1) reach ssh (tcp/22)',
    {
      request: {
        ModifySecurityGroupRulesRequest: {
          GroupId: 'sg-1',
          SecurityGroupRule: {
            SecurityGroupRuleId: 'sgr-1',
            SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '128.0.0.0/1' },
          },
        },
      },
    },
    { request: { ModifySecurityGroupRulesRequest: { GroupId: 'sg-1', SecurityGroupRule: {} } } },
  ],
  [
    'security-group-open-rdp',
    ingress,
    'sg-1 lets every address (0.0.0.0/0) reach rdp (tcp/3389)',
    { request: { groupId: 'sg-1', ipProtocol: 'tcp', fromPort: 3389, toPort: 3389, cidrIp: '0.0.0.0/0' } },
    { request: { groupId: 'sg-1', ipProtocol: 'tcp', fromPort: 3390, toPort: 3390, cidrIp: '0.0.0.0/0' } },
  ],
  [
    'security-group-open-database',
    ingress,
    'sg-1 lets every address (0.0.0.0/0) reach PostgreSQL (tcp/5432)',
    {
      response: {
        securityGroupRuleSet: {
          items: [
            {
              groupId: 'sg-1',
              isEgress: false,
              ipProtocol: 'tcp',
              fromPort: 5432,
              toPort: 5432,
              cidrIpv4: '0.0.0.0/0',
            },
          ],
        },
      },
    },
    tcp(5432, 5432, '10.1.0.0/16'),
  ],
  [
    'security-group-open-high-risk-port',
    ingress,
    'sg-1 lets every address (0.0.0.0/0) reach tcp/445',
    tcp(445, 445, '0.0.0.0/0'),
    tcp(443, 443, '0.0.0.0/0'),
  ],
  [
    'security-group-open-port',
    ingress,
    'sg-1 lets every address (0.0.0.0/0) reach tcp/9999',
    tcp(9999, 9999, '0.0.0.0/0'),
    tcp(443, 443, '0.0.0.0/0'),
  ],
  [
    'network-acl-open-admin-ports',
    'ec2:CreateNetworkAclEntry',
    'acl-1 lets every address (0.0.0.0/0) through to tcp/22',
    aclEntry({}),
    aclEntry({ egress: true }),
  ],
  [
    'network-acl-open-admin-ports',
    'ec2:ReplaceNetworkAclEntry',
    'acl-1 lets every address (0.0.0.0/0) through to all traffic',
    aclEntry({ aclProtocol: '-1' }),
    aclEntry({ ruleAction: 'deny' }),
  ],
  [
    'database-public',
    'rds:ModifyDBInstance',
    'database orders has an address that the internet can reach',
    { request: { dBInstanceIdentifier: 'orders', publiclyAccessible: true } },
    { request: { dBInstanceIdentifier: 'orders', publiclyAccessible: false } },
  ],
  [
    'redshift-cluster-public',
    'redshift:ModifyCluster',
    'Redshift cluster sales has an address that the internet can reach',
    { request: { clusterIdentifier: 'sales', publiclyAccessible: true } },
    { request: { clusterIdentifier: 'sales' } },
  ],
  [
    'eks-endpoint-public',
    'eks:UpdateClusterConfig',
    'the API of EKS cluster prod answers the internet',
    { request: { name: 'prod', resourcesVpcConfig: { endpointPublicAccess: true } } },
    {
      request: {
        name: 'prod',
        resourcesVpcConfig: { endpointPublicAccess: true, publicAccessCidrs: ['203.0.113.0/24'] },
      },
    },
  ],
  [
    'internet-gateway-route-added',
    'ec2:CreateRoute',
    'rtb-1 leads to the internet (0.0.0.0/0) through igw-1',
    { request: { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' } },
    { request: { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'nat-1' } },
  ],
  [
    'subnet-assigns-public-ips',
    'ec2:ModifySubnetAttribute',
    'what is launched in subnet-1 gets a public address',
    { request: { subnetId: 'subnet-1', mapPublicIpOnLaunch: { value: true } } },
    { request: { subnetId: 'subnet-1', mapPublicIpOnLaunch: { value: false } } },
  ],
  [
    'emr-block-public-access-off',
    'elasticmapreduce:PutBlockPublicAccessConfiguration',
    'EMR clusters of the account may be opened to every address',
    { request: { blockPublicAccessConfiguration: { blockPublicSecurityGroupRules: false } } },
    { request: { blockPublicAccessConfiguration: { blockPublicSecurityGroupRules: true } } },
  ],
  [
    'command-run-on-instances',
    'ssm:SendCommand',
    'commands of document AWS-RunShellScript ran on i-1',
    { request: { documentName: 'AWS-RunShellScript', instanceIds: ['i-1'] } },
    'always fires',
  ],
  [
    'session-started-on-instance',
    'ssm:StartSession',
    'a session on i-1 was open',
    { request: { target: 'i-1' } },
    'always fires',
  ],
  [
    'command-run-in-container',
    'ecs:ExecuteCommand',
    'a command ran in container app of task 0a1b',
    { request: { container: 'app', task: '0a1b' } },
    'always fires',
  ],
  [
    'ssh-key-pushed',
    'ec2-instance-connect:SendSSHPublicKey',
    'an SSH key that opens i-1 was put in place',
    { request: { instanceId: 'i-1' } },
    'always fires',
  ],
  [
    'serial-console-enabled',
    'ec2:EnableSerialConsoleAccess',
    'instances of the account can be entered through the serial console',
    {},
    'always fires',
  ],
  [
    'user-data-changed',
    'ec2:ModifyInstanceAttribute',
    'the start script of i-1 was replaced',
    { request: { instanceId: 'i-1', userData: '<redacted>' } },
    { request: { instanceId: 'i-1', ebsOptimized: { value: true } } },
  ],
  [
    'imdsv1-allowed',
    'ec2:ModifyInstanceMetadataOptions',
    'the metadata of i-1 can be read without a token (IMDSv1)',
    { request: { ModifyInstanceMetadataOptionsRequest: { InstanceId: 'i-1', HttpTokens: 'optional' } } },
    { request: { ModifyInstanceMetadataOptionsRequest: { InstanceId: 'i-1', HttpTokens: 'required' } } },
  ],
  [
    'ssm-document-sharing-unblocked',
    'ssm:UpdateServiceSetting',
    'documents of Systems Manager may be made public',
    { request: { settingId: '/ssm/documents/console/public-sharing-permission', settingValue: 'Enable' } },
    { request: { settingId: '/ssm/documents/console/public-sharing-permission', settingValue: 'Disable' } },
  ],
  [
    'source-destination-check-off',
    'ec2:ModifyInstanceAttribute',
    'i-1 may pass on traffic that is not its own',
    { request: { instanceId: 'i-1', sourceDestCheck: { value: false } } },
    { request: { instanceId: 'i-1', sourceDestCheck: { value: true } } },
  ],
];
