/** What a question would ask, as `--plan` tells it: the document `obs3.plan/v1`. Nothing of it was asked. */

/** first: asked whatever the answers are. later: where the first answers lead there. */
export type PlannedRound = 'first' | 'later';

export interface PlannedRequest {
  readonly source: string;
  readonly backend: string;
  /** null: not known before signing in. */
  readonly account: string | null;
  readonly region: string;
  /** The IAM action. */
  readonly action: string;
  readonly round: PlannedRound;
  /** Requests, a page each; as many more as there are pages, up to `most`. */
  readonly least: number;
  /** null: as many as there are pages, or as the first answers lead to. */
  readonly most: number | null;
  /** What AWS allows, or what obs3 keeps to where AWS publishes no figure. */
  readonly ratePerSecond: number;
  /** What it asks for: `ResourceName=sg-0a1b2c3d`; null where it asks for all. */
  readonly of: string | null;
  readonly why: string;
}

export interface PlannedSource {
  readonly source: string;
  readonly backend: string;
  /** Evidence is sure to have arrived this long after it happened. */
  readonly lagSeconds: number;
  /** null: as long as it is told to keep. */
  readonly lookbackDays: number | null;
  /** The window reaches into the time that may not have arrived yet. */
  readonly isLagging: boolean;
  /** The window reaches further back than is kept. */
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
    /** Where AWS is asked; empty of files. */
    readonly regions: readonly string[];
    readonly from: readonly string[];
    readonly now: string;
  };
  readonly sources: readonly PlannedSource[];
  /** Live: what would be sent. */
  readonly requests: readonly PlannedRequest[];
  /** At AWS's limits, the network apart. */
  readonly seconds: {
    /** Of the first round, with one page each. */
    readonly least: number;
    /** For each further page of 50 events in one region. */
    readonly perLookupPage: number;
  } | null;
  readonly cost: {
    /** Metrics that GetMetricData is asked for, which it is paid by: those known before an answer; null: as many as are found. */
    readonly metrics: { readonly least: number; readonly most: number | null };
    /** Logs Insights is paid by the bytes that a query scans: known only when it was run. */
    readonly logQueries: { readonly most: number | null };
  } | null;
  /** Files: what their keys choose. */
  readonly files: {
    readonly chosen: number;
    readonly chosenBytes: number;
    readonly left: number;
    readonly leftBytes: number;
  } | null;
  readonly notes: readonly string[];
}
