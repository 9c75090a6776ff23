/** Firewalls that inspect traffic: web ACLs of AWS WAF, firewalls and policies of Network Firewall. */
import type { JsonObject } from '../../model/json.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, flag, list, objects, texts, valueAt } from '../read.ts';
import { named, nameIn } from '../words.ts';

const firewall = (call: CallByPrincipal): string => named('firewall', nameIn(call, 'firewallName', 'firewallArn'));
const ipSet = (call: CallByPrincipal): string => named('IP set', nameIn(call, 'name', 'id'));

/**
 * Whether a rule can stop a request: a rule group whose actions are not overridden with Count, or an action that blocks or
 * challenges. https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html
 */
const canStop = (rule: JsonObject): boolean =>
  ['action.block', 'action.captcha', 'action.challenge', 'overrideAction.none'].some(
    (path) => valueAt(rule, path) != null,
  );

/**
 * A request to UpdateWebACL replaces the whole ACL: https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html
 */
const letsAllThrough = ({ request }: CallByPrincipal): boolean =>
  valueAt(request, 'defaultAction.allow') != null && !objects(request, 'rules').some(canStop);

/**
 * Ranges of half of all addresses or more; WAF refuses a range of all:
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html
 */
const wideRanges = ({ request }: CallByPrincipal): readonly string[] =>
  texts(request, 'addresses').filter((range) => /^[0-9a-f.:]+\/[01]$/i.test(range));

/** A firewall's three protections, by the call that sets each. */
const protections: Readonly<Record<string, readonly [member: string, from: string]>> = {
  UpdateFirewallDeleteProtection: ['deleteProtection', 'deletion'],
  UpdateFirewallPolicyChangeProtection: ['firewallPolicyChangeProtection', 'a change of its policy'],
  UpdateSubnetChangeProtection: ['subnetChangeProtection', 'a change of its subnets'],
};

const defaultActions = ({ request }: CallByPrincipal): readonly string[] =>
  ['statelessDefaultActions', 'statelessFragmentDefaultActions'].flatMap((member) =>
    texts(request, `firewallPolicy.${member}`),
  );

export const inspectionRules: readonly DangerRule[] = [
  {
    rule: 'web-acl-lets-all-through',
    severity: 'medium',
    source: 'Security Hub WAF.10',
    calls: callsOf('wafv2', 'UpdateWebACL'),
    reason: (call) =>
      letsAllThrough(call)
        ? `${named('web ACL', nameIn(call, 'name', 'id'))} lets every request through: none of its rules stops any`
        : undefined,
  },
  {
    rule: 'ip-set-emptied',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateIPSet.html',
    calls: callsOf('wafv2', 'UpdateIPSet'),
    reason: (call) =>
      Array.isArray(valueAt(call.request, 'addresses')) && list(call.request, 'addresses').length === 0
        ? `rules that look for ${ipSet(call)} match nothing: it holds no address any more`
        : undefined,
  },
  {
    rule: 'ip-set-wide',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_IPSet.html',
    calls: callsOf('wafv2', 'CreateIPSet', 'UpdateIPSet'),
    reason: (call) => {
      const ranges = wideRanges(call);
      return ranges.length > 0
        ? `rules that look for ${ipSet(call)} match half of all addresses or more (${enumerate(ranges)})`
        : undefined;
    },
  },
  {
    rule: 'network-firewall-deleted',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DeleteFirewall.html',
    calls: callsOf('network-firewall', 'DeleteFirewall'),
    reason: (call) => `no traffic is inspected by ${firewall(call)} any more`,
  },
  {
    rule: 'network-firewall-protection-off',
    severity: 'medium',
    source: 'Security Hub NetworkFirewall.9',
    calls: callsOf('network-firewall', ...Object.keys(protections)),
    reason: (call) => {
      const [member, from] = protections[call.eventName] ?? [];
      return member !== undefined && flag(call.request, member) === false
        ? `${firewall(call)} is no longer protected from ${from}`
        : undefined;
    },
  },
  {
    rule: 'network-firewall-subnets-removed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DisassociateSubnets.html',
    calls: callsOf('network-firewall', 'DisassociateSubnets'),
    reason: (call) =>
      `${firewall(call)} has no endpoint in ${enumerate(texts(call.request, 'subnetIds')) || 'some subnets'} any more`,
  },
  {
    rule: 'firewall-policy-passes-by-default',
    severity: 'medium',
    source: 'Security Hub NetworkFirewall.4',
    calls: callsOf('network-firewall', 'UpdateFirewallPolicy'),
    reason: (call) =>
      defaultActions(call).includes('aws:pass')
        ? `${named('firewall policy', nameIn(call, 'firewallPolicyName', 'firewallPolicyArn'))} passes what no rule stops, without looking into it`
        : undefined,
  },
  {
    rule: 'firewall-policy-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DeleteFirewallPolicy.html',
    calls: callsOf('network-firewall', 'DeleteFirewallPolicy'),
    reason: (call) => `${named('firewall policy', nameIn(call, 'firewallPolicyName', 'firewallPolicyArn'))} is gone`,
  },
  {
    rule: 'network-firewall-logging-off',
    severity: 'medium',
    source: 'Security Hub NetworkFirewall.2',
    calls: callsOf('network-firewall', 'UpdateLoggingConfiguration'),
    reason: (call) => {
      const destinations = valueAt(call.request, 'loggingConfiguration.logDestinationConfigs');
      return Array.isArray(destinations) && destinations.length === 0
        ? `what ${firewall(call)} sees is no longer logged`
        : undefined;
    },
  },
];
