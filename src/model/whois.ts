/** Who a name, key, session or call belongs to, and how that principal was used: the document `obs3.whois/v1`. */
import type { Human, PathEnd, Tool, WorkloadChange } from './principal.ts';
import type { Coverage } from './report.ts';
import type { ResourceRef } from './resource.ts';

/** What was typed, judging by its form; `name` is a user, a role or a human. */
export type WhoisKind =
  | 'access-key'
  | 'session'
  | 'principal-id'
  | 'event'
  | 'service'
  | 'address'
  | 'account'
  | 'name';

/** One call that issued credentials on the way to a session. null: its record did not say. */
export interface WhoisHop {
  readonly time: string;
  /** The id of the call in the report's form. */
  readonly event: string;
  readonly eventName: string | null;
  readonly from: string;
  readonly to: string;
  readonly tool: Tool | null;
  readonly sourceIp: string | null;
  readonly account: string | null;
  readonly region: string | null;
}

/** Totals over calls, whatever credentials they were made with. */
interface CallTotals {
  /** null if no call was seen. */
  readonly firstTime: string | null;
  readonly lastTime: string | null;
  readonly calls: number;
  readonly writes: number;
  readonly denied: number;
  readonly failed: number;
  readonly tools: readonly Tally[];
  readonly addresses: readonly Tally[];
}

/** One set of credentials, how it came about, and what was done with it in the window. */
export interface WhoisSession extends CallTotals {
  readonly type: string;
  readonly arn: string | null;
  readonly account: string | null;
  readonly name: string;
  /** null for a principal without sessions. */
  readonly session: string | null;
  readonly accessKeyId: string | null;
  readonly human: Human | null;
  /** Oldest first. */
  readonly path: readonly WhoisHop[];
  /** Where the path ends; null if no call that could be looked for issued the credentials. */
  readonly pathEnd: PathEnd | null;
  /** The resource whose credentials these are. */
  readonly workload: (ResourceRef & { readonly lastChange?: WorkloadChange }) | null;
  readonly mfa: boolean | null;
}

export interface Tally {
  readonly value: string;
  readonly calls: number;
  readonly firstTime: string;
  readonly lastTime: string;
}

export interface ServiceTally {
  readonly eventSource: string;
  readonly calls: number;
  readonly writes: number;
  readonly denied: number;
  /** The most frequent first. */
  readonly operations: readonly { readonly eventName: string; readonly calls: number }[];
}

export interface Denial {
  readonly eventSource: string;
  readonly eventName: string;
  readonly errorCode: string | null;
  readonly calls: number;
  readonly firstTime: string;
  readonly lastTime: string;
  /** The first denied call. */
  readonly event: string;
}

/** What one person, or one principal without a known human, did in the window. */
export interface WhoisUsage extends CallTotals {
  readonly regions: readonly Tally[];
  readonly accounts: readonly Tally[];
  /** The most called first. */
  readonly services: readonly ServiceTally[];
  /** The most frequent first. */
  readonly denials: readonly Denial[];
}

/** The earlier behavior that the window is compared with. */
export interface WhoisBaseline {
  /** Whose: the human's, or the role's or user's. */
  readonly of: string;
  /** Half-open; null if nothing lies before the window, or no earlier call was seen. */
  readonly since: string | null;
  readonly until: string | null;
  readonly calls: number;
  /** Whether all of that time was read. */
  readonly complete: boolean;
}

export type NoveltyKind = 'address' | 'tool' | 'region' | 'service' | 'sensitive-call';

/** Something in the window that the baseline lacks. */
export interface Novelty {
  readonly kind: NoveltyKind;
  readonly value: string;
  readonly firstTime: string;
  /** The first such call. */
  readonly event: string;
  readonly calls: number;
  /** One line on what that call did. Log text. */
  readonly summary: string;
}

export interface WhoisPerson {
  readonly name: string;
  /** null: none can be named. */
  readonly human: Human | null;
  /** In order of first use. */
  readonly sessions: readonly WhoisSession[];
  readonly usage: WhoisUsage;
  /** null: not looked for. */
  readonly baseline: WhoisBaseline | null;
  /** Also empty if there is nothing to compare with: see the baseline's calls. */
  readonly novelties: readonly Novelty[];
}

/** The call that was asked about by its id. */
export interface WhoisEvent {
  readonly id: string;
  readonly time: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly summary: string;
}

export interface WhoisReport {
  readonly schema: 'obs3.whois/v1';
  readonly tool: { readonly name: 'obs3'; readonly version: string };
  readonly generatedAt: string;
  readonly query: {
    readonly target: string;
    readonly kind: WhoisKind;
    readonly window: { readonly since: string | null; readonly until: string | null; readonly given: boolean };
    readonly accounts: readonly string[];
    readonly regions: readonly string[];
    readonly from: readonly string[];
    readonly now: string;
  };
  readonly headline: string;
  readonly answer: 'seen' | 'not-seen' | 'unknown';
  readonly event: WhoisEvent | null;
  /** The one with the most writes first. */
  readonly people: readonly WhoisPerson[];
  readonly coverage: readonly Coverage[];
}
