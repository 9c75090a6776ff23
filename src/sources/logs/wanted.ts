/** Which flow records and log groups belong to the question. */
import { areEverything, type Interests } from '../../model/interests.ts';
import { isIpAddress } from '../../resources/ip-address.ts';
import type { FlowRecord } from './flow-record.ts';

/** The spellings by which something may be asked for; undefined if it is not asked for. */
export type Wanted<Item> = (item: Item) => readonly string[] | undefined;

export type FlowOwner = Pick<FlowRecord, 'interfaceId' | 'instanceId' | 'belongsTo' | 'source' | 'destination'>;

/** The addresses that are asked for: records of any interface may belong to them. */
export const addressesAsked = ({ targets }: Interests): readonly string[] => [...new Set(targets.filter(isIpAddress))];

/**
 * A record belongs to its interface and instance. It belongs to its VPC, subnet or ECS service only if that is the target: as
 * neighbors they are next to every resource in them, and would bring in all the others' traffic.
 */
export function wantedFlows(interests: Interests): Wanted<FlowOwner> {
  const targets = new Set(interests.targets);
  const neighbors = new Set(interests.neighbors);
  const addresses = new Set(addressesAsked(interests));
  const all = areEverything(interests);
  return ({ interfaceId, instanceId, belongsTo, source, destination }) => {
    const own = instanceId === null ? [interfaceId] : [interfaceId, instanceId];
    const ends =
      addresses.size === 0
        ? []
        : ([source, destination].filter((address) => address !== null && addresses.has(address)) as string[]);
    const isWanted =
      all ||
      ends.length > 0 ||
      own.some((id) => targets.has(id) || neighbors.has(id)) ||
      belongsTo.some((id) => targets.has(id));
    if (!isWanted) return undefined;
    return belongsTo.length + ends.length === 0 ? own : [...new Set([...own, ...belongsTo, ...ends])];
  };
}

export interface LineOwner {
  readonly logGroup: string;
  readonly logStream: string | null;
}

/**
 * What a log group may be asked for by: its name, and the resource in that name. AWS's own groups have it in any segment after
 * the service (`/aws/lambda/NAME`, `/aws/rds/instance/NAME/error`), others at the end.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
export function spellingsOfGroup(logGroup: string): readonly string[] {
  const segments = logGroup.split('/').filter((segment) => segment !== '');
  const named = logGroup.startsWith('/aws/') ? segments.slice(2) : segments.slice(-1);
  return [...new Set([logGroup, ...named])];
}

/** The CloudWatch agent names a stream after its instance; ECS ends the name with the task's id. */
const spellingsOfStream = (logStream: string | null): readonly string[] =>
  logStream === null ? [] : [logStream, logStream.slice(logStream.lastIndexOf('/') + 1)];

export function wantedLines(interests: Interests): Wanted<LineOwner> {
  const asked = new Set([...interests.targets, ...interests.neighbors]);
  const all = areEverything(interests);
  return ({ logGroup, logStream }) => {
    const group = spellingsOfGroup(logGroup);
    // of a group's many streams, only the one that is asked for is named
    const stream = spellingsOfStream(logStream).filter((spelling) => asked.has(spelling));
    const isWanted = all || stream.length > 0 || group.some((spelling) => asked.has(spelling));
    return isWanted ? [...new Set([...group, ...stream])] : undefined;
  };
}
