/**
 * The one interface of all sources. A source says what a record of its kind is and what it means; its backends say where to get
 * such records. Both are static declarations: building the list of them opens no file and makes no call.
 */
import type { DeliveredKey, RecordScanner, Selection } from '../archive/scanner.ts';
import type { SettledCache } from '../aws/cache.ts';
import type { AwsSession } from '../aws/session.ts';
import type { Origin } from '../model/event.ts';
import type { Evidence, Reading } from '../model/evidence.ts';
import type { Interests } from '../model/interests.ts';
import type { PassingPart } from '../model/passing.ts';
import type { PlannedRequest } from '../model/plan.ts';
import type { AnsweredWindow, Question, Target } from '../model/question.ts';

/** What to look for. Plain data. */
export type SourceRequest = (EvidenceRequest | FollowRequest | CredentialsRequest) & {
  /** In files: the sources to read. Absent: all. */
  readonly sources?: readonly string[];
};

interface EvidenceRequest {
  readonly kind: 'evidence';
  readonly question: Question;
  readonly interests: Interests;
  /** In files: how the calls in each part are kept. Absent: they are kept as they are. */
  readonly passing?: PassingPart;
  /**
   * In files: calls are only counted, and none is kept, until it is known which of them matter; or only the writes with these
   * names, `eventSource/EventName` without an API version; or all writes; or the calls of people whose name equals `ofPeople`
   * except in case, or whose address begins with it. Absent: all that the question asks for.
   */
  readonly calls?: 'counted' | 'writes' | readonly string[] | { readonly ofPeople: string };
  /**
   * In files: items captured before `until` (epoch milliseconds) are held back until it is known whose items matter. Items of a
   * deletion and those of the types in `judged` are not held back.
   */
  readonly held?: { readonly until: number; readonly judged: readonly string[] };
}

/** Credentials, and ways to them, that somebody was given by a call. */
export interface GivenCredentials {
  readonly accessKeyIds: readonly string[];
  /** IAM users who got a password for the console. */
  readonly userNames: readonly string[];
  /** Roles that others were let take on, by name, with the account that they are in. */
  readonly roles: readonly { readonly account: string; readonly name: string }[];
}

/** What the first answers led to: spellings and neighbors that were not known before. */
interface FollowRequest {
  readonly kind: 'follow';
  readonly question: Question;
  readonly interests: Interests;
  /**
   * Asks only about these resources. Live: the states of what calls changed; for calls: the writes on resources whose states
   * are known.
   */
  readonly changed?: readonly Target[];
  /** In files: asks only for reads of these by callers from other accounts or by anonymous callers. */
  readonly outside?: readonly Target[];
  /** Asks only for what was done with these. */
  readonly given?: GivenCredentials;
  /**
   * In files: asks only for items that were held back, captured before `until` (epoch milliseconds): those of resources with
   * one of these spellings and, if `related`, those that name one of them in a relationship.
   */
  readonly heldBack?: { readonly until: number; readonly spellings: readonly string[]; readonly related: boolean };
}

/** Who is behind others. */
interface CredentialsRequest {
  readonly kind: 'credentials';
  /** The calls that issued these access keys. */
  readonly accessKeyIds: readonly string[];
  /** The calls that made these services act (`cloudformation.amazonaws.com`). */
  readonly services?: readonly string[];
  /** The sign-ins that name these Identity Center users, by their ids. */
  readonly userIds?: readonly string[];
  /** The role switches that began these console sessions, given as ARNs. */
  readonly sessions?: readonly string[];
  /** The copies that other accounts got of these calls. */
  readonly sharedEventIds?: readonly string[];
  /**
   * Asked while other calls are being read: at most one lookup for each key, since those that come later would have to wait.
   */
  readonly isEarly?: true;
}

/** What a backend can see, for the planner, for coverage and for `--plan`. */
export interface Reach {
  /** Evidence is sure to have arrived this long after it happened. Seconds. */
  readonly lagSeconds: number;
  /** How far back it sees; null if that depends on its input. */
  readonly lookbackDays: number | null;
  /** The IAM actions that it needs. */
  readonly actions: readonly string[];
}

/** Reads what AWS delivers or its CLI prints. */
export interface ArchiveBackend {
  readonly name: 'archive';
  readonly reach: Reach;
  /** What the path of a delivered file says; undefined for any other path. */
  parseKey(path: string): DeliveredKey | undefined;
  /** Empty: this source has nothing that can answer the request. */
  createScanners(request: SourceRequest): readonly RecordScanner[];
}

/** Asks AWS itself, in one account. The code that asks is loaded on first use: reading files never needs it. */
export interface LiveBackend {
  readonly name: string;
  readonly reach: Reach;
  /**
   * The calls that `collect` would make for a request, as far as they are known in advance; further actions of the reach may
   * follow. Made by the functions that `collect` uses, so the two cannot differ.
   */
  loadPlan(): Promise<PlanCalls>;
  /**
   * What AWS answers, page by page. A call that finally fails becomes a gap in a reading and is never thrown; only an aborted
   * signal throws. Spans are the time that was asked for: they end where the window ends, with or without records.
   */
  collect(request: SourceRequest, context: LiveContext): AsyncIterable<Reading>;
}

export type PlanCalls = (
  request: Exclude<SourceRequest, { kind: 'credentials' }>,
  place: PlanPlace,
) => readonly PlannedCall[];

/** What a plan is made from: everything known without a call. */
export interface PlanPlace {
  readonly account: string;
  readonly partition: string;
  readonly regions: readonly string[];
  /** Both ends known. */
  readonly window: AnsweredWindow;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** One call of a plan, in one region. */
export type PlannedCall = Omit<PlannedRequest, 'source' | 'backend' | 'account'> & {
  /** The number of metrics that it asks for: GetMetricData is billed by them. */
  readonly metrics?: number;
};

export interface LiveContext {
  readonly session: AwsSession;
  /** The access keys of all sessions of the run. Absent: the session's own. */
  readonly ownAccessKeyIds?: ReadonlySet<string>;
  /** The regions of the question; a backend also asks where global services record. */
  readonly regions: readonly string[];
  /** Both ends known. */
  readonly window: AnsweredWindow;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LiveProgress) => void;
  /** What earlier runs read for settled times; absent: everything is asked. */
  readonly cache?: SettledCache | undefined;
}

export interface LiveProgress {
  readonly source: string;
  /** Absent: the only account. */
  readonly account?: string;
  readonly region: string;
  /** In words: "12 pages, 3 matches". */
  readonly state: string;
  /** The parts of the state, for a summary of several regions: pages of this region, what was found in all of them. */
  readonly pages?: number;
  readonly found?: string;
  /** The time left, if it is long: "; about 400 more pages, 4 minutes". */
  readonly ahead?: string;
}

export type Backend = ArchiveBackend | LiveBackend;

export const isArchiveBackend = (backend: Backend): backend is ArchiveBackend => backend.name === 'archive';

/** An archive as the runner sees it: every file is opened once for all sources together. */
export interface Archive {
  scan(
    scanners: readonly RecordScanner[],
    selection: Selection,
    parseKey: ArchiveBackend['parseKey'],
    /** From this, other threads make the same scanners. */
    request?: SourceRequest,
  ): AsyncIterable<Reading>;
}

/** A record's meaning, or in words why it has none. */
export type Normalized = { readonly evidence: Evidence } | { readonly reason: string };

export interface Source {
  readonly name: string;
  readonly backends: readonly Backend[];
  /** What a record means; loaded on demand. The source's backends load it themselves. */
  loadNormalize(): Promise<Normalize>;
}

/** Total: any value gives evidence or a reason. */
export type Normalize = (raw: unknown, origin: Pick<Origin, 'backend' | 'locator'>) => Normalized;
