/**
 * Which call (of a person, a pipeline or another service) prompted the service that made a call: by the execution's id, by the
 * credentials that the service was lent, or by what both calls are about.
 */
import { minute } from '../../model/duration.ts';
import type { ApiCallEvent } from '../../model/event.ts';
import { actsFor, type Operation, operationOf, operations } from '../../resources/operations.ts';
import { type Candidate, candidateOf, choose, type Found, joined } from './candidate.ts';
import { contentOfCall } from './content.ts';
import { apart } from './durations.ts';
import { between, type Call, type ResourceIndex, shareResource } from './resource-index.ts';

interface Start {
  readonly call: Call;
  readonly time: number;
  readonly operation: Operation;
}

export function continuedLinks(index: ResourceIndex): Found {
  const starts = new Map<Operation, Start[]>();
  const startsByWord = new Map<string, Start[]>();
  for (const call of index.changes) {
    const operation = operationOf(call.event.detail.eventSource, call.event.detail.eventName);
    if (!operation) continue;
    const start = { call, time: call.time, operation };
    starts.set(operation, [...(starts.get(operation) ?? []), start]);
    for (const word of [
      call.event.detail.principal.accessKeyId,
      call.event.detail.principal.arn,
      ...executionIds(call.event),
    ]) {
      if (!word) continue;
      const list = startsByWord.get(word.toLowerCase());
      if (list) list.push(start);
      else startsByWord.set(word.toLowerCase(), [start]);
    }
  }
  if (starts.size === 0) return { chosen: [], lost: [] };
  const all: ReadonlyMap<Operation, readonly Start[]> = starts;
  return joined(index.changes.map((call) => choose(candidatesOf(call, all, startsByWord))));
}

/** How many starts of a service are compared by subject, for each of its calls. */
const mostStarts = 50;

function candidatesOf(
  call: Call,
  starts: ReadonlyMap<Operation, readonly Start[]>,
  byWord: ReadonlyMap<string, readonly Start[]>,
): readonly Candidate[] {
  const services = actingServices(call.event);
  const { principal } = call.event.detail;
  const found = new Map<string, Candidate>();
  const consider = (start: Start) => {
    if (
      start.call.event.id === call.event.id ||
      start.time > call.time ||
      call.time - start.time > start.operation.lasts
    )
      return;
    const candidate = rate(start, call, services);
    const known = found.get(start.call.event.id);
    if (candidate && (!known || candidate.score > known.score)) found.set(start.call.event.id, candidate);
  };
  const session = principal.session?.toLowerCase() ?? '';
  for (const word of [principal.accessKeyId?.toLowerCase(), principal.arn?.toLowerCase(), ...executionWords(session)]) {
    if (word) for (const start of (byWord.get(word) ?? []).slice(-mostStarts)) consider(start);
  }
  if (services.length > 0) {
    for (const operation of operations) {
      if (!services.some((service) => actsFor(operation, service))) continue;
      const near = between(starts.get(operation) ?? [], call.time - operation.lasts, call.time);
      for (const start of near.slice(-mostStarts)) consider(start);
    }
  }
  return [...found.values()];
}

/** The ids that a service carries through what was started. */
function executionIds(event: ApiCallEvent): readonly string[] {
  if (!/^Start|^SendCommand|^CreateDeployment|^RunTask/.test(event.detail.eventName)) return [];
  return [...contentOfCall(event).response.values].flatMap((value) => executionWords(value));
}

/** The service names under which a call may have been made on somebody's behalf. */
function actingServices({ detail: { principal } }: ApiCallEvent): readonly string[] {
  const found = new Set<string>();
  for (const text of [principal.tool.name, principal.sourceIp, principal.userAgent, principal.name]) {
    if (text?.endsWith('.amazonaws.com')) found.add(text);
  }
  if (principal.tool.kind === 'cloudformation') found.add('cloudformation.amazonaws.com');
  return [...found];
}

const executionWords = (text: string): readonly string[] =>
  text.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];

function rate(start: Start, call: Call, services: readonly string[]): Candidate | undefined {
  const { operation, call: cause } = start;
  const [from, to] = [cause.event, call.event];
  const isServices = services.some((service) => actsFor(operation, service));
  const session = to.detail.principal.session?.toLowerCase() ?? '';
  const lag = call.time - start.time;
  const says: string[] = [];
  let identity = 0;
  const execution = executionIds(from).find((id) => session.includes(id));
  const [one, other] = [from.detail.principal, to.detail.principal];
  if (execution !== undefined) {
    identity = 0.99;
    says.push(`made by execution ${execution}, which that call started`);
  } else if (!isServices) return undefined;
  else if (one.accessKeyId !== null && one.accessKeyId === other.accessKeyId) {
    identity = 0.97;
    says.push(`${operation.title} made it with the credentials of that call`);
  } else if (isServiceRole(from, to)) {
    identity = 0.95;
    says.push(`${operation.title} made it in the role that the call gave it`);
  } else if (one.arn !== null && one.arn === other.arn) {
    identity = 0.93;
    says.push(`${operation.title} made it on behalf of the same principal`);
  }
  const about = sameSubject(from, to);
  if (identity === 0 && about === undefined) return undefined;
  if (about !== undefined) says.push(about);
  says.push(`${apart(lag)} after that call`);
  return candidateOf(
    'continued',
    from.id,
    to.id,
    {
      identity: identity === 0 ? 0.85 : identity,
      subject: about === undefined && identity < 0.98 ? 0.88 : 1,
      lag: lag <= 10 * minute ? 0.99 : lag <= operation.lasts / 2 ? 0.92 : 0.8,
    },
    says,
  );
}

/** `roleARN` of a stack: CloudFormation uses it instead of the caller's credentials. */
function isServiceRole(from: ApiCallEvent, { detail: { principal } }: ApiCallEvent): boolean {
  if (principal.type !== 'AssumedRole' || principal.name.length < 3) return false;
  return contentOfCall(from).request.values.has(principal.name.toLowerCase());
}

/** The stack, the group or the resource that both calls name. */
function sameSubject(from: ApiCallEvent, to: ApiCallEvent): string | undefined {
  if (shareResource(from.resources, to.resources)) return 'both name the same resource';
  const stack = from.resources.find(
    ({ type }) => type === 'AWS::CloudFormation::Stack' || type === 'AWS::AutoScaling::AutoScalingGroup',
  );
  if (!stack) return undefined;
  const name = (stack.name ?? stack.id).toLowerCase();
  const values = contentOfCall(to).request.values;
  if (values.has(name)) return `tagged or named with ${stack.name ?? stack.id}`;
  // CloudFormation derives names from the stack's: web-Group-1A2B3C4D5E6F
  for (const { id } of to.resources)
    if (id.toLowerCase().startsWith(`${name}-`)) return `${id} is named after ${stack.name ?? stack.id}`;
  return undefined;
}
