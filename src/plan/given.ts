/** Whether the principal in question gave somebody credentials, so that their use is worth a look. */
import type { Evidence } from '../model/evidence.ts';

/** Calls of IAM: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
const giving = /^(?:Create|Update)(?:AccessKey|LoginProfile)$/;

export const hasGiven = (evidence: readonly Evidence[]): boolean =>
  evidence.some(
    (found) =>
      found.type === 'event' &&
      found.event.kind === 'api-call' &&
      found.event.match.includes('principal') &&
      giving.test(found.event.detail.eventName),
  );
