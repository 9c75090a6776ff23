/** What is kept of AWS's answers, of archives' indexes, of fetched objects and of compiled code, as `obs3 cache` tells it: the document `obs3.cache/v1`. Times are ISO 8601 UTC with milliseconds. */

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

/** Entries are their files. */
interface CacheIndexes extends CacheAmount {
  /** Archives that have an index in the cache. */
  readonly archives: number;
}

interface CacheObjects extends CacheAmount {
  /** What is kept is held below this. */
  readonly mostBytes: number;
}

/** `obs3 cache info`. Entries and bytes are those of AWS's answers. */
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
  /** What `obs3 index` built, without what lies in archives themselves. */
  readonly indexes?: CacheIndexes;
  /** What `--keep` kept of files in S3, without what lies in folders that it named. */
  readonly objects?: CacheObjects;
  /** What Node compiled of obs3 itself. */
  readonly compiled?: CacheAmount;
}

/** `obs3 cache clear`: what is absent was not to be removed. */
export interface CacheCleared {
  readonly schema: 'obs3.cache/v1';
  readonly folder: string;
  /** Entries and bytes are those of AWS's answers. */
  readonly removed: CacheAmount & {
    readonly indexes?: CacheIndexes;
    readonly objects?: CacheAmount;
    readonly compiled?: CacheAmount;
  };
}
