/**
 * Builds the events of calls. There are tens of thousands of them, and code that reads them is fast only if they share few
 * object shapes. So the members that nearly all events have come in one order, everywhere an event is built. An event copied
 * from another also lists its members by name: a literal that begins with `...event` gets a shape of its own per object if
 * members are added after it or it has seen several shapes (V8 before 12, as in Node 20), and a shape takes more memory than
 * the object it describes.
 */
import type { ApiCallDetail, ApiCallEvent, Origin } from './event.ts';
import type { Principal } from './principal.ts';
import type { ResourceRef } from './resource.ts';

/** All members are required; optional ones may be undefined. */
export type Parts<Whole> = {
  readonly [Key in keyof Required<Whole>]: Whole extends Record<Key, unknown> ? Whole[Key] : Whole[Key] | undefined;
};

/** The principal as its own record describes it, without what only other records reveal. */
type RecordedPrincipal = Omit<Principal, 'pathEnd'>;

type Writable<Whole> = { -readonly [Key in keyof Whole]: Whole[Key] };

export function principalOfParts(
  parts: Parts<RecordedPrincipal> & { readonly pathEnd?: Principal['pathEnd'] | undefined },
): Principal {
  const principal: Writable<Principal> = recordedPrincipal(parts);
  if (parts.pathEnd !== undefined) principal.pathEnd = parts.pathEnd;
  return principal;
}

/** The same principal, with what other records reveal about it. */
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

/** The same call, with what has been learned about it since. */
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

/** A resource that a parameter of a call names. The place of the call comes first, to keep one object shape. */
export const namedResource = (account: string, region: string, type: string, id: string): ResourceRef => ({
  account,
  region,
  type,
  id,
});
