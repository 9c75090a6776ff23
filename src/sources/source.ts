/**
 * The one interface of all sources. A source says what a record of its kind is and what it means; its backends say where
 * such records can be had. Both are static declarations: building the list of them opens nothing and asks nobody.
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
  /** Of files: these sources alone are asked. Absent: all. */
  readonly sources?: readonly string[];
};

interface EvidenceRequest {
  readonly kind: 'evidence';
  readonly question: Question;
  readonly interests: Interests;
  /** Of files: what becomes of the calls in each. Absent: they are kept as they are. */
  readonly passing?: PassingPart;
  /**
   * Of files: calls are counted, and of them none is kept, until it is known which of them matter; or only the writes of these
   * names, `eventSource/EventName` without an API version; or all writes; or the calls of those who go by a name but for
   * its case, or whose address begins so. Absent: all that the question asks for.
   */
  readonly calls?: 'counted' | 'writes' | readonly string[] | { readonly ofPeople: string };
  /**
   * Of files: items captured before `until` (epoch milliseconds) are held back until it is known of which resources they
   * matter. Those that tell of a deletion and those of the types in `judged` come as they are.
   */
  readonly held?: { readonly until: number; readonly judged: readonly string[] };
}

/** Credentials that somebody was given by a call. */
export interface GivenCredentials {
  readonly accessKeyIds: readonly string[];
  /** IAM users who got a password for the console. */
  readonly userNames: readonly string[];
}

/** What the first answers led to: spellings and neighbors that were not known before. */
interface FollowRequest {
  readonly kind: 'follow';
  readonly question: Question;
  readonly interests: Interests;
  /** These alone are asked for, by what was told of them: live what calls changed, of calls the writes to what states are known of. */
  readonly changed?: readonly Target[];
  /** Of files: nothing is asked for but the reads of these by callers from other accounts, and by those without one. */
  readonly outside?: readonly Target[];
  /** Nothing is asked for but what was done with these. */
  readonly given?: GivenCredentials;
  /**
   * Of files: nothing is asked for but items that were held back, captured before `until` (epoch milliseconds): those of
   * resources with one of these spellings, and where `related` those that name one of them in a relationship.
   */
  readonly heldBack?: { readonly until: number; readonly spellings: readonly string[]; readonly related: boolean };
}

/** Who is behind others. */
interface CredentialsRequest {
  readonly kind: 'credentials';
  /** The calls that issued these access keys. */
  readonly accessKeyIds: readonly string[];
  /** The calls that had these services act (`cloudformation.amazonaws.com`). */
  readonly services?: readonly string[];
  /** The sign-ins that name these users of Identity Center, by their ids. */
  readonly userIds?: readonly string[];
  /** The switches of roles that began these console sessions, by their ARNs. */
  readonly sessions?: readonly string[];
  /** The copies that other accounts got of these calls. */
  readonly sharedEventIds?: readonly string[];
  /** Asked while other calls are read: no more than a lookup for each key, for those that come after it wait. */
  readonly isEarly?: true;
}

/** What a backend can see, for the planner, for coverage and for `--plan`. */
export interface Reach {
  /** Evidence is sure to have arrived this long after it happened. Seconds. */
  readonly lagSeconds: number;
  /** How far back it sees; null where that depends on what it is given. */
  readonly lookbackDays: number | null;
  /** The IAM actions that it needs. */
  readonly actions: readonly string[];
}

/** Reads what AWS delivers or its CLI prints. */
export interface ArchiveBackend {
  readonly name: 'archive';
  readonly reach: Reach;
  /** What the path of a delivered file tells; undefined for paths of other makers. */
  parseKey(path: string): DeliveredKey | undefined;
  /** Empty: nothing of this source can answer the request. */
  createScanners(request: SourceRequest): readonly RecordScanner[];
}

/** Asks AWS itself, in one account. How it asks is loaded when it does: who reads files never needs it. */
export interface LiveBackend {
  readonly name: string;
  readonly reach: Reach;
  /**
   * Tells what `collect` would send for a request, as far as it is known without a call; further actions of the reach may
   * follow. Made by the same functions that `collect` asks by, so that the two are one.
   */
  loadPlan(): Promise<PlanCalls>;
  /**
   * What AWS answers, page by page. A call that fails in the end is a gap in a reading, never thrown; only an aborted signal
   * is. Spans are the time that was asked for: their ends are the window's, whether or not there were records.
   */
  collect(request: SourceRequest, context: LiveContext): AsyncIterable<Reading>;
}

export type PlanCalls = (
  request: Exclude<SourceRequest, { kind: 'credentials' }>,
  place: PlanPlace,
) => readonly PlannedCall[];

/** Where a plan is made for: what is known without a call. */
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
  /** Metrics that it asks for: GetMetricData is paid by them. */
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
  /** What earlier runs were answered of times that are settled; absent: everything is asked. */
  readonly cache?: SettledCache | undefined;
}

export interface LiveProgress {
  readonly source: string;
  /** Absent: of the only one. */
  readonly account?: string;
  readonly region: string;
  /** In words: "12 pages, 3 matches". */
  readonly state: string;
  /** The parts of the state, where several regions are told of as one: pages of this region, what was found in all. */
  readonly pages?: number;
  readonly found?: string;
  /** How long it will still take, where that is long: "; about 400 more pages, 4 minutes". */
  readonly ahead?: string;
}

export type Backend = ArchiveBackend | LiveBackend;

export const isArchiveBackend = (backend: Backend): backend is ArchiveBackend => backend.name === 'archive';

/** An archive as the runner sees it: every file opened once, for all sources together. */
export interface Archive {
  scan(
    scanners: readonly RecordScanner[],
    selection: Selection,
    parseKey: ArchiveBackend['parseKey'],
    /** What other threads make the same scanners from. */
    request?: SourceRequest,
  ): AsyncIterable<Reading>;
}

/** A record's meaning, or in words why it has none. */
export type Normalized = { readonly evidence: Evidence } | { readonly reason: string };

export interface Source {
  readonly name: string;
  readonly backends: readonly Backend[];
  /** What a record means; loaded where it is asked for, as its backends load it by themselves. */
  loadNormalize(): Promise<Normalize>;
}

/** Total: any value gives an evidence or a reason. */
export type Normalize = (raw: unknown, origin: Pick<Origin, 'backend' | 'locator'>) => Normalized;
