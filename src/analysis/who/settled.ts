/**
 * Which calls are told in full while others are still being read: what is read later can tell no more of who made them, nor
 * does it read them again for another reason. Whatever may still change is left for the end.
 */
import type { ApiCallEvent } from '../../model/event.ts';
import type { CredentialsEvidence } from '../../model/evidence.ts';
import { isJsonObject } from '../../model/json.ts';
import type { Principal } from '../../model/principal.ts';
import { tellsOfOthers } from '../../resources/operations.ts';
import { type Trace, tracesFrom } from './path.ts';
import { withPrincipals } from './principals.ts';

/**
 * Those of the calls that are settled, with their principals as they will be in the end.
 * @param credentials all that is known of every key that is in them: asked for in all accounts and regions.
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

/** Who is behind others is read of sign-ins, of calls that issue credentials, that start operations, and of copies. */
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

/** A user's or root's own key was issued by no call; a session's way back has to end where nobody issued anything before. */
function isWhole({ type, accessKeyId }: Principal, { links, end }: Trace): boolean {
  const first = links[0] ? links[0].issuerAccessKeyId : accessKeyId;
  if (first?.startsWith('ASIA')) return false;
  return links.length === 0 ? type === 'IAMUser' || type === 'Root' : end === 'origin' && links.every(isOwnCopy);
}

/** The caller's own record of the call: another account's copy of it would tell nothing better. */
const isOwnCopy = ({ issuer, issuerAccessKeyId, sharedEventId }: CredentialsEvidence): boolean =>
  issuer !== undefined &&
  issuer.arn !== null &&
  (issuerAccessKeyId !== null || sharedEventId === undefined) &&
  isNamed(issuer);

/** No sign-in that is read later gives it another name. */
const isNamed = ({ human, userId, credentialId }: Principal): boolean =>
  human?.certainty === 'proven' || (userId === undefined && credentialId === undefined);

/** With a human who is not only named by a session, and no code behind it that others may have changed. */
const isTold = (principal: Principal): boolean =>
  principal.human !== null &&
  principal.human.via !== 'session-name' &&
  principal.workload === null &&
  isNamed(principal);
