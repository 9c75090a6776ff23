/**
 * What the catalogue holds of one AWS service: the types of its resources, which parameters of its calls name them,
 * and how its calls read in words. One file a service declares one of these; `index.ts` lists them.
 */
import type { JsonObject } from '../model/json.ts';
import type { ResourceType } from './resource-type.ts';

/** A call as its sentence sees it. Members are `{}` where the record has null, nothing, or text. */
export interface Call {
  /** `ec2.amazonaws.com` */
  readonly eventSource: string;
  /** Without an API version: `CreateFunction`, never `CreateFunction20150331`. */
  readonly eventName: string;
  readonly request: JsonObject;
  readonly response: JsonObject;
  readonly additional: JsonObject;
  /** The account that recorded the call; null or absent where the record does not tell. */
  readonly account?: string | null;
  /** `serviceEventDetails`: what a service's own event tells; absent is nothing. */
  readonly service?: JsonObject;
  /** `userIdentity.type` of the caller. */
  readonly identityType?: string;
}

/**
 * One call in words, beginning with a verb in the past tense that `verbs.ts` knows: "opened tcp/22 to 0.0.0.0/0 on sg-1".
 * No period; no principal (it has a column of its own). Must be total: any member may be missing or of another type.
 */
export type Sentence = (call: Call) => string;

/** What a call names of an ARN; the rest is where the call was made. */
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
   * Type -> the calls, without API version, whose request names one of it as `name`: where a service calls things of several
   * types so, the parameter alone does not tell which.
   */
  readonly named?: Readonly<Record<string, readonly string[]>>;
  /** What a request names by parts of its ARN, be it of another service; undefined where it names nothing so. Total. */
  readonly partsOfArn?: (request: JsonObject) => PartsOfArn | undefined;
  /** Event name without API version -> its sentence. Made once a call of the service is met: most services never are. */
  readonly calls: () => Readonly<Record<string, Sentence>>;
}
