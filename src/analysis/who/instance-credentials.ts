/**
 * Credentials of an instance used from outside it. A session of an instance's role calls from the instance's address: from
 * another one, somebody took the credentials elsewhere, or the instance got a new address.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html#unauthorizedaccess-iam-instancecredentialexfiltrationoutsideaws
 */
import type { ApiCallEvent, Danger, TimelineEvent } from '../../model/event.ts';
import { isIpAddress, isPublicAddress } from '../../resources/ip-address.ts';

const source = 'GuardDuty UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration';

/** What an instance may have one of at a time: through its endpoints it is known by its private address, else by a public one. */
function kindOfAddress(address: string): string {
  const version = address.includes(':') ? 'v6' : 'v4';
  return isPublicAddress(address) ? `public ${version}` : `private ${version}`;
}

/** Calls by instances, in order of time -> event id -> what is wrong with its address. */
export function instanceCredentialsOutside(events: readonly ApiCallEvent[]): ReadonlyMap<string, Danger> {
  const usual = new Map<string, { readonly address: string; readonly key: string | null }>();
  const dangers = new Map<string, Danger>();
  for (const { id, detail } of events) {
    const { workload, sourceIp, account, accessKeyId, type } = detail.principal;
    if (type !== 'AssumedRole' || workload?.type !== 'AWS::EC2::Instance') continue;
    if (sourceIp === null || !isIpAddress(sourceIp)) continue;
    const kind = kindOfAddress(sourceIp);
    const instance = `${account} ${workload.id} ${kind}`;
    const first = usual.get(instance);
    if (!first) usual.set(instance, { address: sourceIp, key: accessKeyId });
    else if (first.address !== sourceIp) {
      const isSameKey = accessKeyId !== null && accessKeyId === first.key;
      // a machine may have several private addresses, and new ones with each start
      if (kind.startsWith('private') && !isSameKey) continue;
      dangers.set(id, {
        rule: 'instance-credentials-outside',
        severity: 'medium',
        reason: isSameKey
          ? `the credentials of ${workload.id} are used from ${sourceIp}, and the same access key from ${first.address} before`
          : `the credentials of ${workload.id} are used from ${sourceIp}, and were from ${first.address} before`,
        source,
      });
    }
  }
  return dangers;
}

/** Adds the danger to the events it is of; all others are as they were. */
export function withInstanceDangers(
  events: readonly TimelineEvent[],
  dangers: ReadonlyMap<string, Danger>,
): TimelineEvent[] {
  if (dangers.size === 0) return [...events];
  return events.map((event) => {
    const danger = event.kind === 'api-call' ? dangers.get(event.id) : undefined;
    if (event.kind !== 'api-call' || !danger) return event;
    const severity = event.severity === 'critical' ? 'critical' : 'warning';
    return { ...event, severity, detail: { ...event.detail, dangers: [...(event.detail.dangers ?? []), danger] } };
  });
}
