/** AWS Config's record of a resource at a time, in one form for both dialects in which it is delivered. */
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
  /** "global" for IAM and the like. */
  readonly region: string | null;
  /** ISO 8601 UTC with milliseconds: when it was captured, not when the change was made. */
  readonly captureTime: string;
  /** OK, ResourceDiscovered, ResourceDeleted, ResourceNotRecorded, ResourceDeletedNotRecorded */
  readonly status: string;
  readonly stateId: string;
  /** null where the resource is gone. */
  readonly configuration: JsonValue;
  readonly supplementaryConfiguration: JsonObject;
  readonly tags: JsonObject;
  readonly relationships: readonly Relationship[];
  /** ISO 8601 UTC: when the resource was made. Absent: not told. */
  readonly createdTime?: string;
  /** CloudTrail event ids; empty since item version 1.3. */
  readonly relatedEvents: readonly string[];
  /** Neither tags nor relationships were delivered (BatchGetResourceConfig leaves them out): nothing is known of them. */
  readonly partial?: true;
  /** JSON Pointer of each redacted value -> digest of what stood there: it tells that a secret changed. Never printed. */
  readonly redactions?: Readonly<Record<string, string>>;
}

/** What a rule said of a resource, from whatever record says it. */
export interface RuleState {
  readonly rule: string;
  readonly resourceType: string;
  /** Config's id of the resource. */
  readonly resourceId: string;
  readonly account: string | null;
  readonly region: string | null;
  /** COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE, INSUFFICIENT_DATA */
  readonly state: string;
  /** The state before, where the record itself tells. */
  readonly previous: string | null;
  /** ISO 8601 UTC: when this state was recorded. */
  readonly recordedTime: string;
  readonly invokedTime: string | null;
  readonly annotation: string | null;
  /** The history tells the verdict: of this record only the annotation is wanted. */
  readonly confirms?: true;
  /** The record tells when the rule flipped (a history, a change notification), not merely what holds now. */
  readonly isFlip: boolean;
  /** No rule said so: it follows from the resource's configuration item, by what AWS's managed rule of this name checks. */
  readonly derived?: true;
  /** What AWS calls a managed rule, whatever it was named here: INCOMING_SSH_DISABLED. Absent: not told. */
  readonly sourceIdentifier?: string;
  /** The conformance pack that brought the rule along. Absent: none, or told by the rule's name alone. */
  readonly conformancePack?: string;
}
