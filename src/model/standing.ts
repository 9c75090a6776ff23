/** A resource's standing with a rule at the end of a window. */
import type { Exposure } from './event.ts';
import type { ComplianceStatus } from './report.ts';
import type { ResourceRef } from './resource.ts';

/**
 * history: recorded when the verdict came about. evaluation: known to have held when it was read, but not since when. derived:
 * no rule reported it; it follows from the configuration items.
 */
export type StandingBasis = 'history' | 'evaluation' | 'derived';

export interface RuleStanding {
  readonly name: string;
  readonly status: ComplianceStatus;
  /** When the verdict came about or, if only an evaluation is known, when that was last recorded. null if not known. */
  readonly since: string | null;
  readonly resource: ResourceRef;
  readonly basis?: StandingBasis;
  readonly annotation?: string;
  readonly conformancePack?: string;
  /** Only if the rule is broken. */
  readonly exposure?: Exposure;
  readonly remediation?: Remediation;
}

/** What Config itself does, or did, about a broken rule. */
export interface Remediation {
  /** The Systems Manager document that it runs. */
  readonly document: string;
  /** Whether it runs without anyone starting it. */
  readonly automatic: boolean;
  /** The latest execution for the resource; null if there was none. */
  readonly execution: RemediationExecution | null;
}

export interface RemediationExecution {
  /** QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, UNKNOWN */
  readonly state: string;
  /** ISO 8601 UTC; null if not known. */
  readonly invokedTime: string | null;
  readonly updatedTime: string | null;
  /** The messages of the steps that failed. */
  readonly error: string | null;
}
