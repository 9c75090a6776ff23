/** Security groups and network ACLs opened to every address. */
import type { JsonObject } from '../../model/json.ts';
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { unwrapped } from '../ec2-request.ts';
import { portsInWords } from '../ip-permissions.ts';
import { enumerate, flag, objects, text, texts } from '../read.ts';
import { named } from '../words.ts';
import { othersThan } from './policy-reach.ts';

/**
 * 0.0.0.0/0 and ::/0, the two halves that are used to disguise them, and all routed IPv6 addresses.
 * https://www.iana.org/assignments/ipv6-address-space
 */
const isEverywhere = (peer: string) => /^(?:[0-9a-f.:]+\/[01]|2000::\/3)$/i.test(peer);

interface OpenPorts {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
  readonly peer: string;
}

const lastPort = 65_535;

/** Protocol numbers as recorded: https://www.iana.org/assignments/protocol-numbers */
function portsOf(protocol: string | undefined, from: string | undefined, to: string | undefined) {
  const name = protocol === '6' ? 'tcp' : protocol === '17' ? 'udp' : protocol === '-1' ? 'all' : protocol;
  const first = from === undefined || from === '-1' ? 0 : Number(from);
  const last = to === undefined || to === '-1' ? (from === undefined || from === '-1' ? lastPort : first) : Number(to);
  const isWhole = name === 'all' || Number.isNaN(first) || Number.isNaN(last);
  return { protocol: name ?? 'all', from: isWhole ? 0 : first, to: isWhole ? lastPort : last };
}

function openPorts(permission: JsonObject): readonly OpenPorts[] {
  const peers = [
    ...texts(permission, 'ipRanges', 'cidrIp'),
    ...texts(permission, 'ipv6Ranges', 'cidrIpv6'),
    ...['cidrIp', 'cidrIpv4', 'cidrIpv6'].flatMap((key) => text(permission, key) ?? []),
  ];
  const peer = peers.find(isEverywhere);
  const [protocol, from, to] = [
    text(permission, 'ipProtocol'),
    text(permission, 'fromPort'),
    text(permission, 'toPort'),
  ];
  // a change by rule id may leave the protocol out: then nothing is known about it
  if (peer === undefined || protocol === undefined) return [];
  return [{ ...portsOf(protocol, from, to), words: portsInWords(protocol, from, to), peer }];
}

/** The same for one call, kept because several rules ask about it one after another. */
function opened(call: CallByPrincipal): readonly OpenPorts[] {
  let known = openedBy.get(call);
  if (!known) {
    known = openedIn(call);
    openedBy.set(call, known);
  }
  return known;
}

const openedBy = new WeakMap<CallByPrincipal, readonly OpenPorts[]>();

/** The rules of all calls that open ports for incoming traffic, in every form in which they are recorded. */
function openedIn(call: CallByPrincipal): readonly OpenPorts[] {
  const { request, response } = unwrapped(call);
  const asked = objects(request, 'ipPermissions').flatMap(openPorts);
  const changed = objects(request, 'securityGroupRule')
    .flatMap((change) => objects(change, 'securityGroupRule'))
    .flatMap(openPorts);
  const flat = openPorts(request);
  const answered = objects(response, 'securityGroupRuleSet')
    .filter((rule) => flag(rule, 'isEgress') !== true)
    .flatMap(openPorts);
  return [asked, changed, flat, answered].find((rules) => rules.length > 0) ?? [];
}

const groupOf = (call: CallByPrincipal): string => {
  const { request, response } = unwrapped(call);
  return (
    text(request, 'groupId') ??
    texts(response, 'securityGroupRuleSet', 'groupId')[0] ??
    text(request, 'groupName') ??
    'the security group'
  );
};

const isTransport = ({ protocol }: OpenPorts) => protocol === 'tcp' || protocol === 'udp';
const isAllTraffic = (open: OpenPorts) =>
  open.protocol === 'all' || (isTransport(open) && open.from <= 1 && open.to >= lastPort);
const includes =
  (...ports: readonly number[]) =>
  (open: OpenPorts): boolean =>
    isTransport(open) && !isAllTraffic(open) && ports.some((port) => open.from <= port && port <= open.to);
const includesTcp = (port: number) => (open: OpenPorts) => open.protocol === 'tcp' && includes(port)(open);

const databasePorts: Readonly<Record<number, string>> = {
  1433: 'SQL Server',
  1434: 'SQL Server',
  1521: 'Oracle',
  3306: 'MySQL',
  5432: 'PostgreSQL',
  5439: 'Redshift',
  6379: 'Redis',
  9042: 'Cassandra',
  9200: 'OpenSearch',
  9300: 'OpenSearch',
  11211: 'Memcached',
  27017: 'MongoDB',
};
const databaseNumbers = Object.keys(databasePorts).map(Number);
const isDatabase = includes(...databaseNumbers);
const databasesOf = (open: OpenPorts) => [
  ...new Set(databaseNumbers.filter((port) => includes(port)(open)).map((port) => databasePorts[port] ?? '')),
];

/**
 * What EC2.19 lists in addition to ssh, rdp and databases.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
 */
const highRiskPorts = [20, 21, 23, 25, 110, 135, 143, 445, 3000, 4333, 5000, 5500, 5601, 8080, 8088, 8888];
const isHighRisk = includes(...highRiskPorts);
const isSsh = includesTcp(22);
const isRdp = includes(3389);
const isWeb = (open: OpenPorts) =>
  open.protocol === 'tcp' && open.from === open.to && (open.from === 80 || open.from === 443);

const openings = callsOf('ec2', 'AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules');

function openTo(
  rule: string,
  severity: DangerRule['severity'],
  source: string,
  matches: (open: OpenPorts) => boolean,
  what: (open: OpenPorts) => string,
): DangerRule {
  return {
    rule,
    severity,
    source,
    calls: openings,
    reason: (call) => {
      const found = opened(call).filter(matches);
      const [first] = found;
      if (first === undefined) return undefined;
      const all = enumerate([...new Set(found.map(what))]);
      return `${groupOf(call)} lets every address (${first.peer}) reach ${all}`;
    },
  };
}

/** Groups of other accounts that a call lets in, through a peering or a transit gateway. */
function foreignGroups(call: CallByPrincipal): readonly string[] {
  const { request } = unwrapped(call);
  const peers = objects(request, 'ipPermissions').flatMap((permission) => objects(permission, 'groups'));
  return peers.flatMap((peer) => {
    const [group, [other]] = [text(peer, 'groupId', 'groupName'), othersThan(call.account, texts(peer, 'userId'))];
    return group !== undefined && other !== undefined ? [`${group} of account ${other}`] : [];
  });
}

const aclEveryone = (call: CallByPrincipal): string | undefined => {
  const { request } = unwrapped(call);
  const peer = text(request, 'cidrBlock', 'ipv6CidrBlock');
  if (text(request, 'ruleAction')?.toLowerCase() !== 'allow' || flag(request, 'egress') === true) return undefined;
  if (peer === undefined || !isEverywhere(peer)) return undefined;
  const [protocol, from, to] = [
    text(request, 'aclProtocol', 'protocol'),
    text(request, 'portRange.from'),
    text(request, 'portRange.to'),
  ];
  const open: OpenPorts = { ...portsOf(protocol, from, to), words: portsInWords(protocol, from, to), peer };
  if (protocol === undefined || !(isAllTraffic(open) || isSsh(open) || isRdp(open))) return undefined;
  return `${text(request, 'networkAclId') ?? 'the network ACL'} lets every address (${peer}) through to ${open.words}`;
};

export const firewallRules: readonly DangerRule[] = [
  openTo('security-group-open-all-traffic', 'high', 'Security Hub EC2.18', isAllTraffic, ({ words }) => words),
  openTo('security-group-open-ssh', 'high', 'Config restricted-ssh', isSsh, ({ words }) => `ssh (${words})`),
  openTo('security-group-open-rdp', 'high', 'Security Hub EC2.14', isRdp, ({ words }) => `rdp (${words})`),
  openTo(
    'security-group-open-database',
    'high',
    'Security Hub EC2.18',
    isDatabase,
    (open) => `${enumerate(databasesOf(open))} (${open.words})`,
  ),
  openTo('security-group-open-high-risk-port', 'high', 'Security Hub EC2.19', isHighRisk, ({ words }) => words),
  openTo(
    'security-group-open-port',
    'medium',
    'Security Hub EC2.18',
    (open) =>
      isTransport(open) &&
      !isAllTraffic(open) &&
      ![isWeb, isSsh, isRdp, isDatabase, isHighRisk].some((isOther) => isOther(open)),
    ({ words }) => words,
  ),
  {
    rule: 'security-group-open-to-other-account',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-security-groups.html',
    calls: callsOf('ec2', 'AuthorizeSecurityGroupIngress'),
    reason: (call) => {
      const groups = foreignGroups(call);
      return groups.length > 0 ? `${groupOf(call)} lets in ${enumerate(groups)}` : undefined;
    },
  },
  {
    rule: 'prefix-list-holds-every-address',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html',
    calls: callsOf('ec2', 'CreateManagedPrefixList', 'ModifyManagedPrefixList'),
    reason: (call) => {
      const { request, response } = unwrapped(call);
      const everywhere = [...texts(request, 'addEntry', 'cidr'), ...texts(request, 'entry', 'cidr')].find(isEverywhere);
      const list =
        text(request, 'prefixListId') ?? text(response, 'prefixList.prefixListId') ?? text(request, 'prefixListName');
      return everywhere === undefined
        ? undefined
        : `every rule for ${named('prefix list', list)} is one for every address (${everywhere})`;
    },
  },
  {
    rule: 'network-acl-open-admin-ports',
    severity: 'medium',
    source: 'Security Hub EC2.21',
    calls: callsOf('ec2', 'CreateNetworkAclEntry', 'ReplaceNetworkAclEntry'),
    reason: aclEveryone,
  },
];
