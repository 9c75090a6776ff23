/**
 * What the catalog holds about one AWS service: the types of its resources, which parameters of its calls name them, and how
 * its calls read in words. Each service's file declares one of these; `index.ts` lists them.
 */
import type { JsonObject } from '../model/json.ts';
import type { ResourceType } from './resource-type.ts';

/** A call as its sentence sees it. Members are `{}` if the record has null, nothing, or text. */
export interface Call {
  /** `ec2.amazonaws.com` */
  readonly eventSource: string;
  /** Without an API version: `CreateFunction`, never `CreateFunction20150331`. */
  readonly eventName: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly additional: JsonObject;
  /** The account that recorded the call; null or absent if the record does not say. */
  readonly account?: string | null;
  /** `serviceEventDetails`: the details of a service's own event; may be absent. */
  readonly service?: JsonObject;
  /** `userIdentity.type` of the caller. */
  readonly identityType?: string;
}

/**
 * One call in words, beginning with a verb in the past tense that `verbs.ts` knows: "opened tcp/22 to 0.0.0.0/0 on sg-1".
 * No period; no principal (it has a column of its own). Must be total: any member may be missing or of another type.
 */
export type Sentence = (call: Call) => string;

/** The part of an ARN that a call gives; the rest is where the call was made. */
export interface PartsOfArn {
  readonly service: string;
  /** `service/prod/checkout` */
  readonly resource: string;
}

export interface Service {
  /** The name in ARNs and of the file: `ec2`. */
  readonly name: string;
  /** AWS's own short name: "EC2". */
  readonly title: string;
  /** The `eventSource` values of its calls. */
  readonly eventSources: readonly string[];
  readonly types: readonly ResourceType[];
  /** Parameter of a call (as CloudTrail spells it, at any depth) -> the type of the resource it names. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Type -> the calls, without an API version, whose request has its name as `name`: for services that use this parameter for
   * several types, so that it does not identify one by itself.
   */
  readonly named?: Readonly<Record<string, readonly string[]>>;
  /** What a request names by parts of its ARN, possibly in another service; undefined if nothing. Total. */
  readonly partsOfArn?: (request: JsonObject) => PartsOfArn | undefined;
  /**
   * Event name without an API version -> its sentence. Built when a call of the service first appears: most services never
   * appear.
   */
  readonly calls: () => Readonly<Record<string, Sentence>>;
}
