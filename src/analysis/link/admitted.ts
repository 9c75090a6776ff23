/** Whether a firewall change is what let a flow in or shut it out: by protocol, port and address. */
import type { ApiCallEvent, FlowEvent } from '../../model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { text } from '../../resources/read.ts';
import { verbOf } from './call-verb.ts';

interface Rule {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

const protocolNames: Readonly<Record<string, string>> = {
  '6': 'tcp',
  '17': 'udp',
  '1': 'icmp',
  '58': 'icmpv6',
  '-1': 'all',
};
const deepest = 12;

/** Every rule in a call's request or response, at any depth. */
function rulesOf({ detail }: ApiCallEvent): readonly Rule[] {
  const found: Rule[] = [];
  collect(detail.requestParameters, found, 0);
  if (found.length === 0) collect(detail.responseElements, found, 0);
  return found;
}

function collect(value: JsonValue | undefined, found: Rule[], depth: number): void {
  if (typeof value !== 'object' || value === null || depth > deepest || found.length > 500) return;
  if (Array.isArray(value)) for (const element of value) collect(element, found, depth + 1);
  else {
    const rule = ruleIn(value);
    if (rule) found.push(rule);
    for (const member of Object.values(value)) collect(member, found, depth + 1);
  }
}

function ruleIn(value: JsonObject): Rule | undefined {
  if (!isJsonObject(value)) return undefined;
  const protocol = text(value, 'ipProtocol', 'IpProtocol', 'aclProtocol', 'protocol');
  if (protocol === undefined) return undefined;
  const named = protocolNames[protocol] ?? protocol.toLowerCase();
  const from = Number(text(value, 'fromPort', 'FromPort', 'portRange.from') ?? '0');
  const to = Number(text(value, 'toPort', 'ToPort', 'portRange.to') ?? '65535');
  return { protocol: named, from: Math.max(from, 0), to: to < 0 ? 65_535 : to };
}

/** 1: the call is about this very traffic; 0: about other traffic; undefined: it names no ports. */
export function isAbout(call: ApiCallEvent, { detail }: FlowEvent): 0 | 1 | undefined {
  const rules = rulesOf(call);
  if (rules.length === 0) return undefined;
  const { protocol, dstPort } = detail;
  const fits = rules.some(
    (rule) =>
      (rule.protocol === 'all' || rule.protocol === protocol.toLowerCase()) &&
      (rule.protocol === 'all' || dstPort === null || (dstPort >= rule.from && dstPort <= rule.to)),
  );
  return fits ? 1 : 0;
}

/**
 * Whether a call lets traffic in or shuts it out; undefined if its name does not say. An entry added to or replaced in a
 * network ACL may do either.
 */
export function opens({ detail: { eventName, requestParameters } }: ApiCallEvent): boolean | undefined {
  const { effect } = verbOf(eventName);
  const action = isJsonObject(requestParameters) ? text(requestParameters, 'ruleAction') : undefined;
  if (effect !== 'removes' && action !== undefined) return action.toLowerCase() === 'allow';
  return effect === 'sets' || /NetworkAclEntry/.test(eventName) ? undefined : effect === 'adds';
}

/** A change that opens is followed by accepted traffic, one that closes by rejected traffic. */
export function lets(call: ApiCallEvent, { detail }: FlowEvent): number {
  const isOpening = opens(call);
  if (isOpening === undefined) return 1;
  return isOpening === (detail.action === 'ACCEPT') ? 1 : 0.1;
}
