/** What there is: resources as AWS Config knows them, and the document that lists them (`obs3.inventory/v1`). */
import type { Certainty } from './principal.ts';
import type { Coverage } from './report.ts';

/** One resource, from whatever tells of it. Times are ISO 8601 UTC; null: not told. */
export interface KnownResource {
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
  readonly arn: string | null;
  readonly account: string | null;
  /** "global" for IAM and the like. */
  readonly region: string | null;
  readonly deleted: boolean;
  readonly createdTime: string | null;
  /** When its last change was captured; of a deleted one, its deletion. */
  readonly changedTime: string | null;
  /** null: not told. */
  readonly tags: Readonly<Record<string, string>> | null;
}

/** The last write to a resource that is known. */
export interface LastWrite {
  /** Id of the call, as reports have it. */
  readonly event: string;
  readonly time: string;
  readonly eventName: string;
  /** The person where one is known, else the principal with its session. */
  readonly name: string;
  /** How far the person is known. Absent: none is. */
  readonly certainty?: Certainty;
  readonly arn: string | null;
}

export interface InventoryResource extends KnownResource {
  /** null: no call is known that wrote to it. */
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
    /** In which calls were looked for. */
    readonly window: { readonly since: string | null; readonly until: string | null; readonly given: boolean };
    readonly accounts: readonly string[];
    readonly regions: readonly string[];
    readonly from: readonly string[];
    readonly now: string;
  };
  readonly totals: InventoryCount & {
    /** Each with the most resources first. */
    readonly byType: readonly (InventoryCount & { readonly type: string })[];
    readonly byRegion: readonly (InventoryCount & { readonly region: string | null })[];
    readonly byAccount: readonly (InventoryCount & { readonly account: string | null })[];
  };
  /** By type, account, region and id. */
  readonly resources: readonly InventoryResource[];
  readonly coverage: readonly Coverage[];
}
