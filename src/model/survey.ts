/** What AWS says of how an account is watched, before anything is judged: answers of the API in its own spelling. */
import type { JsonObject } from './json.ts';

/** allowed: a call was let in. unknown: it was not tried, or failed for another reason. */
export type PermissionState = 'allowed' | 'denied' | 'unknown';

export interface PermissionProbe {
  /** The IAM action: `cloudtrail:LookupEvents`. */
  readonly action: string;
  readonly region: string;
  readonly state: PermissionState;
  /** The service's words where the call was not let in, or failed; null where it was. */
  readonly message: string | null;
}

/** A list that was asked for a few pages at most. */
export interface Counted {
  readonly count: number;
  /** There are more than were counted. */
  readonly isMore: boolean;
}

export interface TrailSurvey {
  /** DescribeTrails */
  readonly trail: JsonObject;
  /** Answers of its home region; null where they could not be had. */
  readonly status: JsonObject | null;
  readonly eventSelectors: JsonObject | null;
  /** null where it could not be asked; empty where Insights is not enabled. */
  readonly insightSelectors: readonly JsonObject[] | null;
}

export interface LogGroupsSurvey extends Counted {
  /** Those that are told to forget: the others keep what is written for good. */
  readonly retentions: readonly { readonly logGroup: string; readonly days: number }[];
}

/** DescribeNetworkInterfaces: what a flow log may be of, whether of it alone, of its subnet or of its VPC. */
export interface InterfaceSurvey {
  readonly id: string;
  readonly subnet: string;
  readonly vpc: string;
}

export interface InterfacesSurvey extends Counted {
  readonly list: readonly InterfaceSurvey[];
}

/** One region of one account. null: it could not be asked. */
export interface RegionSurvey {
  readonly account: string;
  readonly region: string;
  /** Asked for by name; else only because global services record there. */
  readonly isAsked: boolean;
  readonly probes: readonly PermissionProbe[];
  /** Trails that record here, by ARN. */
  readonly trails: readonly string[] | null;
  readonly recorders: readonly JsonObject[] | null;
  readonly recorderStatuses: readonly JsonObject[] | null;
  readonly retentions: readonly JsonObject[] | null;
  readonly deliveryChannels: readonly JsonObject[] | null;
  readonly rules: Counted | null;
  readonly alarms: (Counted & { readonly withoutData: readonly string[] }) | null;
  readonly logGroups: LogGroupsSurvey | null;
  /** DescribeFlowLogs */
  readonly flowLogs: readonly JsonObject[] | null;
  readonly interfaces: InterfacesSurvey | null;
}

export interface AccountSurvey {
  readonly account: string;
  readonly identityArn: string;
  readonly accessKeyId: string | null;
  /** Epoch milliseconds; null: the credentials do not expire, or do not tell when. */
  readonly expiration: number | null;
  readonly regions: readonly RegionSurvey[];
  /** Each once, whatever regions it is told in. */
  readonly trails: readonly TrailSurvey[];
}

/** A delivered file by its key, as far as it tells when and for where it was delivered. Epoch milliseconds. */
export interface DeliveredFile {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  /** Half-open: the minute, or the day, that the key names. */
  readonly since: number;
  readonly until: number;
}

/** What a CloudTrail digest says of the files that were delivered in its hour. Epoch milliseconds. */
export interface DigestSurvey {
  readonly account: string;
  readonly region: string;
  /** Digests of one trail follow one another. */
  readonly trail: string;
  readonly since: number;
  readonly until: number;
  /** Names of the files, without their folders. */
  readonly files: readonly string[];
}

/** What lies in an archive, before anything is judged. */
export interface ArchiveSurvey {
  /** Names, without their folders. */
  readonly names: ReadonlySet<string>;
  readonly count: number;
  /** As they lie there. */
  readonly bytes: number;
  readonly delivered: readonly DeliveredFile[];
  readonly digests: readonly DigestSurvey[];
}
