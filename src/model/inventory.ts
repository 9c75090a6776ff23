/** Which resources exist according to AWS Config, and the document that lists them (`obs3.inventory/v1`). */
import type { Certainty } from './principal.ts';
import type { Coverage } from './report.ts';

/** One resource, from whatever record mentions it. Times are ISO 8601 UTC; null if not known. */
export interface KnownResource {
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
  readonly arn: string | null;
  readonly account: string | null;
  /** "global" for IAM and other global services. */
  readonly region: string | null;
  readonly deleted: boolean;
  readonly createdTime: string | null;
  /** When its last change, or its deletion, was captured. */
  readonly changedTime: string | null;
  /** null if not known. */
  readonly tags: Readonly<Record<string, string>> | null;
}

/** The last known write to a resource. */
export interface LastWrite {
  /** Id of the call, as in reports. */
  readonly event: string;
  readonly time: string;
  readonly eventName: string;
  /** The human if known, else the principal with its session. */
  readonly name: string;
  /** How well the human is known. Absent if no human is. */
  readonly certainty?: Certainty;
  readonly arn: string | null;
}

export interface InventoryResource extends KnownResource {
  /** null if no known call wrote to it. */
  readonly changedBy: LastWrite | null;
}

export interface InventoryCount {
  readonly resources: number;
  readonly deleted: number;
}

/** Its JSON form is a contract: inside v1, members are only ever added. */
export interface Inventory {
  readonly schema: 'obs3.inventory/v1';
  readonly tool: { readonly name: 'obs3'; readonly version: string };
  readonly generatedAt: string;
  readonly query: {
    readonly types: readonly string[];
    readonly deleted: boolean;
    readonly aggregator: string | null;
    /** The window that was searched for calls. */
    readonly window: { readonly since: string | null; readonly until: string | null; readonly given: boolean };
    readonly accounts: readonly string[];
    readonly regions: readonly string[];
    readonly from: readonly string[];
    readonly now: string;
  };
  readonly totals: InventoryCount & {
    /** In each list, most resources first. */
    readonly byType: readonly (InventoryCount & { readonly type: string })[];
    readonly byRegion: readonly (InventoryCount & { readonly region: string | null })[];
    readonly byAccount: readonly (InventoryCount & { readonly account: string | null })[];
  };
  /** Sorted by type, account, region and id. */
  readonly resources: readonly InventoryResource[];
  readonly coverage: readonly Coverage[];
}
