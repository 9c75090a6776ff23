/** What EC2's calls on security groups, network ACLs, routes and VPC endpoints do to their configuration. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import {
  built,
  type Effects,
  gain,
  gainPart,
  lose,
  losePart,
  plain,
  resource,
  set,
  sets,
  tagged,
  type Writer,
} from '../effect.ts';
import { flag, objects, text, valueAt } from '../read.ts';
import { routeDestinations, routeTargets } from '../routes.ts';
import type { Call } from '../service.ts';

const group = resource(
  'AWS::EC2::SecurityGroup',
  'groupId',
  'response.groupId',
  'response.securityGroupRuleSet.groupId',
  'response.revokedSecurityGroupRuleSet.groupId',
  'groupName',
);

const numeric = (value: JsonValue | undefined): JsonValue | undefined =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;

/** An empty list is recorded as `{}`. */
const filled = (found: readonly JsonObject[]) => found.filter((each) => Object.keys(each).length > 0);

/** A permission in Config's form, which lists IPv4 ranges twice. */
function permission(entry: JsonObject): JsonObject {
  const withDescription = (
    key: string,
    value: JsonValue | undefined,
    description: JsonValue | undefined,
  ): JsonObject[] =>
    typeof value === 'string' ? [{ [key]: value, ...(typeof description === 'string' && { description }) }] : [];
  const note = valueAt(entry, 'description');
  const ipv4 = [
    ...objects(entry, 'ipRanges').flatMap((range) =>
      withDescription('cidrIp', valueAt(range, 'cidrIp'), valueAt(range, 'description')),
    ),
    ...withDescription('cidrIp', valueAt(entry, 'cidrIp') ?? valueAt(entry, 'cidrIpv4'), note),
  ];
  const ipv6 = [
    ...objects(entry, 'ipv6Ranges').flatMap((range) =>
      withDescription('cidrIpv6', valueAt(range, 'cidrIpv6'), valueAt(range, 'description')),
    ),
    ...withDescription('cidrIpv6', valueAt(entry, 'cidrIpv6'), note),
  ];
  const groups = [
    ...filled(objects(entry, 'groups')),
    ...filled(objects(entry, 'referencedGroupInfo')),
    ...(text(entry, 'sourceSecurityGroupName') ? [{ groupName: text(entry, 'sourceSecurityGroupName') }] : []),
    ...(text(entry, 'referencedGroupId') ? [{ groupId: text(entry, 'referencedGroupId') }] : []),
  ].map((each) => plain(each as JsonObject));
  const lists = [
    ...filled(objects(entry, 'prefixListIds')),
    ...(text(entry, 'prefixListId') ? [{ prefixListId: text(entry, 'prefixListId') }] : []),
  ].map((each) => plain(each as JsonObject));
  const [from, to] = [numeric(valueAt(entry, 'fromPort')), numeric(valueAt(entry, 'toPort'))];
  const isAll = text(entry, 'ipProtocol') === '-1';
  return {
    ...(!isAll && from !== undefined && { fromPort: from }),
    ipProtocol: text(entry, 'ipProtocol') ?? '-1',
    ipv6Ranges: ipv6,
    prefixListIds: lists,
    ...(!isAll && to !== undefined && { toPort: to }),
    userIdGroupPairs: groups,
    ipv4Ranges: ipv4,
    ipRanges: ipv4.map(({ cidrIp }) => cidrIp as string),
  };
}

const rules =
  (answered: string) =>
  ({ request, response }: Call): readonly JsonObject[] => {
    const asked = objects(request, 'ipPermissions').filter((entry) => text(entry, 'ipProtocol') !== undefined);
    const flat = asked.length === 0 && text(request, 'ipProtocol') !== undefined ? [request] : asked;
    return (flat.length > 0 ? flat : objects(response, answered)).map(permission);
  };

const permissions = { ingress: 'configuration.ipPermissions', egress: 'configuration.ipPermissionsEgress' };
const opened = (list: string) => group.changes(gainPart(list, rules('securityGroupRuleSet'), (value) => value));
const closed = (list: string) => group.changes(losePart(list, rules('revokedSecurityGroupRuleSet'), (value) => value));

/** A rule's new form: only its id shows which one it replaces. */
const modifiedRules: Writer = ({ request, response }) => {
  const direction = objects(response, 'securityGroupRuleSet').some((rule) => flag(rule, 'isEgress') === true)
    ? permissions.egress
    : permissions.ingress;
  return objects(request, 'securityGroupRule').flatMap((change) => {
    const rule = valueAt(change, 'securityGroupRule');
    return isJsonObject(rule)
      ? [{ op: 'gain', path: direction.split('.'), element: permission(rule), isPart: true } as const]
      : [];
  });
};

const acl = resource('AWS::EC2::NetworkAcl', 'networkAclId', 'response.networkAcl.networkAclId');

const entry = ({ request }: Call): readonly JsonObject[] => {
  const value = (key: string) => valueAt(request, key);
  const members: [string, JsonValue | undefined][] = [
    ['cidrBlock', value('cidrBlock')],
    ['ipv6CidrBlock', value('ipv6CidrBlock')],
    ['egress', flag(request, 'egress') ?? false],
    ['icmpTypeCode', value('icmpTypeCode')],
    ['portRange', value('portRange')],
    ['protocol', text(request, 'aclProtocol', 'protocol')],
    ['ruleAction', value('ruleAction')],
    ['ruleNumber', numeric(value('ruleNumber'))],
  ];
  const known = members.filter(
    (member): member is [string, JsonValue] => member[1] !== undefined && member[1] !== null,
  );
  return text(request, 'ruleNumber') === undefined ? [] : [Object.fromEntries(known)];
};

const table = resource('AWS::EC2::RouteTable', 'routeTableId', 'response.routeTable.routeTableId');

const route =
  (withTarget: boolean) =>
  (call: Call): readonly JsonObject[] => {
    const valuesOf = (names: readonly string[]) =>
      names.flatMap((name): [string, string][] => {
        const value = text(call.request, name);
        return value === undefined ? [] : [[name, value]];
      });
    const destination = valuesOf(routeDestinations);
    const known = [...destination, ...(withTarget ? valuesOf(routeTargets) : [])];
    return destination.length > 0 ? [{ ...Object.fromEntries(known), ...(withTarget && { state: 'active' }) }] : [];
  };

const endpoint = resource(
  'AWS::EC2::VPCEndpoint',
  'VpcEndpointId',
  'vpcEndpointId',
  'response.vpcEndpoint.vpcEndpointId',
);

export const firewallEffects: Effects = {
  CreateSecurityGroup: group.createsNamed(
    'groupName',
    sets('configuration', 'groupName groupDescription>description vpcId response.groupId'),
  ),
  DeleteSecurityGroup: group.deletes(),
  AuthorizeSecurityGroupIngress: opened(permissions.ingress),
  AuthorizeSecurityGroupEgress: opened(permissions.egress),
  RevokeSecurityGroupIngress: closed(permissions.ingress),
  RevokeSecurityGroupEgress: closed(permissions.egress),
  ModifySecurityGroupRules: group.changes(modifiedRules),

  CreateNetworkAcl: acl.creates(sets('configuration', 'vpcId response.networkAcl.networkAclId')),
  DeleteNetworkAcl: acl.deletes(),
  CreateNetworkAclEntry: acl.changes(gain('configuration.entries', entry)),
  ReplaceNetworkAclEntry: acl.changes(gain('configuration.entries', entry)),
  DeleteNetworkAclEntry: acl.changes(lose('configuration.entries', entry)),

  CreateRouteTable: table.creates(sets('configuration', 'vpcId response.routeTable.routeTableId')),
  DeleteRouteTable: table.deletes(),
  CreateRoute: table.changes(gain('configuration.routes', route(true))),
  ReplaceRoute: table.changes(gain('configuration.routes', route(true))),
  DeleteRoute: table.changes(lose('configuration.routes', route(false))),
  AssociateRouteTable: table.changes(
    gain(
      'configuration.associations',
      built({
        routeTableAssociationId: 'response.associationId',
        subnetId: 'subnetId',
        gatewayId: 'gatewayId',
        routeTableId: 'routeTableId',
      }),
    ),
  ),

  CreateVpcEndpoint: endpoint.creates(
    sets('configuration', 'VpcId ServiceName VpcEndpointType response.vpcEndpoint.policyDocument'),
    tagged('tags'),
  ),
  ModifyVpcEndpoint: endpoint.changes(
    sets('configuration', 'PolicyDocument PrivateDnsEnabled'),
    gain('configuration.routeTableIds', 'AddRouteTableId'),
    lose('configuration.routeTableIds', 'RemoveRouteTableId'),
    gain('configuration.subnetIds', 'AddSubnetId'),
    lose('configuration.subnetIds', 'RemoveSubnetId'),
    gain('configuration.groups', (call) => groupsOf(call, 'AddSecurityGroupId')),
    lose('configuration.groups', (call) => groupsOf(call, 'RemoveSecurityGroupId')),
  ),
  DeleteVpcEndpoints: endpoint.deletes(),

  ModifySubnetAttribute: resource('AWS::EC2::Subnet', 'subnetId').changes(
    sets('configuration', 'mapPublicIpOnLaunch assignIpv6AddressOnCreation'),
  ),
  AttachInternetGateway: resource('AWS::EC2::InternetGateway', 'internetGatewayId').changes(
    gain('configuration.attachments', built({ vpcId: 'vpcId' })),
  ),
  DetachInternetGateway: resource('AWS::EC2::InternetGateway', 'internetGatewayId').changes(
    lose('configuration.attachments', built({ vpcId: 'vpcId' })),
  ),
  AssociateAddress: resource('AWS::EC2::EIP', 'allocationId').changes(
    sets('configuration', 'instanceId networkInterfaceId response.associationId'),
  ),
  ModifyNetworkInterfaceAttribute: resource('AWS::EC2::NetworkInterface', 'networkInterfaceId').changes(
    sets('configuration', 'sourceDestCheck'),
    set('configuration.groups', (call) => {
      const ids = objects(call.request, 'groupSet').flatMap((each) => text(each, 'groupId') ?? []);
      return ids.length > 0 ? ids.map((groupId) => ({ groupId })) : undefined;
    }),
  ),
};

const groupsOf = ({ request }: Call, key: string): readonly JsonObject[] => {
  const value = valueAt(request, key);
  const ids = Array.isArray(value) ? value : [value];
  return ids.flatMap((each) => {
    const id = isJsonObject(each) ? valueAt(each, 'content') : each;
    return typeof id === 'string' ? [{ groupId: id }] : [];
  });
};
