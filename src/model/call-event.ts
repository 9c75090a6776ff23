/**
 * Makes the events of calls. There are tens of thousands of them, and whatever looks at them is fast where they are of few
 * forms: the members that nearly all have come in one order, wherever an event is made. Where an event of another is made,
 * its members are named, too: a literal that begins with `...event` makes a form of its own for each object, where members
 * are added behind it or it has seen a few forms (V8 before 12, which is Node 20), and a form is larger than what it
 * describes.
 */
import type { ApiCallDetail, ApiCallEvent, Origin } from './event.ts';
import type { Principal } from './principal.ts';
import type { ResourceRef } from './resource.ts';

/** All members; what may be absent may be undefined. */
export type Parts<Whole> = {
  readonly [Key in keyof Required<Whole>]: Whole extends Record<Key, unknown> ? Whole[Key] : Whole[Key] | undefined;
};

/** As its record tells it: what only other records tell is not yet known. */
type RecordedPrincipal = Omit<Principal, 'pathEnd'>;

type Writable<Whole> = { -readonly [Key in keyof Whole]: Whole[Key] };

export function principalOfParts(
  parts: Parts<RecordedPrincipal> & { readonly pathEnd?: Principal['pathEnd'] | undefined },
): Principal {
  const principal: Writable<Principal> = recordedPrincipal(parts);
  if (parts.pathEnd !== undefined) principal.pathEnd = parts.pathEnd;
  return principal;
}

/** The same principal, with what other records tell of it. */
export function principalWith(
  own: Principal,
  known: Partial<Pick<Principal, 'human' | 'path' | 'pathEnd' | 'workload' | 'mfa'>>,
): Principal {
  const { human = own.human, path = own.path, pathEnd = own.pathEnd, workload = own.workload, mfa = own.mfa } = known;
  const { type, arn, account, name, session, accessKeyId, invokedBy, userId, credentialId, provider } = own;
  const { tool, userAgent, sourceIp, vpcEndpointId, crossAccount, service } = own;
  return principalOfParts({
    type,
    arn,
    account,
    name,
    session,
    accessKeyId,
    human,
    path,
    pathEnd,
    workload,
    invokedBy,
    userId,
    credentialId,
    provider,
    tool,
    userAgent,
    sourceIp,
    vpcEndpointId,
    mfa,
    crossAccount,
    service,
  });
}

function recordedPrincipal(parts: Parts<RecordedPrincipal>): RecordedPrincipal {
  const { type, arn, account, name, session, accessKeyId, human, path, workload } = parts;
  const { invokedBy, userId, credentialId, provider } = parts;
  const { tool, userAgent, sourceIp, vpcEndpointId, mfa, crossAccount, service } = parts;
  const isPlain =
    invokedBy === undefined && userId === undefined && credentialId === undefined && provider === undefined;
  if (isPlain && session !== undefined) {
    return {
      type,
      arn,
      account,
      name,
      session,
      accessKeyId,
      human,
      path,
      workload,
      tool,
      userAgent,
      sourceIp,
      vpcEndpointId,
      mfa,
      crossAccount,
      service,
    };
  }
  return {
    type,
    arn,
    account,
    name,
    ...(session !== undefined && { session }),
    accessKeyId,
    human,
    path,
    workload,
    ...(invokedBy !== undefined && { invokedBy }),
    ...(userId !== undefined && { userId }),
    ...(credentialId !== undefined && { credentialId }),
    ...(provider !== undefined && { provider }),
    tool,
    userAgent,
    sourceIp,
    vpcEndpointId,
    mfa,
    crossAccount,
    service,
  };
}

export function detailOfParts(parts: Parts<ApiCallDetail>): ApiCallDetail {
  const detail: Writable<ApiCallDetail> = recordedDetail(parts);
  if (parts.dangers !== undefined) detail.dangers = parts.dangers;
  return detail;
}

function recordedDetail(parts: Parts<Omit<ApiCallDetail, 'dangers'>>): ApiCallDetail {
  const { eventName, eventSource, eventId, sharedEventId, eventCategory, readOnly, outcome } = parts;
  const { errorCode, errorMessage, requestParameters, responseElements, principal } = parts;
  if (sharedEventId === undefined && errorCode === undefined && errorMessage === undefined) {
    return {
      eventName,
      eventSource,
      eventId,
      eventCategory,
      readOnly,
      outcome,
      requestParameters,
      responseElements,
      principal,
    };
  }
  return {
    eventName,
    eventSource,
    eventId,
    ...(sharedEventId !== undefined && { sharedEventId }),
    eventCategory,
    readOnly,
    outcome,
    ...(errorCode !== undefined && { errorCode }),
    ...(errorMessage !== undefined && { errorMessage }),
    requestParameters,
    responseElements,
    principal,
  };
}

/** The same call, with what is known of it by then. */
export function callWith(
  call: ApiCallEvent,
  known: Partial<Pick<ApiCallEvent, 'id' | 'match' | 'severity' | 'chain'>> & {
    readonly detail?: Partial<Pick<ApiCallDetail, 'principal' | 'dangers'>>;
  },
): ApiCallEvent {
  const { id = call.id, match = call.match, severity = call.severity, chain = call.chain } = known;
  const { time, kind, resources, summary, origin } = call;
  const detail = known.detail ? detailWith(call.detail, known.detail) : call.detail;
  return { id, time, kind, match, resources, summary, severity, chain, origin, detail };
}

function detailWith(
  own: ApiCallDetail,
  { principal = own.principal, dangers = own.dangers }: Partial<Pick<ApiCallDetail, 'principal' | 'dangers'>>,
): ApiCallDetail {
  const { eventName, eventSource, eventId, sharedEventId, eventCategory, readOnly, outcome } = own;
  const { errorCode, errorMessage, requestParameters, responseElements } = own;
  return detailOfParts({
    eventName,
    eventSource,
    eventId,
    sharedEventId,
    eventCategory,
    readOnly,
    outcome,
    errorCode,
    errorMessage,
    requestParameters,
    responseElements,
    principal,
    dangers,
  });
}

export const originOfParts = ({ source, backend, account, region, ref, locator }: Origin): Origin => ({
  source,
  backend,
  account,
  region,
  ref,
  locator,
});

/** A resource that a call names by a parameter: where the call was made comes first. */
export const namedResource = (account: string, region: string, type: string, id: string): ResourceRef => ({
  account,
  region,
  type,
  id,
});
