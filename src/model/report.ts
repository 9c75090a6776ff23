/** The report as a document (`obs3.report/v1`). Its JSON form is a contract: inside v1, fields are only ever added. */
import type { Exposure, TimelineEvent } from './event.ts';
import type { Gap } from './gap.ts';
import type { Human, Principal } from './principal.ts';
import type { AskedAs, CommandName, SubjectKind } from './question.ts';
import type { Neighbor, ResourceRef } from './resource.ts';
import type { Alarm, SeriesSummary } from './series.ts';
import type { RuleStanding } from './standing.ts';

export interface Query {
  readonly command: CommandName;
  readonly targets: readonly string[];
  /** The only or first target; null for a window. */
  readonly target: string | null;
  readonly as: AskedAs;
  readonly window: { readonly since: string | null; readonly until: string | null; readonly given: boolean };
  /** Only the filters that were given. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly from: readonly string[];
  readonly now: string;
}

export interface Subject {
  readonly kind: SubjectKind;
  readonly type: string | null;
  readonly id: string | null;
  readonly name: string | null;
  readonly arn: string | null;
  readonly account: string | null;
  readonly region: string | null;
  /** null: not known. */
  readonly deleted: boolean | null;
  readonly aliases: readonly string[];
  readonly neighbors: readonly Neighbor[];
}

export type Relation =
  | 'changed'
  | 'flipped'
  | 'preceded'
  | 'alarmed'
  | 'reverted'
  | 'remediated'
  | 'enabled'
  | 'continued';

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly relation: Relation;
  /** In [0, 1]. */
  readonly score: number;
  readonly because: readonly string[];
}

/** One way to explain an event, whether or not it was taken. */
export interface Explanation extends Link {
  /** The score is the product of the values, each in [0, 1]. */
  readonly arithmetic: readonly { readonly factor: string; readonly value: number }[];
  readonly chosen: boolean;
}

/** All that was weighed for one event, as cause or as effect, the best first. */
export interface Explained {
  readonly event: string;
  readonly explanations: readonly Explanation[];
  /** Why it is in no chain, if that is worth saying. */
  readonly note?: string;
}

export interface Chain {
  readonly id: string;
  readonly root: string;
  readonly events: readonly string[];
  readonly links: readonly Link[];
  readonly alternatives: readonly Link[];
  readonly exposure: Exposure | null;
  readonly summary: string;
}

/** What somebody did in one go, in a window without a target, and what followed. */
export interface ChangeSet {
  readonly id: string;
  readonly human: Human | null;
  /** The human's name if known, else the principal with its session. */
  readonly principal: string;
  readonly tool: string;
  readonly since: string;
  readonly until: string;
  readonly writes: number;
  readonly chains: readonly string[];
  /** The writes, oldest first. */
  readonly events: readonly string[];
  readonly touched: readonly ResourceRef[];
  /** Flips to NON_COMPLIANT. */
  readonly broke: readonly string[];
  /** Flips to NON_COMPLIANT that these writes fixed. */
  readonly repaired: readonly string[];
  /** Alarms, metric shifts and error logs that followed. */
  readonly tripped: readonly string[];
  /** Danger rules that fired. */
  readonly dangers: readonly string[];
}

export interface WhoVerdict {
  readonly human: Human | null;
  readonly principals: readonly Principal[];
  readonly calls: number;
  readonly writes: number;
  readonly denied: number;
  readonly failed: number;
  readonly firstTime: string;
  readonly lastTime: string;
}

export type ComplianceStatus = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE' | 'INSUFFICIENT_DATA' | 'UNKNOWN';

export interface Verdict {
  readonly headline: string;
  readonly answer: 'seen' | 'not-seen' | 'unknown';
  readonly who: readonly WhoVerdict[];
  readonly what: readonly { readonly event: string; readonly summary: string }[];
  /** Absent: not looked for. */
  readonly compliance?: {
    readonly status: ComplianceStatus;
    readonly rules: readonly RuleStanding[];
  };
  /** Absent: not looked for. */
  readonly impact?: readonly { readonly event: string; readonly summary: string }[];
}

/** What was read of one source, for one account and region. */
export interface Coverage {
  readonly source: string;
  readonly backend: string;
  /** null if what was read does not show it. */
  readonly account: string | null;
  readonly region: string | null;
  readonly since: string | null;
  readonly until: string | null;
  /** The earliest of now, until and the source's last record. */
  readonly asOf: string | null;
  /** No blocking gap. */
  readonly complete: boolean;
  readonly records: number;
  readonly matched: number;
  /** What was seen and set aside, by kind. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly bytes: number;
  readonly throttled: number;
  readonly seconds: number;
  /** How an archive's compressed bytes were checked; null if nothing was compressed, or live. */
  readonly verified: 'length' | 'crc' | null;
  readonly gaps: readonly Gap[];
}

export interface Gate {
  readonly passed: boolean;
  readonly exitCode: number;
  readonly failures: readonly { readonly condition: string; readonly event: string | null; readonly message: string }[];
  /** What was checked, in the order of the failures. */
  readonly conditions?: readonly string[];
  /** Failures that the policy excuses, and until when. Absent if there are none. */
  readonly excused?: readonly {
    readonly condition: string;
    readonly event: string | null;
    readonly message: string;
    readonly reason: string;
    /** As written in the policy: a day or a time. */
    readonly until: string;
  }[];
}

export interface Report {
  readonly schema: 'obs3.report/v1';
  readonly tool: { readonly name: 'obs3'; readonly version: string };
  readonly generatedAt: string;
  readonly query: Query;
  readonly subject: Subject;
  /** Only if several targets were given. */
  readonly subjects?: readonly Subject[];
  readonly timeline: readonly TimelineEvent[];
  readonly chains: readonly Chain[];
  readonly verdict: Verdict;
  readonly coverage: readonly Coverage[];
  readonly gate: Gate | null;
  /** Only if `--why` asked for it. */
  readonly explained?: readonly Explained[];
  /** Only for a window without a target; worst first. */
  readonly changeSets?: readonly ChangeSet[];
  /** The metrics that exist for the target and its neighbors. Absent: not looked for. */
  readonly metrics?: readonly SeriesSummary[];
  /** The alarms that watch those metrics. Absent: not looked for. */
  readonly alarms?: readonly Alarm[];
}
