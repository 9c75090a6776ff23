/** What exists in the AWS that the server simulates: plain data, by account and region. */
import type { JsonObject } from '../../src/model/json.ts';
import { asApiItem } from './configuration-items.ts';

export interface World {
  readonly accounts: Readonly<Record<string, AccountWorld>>;
}

interface AccountWorld {
  readonly accessKeys: readonly AccessKey[];
  readonly roles: readonly Role[];
  readonly regions: Readonly<Record<string, RegionWorld>>;
}

/** Credentials and their owner. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly arn: string;
  readonly userId: string;
  /** ISO 8601; absent: never. */
  readonly expiration?: string;
}

export interface Role {
  readonly name: string;
  /** Absent: "/". */
  readonly path?: string;
  /** AROA… */
  readonly id: string;
  /** Who may assume it: account ids, principal ARNs, or "*". An assumed role counts by its role's ARN, too. */
  readonly trusts: readonly string[];
  readonly externalId?: string;
  /** Seconds; absent: 3600. */
  readonly maxSessionDuration?: number;
}

type OptInStatus = 'opt-in-not-required' | 'opted-in' | 'not-opted-in';

/** JSON is in the form that the AWS CLI prints: AWS's own keys, times in ISO 8601. */
export interface RegionWorld {
  readonly optInStatus: OptInStatus;
  /** CloudTrail records as delivered. `eventCategory` distinguishes Insights and data events. */
  readonly trailRecords: readonly JsonObject[];
  /** Trails whose home is here; a multi-region trail is listed in all its regions. */
  readonly trails: readonly TrailOutline[];
  /** Empty: Config is not set up here. */
  readonly configurationRecorders: readonly JsonObject[];
  readonly configurationRecordersStatus: readonly JsonObject[];
  readonly retentionConfigurations: readonly JsonObject[];
  readonly deliveryChannels: readonly JsonObject[];
  /** Every item of every resource, in the API's dialect; `createWorld` takes both. */
  readonly configurationItems: readonly JsonObject[];
  readonly configRules: readonly JsonObject[];
  /** EvaluationResults from any time; the latest one for a rule and resource counts. */
  readonly evaluationResults: readonly JsonObject[];
  readonly remediationConfigurations: readonly JsonObject[];
  /** RemediationExecutionStatuses, each with its ConfigRuleName. */
  readonly remediationExecutions: readonly JsonObject[];
  readonly conformancePacks: readonly JsonObject[];
  /** For the accounts that they name, in all their regions. */
  readonly configurationAggregators: readonly JsonObject[];
  readonly metrics: readonly MetricSeries[];
  readonly metricAlarms: readonly JsonObject[];
  readonly compositeAlarms: readonly JsonObject[];
  readonly alarmHistoryItems: readonly JsonObject[];
  readonly logGroups: readonly LogGroup[];
  readonly networkInterfaces: readonly JsonObject[];
  readonly securityGroups: readonly JsonObject[];
  readonly flowLogs: readonly JsonObject[];
  readonly buckets: readonly Bucket[];
}

/** A bucket as listed and read; it belongs to the account whose region holds it. */
export interface Bucket {
  readonly name: string;
  readonly objects: Readonly<Record<string, StoredObject>>;
  /** Requests must say that the requester pays. */
  readonly requesterPays?: boolean;
  /** Accounts that may read it in addition to the owner. */
  readonly readers?: readonly string[];
}

export interface StoredObject {
  readonly content: Buffer;
  /** Must be restored before it can be read. */
  readonly archived?: boolean;
  /** May be listed, but not read. */
  readonly denied?: boolean;
}

/** A trail with the answers of four calls about it, as the CLI prints them. */
export interface TrailOutline {
  /** As DescribeTrails lists it: Name, TrailARN, HomeRegion, IsMultiRegionTrail, … */
  readonly trail: JsonObject;
  /** GetTrailStatus */
  readonly status: JsonObject;
  /** GetEventSelectors: EventSelectors or AdvancedEventSelectors. */
  readonly eventSelectors: JsonObject;
  /** GetInsightSelectors; absent: Insights is not enabled. */
  readonly insightSelectors?: readonly JsonObject[];
}

/** What was measured in one period, in the form of a metric stream; percentiles by name ("p99"). */
export interface Datapoint {
  /** Milliseconds since 1970, the start of the period. */
  readonly timestamp: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly [percentile: `p${string}`]: number;
}

export interface MetricSeries {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly unit?: string;
  /** The finest period that it is kept in. */
  readonly periodSeconds: number;
  readonly datapoints: readonly Datapoint[];
  /** GetMetricData answers with this instead of data. */
  readonly statusCode?: 'InternalError' | 'Forbidden';
}

export interface LogGroup {
  readonly logGroupName: string;
  /** ISO 8601; absent: before everything in it. */
  readonly creationTime?: string;
  readonly retentionInDays?: number;
  readonly logGroupClass?: 'STANDARD' | 'INFREQUENT_ACCESS';
  readonly events: readonly LogEvent[];
  /** How an Insights query over it ends, if it fails. */
  readonly queryStatus?: 'Failed' | 'Timeout' | 'Cancelled';
}

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly logStreamName: string;
  readonly message: string;
}

const name = 'default';

/** A region with Config recording everything, and nothing in it. */
const emptyRegion = (account: string, region: string): RegionWorld => ({
  optInStatus: 'opt-in-not-required',
  trailRecords: [],
  trails: [],
  configurationRecorders: [
    {
      name,
      arn: `arn:aws:config:${region}:${account}:configuration-recorder/${name}/a1b2c3d4e5f6g7h8`,
      roleARN: `arn:aws:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
      recordingGroup: {
        allSupported: true,
        includeGlobalResourceTypes: region === 'us-east-1',
        resourceTypes: [],
        exclusionByResourceTypes: { resourceTypes: [] },
        recordingStrategy: { useOnly: 'ALL_SUPPORTED_RESOURCE_TYPES' },
      },
      recordingMode: { recordingFrequency: 'CONTINUOUS', recordingModeOverrides: [] },
      recordingScope: 'PAID',
    },
  ],
  configurationRecordersStatus: [
    { name, recording: true, lastStatus: 'SUCCESS', lastStartTime: '2024-01-01T00:00:00.000Z' },
  ],
  retentionConfigurations: [],
  deliveryChannels: [
    {
      name,
      s3BucketName: `config-${account}`,
      configSnapshotDeliveryProperties: { deliveryFrequency: 'TwentyFour_Hours' },
    },
  ],
  configurationItems: [],
  configRules: [],
  evaluationResults: [],
  remediationConfigurations: [],
  remediationExecutions: [],
  conformancePacks: [],
  configurationAggregators: [],
  metrics: [],
  metricAlarms: [],
  compositeAlarms: [],
  alarmHistoryItems: [],
  logGroups: [],
  networkInterfaces: [],
  securityGroups: [],
  flowLogs: [],
  buckets: [],
});

/** An account's default access key: 20 characters, including the account. */
const auditorKey = (account: string): AccessKey => ({
  accessKeyId: `AKIAEXMP${account}`,
  secretAccessKey: `EXAMPLE-SECRET-OF-${account}`,
  arn: `arn:aws:iam::${account}:user/auditor`,
  userId: `AIDAEXMP${account}`,
});

export interface AccountOutline {
  readonly accessKeys?: readonly AccessKey[];
  readonly roles?: readonly Role[];
  readonly regions?: Readonly<Record<string, Partial<RegionWorld>>>;
}

/** Fills in what is missing: an access key for each account, us-east-1, and empty regions. */
export function createWorld(outline: Readonly<Record<string, AccountOutline>>): World {
  const accounts = Object.entries(outline).map(([account, { accessKeys, roles, regions }]) => {
    const named = Object.entries({ 'us-east-1': {}, ...regions } as Record<string, Partial<RegionWorld>>);
    const filled = named.map(([region, given]) => {
      const full = { ...emptyRegion(account, region), ...given };
      return [region, { ...full, configurationItems: full.configurationItems.map(asApiItem) }] as const;
    });
    const keys = accessKeys ?? [auditorKey(account)];
    return [account, { accessKeys: keys, roles: roles ?? [], regions: Object.fromEntries(filled) }] as const;
  });
  return { accounts: Object.fromEntries(accounts) };
}

export interface SeriesOutline extends Omit<MetricSeries, 'datapoints'> {
  /** ISO 8601: the start of the first period. */
  readonly start: string;
  /** One measurement per period; null: nothing was measured. */
  readonly values: readonly (number | null)[];
}

/** A series with one measurement per period. */
export function createSeries({ start, values, ...series }: SeriesOutline): MetricSeries {
  const first = Date.parse(start);
  const datapoints = values.flatMap((value, index) => {
    const timestamp = first + index * series.periodSeconds * 1000;
    return value === null ? [] : [{ timestamp, count: 1, sum: value, min: value, max: value }];
  });
  return { ...series, datapoints };
}
