/**
 * AWS WAF: which requests reach load balancers, APIs and distributions. The web ACLs of CloudFront are recorded in us-east-1.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-using-cloudtrail.html
 */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, list, texts, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const webAcl = (call: Call): string => named('web ACL', nameIn(call, 'name', 'webACLArn', 'summary.name'));
const guarded = ({ request }: Call): string => nameAt(request, 'resourceArn') ?? 'a resource';

/** What happens to requests that no rule matches, and how many rules there are. */
function contents({ request }: Call): string {
  const action = ['allow', 'block'].find((each) => valueAt(request, `defaultAction.${each}`) != null);
  const rules = Array.isArray(valueAt(request, 'rules')) ? list(request, 'rules').length : undefined;
  return inBrackets(
    action && `default ${action}`,
    rules !== undefined && (rules === 0 ? 'no rules' : counted(rules, 'rule')),
  );
}

/** All that the set holds from now on: https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateIPSet.html */
function addresses({ request }: Call): string {
  return Array.isArray(valueAt(request, 'addresses'))
    ? inBrackets(enumerate(texts(request, 'addresses')) || 'no addresses')
    : '';
}

const ipSet =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('IP set', nameIn(call, 'name', 'summary.name'))}${addresses(call)}`;

/** A web ACL has logs; a rule group has a policy that lets other accounts use it. */
const owner = (title: string, { request }: Call): string =>
  named(title, nameAt(request, 'resourceArn', 'loggingConfiguration.resourceArn'));

export const wafv2: Service = {
  name: 'wafv2',
  title: 'WAF',
  eventSources: ['wafv2.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awswafv2.html
  types: [
    {
      type: 'AWS::WAFv2::WebACL',
      title: 'web ACL',
      arn: 'arn:{partition}:wafv2:{region}:{account}:{scope}/webacl/{id}/{uuid}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'front',
        arn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/front/5a6b7c8d-0000-4000-8000-0a1b2c3d4e5f',
      },
    },
    {
      type: 'AWS::WAFv2::IPSet',
      title: 'IP set',
      arn: 'arn:{partition}:wafv2:{region}:{account}:{scope}/ipset/{id}/{uuid}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'office',
        arn: 'arn:aws:wafv2:us-east-1:111122223333:regional/ipset/office/6b7c8d9e-0000-4000-8000-0a1b2c3d4e5f',
      },
    },
    {
      type: 'AWS::WAFv2::RuleGroup',
      title: 'WAF rule group',
      arn: 'arn:{partition}:wafv2:{region}:{account}:{scope}/rulegroup/{id}/{uuid}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'bots',
        arn: 'arn:aws:wafv2:us-east-1:111122223333:regional/rulegroup/bots/7c8d9eaf-0000-4000-8000-0a1b2c3d4e5f',
      },
    },
  ],
  // `name` and `id` name whatever the call is about
  parameters: { webACLArn: 'AWS::WAFv2::WebACL' },
  named: {
    'AWS::WAFv2::WebACL': ['CreateWebACL', 'UpdateWebACL', 'DeleteWebACL'],
    'AWS::WAFv2::IPSet': ['CreateIPSet', 'UpdateIPSet', 'DeleteIPSet'],
    'AWS::WAFv2::RuleGroup': ['CreateRuleGroup', 'UpdateRuleGroup', 'DeleteRuleGroup'],
  },
  calls: () => ({
    CreateWebACL: (call) => `created ${webAcl(call)}${contents(call)}`,
    UpdateWebACL: (call) => `changed ${webAcl(call)}${contents(call)}`,
    DeleteWebACL: (call) => `deleted ${webAcl(call)}`,
    AssociateWebACL: (call) => `associated ${webAcl(call)} with ${guarded(call)}`,
    DisassociateWebACL: (call) => `disassociated the web ACL of ${guarded(call)}`,
    CreateIPSet: ipSet('created'),
    UpdateIPSet: ipSet('changed'),
    DeleteIPSet: ipSet('deleted'),
    CreateRuleGroup: did('created', 'WAF rule group', 'name', 'summary.name'),
    UpdateRuleGroup: did('changed', 'WAF rule group', 'name'),
    DeleteRuleGroup: did('deleted', 'WAF rule group', 'name'),
    CreateRegexPatternSet: did('created', 'regex pattern set', 'name', 'summary.name'),
    UpdateRegexPatternSet: did('changed', 'regex pattern set', 'name'),
    DeleteRegexPatternSet: did('deleted', 'regex pattern set', 'name'),
    PutLoggingConfiguration: (call) => {
      const to = texts(call.request, 'loggingConfiguration.logDestinationConfigs');
      return `set the logging of ${owner('web ACL', call)}${inBrackets(to[0] && `to ${to[0]}`)}`;
    },
    DeleteLoggingConfiguration: (call) => `removed the logging of ${owner('web ACL', call)}`,
    PutPermissionPolicy: (call) =>
      resourcePolicyInWords(valueAt(call.request, 'policy'), owner('WAF rule group', call)),
    DeletePermissionPolicy: (call) => `removed the policy of ${owner('WAF rule group', call)}`,
    DeleteFirewallManagerRuleGroups: (call) => `removed the rule groups of Firewall Manager from ${webAcl(call)}`,
    CreateAPIKey: () => 'created a key of the CAPTCHA API',
    DeleteAPIKey: () => 'deleted a key of the CAPTCHA API',
  }),
};
