/** AWS Config's record of a resource at a point in time, in one form for both dialects in which it is delivered. */
import type { JsonObject, JsonValue } from './json.ts';

export interface Relationship {
  readonly resourceType: string;
  readonly resourceId: string | null;
  readonly resourceName: string | null;
  /** Config's words: "Is associated with NetworkInterface". */
  readonly name: string;
}

export interface ConfigurationItem {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName: string | null;
  readonly arn: string | null;
  readonly account: string | null;
  /** "global" for IAM and other global services. */
  readonly region: string | null;
  /** ISO 8601 UTC with milliseconds: when it was captured, not when the change was made. */
  readonly captureTime: string;
  /** OK, ResourceDiscovered, ResourceDeleted, ResourceNotRecorded, ResourceDeletedNotRecorded */
  readonly status: string;
  readonly stateId: string;
  /** null if the resource is gone. */
  readonly configuration: JsonValue;
  readonly supplementaryConfiguration: JsonObject;
  readonly tags: JsonObject;
  readonly relationships: readonly Relationship[];
  /** ISO 8601 UTC: when the resource was created. Absent if not known. */
  readonly createdTime?: string;
  /** CloudTrail event ids; empty since item version 1.3. */
  readonly relatedEvents: readonly string[];
  /** Delivered without tags and relationships (BatchGetResourceConfig leaves them out), so nothing is known of either. */
  readonly partial?: true;
  /** JSON Pointer of each redacted value -> digest of the original value, which shows when a secret changed. Never printed. */
  readonly redactions?: Readonly<Record<string, string>>;
}

/** A rule's verdict on a resource, whichever record reports it. */
export interface RuleState {
  readonly rule: string;
  readonly resourceType: string;
  /** Config's id of the resource. */
  readonly resourceId: string;
  readonly account: string | null;
  readonly region: string | null;
  /** COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE, INSUFFICIENT_DATA */
  readonly state: string;
  /** The state before, if the record itself gives it. */
  readonly previous: string | null;
  /** ISO 8601 UTC: when this state was recorded. */
  readonly recordedTime: string;
  readonly invokedTime: string | null;
  readonly annotation: string | null;
  /** The verdict comes from the history; this record only contributes its annotation. */
  readonly confirms?: true;
  /** The record says when the rule flipped (a history, a change notification), not merely what holds now. */
  readonly isFlip: boolean;
  /** Not reported by a rule: it follows from the configuration item, by what AWS's managed rule of this name checks. */
  readonly derived?: true;
  /** AWS's identifier of a managed rule, whatever the rule is named here: INCOMING_SSH_DISABLED. Absent if not known. */
  readonly sourceIdentifier?: string;
  /** The conformance pack that deployed the rule. Absent if there is none, or only the rule's name suggests one. */
  readonly conformancePack?: string;
}
