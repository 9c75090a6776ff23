/** A resource as a record names it. Only what the record holds is filled in. */
export interface ResourceRef {
  /** CloudFormation's name of the type (`AWS::EC2::SecurityGroup`); null if the record does not say. */
  readonly type: string | null;
  /** The bare id; an ARN only if the service has no other id. */
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

/** Services whose event source differs from their type names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_actions-resources-contextkeys.html */
const eventSources: ReadonlyMap<string, string> = new Map([
  ['elasticloadbalancingv2', 'elasticloadbalancing'],
  ['cloudwatch', 'monitoring'],
  ['stepfunctions', 'states'],
  ['opensearch', 'es'],
]);

/** Whether an event source (`ec2.amazonaws.com`) is that of a type's own service; true if the type names no service. */
export function isOwnService(resourceType: string, eventSource: string): boolean {
  const service = resourceType.split('::')[1]?.toLowerCase();
  return service === undefined || eventSource.startsWith(`${eventSources.get(service) ?? service}.`);
}
