/** A resource as a record names it. Only what the record holds is filled in. */
export interface ResourceRef {
  /** CloudFormation's name of the type (`AWS::EC2::SecurityGroup`); null where the record does not tell. */
  readonly type: string | null;
  /** The id, bare: no ARN unless the service knows no other id. */
  readonly id: string;
  readonly name?: string;
  readonly arn?: string;
  readonly account?: string;
  readonly region?: string;
}

export interface Neighbor {
  readonly type: string;
  readonly id: string;
  /** Config's words for the relation: "Is associated with Instance". */
  readonly relation: string;
  /** Ids of the resources between the subject and this one. */
  readonly via: readonly string[];
}

/** Services whose calls come from another name than their types have: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_actions-resources-contextkeys.html */
const eventSources: ReadonlyMap<string, string> = new Map([
  ['elasticloadbalancingv2', 'elasticloadbalancing'],
  ['cloudwatch', 'monitoring'],
  ['stepfunctions', 'states'],
  ['opensearch', 'es'],
]);

/** Whether an event source (`ec2.amazonaws.com`) is that of a resource type's own service; true where the type tells none. */
export function isOwnService(resourceType: string, eventSource: string): boolean {
  const service = resourceType.split('::')[1]?.toLowerCase();
  return service === undefined || eventSource.startsWith(`${eventSources.get(service) ?? service}.`);
}
