/** What a resource was like at a time, and what became of it between two: documents beside the report. */
import type { ConfigurationItem } from './configuration-item.ts';
import type { Change, Origin } from './event.ts';
import type { Coverage } from './report.ts';

/**
 * exists: an item in force tells the state. deleted: the last item says it was gone. not-created: it was made later.
 * unknown: nothing read tells of that time.
 */
export type Standing = 'exists' | 'deleted' | 'not-created' | 'unknown';

/** The configuration item in force, without what tells secrets apart. */
export interface StateItem extends Omit<ConfigurationItem, 'createdTime' | 'relatedEvents' | 'partial' | 'redactions'> {
  readonly origin: Origin;
}

export interface StateAt {
  /** ISO 8601 UTC with milliseconds. */
  readonly at: string;
  readonly standing: Standing;
  /** One sentence. */
  readonly summary: string;
  /** In force, or the last one known of what was deleted. */
  readonly item: StateItem | null;
  /** When the next item after it was captured; null where none is known. */
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
  /** One for each resource that the target names; none where nothing is known. */
  readonly states: readonly StateAt[];
  readonly headline: string;
}

export interface NetChange {
  readonly before: StateAt;
  readonly after: StateAt;
  readonly summary: string;
  readonly changes: readonly Change[];
  /** Items captured in between: states that came and went. */
  readonly states: number;
}

export interface NetChangeReport extends StateDocument {
  readonly schema: 'obs3.net-change/v1';
  /** ISO 8601 UTC, in order. */
  readonly between: readonly [string, string];
  readonly resources: readonly NetChange[];
  readonly headline: string;
}
