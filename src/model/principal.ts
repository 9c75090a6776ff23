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

/** proven: by a link of credentials; asserted: a name that the caller chose; guess: neither. */
export type Certainty = 'proven' | 'asserted' | 'guess';

export interface Human {
  readonly name: string;
  readonly via: HumanVia;
  readonly certainty: Certainty;
}

/**
 * Where the path back through issued credentials ends. origin: at a user, root, an identity provider or a service. cycle: the
 * records lead back to themselves, which real credentials cannot do. missing: at credentials whose issuing call is not among
 * the records read, or is known only from another account's copy.
 */
export type PathEnd = 'origin' | 'cycle' | 'missing';

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
  /** The signals that point to a different tool. */
  readonly disagrees: readonly string[];
}

/** The code that the credentials were given to: an instance, a function, a task, a pod; for a remediation, the rule. */
export interface Workload {
  /** CloudFormation's name of the type, or `Kubernetes::Pod` or `Kubernetes::ServiceAccount` in a cluster. */
  readonly type: string;
  readonly id: string;
  /** Who last changed or deployed it before the call, as far as the events show. Not necessarily who made the call. */
  readonly lastChange?: WorkloadChange;
}

export interface WorkloadChange {
  readonly time: string;
  /** The id of the call in the report's form. */
  readonly event: string;
  /** The human if known, else the principal's name. */
  readonly by: string;
}

/** Who made a call: CloudTrail's `userIdentity`, and what is known about the human or code behind it. */
export interface Principal {
  /** `userIdentity.type`; "Unknown" if the record has none. */
  readonly type: string;
  readonly arn: string | null;
  readonly account: string | null;
  /** User, role, federating user, service that invoked, "root", or "account:<id>". */
  readonly name: string;
  /** Role or federation session name; absent for principals without sessions. */
  readonly session?: string;
  readonly accessKeyId: string | null;
  /** null: looked for, but none can be named. */
  readonly human: Human | null;
  /** The calls that issued these credentials, oldest first. */
  readonly path: readonly Hop[];
  /** Absent if no call that could be looked for issued the credentials. */
  readonly pathEnd?: PathEnd;
  readonly workload: Workload | null;
  /** The service that called on the principal's behalf, as CloudTrail names it (`invokedBy`). */
  readonly invokedBy?: string;
  /** The Identity Center user's id in its identity store (`onBehalfOf.userId`); absent for all others. */
  readonly userId?: string;
  /** Joins the calls of one Identity Center session (`credentialId`). */
  readonly credentialId?: string;
  /** The SAML or OpenID Connect provider that vouched for the caller: its ARN, or its URL without the scheme. */
  readonly provider?: string;
  readonly tool: Tool;
  readonly userAgent: string | null;
  readonly sourceIp: string | null;
  readonly vpcEndpointId: string | null;
  /** null if the record does not say. */
  readonly mfa: boolean | null;
  /** Whether the credentials belong to an account other than the one that recorded the call. */
  readonly crossAccount: boolean;
  /** An AWS service made the call, on its own or on the principal's behalf. */
  readonly service: boolean;
}
