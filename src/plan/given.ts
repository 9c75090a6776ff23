/** Whether the principal that was asked about let somebody in, by credentials or by a role: what came of it is worth a look. */
import type { ApiCallEvent } from '../model/event.ts';
import type { Evidence } from '../model/evidence.ts';

/** Calls of IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
const giving = /^(?:Create|Update)(?:AccessKey|LoginProfile)$/;

/** Whether a call let others take on a role: by rules of `permissions.ts`. */
export const opensRole = ({ detail: { outcome, dangers = [] } }: ApiCallEvent): boolean =>
  outcome === 'success' && dangers.some(({ rule }) => rule.startsWith('role-trusts-'));

export const hasGiven = (evidence: readonly Evidence[]): boolean =>
  evidence.some(
    (found) =>
      found.type === 'event' &&
      found.event.kind === 'api-call' &&
      found.event.match.includes('principal') &&
      (giving.test(found.event.detail.eventName) || opensRole(found.event)),
  );
