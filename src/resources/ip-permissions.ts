/** Firewall rules in words: "tcp/22 to 0.0.0.0/0", from every form in which EC2's calls hold them. */
import type { JsonObject } from '../model/json.ts';
import { enumerate, objects, text, texts } from './read.ts';

/** https://www.iana.org/assignments/protocol-numbers; EC2 accepts and records both numbers and names. */
const protocolNames: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '47': 'gre',
  '50': 'esp',
  '58': 'icmpv6',
};

const isEverywhere = (peer: string) => peer === '0.0.0.0/0' || peer === '::/0';
const everywhereFirst = (a: string, b: string) => Number(isEverywhere(b)) - Number(isEverywhere(a));

/**
 * Protocol and ports: "tcp/22", "udp/1000-2000", "all tcp", "icmp type 8", "all traffic", "traffic" if the record does not say.
 * For ICMP, EC2 keeps the type in the first port and the code in the second, -1 for any.
 */
export function portsInWords(protocol: string | undefined, from: string | undefined, to: string | undefined): string {
  if (protocol === undefined) return 'traffic';
  if (protocol === '-1' || protocol === 'all') return 'all traffic';
  const known = Object.hasOwn(protocolNames, protocol) ? protocolNames[protocol] : undefined;
  const name = known ?? (/^[0-9]+$/.test(protocol) ? `protocol ${protocol}` : protocol);
  if (name === 'icmp' || name === 'icmpv6') {
    if (from === undefined || from === '-1') return name;
    return to === undefined || to === '-1' ? `${name} type ${from}` : `${name} type ${from} code ${to}`;
  }
  if (name !== 'tcp' && name !== 'udp') return name;
  if (from === undefined || from === '-1' || (from === '0' && to === '65535')) return `all ${name}`;
  return to === undefined || to === from ? `${name}/${from}` : `${name}/${from}-${to}`;
}

/** One entry of `ipPermissions`, of `securityGroupRuleSet`, or the flat form `{ipProtocol, fromPort, toPort, cidrIp}`. */
function readPermission(
  permission: JsonObject,
): { readonly ports: string; readonly peers: readonly string[] } | undefined {
  const protocol = text(permission, 'ipProtocol');
  const peers = [
    ...texts(permission, 'ipRanges', 'cidrIp'),
    ...texts(permission, 'ipv6Ranges', 'cidrIpv6'),
    ...texts(permission, 'prefixListIds', 'prefixListId'),
    ...texts(permission, 'groups', 'groupId', 'groupName'),
    ...texts(permission, 'referencedGroupInfo', 'groupId'),
    ...['cidrIp', 'cidrIpv4', 'cidrIpv6', 'prefixListId', 'referencedGroupId', 'sourceSecurityGroupName'].flatMap(
      (key) => text(permission, key) ?? [],
    ),
  ].sort(everywhereFirst);
  if (protocol === undefined && peers.length === 0) return undefined;
  return { ports: portsInWords(protocol, text(permission, 'fromPort'), text(permission, 'toPort')), peers };
}

/** Several rules: "tcp/22 and tcp/443 to 0.0.0.0/0"; those open to everywhere come first. Empty if there are none. */
export function permissionsInWords(permissions: readonly JsonObject[]): string {
  const rules = new Map<string, { readonly peers: readonly string[]; readonly ports: Set<string> }>();
  for (const { ports, peers } of permissions.flatMap((permission) => readPermission(permission) ?? [])) {
    const key = JSON.stringify(peers);
    const rule = rules.get(key) ?? { peers, ports: new Set() };
    rules.set(key, rule);
    rule.ports.add(ports);
  }
  return enumerate(
    [...rules.values()]
      .sort((a, b) => everywhereFirst(a.peers[0] ?? '', b.peers[0] ?? ''))
      .map(({ peers, ports }) => enumerate([...ports]) + (peers.length > 0 ? ` to ${enumerate(peers)}` : '')),
  );
}

/** The rules of a call's request or response: under one of several paths, or flat in the object itself. */
export function permissionsIn(from: JsonObject, ...paths: readonly string[]): string {
  for (const path of paths) {
    const words = permissionsInWords(objects(from, path));
    if (words !== '') return words;
  }
  return text(from, 'ipProtocol', 'cidrIp') === undefined ? '' : permissionsInWords([from]);
}
