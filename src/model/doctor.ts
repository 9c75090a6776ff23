/** What can be seen, as printed by `obs3 doctor`: the document `obs3.doctor/v1`. Times are ISO 8601 UTC. */
import type { PermissionState } from './survey.ts';

/** critical: evidence is missing or being lost. warning: some questions cannot be answered in full. */
export type CheckLevel = 'critical' | 'warning' | 'ok';

export type CheckGroup =
  | 'credentials'
  | 'permissions'
  | 'cloudtrail'
  | 'config'
  | 'cloudwatch'
  | 'logs'
  | 'findings'
  | 'files';

export interface DoctorCheck {
  readonly level: CheckLevel;
  readonly group: CheckGroup;
  /** What was checked, as a name for scripts: `trail-logging`. */
  readonly name: string;
  /** Whether an investigation would have a gap that may hide an event. */
  readonly blocking: boolean;
  readonly account: string | null;
  /** Empty if it is not tied to a region. */
  readonly regions: readonly string[];
  readonly message: string;
  /** What to do about it, or what it means. */
  readonly hint: string | null;
  /** An AWS CLI command that fixes it, with words in capitals to fill in. obs3 itself never runs it. */
  readonly command: string | null;
}

export interface DoctorIdentity {
  readonly account: string;
  readonly arn: string;
  readonly accessKeyId: string | null;
  /** null if the credentials do not expire, or do not say when. */
  readonly expirationTime: string | null;
}

export interface DoctorPermission {
  /** The IAM action. */
  readonly action: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly state: PermissionState;
}

/** What an archive holds of one source, account and region. */
export interface DoctorSpan {
  readonly source: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly firstTime: string;
  readonly lastTime: string;
  readonly records: number;
}

/** complete: an investigation has no blocking gap. nothing: nothing can be asked. */
export type DoctorAnswer = 'complete' | 'incomplete' | 'nothing';

export interface Doctor {
  readonly schema: 'obs3.doctor/v1';
  readonly tool: { readonly name: 'obs3'; readonly version: string };
  readonly generatedAt: string;
  readonly query: { readonly regions: readonly string[]; readonly from: readonly string[]; readonly now: string };
  readonly answer: DoctorAnswer;
  readonly exitCode: 0 | 3 | 4;
  /** Live: who asks, in each account. */
  readonly identities: readonly DoctorIdentity[];
  /** Live: every permission that was tried. */
  readonly permissions: readonly DoctorPermission[];
  /** Files: what was found in them. */
  readonly spans: readonly DoctorSpan[];
  /** Files: how many were listed, and their size as stored; null if AWS was asked. */
  readonly files: { readonly count: number; readonly bytes: number } | null;
  /** Worst first. */
  readonly checks: readonly DoctorCheck[];
}
