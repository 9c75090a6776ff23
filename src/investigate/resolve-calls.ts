/** Evidence -> its calls, each once, with everything known about who made them. */
import { withPrincipals } from '../analysis/who/principals.ts';
import type { ApiCallEvent } from '../model/event.ts';
import type { CredentialsEvidence, Evidence } from '../model/evidence.ts';
import { mergeEvidence } from '../report/merge.ts';

export interface Resolved {
  /** In order. */
  readonly calls: readonly ApiCallEvent[];
  readonly credentials: readonly CredentialsEvidence[];
}

export function resolveCalls(evidence: readonly Evidence[]): Resolved {
  const credentials = evidence.filter((item) => item.type === 'credentials');
  const { events } = mergeEvidence(evidence.filter((item) => item.type === 'event'));
  const calls = withPrincipals(events, credentials).filter((event) => event.kind === 'api-call');
  return { calls, credentials };
}
