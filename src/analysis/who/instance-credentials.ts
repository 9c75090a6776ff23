/**
 * Credentials of an instance used from outside it. A session of an instance's role calls from the instance's address: from
 * another one, somebody took the credentials elsewhere, or the instance got a new address. A private address tells less: it is
 * another network's where the same access key had another one, or where the same service is reached through another VPC
 * endpoint. Calls that services make for an instance come from no address, and tell nothing.
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
  // by the instance, by the key that it had, and by its way to a service
  const usual = new Map<string, Used>();
  const keys = new Map<string, Used>();
  const ways = new Map<string, Used>();
  for (const call of calls) {
    const used = usedBy(call);
    if (!used) continue;
    const { instance, key, way } = used;
    if (!usual.has(instance)) usual.set(instance, used);
    if (key !== null && !keys.has(keyOf(used))) keys.set(keyOf(used), used);
    if (way !== undefined && !ways.has(way)) ways.set(way, used);
  }
  return (call) => {
    const used = usual.size > 0 ? usedBy(call) : undefined;
    if (!used) return call;
    const isElsewhere = (before: Used | undefined) => before !== undefined && before.address !== used.address;
    const [withKey, byWay, first] = [keys.get(keyOf(used)), ways.get(used.way ?? ''), usual.get(used.instance)];
    const isOtherEndpoint = isElsewhere(byWay) && byWay?.endpoint !== used.endpoint;
    // a machine may have several private addresses, and new ones with each start
    const isPrivate = used.kind.startsWith('private');
    const before = isElsewhere(withKey) ? withKey : isPrivate ? (isOtherEndpoint ? byWay : undefined) : first;
    if (before === undefined || !isElsewhere(before)) return call;
    return withDanger(call, {
      rule: 'instance-credentials-outside',
      severity: 'medium',
      reason: `the credentials of ${used.id} are used from ${placeOf(used)}, and ${before === withKey ? 'the same access key' : 'were'} from ${placeOf(before)} before`,
      source,
    });
  };
}

const keyOf = ({ instance, key }: Used): string => `${instance} ${key}`;

interface Used {
  readonly id: string;
  /** The instance, with the kind of address. */
  readonly instance: string;
  readonly kind: string;
  readonly address: string;
  readonly key: string | null;
  readonly endpoint: string | null;
  /** The instance on its way to one service in one region; absent where the call went through no VPC endpoint. */
  readonly way?: string;
}

const placeOf = ({ address, endpoint }: Used): string =>
  endpoint === null ? address : `${address} through VPC endpoint ${endpoint}`;

/** With what kind of address an instance's credentials were used; undefined where no instance called, or not from an address. */
export function usedBy({ detail: { principal, eventSource }, origin: { region } }: ApiCallEvent): Used | undefined {
  const { workload, sourceIp, account, accessKeyId, type, vpcEndpointId } = principal;
  if (type !== 'AssumedRole' || workload?.type !== 'AWS::EC2::Instance') return undefined;
  if (sourceIp === null || !isIpAddress(sourceIp)) return undefined;
  const kind = kindOfAddress(sourceIp);
  return {
    id: workload.id,
    instance: `${account} ${workload.id} ${kind}`,
    kind,
    address: sourceIp,
    key: accessKeyId,
    endpoint: vpcEndpointId,
    ...(vpcEndpointId !== null &&
      kind.startsWith('private') && { way: `${account} ${workload.id} ${eventSource} ${region}` }),
  };
}

function withDanger(call: ApiCallEvent, danger: Danger): ApiCallEvent {
  const severity = call.severity === 'critical' ? 'critical' : 'warning';
  return callWith(call, { severity, detail: { dangers: [...(call.detail.dangers ?? []), danger] } });
}
