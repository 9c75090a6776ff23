/** What AWS reports about how an account is monitored, before anything is judged: API answers in their own spelling. */
import type { JsonObject } from './json.ts';

/** allowed: the call passed authorization. unknown: it was not tried, or failed for another reason. */
export type PermissionState = 'allowed' | 'denied' | 'unknown';

export interface PermissionProbe {
  /** The IAM action: `cloudtrail:LookupEvents`. */
  readonly action: string;
  readonly region: string;
  readonly state: PermissionState;
  /** The service's message if the call was denied or failed; null if it was allowed. */
  readonly message: string | null;
}

/** A list of which only a few pages were read. */
export interface Counted {
  readonly count: number;
  /** Whether there are more than were counted. */
  readonly isMore: boolean;
}

export interface TrailSurvey {
  /** DescribeTrails */
  readonly trail: JsonObject;
  /** Answers from its home region; null if they could not be obtained. */
  readonly status: JsonObject | null;
  readonly eventSelectors: JsonObject | null;
  /** null if it could not be asked; empty if Insights is not enabled. */
  readonly insightSelectors: readonly JsonObject[] | null;
}

export interface LogGroupsSurvey extends Counted {
  /** Groups with a retention period; the others keep their events forever. */
  readonly retentions: readonly { readonly logGroup: string; readonly days: number }[];
}

/** DescribeNetworkInterfaces: what flow logs may cover, by interface, subnet or VPC. */
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
  /** Whether it was asked for by name; otherwise it is included only because global services record there. */
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
  /** Epoch milliseconds; null if the credentials do not expire, or do not say when. */
  readonly expiration: number | null;
  readonly regions: readonly RegionSurvey[];
  /** Each trail once, however many regions list it. */
  readonly trails: readonly TrailSurvey[];
}

/** A delivered file, as described by a key that says when and for where it was delivered. Epoch milliseconds. */
export interface DeliveredFile {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  /** Half-open: the minute, or the day, that the key names. */
  readonly since: number;
  readonly until: number;
}

/** What a CloudTrail digest lists of the files delivered in its hour. Epoch milliseconds. */
export interface DigestSurvey {
  readonly account: string;
  readonly region: string;
  /** Digests of one trail follow one another. */
  readonly trail: string;
  readonly since: number;
  readonly until: number;
  /** File names, without folders. */
  readonly files: readonly string[];
}

/** What is in an archive, before anything is judged. */
export interface ArchiveSurvey {
  /** File names, without folders. */
  readonly names: ReadonlySet<string>;
  readonly count: number;
  /** Size as stored. */
  readonly bytes: number;
  readonly delivered: readonly DeliveredFile[];
  readonly digests: readonly DigestSurvey[];
}
