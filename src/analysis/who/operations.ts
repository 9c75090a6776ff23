/**
 * Traces what services did in roles of their own back to the call that started it. No credentials lead there: either the
 * service's call names the operation (its stack, execution, provisioned product), or there was only one operation.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import { isJsonObject, type JsonValue, stringAt } from '../../model/json.ts';
import type { Certainty, Principal } from '../../model/principal.ts';
import { longestOperation, runsOperations, startsOperation, tellsOfOthers } from '../../resources/operations.ts';
import { addTo, byTime, lastBefore } from './in-time.ts';

/** For one call: more texts than any real call uses to name things. */
const mostTexts = 2000;
/** How many are considered for each name, latest first. */
const mostOperations = 50;

export interface Started {
  readonly operation: ApiCallEvent;
  readonly certainty: Certainty;
}

/** undefined if no operation is known, or several could be meant. */
export type OperationBehind = (call: ApiCallEvent, service: string) => Started | undefined;

/** The service that made a call, on somebody's behalf or in a role given to it; undefined for all others. */
export function serviceBehind(principal: Principal, issuer: Principal | undefined): string | undefined {
  const { invokedBy, type, name, sourceIp } = principal;
  return (
    operating(invokedBy) ??
    operating(type === 'AWSService' ? name : null) ??
    operating(sourceIp) ??
    operating(issuer?.invokedBy) ??
    operating(issuer?.name)
  );
}

/** The service with this name or domain, if it acts on what others started. */
export function operating(text: string | null | undefined): string | undefined {
  if (typeof text !== 'string') return undefined;
  // remediations have a domain of their own: remediation.config.amazonaws.com
  const service = text.startsWith('remediation.config.') ? text.slice('remediation.'.length) : text;
  return runsOperations(service) ? service : undefined;
}

/** `events` in order of time. */
export function operationsIn(events: readonly ApiCallEvent[]): OperationBehind {
  const byService = new Map<string, ApiCallEvent[]>();
  const byName = new Map<string, ApiCallEvent[]>();
  const byKey = new Map<string, ApiCallEvent[]>();
  const roles = new RolesOfStacks();
  for (const event of events) {
    const { eventSource, eventName, outcome, principal } = event.detail;
    if (outcome !== 'success' || !tellsOfOthers(eventSource, eventName)) continue;
    roles.learn(event);
    if (!startsOperation(eventSource, eventName)) continue;
    if (principal.accessKeyId !== null)
      addTo(byKey, `${event.origin.account} ${eventSource} ${principal.accessKeyId}`, event);
    addTo(byService, `${event.origin.account} ${eventSource}`, event);
    for (const name of namesOfOperation(event)) addTo(byName, `${event.origin.account} ${eventSource} ${name}`, event);
  }
  const named = (call: ApiCallEvent, service: string, texts: Iterable<string>): ApiCallEvent | undefined => {
    let best: ApiCallEvent | undefined;
    for (const text of texts) {
      const found = before(byName.get(`${call.origin.account} ${service} ${text}`) ?? [], call)[0];
      if (found && (!best || byTime(found, best) > 0)) best = found;
    }
    return best;
  };
  return (call, service) => {
    if (byService.size === 0) return undefined;
    const { session } = call.detail.principal;
    const inSession = session === undefined ? undefined : named(call, service, partsOf(session));
    // the service itself named the session, but anyone who may assume the role could have done so
    if (inSession) return { operation: inSession, certainty: 'asserted' };
    // a forward access session has the same credentials that the operation was started with
    const { accessKeyId } = call.detail.principal;
    const forwarded = accessKeyId === null ? [] : (byKey.get(`${call.origin.account} ${service} ${accessKeyId}`) ?? []);
    const [sameKey, ...more] = before(forwarded, call);
    if (sameKey && more.length === 0) return { operation: sameKey, certainty: 'asserted' };
    // services read much that no operation asked for
    if (call.detail.readOnly) return undefined;
    const inCall = named(call, service, textsOf(call));
    if (inCall) return { operation: inCall, certainty: 'guess' };
    return onlyOne(byService.get(`${call.origin.account} ${service}`) ?? [], call, roles);
  };
}

/** The only stack operation at the time that hands the calling role to the service. */
function onlyOne(operations: readonly ApiCallEvent[], call: ApiCallEvent, roles: RolesOfStacks): Started | undefined {
  const near = before(operations, call).filter((operation) => roles.of(operation) === call.detail.principal.name);
  const [operation] = near;
  const callers = new Set(near.map(({ detail }) => detail.principal.arn));
  return operation && callers.size === 1 ? { operation, certainty: 'guess' } : undefined;
}

/**
 * A stack keeps the role that it was last given, and a change set brings its own: executing it names no role.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
 */
class RolesOfStacks {
  private readonly given = new Map<string, ApiCallEvent[]>();

  /** To be called in order of time. */
  learn(event: ApiCallEvent): void {
    if (roleOf(event) !== undefined) for (const key of keysOfStack(event)) addTo(this.given, key, event);
  }

  of(operation: ApiCallEvent): string | undefined {
    const own = roleOf(operation);
    if (own !== undefined) return own;
    for (const key of keysOfStack(operation)) {
      const given = this.given.get(key) ?? [];
      const last = given[lastBefore(given, operation.time)];
      if (last) return roleOf(last);
    }
    return undefined;
  }
}

const roleOf = ({ detail: { requestParameters } }: ApiCallEvent): string | undefined => {
  const role = stringAt(requestParameters, 'roleARN') ?? stringAt(requestParameters, 'serviceRole');
  return role?.slice(role.lastIndexOf('/') + 1);
};

const arnOnly = (text: string | undefined) => (text?.startsWith('arn:') ? text : undefined);

/**
 * The change set first: others of the same stack may have different roles. By its ARN, since different stacks use the same
 * change set names.
 */
const keysOfStack = ({ origin, detail: { requestParameters, responseElements } }: ApiCallEvent): readonly string[] =>
  [
    stringAt(responseElements, 'id'),
    arnOnly(stringAt(requestParameters, 'changeSetName')),
    stringAt(responseElements, 'stackId'),
    stringAt(requestParameters, 'stackName'),
  ].flatMap((text) => {
    const [, kind, name = text] = /^arn:[^/]*:(stack|changeSet)\/([^/]+)\//.exec(text ?? '') ?? [];
    if (text === undefined || name === undefined) return [];
    return [text, ...(kind === 'changeSet' ? [] : [name])].map((each) => `${origin.account} ${origin.region} ${each}`);
  });

/** Operations before the call or in the same second, as far back as an operation may take; latest first. */
function before(operations: readonly ApiCallEvent[], call: ApiCallEvent): readonly ApiCallEvent[] {
  const found: ApiCallEvent[] = [];
  const since = Date.parse(call.time) - longestOperation;
  for (let at = lastBefore(operations, call.time); at >= 0 && found.length < mostOperations; at--) {
    const operation = operations[at] as ApiCallEvent;
    if (Date.parse(operation.time) < since) break;
    if (operation.id !== call.id) found.push(operation);
  }
  return found;
}

/** Members of an operation's request or response that appear again in the service's own calls. */
const naming =
  /^(?:stackName|stackId|stackSetName|operationId|automationExecutionId|commandId|provisionedProductId|provisionedProductName|recordId|executionArn|pipelineExecutionId|deploymentId|buildId|resourceId|autoScalingGroupName|environmentName|environmentId|nodegroupName|serviceName|serviceArn|taskArn|backupJobId|restoreJobId|copyJobId)$/i;

function namesOfOperation({ detail: { requestParameters, responseElements } }: ApiCallEvent): ReadonlySet<string> {
  const names = new Set<string>();
  walk([requestParameters, responseElements], (text, key) => {
    if (!naming.test(key) || text.length < 4) return;
    names.add(text);
    // stack/NAME/UUID, execution:MACHINE:NAME: recognized by their last parts
    for (const part of text.startsWith('arn:') ? text.split(/[:/]/).slice(5) : []) if (part.length > 8) names.add(part);
  });
  return names;
}

/** What a call names: whole texts, and the beginnings of names that CloudFormation generates (`web-Group-1AB2C3`). */
function textsOf({ resources, detail: { requestParameters, responseElements } }: ApiCallEvent): ReadonlySet<string> {
  const texts = new Set<string>();
  const take = (text: string) => {
    if (texts.size > mostTexts || text.length > 2048) return;
    for (const part of partsOf(text)) texts.add(part);
  };
  walk([requestParameters, responseElements], take);
  for (const { id } of resources) take(id);
  return texts;
}

/** `Automation-4105a4fc-…` -> itself, and the text before and after each hyphen; for ARNs, also their parts. */
function partsOf(text: string): ReadonlySet<string> {
  const parts = new Set([text]);
  for (const piece of text.startsWith('arn:') ? text.split(/[:/]/).slice(5) : [text]) {
    parts.add(piece);
    for (let at = piece.indexOf('-'); at >= 0 && parts.size < 64; at = piece.indexOf('-', at + 1)) {
      parts.add(piece.slice(0, at));
      parts.add(piece.slice(at + 1));
    }
  }
  return parts;
}

/** Every text in a value, with its key. Recursion is safe: records nest only so deep. */
function walk(value: JsonValue | undefined, take: (text: string, key: string) => void, key = ''): void {
  if (typeof value === 'string') take(value, key);
  else if (Array.isArray(value)) for (const each of value) walk(each, take, key);
  else if (isJsonObject(value)) for (const [name, each] of Object.entries(value)) walk(each, take, name);
}
