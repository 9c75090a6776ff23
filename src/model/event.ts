import type { JsonObject, JsonValue } from './json.ts';
import type { Principal } from './principal.ts';
import type { ResourceRef } from './resource.ts';

export type Severity = 'info' | 'notice' | 'warning' | 'critical';
export type Outcome = 'success' | 'denied' | 'failed';

/** Why an event is listed; there may be several reasons. */
export type Match = 'target' | 'principal' | 'neighbor' | 'chain' | 'window';

/** Where a fact can be read again. */
export interface Origin {
  readonly source: string;
  readonly backend: string;
  readonly account: string | null;
  readonly region: string | null;
  /** The record's own id at its source, as delivered. */
  readonly ref: string | null;
  /** File and record number (`logs/a.json.gz#12`), or the call that returned it. */
  readonly locator: string;
}

interface EventOf<Kind extends string, Detail> {
  /** The same on every backend; see `report-v1`. */
  readonly id: string;
  /** ISO 8601 UTC with milliseconds, like all times here, so that text order is time order. */
  readonly time: string;
  /** Only for intervals. */
  readonly endTime?: string;
  readonly kind: Kind;
  readonly match: readonly Match[];
  readonly resources: readonly ResourceRef[];
  /** One line for a person. Made from log text, so hostile until it has gone through `printable`. */
  readonly summary: string;
  readonly severity: Severity;
  readonly chain: string | null;
  readonly origin: Origin;
  readonly detail: Detail;
}

/** Why a call is dangerous, according to a rule. */
export interface Danger {
  readonly rule: string;
  readonly severity: 'medium' | 'high';
  readonly reason: string;
  /** Where the rule comes from. */
  readonly source: string;
}

export interface ApiCallDetail {
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventId: string | null;
  readonly sharedEventId?: string;
  readonly eventCategory: string;
  readonly readOnly: boolean;
  readonly outcome: Outcome;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** As recorded, with secret values replaced by `<redacted>`. */
  readonly requestParameters: JsonValue;
  readonly responseElements: JsonValue;
  readonly principal: Principal;
  readonly dangers?: readonly Danger[];
}

export interface Change {
  /** JSON Pointer from the item's root; it continues inside strings that hold JSON. */
  readonly path: string;
  readonly op: 'add' | 'remove' | 'replace';
  readonly before?: JsonValue;
  readonly after?: JsonValue;
}

export interface ConfigChangeDetail {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly status: string;
  readonly captureTime: string;
  readonly stateId: string;
  readonly changes: readonly Change[];
  readonly relationshipOnly: boolean;
  /** Derived from a call: no configuration item exists. */
  readonly inferred: boolean;
  readonly before: { readonly stateId: string; readonly captureTime: string; readonly locator: string } | null;
  readonly after: JsonValue;
}

/** When something began to be wrong, when a rule noticed, when it was put right, when the rule noticed that. */
export interface Exposure {
  readonly startedTime: string | null;
  readonly detectedTime: string | null;
  readonly fixedTime: string | null;
  readonly clearedTime: string | null;
  readonly startedBy: string | null;
  readonly fixedBy: string | null;
  readonly open: boolean;
  /** cleared − detected, else to `asOf`. */
  readonly seconds: number | null;
  /** fixed − started. */
  readonly secondsByChange: number | null;
  readonly rules: readonly string[];
}

export interface ComplianceDetail {
  readonly rule: string;
  readonly resource: ResourceRef;
  readonly from: string | null;
  readonly to: string;
  readonly annotation?: string;
  readonly recordedTime: string;
  readonly invokedTime?: string;
  readonly derived: boolean;
  readonly conformancePack?: string;
  readonly exposure?: Exposure;
}

export interface MetricDetail {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly unit: string | null;
  readonly direction: 'up' | 'down';
  readonly shape: 'spike' | 'level-shift' | 'burst' | 'drop' | 'silence';
  readonly onset: string;
  readonly peakTime: string;
  readonly peak: number;
  readonly baseline: {
    readonly median: number;
    readonly spread: number;
    readonly min: number;
    readonly max: number;
    readonly from: string;
    readonly to: string;
    readonly count: number;
  };
  /** null if the baseline is zero. */
  readonly ratio: number | null;
  /** In units of the baseline's own range; 1 or more. */
  readonly excursion: number;
  readonly ongoing: boolean;
  readonly beganBefore: boolean;
  /** Epoch seconds and value. */
  readonly series?: readonly (readonly [number, number])[];
}

export interface AlarmDetail {
  readonly alarmName: string;
  readonly alarmArn?: string;
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
  readonly threshold?: number;
  readonly comparison?: string;
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly children?: readonly string[];
  readonly actions?: readonly string[];
}

export interface LogDetail {
  readonly logGroup: string;
  readonly pattern: string;
  readonly count: number;
  readonly baselineCount: number;
  readonly examples: readonly string[];
}

export interface FlowDetail {
  readonly interfaceId: string;
  readonly action: string;
  readonly protocol: string;
  readonly dstPort: number | null;
  readonly direction: string;
  readonly sources: readonly {
    readonly address: string;
    readonly bytes: number;
    readonly packets: number;
    readonly flows: number;
    /** Bytes sent in reply; absent if the flow log's format does not tell. */
    readonly answerBytes?: number;
    readonly firstTime: string;
    readonly lastTime: string;
  }[];
  readonly sourcesOmitted?: number;
  readonly before: { readonly bytes: number; readonly flows: number };
  readonly admittedBy?: string;
}

export interface InsightDetail {
  readonly insightType: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly baseline: number | null;
  readonly observed: number | null;
  /** CloudTrail's own list: `{attribute, insight: [{value, average}], baseline: […]}`. */
  readonly attributions: readonly JsonObject[];
}

export interface FindingDetail {
  readonly product: string;
  readonly findingType: string;
  readonly title: string;
  readonly severityLabel: string;
}

export type ApiCallEvent = EventOf<'api-call', ApiCallDetail>;
export type ConfigChangeEvent = EventOf<'config-change', ConfigChangeDetail>;
export type ComplianceEvent = EventOf<'compliance', ComplianceDetail>;
export type MetricEvent = EventOf<'metric', MetricDetail>;
export type AlarmEvent = EventOf<'alarm', AlarmDetail>;
export type LogEvent = EventOf<'log', LogDetail>;
export type FlowEvent = EventOf<'flow', FlowDetail>;
export type InsightEvent = EventOf<'insight', InsightDetail>;
export type FindingEvent = EventOf<'finding', FindingDetail>;

export type TimelineEvent =
  | ApiCallEvent
  | ConfigChangeEvent
  | ComplianceEvent
  | MetricEvent
  | AlarmEvent
  | LogEvent
  | FlowEvent
  | InsightEvent
  | FindingEvent;

export type EventKind = TimelineEvent['kind'];
