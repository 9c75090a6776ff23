/** EC2's calls on security groups and network ACLs, in words. */
import type { JsonObject } from '../../model/json.ts';
import { unwrapped } from '../ec2-request.ts';
import { permissionsIn, permissionsInWords, portsInWords } from '../ip-permissions.ts';
import { enumerate, flag, objects, text, texts } from '../read.ts';
import type { Call, Sentence } from '../service.ts';
import { inBrackets, named } from '../words.ts';

const group = ({ request, response }: Call): string =>
  text(request, 'groupId') ??
  text(response, 'groupId') ??
  texts(response, 'securityGroupRuleSet', 'groupId')[0] ??
  texts(response, 'revokedSecurityGroupRuleSet', 'groupId')[0] ??
  text(request, 'groupName') ??
  'a security group';

const opened =
  (direction: string): Sentence =>
  (call) => {
    const rules = permissionsIn(call.request, 'ipPermissions') || permissionsIn(call.response, 'securityGroupRuleSet');
    return rules === ''
      ? `opened ${direction}ports on ${group(call)}`
      : `opened ${direction}${rules} on ${group(call)}`;
  };

const closed =
  (direction: string): Sentence =>
  (call) => {
    const { request, response } = call;
    const rules = permissionsIn(request, 'ipPermissions') || permissionsIn(response, 'revokedSecurityGroupRuleSet');
    const ids = texts(request, 'securityGroupRuleIds', 'securityGroupRuleId');
    if (rules !== '') {
      return `closed ${direction}${rules} on ${group(call)}${inBrackets(ids.length > 0 && `rule ${enumerate(ids)}`)}`;
    }
    return ids.length > 0
      ? `removed ${direction}rule ${enumerate(ids)} from ${group(call)}`
      : `closed ${direction}ports on ${group(call)}`;
  };

/** `ModifySecurityGroupRulesRequest: {GroupId, SecurityGroupRule: {SecurityGroupRuleId, SecurityGroupRule: {IpProtocol, …}}}` */
function changedRules(call: Call): string {
  const changes = objects(call.request, 'securityGroupRule');
  const ids = changes.flatMap((change) => text(change, 'securityGroupRuleId') ?? []);
  const rules = permissionsInWords(changes.flatMap((change) => objects(change, 'securityGroupRule')));
  const which = ids.length > 0 ? `rule ${enumerate(ids)}` : 'rules';
  return `changed ${which} of ${group(call)}${rules === '' ? '' : `: ${rules}`}`;
}

const acl = ({ request }: Call): string => text(request, 'networkAclId') ?? 'a network ACL';

function aclRule(request: JsonObject): string {
  const ports = portsInWords(
    text(request, 'aclProtocol', 'protocol'),
    text(request, 'portRange.from', 'icmpTypeCode.type'),
    text(request, 'portRange.to', 'icmpTypeCode.code'),
  );
  const peer = text(request, 'cidrBlock', 'ipv6CidrBlock');
  const preposition = flag(request, 'egress') === true ? 'to' : 'from';
  return `${flag(request, 'egress') === true ? 'outbound ' : ''}${ports}${peer ? ` ${preposition} ${peer}` : ''}`;
}

const aclRuleNumber = (request: JsonObject) => named('rule', text(request, 'ruleNumber'));

function putAclEntry(call: Call): string {
  const { request } = call;
  const verb = text(request, 'ruleAction')?.toLowerCase() === 'deny' ? 'blocked' : 'allowed';
  return `${verb} ${aclRule(request)} on ${acl(call)} (${aclRuleNumber(request)})`;
}

export const firewallCalls = (): Readonly<Record<string, Sentence>> => ({
  AuthorizeSecurityGroupIngress: opened(''),
  AuthorizeSecurityGroupEgress: opened('outbound '),
  RevokeSecurityGroupIngress: closed(''),
  RevokeSecurityGroupEgress: closed('outbound '),
  ModifySecurityGroupRules: (call) => changedRules(unwrapped(call)),
  UpdateSecurityGroupRuleDescriptionsIngress: (call) => `renamed rules of ${group(call)}`,
  UpdateSecurityGroupRuleDescriptionsEgress: (call) => `renamed outbound rules of ${group(call)}`,
  CreateSecurityGroup: ({ request, response }) => {
    const [id, name] = [text(response, 'groupId'), text(request, 'groupName')];
    return `created ${named('security group', id ?? name)}${inBrackets(id && name, text(request, 'vpcId'))}`;
  },
  DeleteSecurityGroup: ({ request }) => `deleted ${named('security group', text(request, 'groupId', 'groupName'))}`,

  CreateNetworkAcl: ({ request, response }) =>
    `created ${named('network ACL', text(response, 'networkAcl.networkAclId'))}${inBrackets(text(request, 'vpcId'))}`,
  DeleteNetworkAcl: ({ request }) => `deleted ${named('network ACL', text(request, 'networkAclId'))}`,
  CreateNetworkAclEntry: putAclEntry,
  ReplaceNetworkAclEntry: putAclEntry,
  DeleteNetworkAclEntry: (call) =>
    `removed ${flag(call.request, 'egress') === true ? 'outbound ' : ''}${aclRuleNumber(call.request)} from ${acl(call)}`,
  ReplaceNetworkAclAssociation: (call) =>
    `associated ${acl(call)} with another subnet${inBrackets(text(call.request, 'associationId'))}`,
});
