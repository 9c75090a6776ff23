/**
 * Credentials of an instance used outside it. A session of an instance's role calls from the instance's address: if another one
 * shows up, somebody took the credentials elsewhere, or the instance got a new address.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html#unauthorizedaccess-iam-instancecredentialexfiltrationoutsideaws
 */
import { callWith } from '../../model/call-event.ts';
import type { ApiCallEvent, Danger } from '../../model/event.ts';
import { isIpAddress, isPublicAddress } from '../../resources/ip-address.ts';

const source = 'GuardDuty UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration';

/** An instance has one address of each kind at a time: through VPC endpoints its private one is seen, otherwise a public one. */
function kindOfAddress(address: string): string {
  const version = address.includes(':') ? 'v6' : 'v4';
  return isPublicAddress(address) ? `public ${version}` : `private ${version}`;
}

/**
 * Marks the calls in which an instance's credentials were used outside it; all other calls are unchanged.
 * @param calls in order of time: the first calls of an instance show where it normally is.
 */
export function instanceCredentialsOutside(calls: readonly ApiCallEvent[]): (call: ApiCallEvent) => ApiCallEvent {
  const usual = new Map<string, { readonly address: string; readonly key: string | null }>();
  for (const call of calls) {
    const used = usedBy(call);
    if (used && !usual.has(used.instance)) usual.set(used.instance, { address: used.address, key: used.key });
  }
  return (call) => {
    const used = usual.size > 0 ? usedBy(call) : undefined;
    const first = used && usual.get(used.instance);
    if (!used || !first || first.address === used.address) return call;
    const isSameKey = used.key !== null && used.key === first.key;
    // a machine may have several private addresses, and new ones with each start
    if (used.kind.startsWith('private') && !isSameKey) return call;
    return withDanger(call, {
      rule: 'instance-credentials-outside',
      severity: 'medium',
      reason: isSameKey
        ? `the credentials of ${used.id} are used from ${used.address}, and the same access key from ${first.address} before`
        : `the credentials of ${used.id} are used from ${used.address}, and were from ${first.address} before`,
      source,
    });
  };
}

/**
 * The kind of address from which an instance's credentials were used; undefined if the caller was no instance, or had no
 * address.
 */
export function usedBy({ detail: { principal } }: ApiCallEvent) {
  const { workload, sourceIp, account, accessKeyId, type } = principal;
  if (type !== 'AssumedRole' || workload?.type !== 'AWS::EC2::Instance') return undefined;
  if (sourceIp === null || !isIpAddress(sourceIp)) return undefined;
  const kind = kindOfAddress(sourceIp);
  return { id: workload.id, instance: `${account} ${workload.id} ${kind}`, kind, address: sourceIp, key: accessKeyId };
}

function withDanger(call: ApiCallEvent, danger: Danger): ApiCallEvent {
  const severity = call.severity === 'critical' ? 'critical' : 'warning';
  return callWith(call, { severity, detail: { dangers: [...(call.detail.dangers ?? []), danger] } });
}
