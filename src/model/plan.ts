/** What a question would ask, as printed by `--plan`: the document `obs3.plan/v1`. None of it has been asked. */

/** first: asked in any case. later: asked if the first answers lead there. */
export type PlannedRound = 'first' | 'later';

export interface PlannedRequest {
  readonly source: string;
  readonly backend: string;
  /** null if not known before signing in. */
  readonly account: string | null;
  readonly region: string;
  /** The IAM action. */
  readonly action: string;
  readonly round: PlannedRound;
  /** Requests, one page each. There may be more pages, up to `most`. */
  readonly least: number;
  /** null if it depends on the number of pages, or on the first answers. */
  readonly most: number | null;
  /** AWS's limit or, if AWS publishes none, the one obs3 keeps to. */
  readonly ratePerSecond: number;
  /** What it asks for: `ResourceName=sg-0a1b2c3d`; null if it asks for everything. */
  readonly of: string | null;
  readonly why: string;
}

export interface PlannedSource {
  readonly source: string;
  readonly backend: string;
  /** Evidence has surely arrived this long after it happened. */
  readonly lagSeconds: number;
  /** null if retention is configurable. */
  readonly lookbackDays: number | null;
  /** Whether the window includes a time whose evidence may not have arrived yet. */
  readonly isLagging: boolean;
  /** Whether the window reaches further back than evidence is kept. */
  readonly isBeyondLookback: boolean;
}

export interface Plan {
  readonly schema: 'obs3.plan/v1';
  readonly tool: { readonly name: 'obs3'; readonly version: string };
  readonly generatedAt: string;
  readonly query: {
    readonly command: string;
    readonly targets: readonly string[];
    readonly window: { readonly since: string | null; readonly until: string | null };
    /** Where AWS is asked; empty for files. */
    readonly regions: readonly string[];
    readonly from: readonly string[];
    readonly now: string;
  };
  readonly sources: readonly PlannedSource[];
  /** Live: what would be sent. */
  readonly requests: readonly PlannedRequest[];
  /** Duration at AWS's limits, without the network. */
  readonly seconds: {
    /** The first round, with one page per request. */
    readonly least: number;
    /** For each further page of 50 events in one region. */
    readonly perLookupPage: number;
  } | null;
  readonly cost: {
    /** Metrics that GetMetricData bills for: `least` are known in advance; `most` is null if it depends on what is found. */
    readonly metrics: { readonly least: number; readonly most: number | null };
    /** Logs Insights bills by the bytes a query scans, known only once it has run. */
    readonly logQueries: { readonly most: number | null };
  } | null;
  /** Files: what is chosen by key. */
  readonly files: {
    readonly chosen: number;
    readonly chosenBytes: number;
    readonly left: number;
    readonly leftBytes: number;
  } | null;
  readonly notes: readonly string[];
}
