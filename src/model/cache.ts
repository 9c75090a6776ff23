/** What is kept of AWS's answers, as `obs3 cache` tells it: the document `obs3.cache/v1`. Times are ISO 8601 UTC with milliseconds. */

export interface CacheAmount {
  readonly entries: number;
  /** On disk. */
  readonly bytes: number;
}

/** Times are those of writing or of the last use. */
export interface CacheKept extends CacheAmount {
  readonly oldestTime: string;
  readonly newestTime: string;
}

/** `obs3 cache info`. */
export interface CacheInfo extends CacheAmount {
  readonly schema: 'obs3.cache/v1';
  readonly folder: string;
  /** Whether it is made use of: a folder that others can write to is not. */
  readonly used: boolean;
  /** What is kept is held below this. */
  readonly mostBytes: number;
  readonly accounts: readonly (CacheKept & {
    readonly account: string;
    /** By the name of the service, as its IAM actions begin: `cloudtrail`. */
    readonly services: readonly (CacheKept & { readonly service: string })[];
  })[];
}

/** `obs3 cache clear`. */
export interface CacheCleared {
  readonly schema: 'obs3.cache/v1';
  readonly folder: string;
  readonly removed: CacheAmount;
}
