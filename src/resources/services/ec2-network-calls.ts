/** EC2's calls on networks (VPCs, routes, gateways, interfaces, endpoints, flow logs), in words. */
import { unwrapped } from '../ec2-request.ts';
import { enumerate, flag, list, text, texts } from '../read.ts';
import { routeDestinations, routeTargets } from '../routes.ts';
import type { Call, Sentence } from '../service.ts';
import { inBrackets, named, shortName } from '../words.ts';

/** The id at the first path that has one, in the request, then in the response. */
const id = ({ request, response }: Call, title: string, ...paths: readonly string[]): string =>
  text(request, ...paths) ?? text(response, ...paths) ?? named(title, undefined);

const one =
  (verb: string, title: string, ...paths: readonly string[]): Sentence =>
  (call) => {
    const { request, response } = unwrapped(call);
    return `${verb} ${named(title, text(request, ...paths) ?? text(response, ...paths))}`;
  };

const route = ({ request }: Call): string => text(request, ...routeDestinations) ?? 'a destination';

const putRoute =
  (verb: string): Sentence =>
  (call) => {
    const target = text(call.request, ...routeTargets);
    return `${verb} ${route(call)}${target ? ` to ${target}` : ''} in ${id(call, 'route table', 'routeTableId')}`;
  };

const address = (call: Call): string =>
  text(call.request, 'publicIp', 'allocationId', 'associationId') ?? 'an elastic IP';

function changedInterface({ request }: Call): string {
  const which = text(request, 'networkInterfaceId') ?? 'a network interface';
  const groups = texts(request, 'groupSet', 'groupId');
  if (groups.length > 0) return `changed security groups of ${which} to ${enumerate(groups)}`;
  const check = flag(request, 'sourceDestCheck');
  if (check === false) return `turned off the source/destination check of ${which}`;
  return `changed network interface ${which}`;
}

function changedSubnet({ request }: Call): string {
  const which = text(request, 'subnetId') ?? 'a subnet';
  const publicIps = flag(request, 'mapPublicIpOnLaunch');
  if (publicIps === undefined) return `changed subnet ${which}`;
  return `turned ${publicIps ? 'on' : 'off'} automatic public IPs in ${which}`;
}

function createdFlowLogs(call: Call): string {
  const { request, response } = unwrapped(call);
  const watched = texts(request, 'resourceId');
  const destination = text(request, 'logDestination', 'logGroupName');
  const ids = texts(response, 'flowLogIdSet');
  return `created ${named('flow log', enumerate(ids) || undefined)}${watched.length > 0 ? ` on ${enumerate(watched)}` : ''}${inBrackets(
    text(request, 'trafficType'),
    destination && shortName(destination),
  )}`;
}

function changedEndpoint(call: Call): string {
  const { request } = unwrapped(call);
  const which = text(request, 'vpcEndpointId') ?? 'a VPC endpoint';
  return text(request, 'policyDocument') ? `changed the policy of ${which}` : `changed VPC endpoint ${which}`;
}

const withVpc =
  (title: string, ...paths: readonly string[]): Sentence =>
  ({ request, response }) =>
    `created ${named(title, text(response, ...paths))}${inBrackets(text(request, 'cidrBlock'), text(request, 'vpcId'))}`;

const attachment =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${id(call, 'internet gateway', 'internetGatewayId')} ${preposition} ${id(call, 'VPC', 'vpcId')}`;

/** Names in a VPC that no longer resolve are a common cause of outages. */
function changedVpc({ request }: Call): string {
  const which = named('VPC', text(request, 'vpcId'));
  for (const [name, words] of [
    ['enableDnsSupport', 'DNS resolution'],
    ['enableDnsHostnames', 'DNS host names'],
  ] as const) {
    const isOn = flag(request, name);
    if (isOn !== undefined) return `turned ${isOn ? 'on' : 'off'} ${words} in ${which}`;
  }
  return `changed ${which}`;
}

const range =
  (verb: string, preposition: string, ...paths: readonly string[]): Sentence =>
  (call) => {
    const { request } = unwrapped(call);
    const ranges = text(request, 'cidrBlock', 'ipv6CidrBlock', 'associationId') ?? 'a range';
    return `${verb} ${ranges} ${preposition} ${text(request, ...paths) ?? 'a network'}`;
  };

/** Routes that a gateway propagates to a route table. */
const propagation =
  (verb: string, gateway: string): Sentence =>
  (call) => {
    const { request } = unwrapped(call);
    const [from, to] = [text(request, gateway), text(request, 'routeTableId', 'transitGatewayRouteTableId')];
    return `turned ${verb} propagation of routes from ${from ?? 'a gateway'} to ${to ?? 'a route table'}`;
  };

const transitRoute =
  (verb: string, preposition: string): Sentence =>
  (call) => {
    const { request } = unwrapped(call);
    const [to, table] = [text(request, 'transitGatewayAttachmentId'), text(request, 'transitGatewayRouteTableId')];
    return `${verb} ${text(request, 'destinationCidrBlock') ?? 'a destination'}${to ? ` to ${to}` : ''} ${preposition} ${
      table ?? 'a transit gateway route table'
    }${inBrackets(flag(request, 'blackhole') === true && 'dropped')}`;
  };

const transitTable =
  (verb: string, preposition: string): Sentence =>
  (call) => {
    const { request } = unwrapped(call);
    const [what, table] = [text(request, 'transitGatewayAttachmentId'), text(request, 'transitGatewayRouteTableId')];
    return `${verb} ${what ?? 'an attachment'} ${preposition} ${table ?? 'a transit gateway route table'}`;
  };

const addresses =
  (verb: string, preposition: string): Sentence =>
  (call) => {
    const { request } = unwrapped(call);
    const given = [...texts(request, 'privateIpAddressesSet', 'privateIpAddress'), ...texts(request, 'ipv6Addresses')];
    return `${verb} ${enumerate(given) || 'addresses'} ${preposition} ${text(request, 'networkInterfaceId') ?? 'a network interface'}`;
  };

const vpnGateway =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${id(call, 'VPN gateway', 'vpnGatewayId')} ${preposition} ${id(call, 'VPC', 'vpcId')}`;

export const networkCalls = (): Readonly<Record<string, Sentence>> => ({
  CreateVpc: withVpc('VPC', 'vpc.vpcId'),
  DeleteVpc: one('deleted', 'VPC', 'vpcId'),
  ModifyVpcAttribute: changedVpc,
  AssociateVpcCidrBlock: range('added', 'to', 'vpcId'),
  DisassociateVpcCidrBlock: range('removed', 'from', 'vpcId'),
  AssociateSubnetCidrBlock: range('added', 'to', 'subnetId'),
  DisassociateSubnetCidrBlock: range('removed', 'from', 'subnetId'),
  AssociateDhcpOptions: (call) =>
    `associated ${id(call, 'DHCP options', 'dhcpOptionsId')} with ${id(call, 'VPC', 'vpcId')}`,
  CreateSubnet: withVpc('subnet', 'subnet.subnetId'),
  DeleteSubnet: one('deleted', 'subnet', 'subnetId'),
  ModifySubnetAttribute: changedSubnet,

  CreateRouteTable: withVpc('route table', 'routeTable.routeTableId'),
  DeleteRouteTable: one('deleted', 'route table', 'routeTableId'),
  AssociateRouteTable: (call) =>
    `associated ${id(call, 'route table', 'routeTableId')} with ${text(call.request, 'subnetId', 'gatewayId') ?? 'a subnet'}`,
  DisassociateRouteTable: one('removed', 'route table association', 'associationId'),
  ReplaceRouteTableAssociation: (call) =>
    `associated ${id(call, 'route table', 'routeTableId')} with another subnet${inBrackets(text(call.request, 'associationId'))}`,
  CreateRoute: putRoute('routed'),
  ReplaceRoute: putRoute('rerouted'),
  DeleteRoute: (call) => `removed the route to ${route(call)} from ${id(call, 'route table', 'routeTableId')}`,

  CreateInternetGateway: ({ response }) =>
    `created ${named('internet gateway', text(response, 'internetGateway.internetGatewayId'))}`,
  AttachInternetGateway: attachment('attached', 'to'),
  DetachInternetGateway: attachment('detached', 'from'),
  DeleteInternetGateway: one('deleted', 'internet gateway', 'internetGatewayId'),
  EnableVgwRoutePropagation: propagation('on', 'gatewayId'),
  DisableVgwRoutePropagation: propagation('off', 'gatewayId'),
  AttachVpnGateway: vpnGateway('attached', 'to'),
  DetachVpnGateway: vpnGateway('detached', 'from'),
  CreateNatGateway: (call) => {
    const { request, response } = unwrapped(call);
    return `created ${named('NAT gateway', text(response, 'natGateway.natGatewayId'))}${inBrackets(text(request, 'subnetId'))}`;
  },
  DeleteNatGateway: one('deleted', 'NAT gateway', 'natGatewayId'),

  CreateNetworkInterface: ({ request, response }) =>
    `created ${named('network interface', text(response, 'networkInterface.networkInterfaceId'))}${inBrackets(text(request, 'subnetId'))}`,
  AttachNetworkInterface: (call) =>
    `attached ${id(call, 'network interface', 'networkInterfaceId')} to ${id(call, 'instance', 'instanceId')}`,
  DetachNetworkInterface: ({ request }) => `detached a network interface${inBrackets(text(request, 'attachmentId'))}`,
  DeleteNetworkInterface: one('deleted', 'network interface', 'networkInterfaceId'),
  ModifyNetworkInterfaceAttribute: changedInterface,
  AssignPrivateIpAddresses: addresses('assigned', 'to'),
  UnassignPrivateIpAddresses: addresses('removed', 'from'),
  AssignIpv6Addresses: addresses('assigned', 'to'),
  UnassignIpv6Addresses: addresses('removed', 'from'),

  AllocateAddress: ({ response }) => `allocated ${named('elastic IP', text(response, 'publicIp', 'allocationId'))}`,
  AssociateAddress: (call) =>
    `associated ${address(call)} with ${text(call.request, 'instanceId', 'networkInterfaceId') ?? 'an instance'}`,
  DisassociateAddress: (call) => `disassociated ${address(call)} from its instance`,
  ReleaseAddress: (call) => `released ${address(call)}`,

  CreateVpcEndpoint: (call) => {
    const { request, response } = unwrapped(call);
    return `created ${named('VPC endpoint', text(response, 'vpcEndpoint.vpcEndpointId'))}${inBrackets(
      text(request, 'serviceName'),
      text(request, 'vpcId'),
    )}`;
  },
  ModifyVpcEndpoint: changedEndpoint,
  DeleteVpcEndpoints: (call) =>
    `deleted ${enumerate(texts(unwrapped(call).request, 'vpcEndpointId')) || 'VPC endpoints'}`,
  CreateVpcPeeringConnection: ({ request, response }) =>
    `requested ${named('VPC peering connection', text(response, 'vpcPeeringConnection.vpcPeeringConnectionId'))}${inBrackets(
      text(request, 'vpcId'),
      text(request, 'peerVpcId'),
      text(request, 'peerOwnerId') && `account ${text(request, 'peerOwnerId')}`,
    )}`,
  AcceptVpcPeeringConnection: one('accepted', 'VPC peering connection', 'vpcPeeringConnectionId'),
  RejectVpcPeeringConnection: one('rejected', 'VPC peering connection', 'vpcPeeringConnectionId'),
  ModifyVpcPeeringConnectionOptions: one('changed', 'VPC peering connection', 'vpcPeeringConnectionId'),
  DeleteVpcPeeringConnection: one('deleted', 'VPC peering connection', 'vpcPeeringConnectionId'),

  CreateFlowLogs: createdFlowLogs,
  DeleteFlowLogs: (call) => {
    const ids = texts(unwrapped(call).request, 'flowLogId');
    return `deleted ${ids.length > 0 ? `flow log ${enumerate(ids)}` : 'flow logs'}`;
  },

  CreateTransitGateway: one('created', 'transit gateway', 'transitGateway.transitGatewayId'),
  DeleteTransitGateway: one('deleted', 'transit gateway', 'transitGatewayId'),
  CreateTransitGatewayVpcAttachment: (call) => {
    const wrapped = unwrapped(call);
    return `attached ${id(wrapped, 'VPC', 'vpcId')} to ${id(wrapped, 'transit gateway', 'transitGatewayId')}`;
  },
  DeleteTransitGatewayVpcAttachment: one('deleted', 'transit gateway attachment', 'transitGatewayAttachmentId'),
  ModifyTransitGateway: one('changed', 'transit gateway', 'transitGatewayId'),
  ModifyTransitGatewayVpcAttachment: one('changed', 'transit gateway attachment', 'transitGatewayAttachmentId'),
  AcceptTransitGatewayVpcAttachment: one('accepted', 'transit gateway attachment', 'transitGatewayAttachmentId'),
  RejectTransitGatewayVpcAttachment: one('rejected', 'transit gateway attachment', 'transitGatewayAttachmentId'),
  CreateTransitGatewayRoute: transitRoute('routed', 'in'),
  ReplaceTransitGatewayRoute: transitRoute('rerouted', 'in'),
  DeleteTransitGatewayRoute: transitRoute('removed the route to', 'from'),
  AssociateTransitGatewayRouteTable: transitTable('associated', 'with'),
  DisassociateTransitGatewayRouteTable: transitTable('disassociated', 'from'),
  EnableTransitGatewayRouteTablePropagation: propagation('on', 'transitGatewayAttachmentId'),
  DisableTransitGatewayRouteTablePropagation: propagation('off', 'transitGatewayAttachmentId'),
  ModifyVpnConnection: one('changed', 'VPN connection', 'vpnConnectionId'),
  ModifyVpnConnectionOptions: one('changed', 'VPN connection', 'vpnConnectionId'),
  ModifyVpnTunnelOptions: one('changed a tunnel of', 'VPN connection', 'vpnConnectionId'),
  ReplaceVpnTunnel: one('replaced a tunnel of', 'VPN connection', 'vpnConnectionId'),
  CreateVpnConnection: one('created', 'VPN connection', 'vpnConnection.vpnConnectionId'),
  DeleteVpnConnection: one('deleted', 'VPN connection', 'vpnConnectionId'),
  CreateClientVpnEndpoint: one('created', 'Client VPN endpoint', 'clientVpnEndpointId'),
  CreateManagedPrefixList: (call) => {
    const { request, response } = unwrapped(call);
    const list = text(response, 'prefixList.prefixListId') ?? text(request, 'prefixListName');
    return `created ${named('prefix list', list)}${inBrackets(enumerate(texts(request, 'entry', 'cidr')))}`;
  },
  ModifyManagedPrefixList: (call) => {
    const { request } = unwrapped(call);
    const added = texts(request, 'addEntry', 'cidr');
    const removed = list(request, 'removeEntry').length > 0 ? texts(request, 'removeEntry', 'cidr') : [];
    return `changed ${named('prefix list', text(request, 'prefixListId'))}${inBrackets(
      added.length > 0 && `added ${enumerate(added)}`,
      removed.length > 0 && `removed ${enumerate(removed)}`,
    )}`;
  },
  CreateTrafficMirrorSession: (call) =>
    `mirrored the traffic of ${id(unwrapped(call), 'network interface', 'networkInterfaceId')}`,
  CreateInstanceConnectEndpoint: one(
    'created',
    'Instance Connect endpoint',
    'instanceConnectEndpoint.instanceConnectEndpointId',
  ),
});
