/** The ingress rules of security groups in a comparable form: from calls and from recorded states, in all their variants. */
import type { JsonObject } from '../../model/json.ts';
import { flag, objects, text, texts } from '../../resources/read.ts';
import { rangeOf } from './address-range.ts';

export interface Rule {
  /** "tcp", "udp", "icmp", "icmpv6", another protocol's number, or "all". */
  readonly protocol: string;
  /** Both ends included; null means any port. */
  readonly ports: readonly [number, number] | null;
  readonly cidr: string;
  readonly ruleId: string | null;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const protocols: ReadonlyMap<string, string> = new Map([
  ['-1', 'all'],
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['58', 'icmpv6'],
]);

/**
 * One entry of `ipPermissions` or of `securityGroupRuleSet`, or the flat form. Rules for other groups name no address and yield
 * nothing.
 */
export function rulesOf(permission: JsonObject): readonly Rule[] {
  const told = text(permission, 'ipProtocol')?.toLowerCase();
  if (told === undefined || flag(permission, 'isEgress') === true) return [];
  const protocol = protocols.get(told) ?? told;
  const [from, to] = [text(permission, 'fromPort'), text(permission, 'toPort')].map((port) =>
    port === undefined ? Number.NaN : Number(port),
  ) as [number, number];
  const hasPorts = (protocol === 'tcp' || protocol === 'udp') && from >= 0;
  const ports = hasPorts ? ([from, Number.isNaN(to) ? from : Math.max(from, to)] as const) : null;
  const ruleId = text(permission, 'securityGroupRuleId') ?? null;
  const cidrs = [
    ...texts(permission, 'ipRanges', 'cidrIp'),
    ...texts(permission, 'ipv4Ranges', 'cidrIp'),
    ...texts(permission, 'ipv6Ranges', 'cidrIpv6'),
    ...['cidrIp', 'cidrIpv4', 'cidrIpv6'].flatMap((key) => text(permission, key) ?? []),
  ];
  return [...new Set(cidrs)].map((cidr) => ({ protocol, ports, cidr, ruleId }));
}

/** The ingress rules in a group's recorded state. */
export const rulesOfState = (configuration: JsonObject): readonly Rule[] =>
  objects(configuration, 'ipPermissions').flatMap(rulesOf);

export const isSameRule = (a: Rule, b: Rule): boolean =>
  (a.ruleId !== null && a.ruleId === b.ruleId) ||
  (a.protocol === b.protocol && a.cidr === b.cidr && JSON.stringify(a.ports) === JSON.stringify(b.ports));

export interface Arrival {
  readonly protocol: string;
  /** null: it has none, or none is known. */
  readonly port: number | null;
  readonly address: string;
}

/** Whether a rule lets the traffic in, by protocol, port and address. */
export function letsIn({ protocol, ports, cidr }: Rule, arrival: Arrival): boolean {
  if (protocol !== 'all' && protocol !== arrival.protocol) return false;
  const { port } = arrival;
  if (ports && (port === null || port < ports[0] || port > ports[1])) return false;
  return rangeOf(cidr)?.(arrival.address) ?? false;
}
