/** What can be seen, as `obs3 doctor` tells it: the document `obs3.doctor/v1`. Times are ISO 8601 UTC. */
import type { PermissionState } from './survey.ts';

/** critical: evidence is missing or being lost. warning: some questions will have no full answer. */
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
  /** What was looked at, for scripts: `trail-logging`. */
  readonly name: string;
  /** An investigation would have a gap that may hide an event. */
  readonly blocking: boolean;
  readonly account: string | null;
  /** Empty: it lies in no region. */
  readonly regions: readonly string[];
  readonly message: string;
  /** What to do about it, or what it means. */
  readonly hint: string | null;
  /** A command of the AWS CLI that puts it right, with words in capitals to be filled in. obs3 itself never runs it. */
  readonly command: string | null;
}

export interface DoctorIdentity {
  readonly account: string;
  readonly arn: string;
  readonly accessKeyId: string | null;
  /** null: the credentials do not expire, or do not tell when. */
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
  /** Files: how many were listed, and their bytes as they lie there; null where AWS was asked. */
  readonly files: { readonly count: number; readonly bytes: number } | null;
  /** Worst first. */
  readonly checks: readonly DoctorCheck[];
}
