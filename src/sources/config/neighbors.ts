/** Finds, in an item's relationships and configuration, that it belongs to a target: the target's own item need not say so. */
import type { Relationship } from '../../model/configuration-item.ts';
import type { RelationshipEvidence } from '../../model/evidence.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { ResourceRef } from '../../model/resource.ts';
import { namedInConfiguration, namingWords } from '../../resources/configured.ts';
import { isShared } from '../../resources/shared-types.ts';
import { configurationOf, type ItemHead } from './item.ts';
import { type MatchResource, type Named, named } from './match.ts';
import { readRelationship } from './relationship.ts';

export type FindNeighbors = (head: ItemHead, item: JsonObject) => readonly RelationshipEvidence[];

/**
 * Items that name a target. A security group's item does not name the databases, functions and load balancers that use it: only
 * theirs name the group.
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

/** Items whose configuration names what is asked about, where Config tells no relationship: a service its target group. */
export function configuredTo(match: MatchResource, isMeant: (type: string) => boolean = () => true): FindNeighbors {
  return (head, item) =>
    configuredIn(head, item).flatMap(({ type, id, arn = null }) => {
      const resource = { resourceType: type ?? '', resourceId: id, resourceName: null };
      return isMeant(resource.resourceType) && match({ ...resource, arn }).includes('target')
        ? relationshipEvidence(resource, refOf(head), namingWords(type))
        : [];
    });
}

/** Whether an item names such a resource: in a relationship, or in its configuration if few others use the resource. */
export const isTiedTo = (isMeant: (resource: Named) => boolean, head: ItemHead, item: JsonObject): boolean =>
  relationshipsIn(item).some((one) => isMeant(named(one))) ||
  configuredIn(head, item).some(
    ({ type, id, arn = null }) =>
      !isShared(type ?? '') && isMeant({ resourceType: type ?? '', resourceId: id, resourceName: null, arn }),
  );

/** Both ways, for what was typed. */
export function namingTarget(match: MatchResource): FindNeighbors {
  const [told, configured] = [namesTarget(match), configuredTo(match)];
  return (head, item) => [...told(head, item), ...configured(head, item)];
}

/** Resources that name a network interface without owning it. */
const containers = new Set([
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::EC2::RouteTable',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::SecurityGroup',
]);

const subnetType = 'AWS::EC2::Subnet';

/** What controls all traffic of a subnet, and so that of everything in it. */
export const guardTypes = ['AWS::EC2::NetworkAcl', 'AWS::EC2::RouteTable'] as const;
const guards: ReadonlySet<string> = new Set(guardTypes);

/**
 * Goes on from a neighbor only through a network interface, which belongs to one resource, and from a subnet to what guards it:
 * a VPC, a group or a role would lead to everything that shares it.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export function throughInterfaces(match: MatchResource): FindNeighbors {
  const ofTarget = namesTarget(match);
  // an alarm names a service and its cluster: the other services of the cluster were not asked about
  const configured = configuredTo(match, (type) => !isShared(type));
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
    const guarded = guards.has(head.resourceType)
      ? relationships.filter((other) => other.resourceType === subnetType && isNeighbor(other))
      : [];
    const guardians =
      head.resourceType === subnetType && isNeighbor(head)
        ? relationships.filter(({ resourceType }) => guards.has(resourceType))
        : [];
    return [
      ...ofTarget(head, item),
      ...configured(head, item),
      ...guarded.map((subnet) => relationshipEvidence(subnet, refOf(head), subnet.name)),
      ...guardians.map((guard) => relationshipEvidence(head, refOf({ ...head, ...guard, arn: null }), guard.name)),
      ...owners.map((owner) => relationshipEvidence(head, refOf({ ...head, ...owner, arn: null }), owner.name)),
      ...interfaces.map((found) => relationshipEvidence(found, refOf(head), found.name)),
    ];
  };
}

const networkInterface = 'AWS::EC2::NetworkInterface';

const configuredIn = (head: ItemHead, item: JsonObject) =>
  namedInConfiguration(head.resourceType, configurationOf(item), [head.resourceId, head.resourceName, head.arn]);

const relationshipsIn = ({ relationships }: JsonObject) =>
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
