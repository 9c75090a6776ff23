/** From an item's relationships: what belongs to a resource that is asked about, told from the other side. */
import type { Relationship } from '../../model/configuration-item.ts';
import type { RelationshipEvidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ResourceRef } from '../../model/resource.ts';
import type { ItemHead } from './item.ts';
import { type MatchResource, named } from './match.ts';
import { readRelationship } from './relationship.ts';

export type FindNeighbors = (head: ItemHead, item: JsonObject) => readonly RelationshipEvidence[];

/**
 * Items that name what is asked about. A security group's item does not name the databases, functions and load balancers
 * that use it: only theirs name the group.
 * https://docs.aws.amazon.com/config/latest/developerguide/resource-config-reference.html
 */
export function namesTarget(match: MatchResource): FindNeighbors {
  return (head, item) =>
    relationshipsIn(item).flatMap((relationship) =>
      match(named(relationship)).includes('target') && relationship.resourceId !== head.resourceId
        ? relationshipEvidence(relationship, refOf(head), relationship.name)
        : [],
    );
}

/** What names a network interface without owning it. */
const containers = new Set([
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::EC2::RouteTable',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::SecurityGroup',
]);

/**
 * From a neighbor onwards only through a network interface, which belongs to one resource: through a VPC, a group or a
 * role one would come to all that share it.
 */
export function throughInterfaces(match: MatchResource): FindNeighbors {
  const ofTarget = namesTarget(match);
  const isNeighbor = (resource: Omit<Relationship, 'name'>) => match(named(resource)).includes('neighbor');
  return (head, item) => {
    const relationships = relationshipsIn(item);
    const owners =
      head.resourceType === networkInterface && isNeighbor(head)
        ? relationships.filter(({ resourceType }) => resourceType === 'AWS::EC2::Instance')
        : [];
    const interfaces = containers.has(head.resourceType)
      ? []
      : relationships.filter((other) => other.resourceType === networkInterface && isNeighbor(other));
    return [
      ...ofTarget(head, item),
      ...owners.map((owner) => relationshipEvidence(head, refOf({ ...head, ...owner, arn: null }), owner.name)),
      ...interfaces.map((found) => relationshipEvidence(found, refOf(head), found.name)),
    ];
  };
}

const networkInterface = 'AWS::EC2::NetworkInterface';

export const relationshipsIn = ({ relationships }: JsonObject) =>
  (Array.isArray(relationships) ? relationships : [])
    .filter(isJsonObject)
    .flatMap((relationship) => readRelationship(relationship) ?? []);

const relationshipEvidence = (
  of: Omit<Relationship, 'name'>,
  neighbor: ResourceRef,
  relation: string,
): RelationshipEvidence => ({
  type: 'relationship',
  of: { resourceType: of.resourceType, resourceId: of.resourceId ?? of.resourceName ?? '' },
  neighbor,
  relation,
});

const refOf = ({
  resourceType,
  resourceId,
  resourceName,
  arn,
  account,
  region,
}: Omit<ItemHead, 'resourceId'> & Omit<Relationship, 'name'>): ResourceRef => ({
  type: resourceType,
  id: resourceId ?? resourceName ?? '',
  ...(resourceName !== null && { name: resourceName }),
  ...(arn !== null && { arn }),
  ...(account !== null && { account }),
  ...(region !== null && { region }),
});
