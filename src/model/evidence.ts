import type { ConfigurationItem, RuleState } from './configuration-item.ts';
import type { Origin, TimelineEvent } from './event.ts';
import type { Gap } from './gap.ts';
import type { KnownResource } from './inventory.ts';
import type { RowsEvidence, SurveyedEvidence } from './passing.ts';
import type { Hop, Principal, Workload } from './principal.ts';
import type { ResourceRef } from './resource.ts';
import type { Alarm, Series } from './series.ts';
import type { Remediation } from './standing.ts';
import type { LogShape, Traffic } from './traffic.ts';

/** An event of the timeline. `digest` is the SHA-256 (hex) of the canonical record: equal digests are copies of one record. */
export interface EventEvidence {
  readonly type: 'event';
  readonly event: TimelineEvent;
  readonly digest: string;
}

/** A call that issued credentials, found while tracing where an access key comes from. */
export interface CredentialsEvidence {
  readonly type: 'credentials';
  readonly accessKeyId: string;
  readonly hop: Hop;
  /** The key that signed the issuing call: the next one to trace. */
  readonly issuerAccessKeyId: string | null;
  /** Who made that call, according to its record. */
  readonly issuer?: Principal;
  /** Whether the issuing call was made with a code from an MFA device. */
  readonly mfa?: boolean;
  /** The code (function, task, instance) that the credentials were issued to. */
  readonly workload?: Workload;
  /** Shared by the copies of that call in several accounts. */
  readonly sharedEventId?: string;
}

export interface ConfigurationItemEvidence {
  readonly type: 'configuration-item';
  readonly item: ConfigurationItem;
  readonly origin: Origin;
  readonly digest: string;
}

export interface RuleStateEvidence {
  readonly type: 'rule-state';
  readonly state: RuleState;
  readonly origin: Origin;
  readonly digest: string;
}

/** A resource that exists, or once existed. */
export interface ResourceEvidence {
  readonly type: 'resource';
  readonly resource: KnownResource;
  readonly origin: Origin;
}

/** What Config itself does when a resource breaks a rule. */
export interface RemediationEvidence {
  readonly type: 'remediation';
  readonly rule: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly remediation: Remediation;
}

/** Two resources that belong together according to Config. `of` is one that was asked about. */
export interface RelationshipEvidence {
  readonly type: 'relationship';
  readonly of: { readonly resourceType: string; readonly resourceId: string };
  /** Every spelling of the other resource: id, name, ARN. */
  readonly neighbor: ResourceRef;
  readonly relation: string;
}

export interface SeriesEvidence {
  readonly type: 'series';
  readonly series: Series;
  readonly origin: Origin;
}

/**
 * The time up to which everything measured in a place has been read: a requested metric without data until then was not
 * measured. Answers about single metrics do not give such a time.
 */
export interface MeasuredEvidence {
  readonly type: 'measured';
  readonly account: string | null;
  readonly region: string | null;
  /** Epoch milliseconds. */
  readonly until: number;
}

export interface AlarmEvidence {
  readonly type: 'alarm';
  readonly alarm: Alarm;
  readonly origin: Origin;
}

/** Has no digest: flow records have no identity, so two equal ones are two flows. */
export interface TrafficEvidence {
  readonly type: 'traffic';
  readonly traffic: Traffic;
  readonly origin: Origin;
}

export interface LogShapeEvidence {
  readonly type: 'log-shape';
  readonly shape: LogShape;
  readonly origin: Origin;
}

export type Evidence =
  | EventEvidence
  | CredentialsEvidence
  | ConfigurationItemEvidence
  | RuleStateEvidence
  | RemediationEvidence
  | ResourceEvidence
  | RelationshipEvidence
  | SeriesEvidence
  | MeasuredEvidence
  | AlarmEvidence
  | TrafficEvidence
  | LogShapeEvidence
  | SurveyedEvidence
  | RowsEvidence;

/** What one source read of one account and region. Times are epoch milliseconds. */
export interface Span {
  readonly source: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly first: number;
  readonly last: number;
  readonly records: number;
}

/** What one file, or one call, yielded. */
export interface Reading {
  readonly evidence: readonly Evidence[];
  readonly spans: readonly Span[];
  readonly skipped: readonly Skipped[];
  readonly gaps: readonly ReadingGap[];
  /** Inflated bytes read, or bytes scanned by a log query; for a columnar file, the bytes of it that were read, as stored. */
  readonly bytes: number;
  /** Live: the requests that were sent. */
  readonly calls?: readonly CallCount[];
}

export interface CallCount {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly requests: number;
  readonly throttled: number;
}

/** What was seen and set aside, with as much of its place as is known. */
export interface Skipped {
  readonly source: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly kind: string;
  readonly count: number;
}

/** A gap, with as much of its place as is known. */
export interface ReadingGap {
  /** Absent if what could not be read does not show it. */
  readonly source?: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly gap: Gap;
}
