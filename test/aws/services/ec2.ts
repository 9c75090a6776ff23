/** EC2: the interfaces behind a security group, the enabled regions, where flow logs go. */
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, flagAt, numberAt, objectsAt, pageOf, type Service, textsAt } from '../call.ts';
import { textsAtPath } from '../json-path.ts';

/** Filter name -> where its value is in a description; names that are not here are rejected, as EC2 does. */
type FilterPaths = Readonly<Record<string, string>>;

const interfaceFilters: FilterPaths = {
  'addresses.association.public-ip': 'PrivateIpAddresses.Association.PublicIp',
  'addresses.private-ip-address': 'PrivateIpAddresses.PrivateIpAddress',
  'association.public-ip': 'Association.PublicIp',
  'attachment.instance-id': 'Attachment.InstanceId',
  description: 'Description',
  'group-id': 'Groups.GroupId',
  'group-name': 'Groups.GroupName',
  'interface-type': 'InterfaceType',
  'network-interface-id': 'NetworkInterfaceId',
  'private-ip-address': 'PrivateIpAddress',
  'requester-id': 'RequesterId',
  'requester-managed': 'RequesterManaged',
  status: 'Status',
  'subnet-id': 'SubnetId',
  'vpc-id': 'VpcId',
};

const groupFilters: FilterPaths = {
  description: 'Description',
  'group-id': 'GroupId',
  'group-name': 'GroupName',
  'vpc-id': 'VpcId',
};

const flowLogFilters: FilterPaths = {
  'flow-log-id': 'FlowLogId',
  'log-destination-type': 'LogDestinationType',
  'log-group-name': 'LogGroupName',
  'resource-id': 'ResourceId',
  'traffic-type': 'TrafficType',
};

const regionFilters: FilterPaths = {
  endpoint: 'Endpoint',
  'opt-in-status': 'OptInStatus',
  'region-name': 'RegionName',
};

/** `*` stands for any text, `?` for one character. */
function patternOf(wildcard: string): RegExp {
  const escaped = wildcard.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
}

/** A filter's values are alternatives; all filters must match. Case-sensitive. */
function filtered(call: Call, key: string, paths: FilterPaths, list: readonly JsonObject[]): readonly JsonObject[] {
  const filters = objectsAt(call.parameters, key).map((filter) => {
    const name = stringAt(filter, 'Name') ?? '';
    const path = paths[name];
    if (path === undefined) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
    return { path: path.split('.'), patterns: textsAt(filter, 'Value').map(patternOf) };
  });
  return list.filter((item) =>
    filters.every(({ path, patterns }) =>
      textsAtPath(item, path).some((value) => patterns.some((pattern) => pattern.test(value))),
    ),
  );
}

/** The items with the ids in the call, or all; an unknown id is an error. */
function named(
  call: Call,
  key: string,
  member: string,
  list: readonly JsonObject[],
  notFound: string,
): readonly JsonObject[] {
  const ids = textsAt(call.parameters, key);
  if (ids.length === 0) return list;
  const missing = ids.find((id) => !list.some((item) => item[member] === id));
  if (missing !== undefined) throw new AwsError(notFound, `The ID '${missing}' does not exist`);
  return list.filter((item) => ids.includes(String(item[member])));
}

function pageSizeOf(call: Call, least: number, most: number): number {
  const asked = numberAt(call.parameters, 'MaxResults');
  if (asked === undefined) return most;
  if (asked < least || asked > most)
    throw new AwsError('InvalidParameterValue', `Value ( ${asked} ) for parameter maxResults is invalid.`);
  return asked;
}

function paged(call: Call, member: string, list: readonly JsonObject[]): JsonObject {
  const size = pageSizeOf(call, 5, 1000);
  const page = pageOf(call, list, { tokenKey: 'NextToken', size, invalidToken: 'InvalidPaginationToken' });
  return { [member]: [...page.items], ...page.token };
}

const describeNetworkInterfaces = (call: Call): JsonObject => {
  const all = call.here.networkInterfaces;
  const chosen = named(call, 'NetworkInterfaceId', 'NetworkInterfaceId', all, 'InvalidNetworkInterfaceID.NotFound');
  return paged(call, 'NetworkInterfaces', filtered(call, 'Filter', interfaceFilters, chosen));
};

const describeSecurityGroups = (call: Call): JsonObject => {
  const chosen = named(call, 'GroupId', 'GroupId', call.here.securityGroups, 'InvalidGroup.NotFound');
  return paged(call, 'SecurityGroups', filtered(call, 'Filter', groupFilters, chosen));
};

const describeFlowLogs = (call: Call): JsonObject => {
  const chosen = named(call, 'FlowLogId', 'FlowLogId', call.here.flowLogs, 'InvalidFlowLogId.NotFound');
  return paged(call, 'FlowLogs', filtered(call, 'Filter', flowLogFilters, chosen));
};

/** Not paged. Regions that are not opted in are listed only on request. */
function describeRegions(call: Call): JsonObject {
  const all = Object.entries(call.world.accounts[call.account]?.regions ?? {}).map(([name, { optInStatus }]) => ({
    RegionName: name,
    Endpoint: `ec2.${name}.amazonaws.com`,
    OptInStatus: optInStatus,
  }));
  const chosen = named(call, 'RegionName', 'RegionName', all, 'InvalidParameterValue');
  const told = chosen.filter(
    ({ OptInStatus }) => flagAt(call.parameters, 'AllRegions') || OptInStatus !== 'not-opted-in',
  );
  return { Regions: [...filtered(call, 'Filter', regionFilters, told)] };
}

export const ec2: Service = {
  name: 'ec2',
  protocol: 'ec2',
  timeMembers: new Set(['AttachTime', 'CreationTime']),
  operations: {
    DescribeNetworkInterfaces: describeNetworkInterfaces,
    DescribeSecurityGroups: describeSecurityGroups,
    DescribeFlowLogs: describeFlowLogs,
    DescribeRegions: describeRegions,
  },
};
