/**
 * Network interfaces as EC2 describes them -> which resources belong together, in Config's terms: for regions where Config
 * records nothing.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html
 */
import type { RelationshipEvidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../model/json.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { MatchResource } from './match.ts';

interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

const groupType = 'AWS::EC2::SecurityGroup';
const interfaceType = 'AWS::EC2::NetworkInterface';
const instanceType = 'AWS::EC2::Instance';

/** What the interface connects to the targets. */
export function interfaceNeighbors(
  described: JsonObject,
  match: MatchResource,
  place: Place,
): readonly RelationshipEvidence[] {
  const id = stringAt(described, 'NetworkInterfaceId');
  if (id === undefined) return [];
  const at = { account: place.account, region: place.region };
  const own: ResourceRef = { type: interfaceType, id, ...at };
  const owner = ownerOf(described, place);
  const groups = (Array.isArray(described['Groups']) ? described['Groups'] : [])
    .filter(isJsonObject)
    .flatMap((group) => stringAt(group, 'GroupId') ?? []);
  const isAsked = (resourceType: string, resourceId: string) =>
    match({ resourceType, resourceId, resourceName: null, arn: null }).length > 0;
  const links: RelationshipEvidence[] = [];
  const link = (resourceType: string, resourceId: string, neighbor: ResourceRef, relation: string) =>
    links.push({ type: 'relationship', of: { resourceType, resourceId }, neighbor, relation });
  for (const group of groups.filter((name) => isAsked(groupType, name))) {
    link(groupType, group, own, 'Is associated with SecurityGroup');
    if (owner) link(groupType, group, owner, 'Is associated with SecurityGroup');
  }
  if (owner && isAsked(interfaceType, id))
    link(
      interfaceType,
      id,
      owner,
      owner.type === instanceType ? 'Is attached to Instance' : `Is attached to ${wordOf(owner)}`,
    );
  if (owner?.type === instanceType && isAsked(instanceType, owner.id))
    link(instanceType, owner.id, own, 'Is attached to Instance');
  return links;
}

const wordOf = ({ type }: ResourceRef) => type?.split('::').at(-1) ?? '';

/** The resource that the interface serves: an instance by its attachment, others by the description that AWS gives it. */
function ownerOf(described: JsonObject, { partition, account, region }: Place): ResourceRef | undefined {
  const at = { account, region };
  const instance = stringAt(objectAt(described, 'Attachment'), 'InstanceId');
  if (instance !== undefined) return { type: instanceType, id: instance, ...at };
  if (described['RequesterManaged'] !== true && stringAt(described, 'InterfaceType') !== 'lambda') return undefined;
  const description = stringAt(described, 'Description') ?? '';
  const balancer = /^ELB ((?:app|net|gwy)\/([^/]+)\/[0-9a-f]{16})$/.exec(description);
  if (balancer) {
    const arn = `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${balancer[1]}`;
    return { type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', id: arn, name: balancer[2] ?? '', arn, ...at };
  }
  const classic = /^ELB ([A-Za-z0-9-]+)$/.exec(description)?.[1];
  if (classic !== undefined) return { type: 'AWS::ElasticLoadBalancing::LoadBalancer', id: classic, ...at };
  const [, name] = /^AWS Lambda VPC ENI-(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(description) ?? [];
  if (name === undefined) return undefined;
  const arn = `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  return { type: 'AWS::Lambda::Function', id: name, name, arn, ...at };
}
