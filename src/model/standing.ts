/** How a resource stands with a rule at the end of a window. */
import type { Exposure } from './event.ts';
import type { ComplianceStatus } from './report.ts';
import type { ResourceRef } from './resource.ts';

/**
 * history: it was recorded when the verdict came about. evaluation: it is known that it held then, not since when.
 * derived: no rule said so, it follows from the configuration items.
 */
export type StandingBasis = 'history' | 'evaluation' | 'derived';

export interface RuleStanding {
  readonly name: string;
  readonly status: ComplianceStatus;
  /** When the verdict came about; by an evaluation alone, when it was recorded last. null: not known. */
  readonly since: string | null;
  readonly resource: ResourceRef;
  readonly basis?: StandingBasis;
  readonly annotation?: string;
  readonly conformancePack?: string;
  /** Where it is broken. */
  readonly exposure?: Exposure;
  readonly remediation?: Remediation;
}

/** What Config itself does, or did, about a rule that is broken. */
export interface Remediation {
  /** The document of Systems Manager that it runs. */
  readonly document: string;
  /** It runs without anybody starting it. */
  readonly automatic: boolean;
  /** The latest execution for the resource; null: there was none. */
  readonly execution: RemediationExecution | null;
}

export interface RemediationExecution {
  /** QUEUED, IN_PROGRESS, SUCCEEDED, FAILED, UNKNOWN */
  readonly state: string;
  /** ISO 8601 UTC; null: not told. */
  readonly invokedTime: string | null;
  readonly updatedTime: string | null;
  /** What the steps that failed say. */
  readonly error: string | null;
}
