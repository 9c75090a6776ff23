/**
 * Which calls are final while others are still being read: nothing read later can reveal more about who made them, or list them
 * for another reason. Anything that may still change is left for the end.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import type { CredentialsEvidence } from '../../model/evidence.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Principal } from '../../model/principal.ts';
import { tellsOfOthers } from '../../resources/operations.ts';
import { type Trace, tracesFrom } from './path.ts';
import { withPrincipals } from './principals.ts';

/**
 * The settled ones among the calls, with their final principals.
 * @param credentials all that is known about every key in them: asked for in all accounts and regions.
 */
export function settledCalls(
  calls: readonly ApiCallEvent[],
  credentials: readonly CredentialsEvidence[],
): readonly ApiCallEvent[] {
  const traceOf = tracesFrom(credentials);
  return calls.flatMap((call) => {
    if (isReadAgain(call)) return [];
    const trace = traceOf(call.detail.principal.accessKeyId);
    if (!isWhole(call.detail.principal, trace)) return [];
    const [told] = withPrincipals([call], credentials);
    return told?.kind === 'api-call' && isTold(told.detail.principal) ? [told] : [];
  });
}

/** Sign-ins, copies, and calls that issue credentials or start operations reveal who is behind other calls. */
function isReadAgain({ detail }: ApiCallEvent): boolean {
  const { eventSource, eventName, sharedEventId, responseElements, principal } = detail;
  const issues =
    isJsonObject(responseElements) &&
    ['credentials', 'accessKey', 'roleCredentials'].some((member) => responseElements[member] !== undefined);
  return (
    issues ||
    issuing.has(eventSource) ||
    sharedEventId !== undefined ||
    principal.userId !== undefined ||
    tellsOfOthers(eventSource, eventName)
  );
}

const issuing: ReadonlySet<string> = new Set(['sts.amazonaws.com', 'signin.amazonaws.com', 'sso.amazonaws.com']);

/** No call issued a user's or root's own key; a session's path must end where nothing was issued before. */
function isWhole({ type, accessKeyId }: Principal, { links, end }: Trace): boolean {
  const first = links[0] ? links[0].issuerAccessKeyId : accessKeyId;
  if (first?.startsWith('ASIA')) return false;
  return links.length === 0 ? type === 'IAMUser' || type === 'Root' : end === 'origin' && links.every(isOwnCopy);
}

/** The caller's own record of the call: another account's copy would add nothing. */
const isOwnCopy = ({ issuer, issuerAccessKeyId, sharedEventId }: CredentialsEvidence): boolean =>
  issuer !== undefined &&
  issuer.arn !== null &&
  (issuerAccessKeyId !== null || sharedEventId === undefined) &&
  isNamed(issuer);

/** No sign-in that is read later can give it a different name. */
const isNamed = ({ human, userId, credentialId }: Principal): boolean =>
  human?.certainty === 'proven' || (userId === undefined && credentialId === undefined);

/** A person is known by more than a session name, and there is no code behind it that others may have changed. */
const isTold = (principal: Principal): boolean =>
  principal.human !== null &&
  principal.human.via !== 'session-name' &&
  principal.workload === null &&
  isNamed(principal);
