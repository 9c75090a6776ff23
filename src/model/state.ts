/** A resource's state at a time, and its changes between two times: documents separate from the report. */
import type { ConfigurationItem } from './configuration-item.ts';
import type { Change, Origin } from './event.ts';
import type { Coverage } from './report.ts';

/**
 * exists: a configuration item in force gives the state. deleted: the last item says it was gone. not-created: it was created
 * later. unknown: nothing that was read covers that time.
 */
export type Standing = 'exists' | 'deleted' | 'not-created' | 'unknown';

/** The configuration item in force, without the digests of its secrets. */
export interface StateItem extends Omit<ConfigurationItem, 'createdTime' | 'relatedEvents' | 'partial' | 'redactions'> {
  readonly origin: Origin;
}

export interface StateAt {
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly standing: Standing;
  /** One sentence. */
  readonly summary: string;
  /** The item in force; for a deleted resource, the last one known. */
  readonly item: StateItem | null;
  /** When the next item was captured; null if none is known. */
  readonly nextTime: string | null;
}

interface StateDocument {
  readonly tool: { readonly name: 'obs3'; readonly version: string };
  readonly generatedAt: string;
  readonly query: {
    readonly target: string;
    readonly regions: readonly string[];
    readonly from: readonly string[];
    readonly now: string;
  };
  readonly coverage: readonly Coverage[];
}

export interface StateReport extends StateDocument {
  readonly schema: 'obs3.state/v1';
  readonly at: string;
  /** One for each resource that the target names; empty if nothing is known. */
  readonly states: readonly StateAt[];
  readonly headline: string;
}

export interface NetChange {
  readonly before: StateAt;
  readonly after: StateAt;
  readonly summary: string;
  readonly changes: readonly Change[];
  /** Items captured between the two times. */
  readonly states: number;
}

export interface NetChangeReport extends StateDocument {
  readonly schema: 'obs3.net-change/v1';
  /** ISO 8601 UTC, in order. */
  readonly between: readonly [string, string];
  readonly resources: readonly NetChange[];
  readonly headline: string;
}
