/** What the catalog holds about one type of resource. Data only: the functions in the files next to this one read it. */

export interface ResourceType {
  /** CloudFormation's name of the type, which Config and CloudTrail share: `AWS::EC2::SecurityGroup`. */
  readonly type: string;
  /** What people call it, lower case and singular: "security group". */
  readonly title: string;
  /** The prefix of its ids (`sg-`). Absent for resources that are identified by a name. */
  readonly idPrefix?: string;
  /**
   * Its ARN as a template, with fields in braces: `arn:{partition}:ec2:{region}:{account}:security-group/{id}`.
   * `{id}` is what people and metrics call it: the name, if it has one.
   * `{id}` stands for one segment, without slash or colon; `{id/}` may contain slashes, `{id/+}` contains one, `{id*}` may
   * contain anything. `{path}` is an optional path that ends in a slash. Other names (`{cluster}`, `{uuid}`) are fields, too.
   * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
   */
  readonly arn: string;
  /**
   * Other spellings that reveal the type by themselves: older ARNs, ARNs of a version, URLs. Templates of the ARN's fields; one
   * without `{id}` is the id itself.
   */
  readonly spellings?: readonly string[];
  /** The service gives it an id in addition to its name (`AROA…`, `db-…`): the prefix before capital letters and digits. */
  readonly uniqueIdPrefix?: string;
  /**
   * Config's `resourceId` for it, as a template of the same fields with `{arn}` and `{uniqueId}`. Absent if Config does not
   * record the type. If no record shows it, CloudFormation's identifier for the resource.
   * https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html
   */
  readonly configId?: string;
  /**
   * The spellings under which LookupEvents may list it as ResourceName, likeliest first, as templates. LookupEvents uses what
   * the caller sent, so several may be needed. Absent: the id. Empty: it lists none, and the service's events must be searched.
   * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupAttribute.html
   */
  readonly lookupNames?: readonly string[];
  /**
   * Calls on it that are not listed under any of its names, since they name it by parts of its ARN. They are found by event
   * name.
   */
  readonly unlistedCalls?: readonly string[];
  /** It has no region: Config calls it "global", and CloudTrail records its calls in one region (us-east-1 in `aws`). */
  readonly isGlobal?: true;
  readonly neighbors?: readonly NeighborType[];
  readonly metrics?: readonly MetricGroup[];
  /** Log groups that belong to it by convention, as templates. One that ends in `*` is a prefix. */
  readonly logGroups?: readonly string[];
  /** An id and its ARN, in account 111122223333 or 444455556666. */
  readonly example: {
    readonly id: string;
    readonly arn: string;
    /** Given if a name that is not in the ARN is needed. */
    readonly name?: string;
    readonly uniqueId?: string;
  };
}

/** A type whose resources are worth following from one of this type. */
export interface NeighborType {
  readonly type: string;
  /**
   * How Config's name of the relationship begins; it often ends in the neighbor's kind ("Is attached to Volume"). null if
   * Config has no relationship between the two: then the configuration of one names the other.
   */
  readonly relation: ConfigRelation | null;
  /** The one whose configuration item names the other. */
  readonly namedBy: 'itself' | 'neighbor';
}

export type ConfigRelation = 'Is associated with' | 'Is attached to' | 'Is contained in' | 'Contains';

/** Metrics of one namespace that share their dimensions. */
export interface MetricGroup {
  readonly namespace: string;
  /** Values are templates of the ARN's fields, with `{arn}` and `{name}`: `{ InstanceId: '{id}' }`. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Further dimensions, whose values only ListMetrics can give: the operations of a table. */
  readonly furtherDimensions?: readonly string[];
  /**
   * A template of the ids that have these metrics: network load balancers have different ones from application load balancers.
   */
  readonly onlyFor?: string;
  /** Where it is published, if not in the resource's own region. */
  readonly region?: string;
  /** How often it is published, if not every minute. */
  readonly periodSeconds?: number;
  readonly metrics: readonly Metric[];
}

export interface Metric {
  readonly metricName: string;
  /** The most telling statistic: `Sum`, `Average`, `Minimum`, `Maximum`. */
  readonly statistic: 'Sum' | 'Average' | 'Minimum' | 'Maximum';
  /** As CloudWatch names units: `Count`, `Percent`, `Milliseconds`. */
  readonly unit: string;
  /** Which direction means trouble; `both` if neither does by itself, and only the change is telling. */
  readonly bad: Bad;
}

export type Bad = 'up' | 'down' | 'both';

export const metric = (metricName: string, statistic: Metric['statistic'], unit: string, bad: Bad): Metric => ({
  metricName,
  statistic,
  unit,
  bad,
});

/** Neighbors that its own items name. */
export const related = (relation: ConfigRelation | null, ...types: readonly string[]): readonly NeighborType[] =>
  types.map((type) => ({ type, relation, namedBy: 'itself' }));

/** Neighbors whose items name it, although its own items do not name them. */
export const relatedFrom = (relation: ConfigRelation | null, ...types: readonly string[]): readonly NeighborType[] =>
  types.map((type) => ({ type, relation, namedBy: 'neighbor' }));
