/**
 * What is cached of AWS's answers, archive indexes, fetched objects and compiled code, as printed by `obs3 cache`: the document
 * `obs3.cache/v1`. Times are ISO 8601 UTC with milliseconds.
 */

export interface CacheAmount {
  readonly entries: number;
  /** On disk. */
  readonly bytes: number;
}

/** Each entry's time is when it was written or last used. */
export interface CacheKept extends CacheAmount {
  readonly oldestTime: string;
  readonly newestTime: string;
}

/** Each entry is a file of an index. */
interface CacheIndexes extends CacheAmount {
  /** Archives that have an index in the cache. */
  readonly archives: number;
}

interface CacheObjects extends CacheAmount {
  /** Upper limit on what is kept. */
  readonly mostBytes: number;
}

/** Printed by `obs3 cache info`. The inherited entries and bytes count AWS's answers. */
export interface CacheInfo extends CacheAmount {
  readonly schema: 'obs3.cache/v1';
  readonly folder: string;
  /** Whether the cache is used; it is not if others can write to its folder. */
  readonly used: boolean;
  /** Upper limit on what is kept. */
  readonly mostBytes: number;
  readonly accounts: readonly (CacheKept & {
    readonly account: string;
    /** The service as its IAM actions are prefixed: `cloudtrail`. */
    readonly services: readonly (CacheKept & { readonly service: string })[];
  })[];
  /** Indexes built by `obs3 index`, without those stored inside an archive. */
  readonly indexes?: CacheIndexes;
  /** Files from S3 kept by `--keep`, without those in folders named with it. */
  readonly objects?: CacheObjects;
  /** obs3's own code as compiled by Node. */
  readonly compiled?: CacheAmount;
}

/** Printed by `obs3 cache clear`. An absent member was not asked to be removed. */
export interface CacheCleared {
  readonly schema: 'obs3.cache/v1';
  readonly folder: string;
  /** The inherited entries and bytes count AWS's answers. */
  readonly removed: CacheAmount & {
    readonly indexes?: CacheIndexes;
    readonly objects?: CacheAmount;
    readonly compiled?: CacheAmount;
  };
}
