/** The calls that let traffic through or stop it: WAF and Network Firewall. */
import { expect, test } from 'vitest';
import { resourcesOfCall } from '../../../../src/resources/resources-of-call.ts';
import { networkFirewall } from '../../../../src/resources/services/network-firewall.ts';
import { wafv2 } from '../../../../src/resources/services/wafv2.ts';
import { type Row, say } from './say.ts';

const webACLArn = 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/front/5a6b7c8d-0000-4000-8000-0a1b2c3d4e5f';
const balancer = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188';

test.each<Row>([
  [
    'changed web ACL front (default allow, 1 rule)',
    'UpdateWebACL',
    { request: { name: 'front', scope: 'REGIONAL', defaultAction: { allow: {} }, rules: [{ name: 'r' }] } },
  ],
  [
    'created web ACL front (default block, no rules)',
    'CreateWebACL',
    { request: { defaultAction: { block: {} }, rules: [] }, response: { summary: { name: 'front' } } },
  ],
  ['associated web ACL front with web', 'AssociateWebACL', { request: { webACLArn, resourceArn: balancer } }],
  ['disassociated the web ACL of web', 'DisassociateWebACL', { request: { resourceArn: balancer } }],
  ['changed IP set office (no addresses)', 'UpdateIPSet', { request: { name: 'office', addresses: [] } }],
  [
    'changed IP set office (192.0.2.0/24 and 203.0.113.0/24)',
    'UpdateIPSet',
    { request: { name: 'office', addresses: ['192.0.2.0/24', '203.0.113.0/24'] } },
  ],
  ['deleted IP set office', 'DeleteIPSet', { request: { name: 'office', id: 'i-1' } }],
  [
    'set the logging of web ACL front (to arn:aws:s3:::aws-waf-logs-front)',
    'PutLoggingConfiguration',
    {
      request: {
        loggingConfiguration: { resourceArn: webACLArn, logDestinationConfigs: ['arn:aws:s3:::aws-waf-logs-front'] },
      },
    },
  ],
  ['removed the logging of web ACL front', 'DeleteLoggingConfiguration', { request: { resourceArn: webACLArn } }],
])('WAF: %s', (expected, eventName, members) => {
  expect(say(wafv2, eventName, members)).toBe(expected);
});

test.each<Row>([
  ['deleted firewall egress', 'DeleteFirewall', { request: { firewallName: 'egress' } }],
  [
    'gave firewall egress firewall policy strict',
    'AssociateFirewallPolicy',
    {
      request: {
        firewallName: 'egress',
        firewallPolicyArn: 'arn:aws:network-firewall:us-east-1:111122223333:firewall-policy/strict',
      },
    },
  ],
  [
    'turned off delete protection of firewall egress',
    'UpdateFirewallDeleteProtection',
    { request: { firewallName: 'egress', deleteProtection: false } },
  ],
  [
    'changed delete protection of firewall egress',
    'UpdateFirewallDeleteProtection',
    { request: { firewallName: 'egress' } },
  ],
  [
    'changed firewall policy strict (default aws:pass)',
    'UpdateFirewallPolicy',
    { request: { firewallPolicyName: 'strict', firewallPolicy: { statelessDefaultActions: ['aws:pass'] } } },
  ],
  [
    'set the logging of firewall egress (ALERT to S3)',
    'UpdateLoggingConfiguration',
    {
      request: {
        firewallName: 'egress',
        loggingConfiguration: { logDestinationConfigs: [{ logType: 'ALERT', logDestinationType: 'S3' }] },
      },
    },
  ],
  [
    'removed the logging of firewall egress',
    'UpdateLoggingConfiguration',
    { request: { firewallName: 'egress', loggingConfiguration: { logDestinationConfigs: [] } } },
  ],
  [
    'removed subnet subnet-1 from firewall egress',
    'DisassociateSubnets',
    { request: { firewallName: 'egress', subnetIds: ['subnet-1'] } },
  ],
  [
    'created firewall rule group domains (stateful)',
    'CreateRuleGroup',
    { request: { ruleGroupName: 'domains', type: 'STATEFUL' } },
  ],
])('Network Firewall: %s', (expected, eventName, members) => {
  expect(say(networkFirewall, eventName, members)).toBe(expected);
});

test('names the web ACL, by its name or its ARN, and what it guards', () => {
  const found = (eventName: string, request: Record<string, string>) =>
    resourcesOfCall({
      eventSource: 'wafv2.amazonaws.com',
      eventName,
      account: '111122223333',
      region: 'us-east-1',
      resources: undefined,
      sections: [request],
    }).map(({ type, id }) => `${type} ${id}`);
  expect(found('DeleteWebACL', { name: 'front', id: '5a6b7c8d' })).toEqual(['AWS::WAFv2::WebACL front']);
  expect(found('UpdateIPSet', { name: 'office' })).toEqual(['AWS::WAFv2::IPSet office']);
  expect(found('AssociateWebACL', { webACLArn, resourceArn: balancer })).toEqual([
    'AWS::WAFv2::WebACL front',
    'AWS::ElasticLoadBalancingV2::LoadBalancer app/web/50dc6c495c0c9188',
  ]);
});
