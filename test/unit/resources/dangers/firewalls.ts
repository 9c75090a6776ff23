/** Calls after which web ACLs and network firewalls stop less than before, and harmless changes of the same kind. */
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Case } from './judge.ts';

const rule = (name: string, action: JsonObject): JsonObject => ({ name, priority: 0, statement: {}, ...action });
const acl = (defaultAction: JsonObject, ...rules: readonly JsonObject[]) => ({
  request: { name: 'front', scope: 'REGIONAL', id: 'w-1', defaultAction, rules: [...rules], lockToken: 'x' },
});
const ipSet = (...addresses: readonly string[]) => ({
  request: { name: 'office', scope: 'REGIONAL', id: 'i-1', addresses: [...addresses], lockToken: 'x' },
});
const counted = rule('managed', { overrideAction: { count: {} } });
const managed = rule('managed', { overrideAction: { none: {} } });
const firewallPolicy = (...statelessDefaultActions: readonly string[]) => ({
  request: {
    firewallPolicyName: 'strict',
    firewallPolicy: {
      statelessDefaultActions: [...statelessDefaultActions],
      statelessFragmentDefaultActions: ['aws:drop'],
    },
  },
});
const logging = (...logDestinationConfigs: readonly JsonObject[]) => ({
  request: { firewallName: 'egress', loggingConfiguration: { logDestinationConfigs: [...logDestinationConfigs] } },
});

const letsAll = 'web ACL front lets every request through: none of its rules stops any';

export const firewallCases: readonly Case[] = [
  ['web-acl-lets-all-through', 'wafv2:UpdateWebACL', letsAll, acl({ allow: {} }), acl({ block: {} })],
  ['web-acl-lets-all-through', 'wafv2:UpdateWebACL', letsAll, acl({ allow: {} }, counted), acl({ allow: {} }, managed)],
  [
    'web-acl-lets-all-through',
    'wafv2:UpdateWebACL',
    letsAll,
    acl({ allow: {} }, rule('bots', { action: { count: {} } })),
    acl({ allow: {} }, counted, rule('bots', { action: { captcha: {} } })),
  ],
  [
    'web-acl-lets-all-through',
    'wafv2:UpdateWebACL',
    letsAll,
    acl({ allow: {} }, rule('good', { action: { allow: {} } })),
    { request: { name: 'front', id: 'w-1' } },
  ],
  [
    'ip-set-emptied',
    'wafv2:UpdateIPSet',
    'rules that look for IP set office match nothing: it holds no address any more',
    ipSet(),
    ipSet('192.0.2.0/24'),
  ],
  [
    'ip-set-emptied',
    'wafv2:UpdateIPSet',
    'rules that look for IP set office match nothing: it holds no address any more',
    ipSet(),
    { request: { name: 'office' } },
  ],
  [
    'ip-set-wide',
    'wafv2:UpdateIPSet',
    'rules that look for IP set office match half of all addresses or more (0.0.0.0/1 and 128.0.0.0/1)',
    ipSet('192.0.2.0/24', '0.0.0.0/1', '128.0.0.0/1'),
    ipSet('192.0.2.0/24', '203.0.113.0/31'),
  ],
  [
    'ip-set-wide',
    'wafv2:CreateIPSet',
    'rules that look for IP set office match half of all addresses or more (8000::/1)',
    ipSet('8000::/1'),
    ipSet('2001:db8::/32'),
  ],
  [
    'network-firewall-deleted',
    'network-firewall:DeleteFirewall',
    'no traffic is inspected by firewall egress any more',
    { request: { firewallArn: 'arn:aws:network-firewall:us-east-1:111122223333:firewall/egress' } },
    'always fires',
  ],
  [
    'network-firewall-protection-off',
    'network-firewall:UpdateFirewallDeleteProtection',
    'firewall egress is no longer protected from deletion',
    { request: { firewallName: 'egress', deleteProtection: false } },
    { request: { firewallName: 'egress', deleteProtection: true } },
  ],
  [
    'network-firewall-protection-off',
    'network-firewall:UpdateSubnetChangeProtection',
    'firewall egress is no longer protected from a change of its subnets',
    { request: { firewallName: 'egress', subnetChangeProtection: false } },
    { request: { firewallName: 'egress' } },
  ],
  [
    'network-firewall-protection-off',
    'network-firewall:UpdateFirewallPolicyChangeProtection',
    'firewall egress is no longer protected from a change of its policy',
    { request: { firewallName: 'egress', firewallPolicyChangeProtection: false } },
    { request: { firewallName: 'egress', firewallPolicyChangeProtection: true } },
  ],
  [
    'network-firewall-subnets-removed',
    'network-firewall:DisassociateSubnets',
    'firewall egress has no endpoint in subnet-1 and subnet-2 any more',
    { request: { firewallName: 'egress', subnetIds: ['subnet-1', 'subnet-2'] } },
    'always fires',
  ],
  [
    'firewall-policy-passes-by-default',
    'network-firewall:UpdateFirewallPolicy',
    'firewall policy strict passes what no rule stops, without looking into it',
    firewallPolicy('aws:pass'),
    firewallPolicy('aws:forward_to_sfe'),
  ],
  [
    'firewall-policy-deleted',
    'network-firewall:DeleteFirewallPolicy',
    'firewall policy strict is gone',
    { request: { firewallPolicyName: 'strict' } },
    'always fires',
  ],
  [
    'network-firewall-logging-off',
    'network-firewall:UpdateLoggingConfiguration',
    'what firewall egress sees is no longer logged',
    logging(),
    logging({ logType: 'ALERT', logDestinationType: 'S3', logDestination: { bucketName: 'logs' } }),
  ],
];
