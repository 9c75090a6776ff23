/** How the human behind a principal is known. */
export type HumanVia =
  | 'iam-user'
  | 'root'
  | 'source-identity'
  | 'identity-center'
  | 'saml'
  | 'oidc'
  | 'switch-role'
  | 'role-chain'
  | 'session-name'
  | 'invoked-by';

/** proven: a link of credentials; asserted: a name that the caller chose; guess: neither. */
export type Certainty = 'proven' | 'asserted' | 'guess';

export interface Human {
  readonly name: string;
  readonly via: HumanVia;
  readonly certainty: Certainty;
}

/** One call that issued credentials. `event` is the id of that call in the report's form (`cloudtrail:…`). */
export interface Hop {
  readonly time: string;
  readonly event: string;
  readonly from: string;
  readonly to: string;
}

export type ToolKind =
  | 'console'
  | 'cli'
  | 'terraform'
  | 'opentofu'
  | 'pulumi'
  | 'cloudformation'
  | 'cdk'
  | 'sdk'
  | 'controller'
  | 'service'
  | 'sso'
  | 'unknown';

export interface Tool {
  readonly kind: ToolKind;
  readonly name: string;
  readonly version: string | null;
  /** The signals that speak for another tool. */
  readonly disagrees: readonly string[];
}

/** Who made a call: CloudTrail's `userIdentity`, and what is known of who stands behind it. */
export interface Principal {
  /** `userIdentity.type`; "Unknown" where the record has none. */
  readonly type: string;
  readonly arn: string | null;
  readonly account: string | null;
  /** User, role, federating user, service that invoked, "root", or "account:<id>". */
  readonly name: string;
  /** Role or federation session name; absent for principals without sessions. */
  readonly session?: string;
  readonly accessKeyId: string | null;
  /** null: looked for, none can be named. */
  readonly human: Human | null;
  /** The calls that issued these credentials, oldest first. */
  readonly path: readonly Hop[];
  readonly workload: { readonly type: string; readonly id: string } | null;
  readonly tool: Tool;
  readonly userAgent: string | null;
  readonly sourceIp: string | null;
  readonly vpcEndpointId: string | null;
  /** null: the record does not tell. */
  readonly mfa: boolean | null;
  /** The credentials belong to another account than the one that recorded the call. */
  readonly crossAccount: boolean;
  /** An AWS service made the call, on its own or on the principal's behalf. */
  readonly service: boolean;
}
