/**
 * Who becomes an administrator through a permission set of IAM Identity Center. The call that assigns one only names it: what
 * it allows was set by earlier calls.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html
 */
import { callWith } from '../../model/call-event.ts';
import type { ApiCallEvent, Danger } from '../../model/event.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { assignsPermissionSet, changesPermissionSet } from '../../resources/permission-sets.ts';
import { text } from '../../resources/read.ts';
import { nameAt, named } from '../../resources/words.ts';

const source = 'https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html';

/** Dangers of calls that grant full access. */
const givesAll: ReadonlySet<string> = new Set(['administrator-policy-attached', 'administrator-rights-granted']);

/** What a permission set allows from some time on. */
interface Standing {
  readonly time: string;
  /** What grants full access: "AdministratorAccess"; undefined if nothing is known to. */
  readonly everythingBy: string | undefined;
}

class PermissionSet {
  readonly standings: Standing[] = [];
  /** Policy -> its name, for policies that grant full access. */
  private readonly administrative = new Map<string, string>();
  private isBounded = false;

  take({ time, detail }: ApiCallEvent, request: JsonObject): void {
    const isAdministrative = detail.dangers?.some(({ rule }) => givesAll.has(rule)) === true;
    const managed = text(request, 'managedPolicyArn') ?? '';
    switch (detail.eventName) {
      case 'AttachManagedPolicyToPermissionSet':
        if (isAdministrative) this.administrative.set(managed, nameAt(request, 'managedPolicyArn') ?? managed);
        break;
      case 'DetachManagedPolicyFromPermissionSet':
        this.administrative.delete(managed);
        break;
      // there is only one inline policy: a new one replaces it
      case 'PutInlinePolicyToPermissionSet':
        if (isAdministrative) this.administrative.set(inline, 'every right by its inline policy');
        else this.administrative.delete(inline);
        break;
      case 'DeleteInlinePolicyFromPermissionSet':
        this.administrative.delete(inline);
        break;
      default:
        // a boundary limits access, whatever is attached
        this.isBounded = detail.eventName === 'PutPermissionsBoundaryToPermissionSet';
    }
    const [everythingBy] = this.isBounded ? [] : this.administrative.values();
    this.standings.push({ time, everythingBy });
  }
}

/** No policy has this as its ARN. */
const inline = 'inline';

/**
 * Marks calls that assign a permission set with full access; all other calls are unchanged.
 * @param calls in order of time: those that changed permission sets show what these allow.
 */
export function assignedAdministrators(calls: readonly ApiCallEvent[]): (call: ApiCallEvent) => ApiCallEvent {
  const sets = new Map<string, PermissionSet>();
  for (const call of calls) {
    const { eventSource, eventName, outcome } = call.detail;
    if (outcome !== 'success' || !changesPermissionSet(eventSource, eventName)) continue;
    const request = requestOf(call);
    const arn = text(request, 'permissionSetArn');
    if (arn === undefined) continue;
    const known = sets.get(arn) ?? new PermissionSet();
    known.take(call, request);
    sets.set(arn, known);
  }
  return (call) => {
    const { eventSource, eventName, outcome } = call.detail;
    if (sets.size === 0 || outcome !== 'success' || !assignsPermissionSet(eventSource, eventName)) return call;
    const request = requestOf(call);
    const set = sets.get(text(request, 'permissionSetArn') ?? '');
    const everythingBy = set?.standings.findLast(({ time }) => time <= call.time)?.everythingBy;
    return everythingBy === undefined ? call : withDanger(call, dangerOf(request, everythingBy));
  };
}

function dangerOf(request: JsonObject, everythingBy: string): Danger {
  const title = text(request, 'principalType') === 'GROUP' ? 'group' : 'user';
  const whom = named(`Identity Center ${title}`, text(request, 'principalId'));
  const where = named('account', text(request, 'targetId'));
  const set = named('permission set', nameAt(request, 'permissionSetArn'));
  return {
    rule: 'identity-center-administrator-assigned',
    severity: 'high',
    reason: `${whom} may do everything in ${where}: ${set} was given ${everythingBy} before`,
    source,
  };
}

const requestOf = ({ detail: { requestParameters } }: ApiCallEvent): JsonObject =>
  isJsonObject(requestParameters) ? requestParameters : {};

/** High dangers come first. */
function withDanger(call: ApiCallEvent, danger: Danger): ApiCallEvent {
  return callWith(call, { severity: 'critical', detail: { dangers: [danger, ...(call.detail.dangers ?? [])] } });
}
