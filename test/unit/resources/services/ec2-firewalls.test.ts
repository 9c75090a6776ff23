/** What calls do to security groups and network ACLs, in words. */
import { expect, test } from 'vitest';
import { ec2 } from '../../../../src/resources/services/ec2.ts';
import { items, type Row, say } from './say.ts';

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
])('%s', (expected, eventName, members) => {
  expect(say(ec2, eventName, members)).toBe(expected);
});
