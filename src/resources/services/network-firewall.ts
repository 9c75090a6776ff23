/**
 * AWS Network Firewall: what passes between subnets and out of a VPC.
 * https://docs.aws.amazon.com/network-firewall/latest/developerguide/logging-using-cloudtrail.html
 */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, flag, list, objects, text, texts, valueAt } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const firewall = (call: Call): string => named('firewall', nameIn(call, 'firewallName', 'firewallArn'));
const policyName = (call: Call): string | undefined =>
  nameIn(call, 'firewallPolicyName', 'firewallPolicyArn', 'firewallPolicyResponse.firewallPolicyName');
const policy = (call: Call): string => named('firewall policy', policyName(call));
const ruleGroup = (call: Call): string => named('firewall rule group', nameIn(call, 'ruleGroupName', 'ruleGroupArn'));

/** What happens to packets that no stateless rule matches. */
const defaults = ({ request }: Call): string =>
  inBrackets(enumerate(texts(request, 'firewallPolicy.statelessDefaultActions').map((action) => `default ${action}`)));

const protection =
  (of: string, ...paths: readonly string[]): Sentence =>
  (call) => {
    const isOn = paths.map((path) => flag(call.request, path)).find((value) => value !== undefined);
    const verb = isOn === undefined ? 'changed' : `turned ${isOn ? 'on' : 'off'}`;
    return `${verb} ${of} protection of ${firewall(call)}`;
  };

/** All destinations from now on: https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_LoggingConfiguration.html */
function logging(call: Call): string {
  const { request } = call;
  if (!Array.isArray(valueAt(request, 'loggingConfiguration.logDestinationConfigs')))
    return `changed the logging of ${firewall(call)}`;
  const to = objects(request, 'loggingConfiguration.logDestinationConfigs');
  if (list(request, 'loggingConfiguration.logDestinationConfigs').length === 0)
    return `removed the logging of ${firewall(call)}`;
  const kinds = to.map((each) =>
    [text(each, 'logType'), text(each, 'logDestinationType')].filter(Boolean).join(' to '),
  );
  return `set the logging of ${firewall(call)}${inBrackets(...kinds)}`;
}

const subnets = ({ request }: Call): string => {
  const ids = [...texts(request, 'subnetIds'), ...texts(request, 'subnetMappings', 'subnetId')];
  return ids.length > 0 ? `subnet${ids.length > 1 ? 's' : ''} ${enumerate(ids)}` : 'subnets';
};

const owner = ({ request }: Call): string => nameAt(request, 'resourceArn') ?? 'a firewall policy';

export const networkFirewall: Service = {
  name: 'networkfirewall',
  title: 'Network Firewall',
  eventSources: ['network-firewall.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsnetworkfirewall.html
  types: [
    {
      type: 'AWS::NetworkFirewall::Firewall',
      title: 'firewall',
      arn: 'arn:{partition}:network-firewall:{region}:{account}:firewall/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/network-firewall/latest/developerguide/monitoring-cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/NetworkFirewall',
          dimensions: { FirewallName: '{id}' },
          furtherDimensions: ['AvailabilityZone', 'Engine'],
          metrics: [
            metric('DroppedPackets', 'Sum', 'Count', 'up'),
            metric('PassedPackets', 'Sum', 'Count', 'both'),
            metric('ReceivedPackets', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      example: { id: 'egress', arn: 'arn:aws:network-firewall:us-east-1:111122223333:firewall/egress' },
    },
    {
      type: 'AWS::NetworkFirewall::FirewallPolicy',
      title: 'firewall policy',
      arn: 'arn:{partition}:network-firewall:{region}:{account}:firewall-policy/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'strict', arn: 'arn:aws:network-firewall:us-east-1:111122223333:firewall-policy/strict' },
    },
    {
      type: 'AWS::NetworkFirewall::RuleGroup',
      title: 'firewall rule group',
      arn: 'arn:{partition}:network-firewall:{region}:{account}:{kind}-rulegroup/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'domains', arn: 'arn:aws:network-firewall:us-east-1:111122223333:stateful-rulegroup/domains' },
    },
  ],
  parameters: {
    firewallName: 'AWS::NetworkFirewall::Firewall',
    firewallArn: 'AWS::NetworkFirewall::Firewall',
    firewallPolicyName: 'AWS::NetworkFirewall::FirewallPolicy',
    firewallPolicyArn: 'AWS::NetworkFirewall::FirewallPolicy',
    ruleGroupName: 'AWS::NetworkFirewall::RuleGroup',
    ruleGroupArn: 'AWS::NetworkFirewall::RuleGroup',
  },
  calls: () => ({
    CreateFirewall: (call) => `created ${firewall(call)}${inBrackets(text(call.request, 'vpcId'))}`,
    DeleteFirewall: (call) => `deleted ${firewall(call)}`,
    AssociateFirewallPolicy: (call) => `gave ${firewall(call)} ${policy(call)}`,
    AssociateSubnets: (call) => `added ${subnets(call)} to ${firewall(call)}`,
    DisassociateSubnets: (call) => `removed ${subnets(call)} from ${firewall(call)}`,
    UpdateFirewallDeleteProtection: protection('delete', 'deleteProtection'),
    UpdateFirewallPolicyChangeProtection: protection('policy change', 'firewallPolicyChangeProtection'),
    UpdateSubnetChangeProtection: protection('subnet change', 'subnetChangeProtection'),
    UpdateFirewallDescription: (call) => `changed the description of ${firewall(call)}`,
    UpdateFirewallEncryptionConfiguration: (call) => `changed the encryption of ${firewall(call)}`,
    UpdateLoggingConfiguration: logging,
    CreateFirewallPolicy: (call) => `created ${policy(call)}${defaults(call)}`,
    UpdateFirewallPolicy: (call) => `changed ${policy(call)}${defaults(call)}`,
    DeleteFirewallPolicy: (call) => `deleted ${policy(call)}`,
    CreateRuleGroup: (call) => `created ${ruleGroup(call)}${inBrackets(text(call.request, 'type')?.toLowerCase())}`,
    UpdateRuleGroup: (call) => `changed ${ruleGroup(call)}`,
    DeleteRuleGroup: (call) => `deleted ${ruleGroup(call)}`,
    PutResourcePolicy: (call) => resourcePolicyInWords(valueAt(call.request, 'policy'), owner(call)),
    DeleteResourcePolicy: (call) => `removed the policy of ${owner(call)}`,
    CreateTLSInspectionConfiguration: did('created', 'TLS inspection', 'tLSInspectionConfigurationName'),
    UpdateTLSInspectionConfiguration: did('changed', 'TLS inspection', 'tLSInspectionConfigurationName'),
    DeleteTLSInspectionConfiguration: did('deleted', 'TLS inspection', 'tLSInspectionConfigurationName'),
  }),
};
