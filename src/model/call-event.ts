/**
 * Makes the events of calls. There are tens of thousands of them, and whatever looks at them is fast where they are of few
 * forms: the members that nearly all have come in one order, wherever an event is made.
 */
import type { ApiCallDetail, Origin } from './event.ts';
import type { Principal } from './principal.ts';
import type { ResourceRef } from './resource.ts';

/** All members; what may be absent may be undefined. */
export type Parts<Whole> = {
  readonly [Key in keyof Required<Whole>]: Whole extends Record<Key, unknown> ? Whole[Key] : Whole[Key] | undefined;
};

/** As its record tells it: what only other records tell is not yet known. */
export type RecordedPrincipal = Omit<Principal, 'pathEnd'>;

export function principalOfParts(parts: Parts<RecordedPrincipal>): Principal {
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
  const { eventName, eventSource, eventId, sharedEventId, eventCategory, readOnly, outcome } = parts;
  const { errorCode, errorMessage, requestParameters, responseElements, principal, dangers } = parts;
  if (sharedEventId === undefined && errorCode === undefined && errorMessage === undefined && dangers === undefined) {
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
    ...(dangers !== undefined && { dangers }),
  };
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
