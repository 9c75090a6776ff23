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

/** A call that issued credentials, found while looking for where an access key comes from. */
export interface CredentialsEvidence {
  readonly type: 'credentials';
  readonly accessKeyId: string;
  readonly hop: Hop;
  /** The key that the issuing call was made with: the next one to look for. */
  readonly issuerAccessKeyId: string | null;
  /** Who made that call, as its record tells. */
  readonly issuer?: Principal;
  /** The issuing call was made with a code of a multi-factor device. */
  readonly mfa?: boolean;
  /** The code that the credentials were issued to. */
  readonly workload?: Workload;
  /** Joins the copies that several accounts got of that call. */
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

/** That a resource is, or was, there. */
export interface ResourceEvidence {
  readonly type: 'resource';
  readonly resource: KnownResource;
  readonly origin: Origin;
}

/** What Config does of itself where a resource breaks a rule. */
export interface RemediationEvidence {
  readonly type: 'remediation';
  readonly rule: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly remediation: Remediation;
}

/** That two resources belong together, as Config tells it. `of` is one that was asked about. */
export interface RelationshipEvidence {
  readonly type: 'relationship';
  readonly of: { readonly resourceType: string; readonly resourceId: string };
  /** All spellings of the other: id, name, ARN. */
  readonly neighbor: ResourceRef;
  readonly relation: string;
}

export interface SeriesEvidence {
  readonly type: 'series';
  readonly series: Series;
  readonly origin: Origin;
}

/**
 * Until when everything that was measured in a place would have been read: what is missing of a metric that was asked for
 * was not measured. Of an answer about single metrics that is not known.
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

/** Has no digest: flow records have no identity, two equal ones are two flows. */
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

/** What came of one file, or of one call. */
export interface Reading {
  readonly evidence: readonly Evidence[];
  readonly spans: readonly Span[];
  readonly skipped: readonly Skipped[];
  readonly gaps: readonly ReadingGap[];
  /** Inflated bytes read, or scanned by a log query; of a file of columns those that were read of it, as they lie there. */
  readonly bytes: number;
  /** Live: what was sent to get it. */
  readonly calls?: readonly CallCount[];
}

export interface CallCount {
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly requests: number;
  readonly throttled: number;
}

/** What was seen and set aside, with the place it belongs to as far as that is known. */
export interface Skipped {
  readonly source: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly kind: string;
  readonly count: number;
}

/** A gap with the account and region it lies in, as far as they are known. */
export interface ReadingGap {
  /** Absent: not told by what could not be read. */
  readonly source?: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly gap: Gap;
}
