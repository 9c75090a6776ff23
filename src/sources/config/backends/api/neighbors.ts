/** Finds what belongs to a resource from the other side: what Config knows to name it, or else EC2's network interfaces. */
import type { ConfigurationItem } from '../../../../model/configuration-item.ts';
import type { Reading, RelationshipEvidence } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import type { Interests } from '../../../../model/interests.ts';
import type { JsonObject } from '../../../../model/json.ts';
import { typeOfId } from '../../../../resources/identify.ts';
import { interfaceNeighbors } from '../../interfaces.ts';
import { readHead } from '../../item.ts';
import { type MatchResource, matchFollowed } from '../../match.ts';
import { type FindNeighbors, guardTypes, namesTarget, throughInterfaces } from '../../neighbors.ts';
import { readRows, selectGuarding, selectInterfaces, selectNaming } from '../../select.ts';
import type { AskedRegion } from './asked-region.ts';
import { describeInterfaces } from './calls.ts';
import { rangeInWindow } from './history.ts';
import { historyPages } from './history-pages.ts';

const interfaceType = 'AWS::EC2::NetworkInterface';

/** Relations found so far: each is reported once. */
export type Relations = Set<string>;

/** What names the resource that has these spellings. */
export async function* readNaming(
  asked: AskedRegion,
  spellings: readonly string[],
  match: MatchResource,
  relations: Relations,
): AsyncGenerator<Reading> {
  const isKnown = yield* readSelected(asked, selectNaming(spellings), namesTarget(match), relations);
  if (!isKnown || !tellsInterfaces(asked)) yield* readInterfaces(asked, spellings, match, relations);
}

/** Whether Config knows the network interfaces that exist now. */
const tellsInterfaces = ({ recording }: AskedRegion) => recording.isRunning && recording.records(interfaceType);

/** The interfaces next to the target, which may be in any of the regions. */
export interface Interfaces {
  readonly interests: Interests;
  readonly ids: readonly string[];
  /** Those that exist, in any region. */
  readonly known: Set<string>;
}

export const interfacesIn = (interests: Interests): Interfaces => ({
  interests,
  ids: interests.neighbors.filter((text) => typeOfId(text) === interfaceType),
  known: new Set(),
});

/** From interfaces that were found next to the target to what they serve. */
export async function* readThroughInterfaces(
  asked: AskedRegion,
  { interests, ids, known }: Interfaces,
): AsyncGenerator<Reading> {
  const match = matchFollowed(interests);
  const find = throughInterfaces(match);
  const relations: Relations = new Set();
  const findAndNote: FindNeighbors = (head, item) => {
    known.add(head.resourceId);
    return find(head, item);
  };
  const isKnown =
    (yield* readSelected(asked, selectInterfaces(ids), findAndNote, relations)) &&
    (yield* readSelected(asked, selectNaming(ids), find, relations));
  if (!isKnown || !tellsInterfaces(asked)) yield* readInterfaces(asked, ids, match, relations);
}

/** What controls the traffic of the subnets next to the target. */
export async function* readGuards(asked: AskedRegion, interests: Interests): AsyncGenerator<Reading> {
  const find = throughInterfaces(matchFollowed(interests));
  yield* readSelected(asked, selectGuarding(guardTypes, subnetsIn(interests)), find, new Set());
}

export const subnetsIn = ({ neighbors }: Interests): readonly string[] =>
  neighbors.filter((text) => typeOfId(text) === 'AWS::EC2::Subnet');

/** Interfaces that are gone by now have left their items in the window. */
export async function* readGoneInterfaces(
  asked: AskedRegion,
  { interests, ids, known }: Interfaces,
): AsyncGenerator<Reading> {
  const range = rangeInWindow(asked);
  if (!range || asked.recording.isAbsent || !asked.isAnswered) return;
  const find = throughInterfaces(matchFollowed(interests));
  const relations: Relations = new Set();
  const gone = ids.filter((id) => !known.has(id));
  if (gone.length > mostGone) yield notAllGone(asked, gone.length);
  for (const resourceId of gone.slice(0, mostGone)) {
    for await (const items of asked.ask(historyPages(asked, { resourceType: interfaceType, resourceId }, range))) {
      const found = items.flatMap(({ head, record }) => ('item' in record ? find(head, contentOf(record.item)) : []));
      yield asked.reading({ evidence: unseen(found, relations), records: items.length });
    }
  }
}

/** The part of an item that names other resources. */
const contentOf = ({ relationships }: ConfigurationItem): JsonObject => ({
  relationships: relationships.map((named): JsonObject => ({ ...named })),
});

/** Each takes a call or more. */
const mostGone = 50;

function notAllGone(asked: AskedRegion, count: number): Reading {
  const { region, context } = asked;
  const notAsked = gap(
    'SERVICE_NOT_ASKED',
    `${count} interfaces beside the target are not known in ${region} any more: what they belonged to was asked for ${mostGone}`,
    { hint: 'ask a shorter window' },
  );
  return asked.reading({ gaps: [{ account: context.session.account, region, gap: notAsked }] });
}

/** Returns whether Config was able to answer. */
async function* readSelected(
  asked: AskedRegion,
  expressions: readonly string[],
  find: FindNeighbors,
  relations: Relations,
): AsyncGenerator<Reading, boolean> {
  if (asked.recording.isAbsent) return false;
  for (const expression of expressions) {
    const pages = asked.ask(asked.calls.select(expression));
    for (let step = await pages.next(); ; step = await pages.next()) {
      if (step.done) {
        if (step.value === 'failed') return false;
        break;
      }
      const rows = readRows(step.value);
      if (step.value.length > 0)
        yield asked.reading({ evidence: relationsIn(rows, find, relations), records: step.value.length });
    }
  }
  return true;
}

const relationsIn = (items: readonly JsonObject[], find: FindNeighbors, relations: Relations) =>
  unseen(
    items.flatMap((item) => find(readHead(item), item)),
    relations,
  );

function unseen(found: readonly RelationshipEvidence[], relations: Relations): readonly RelationshipEvidence[] {
  return found.filter((evidence) => {
    const key = JSON.stringify(evidence);
    const isNew = !relations.has(key);
    relations.add(key);
    return isNew;
  });
}

const filterOf = new Map([
  ['AWS::EC2::SecurityGroup', 'group-id'],
  ['AWS::EC2::Instance', 'attachment.instance-id'],
  [interfaceType, 'network-interface-id'],
] as const);

/** EC2 takes up to 200 values in a filter: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
const mostValues = 200;

async function* readInterfaces(
  asked: AskedRegion,
  spellings: readonly string[],
  match: MatchResource,
  relations: Relations,
): AsyncGenerator<Reading> {
  const { context, region } = asked;
  const place = { partition: context.session.partition, account: context.session.account, region };
  for (const [type, name] of filterOf) {
    const values = spellings.filter((text) => typeOfId(text) === type);
    for (let at = 0; at < values.length; at += mostValues) {
      const pages = describeInterfaces(context, region, { name, values: values.slice(at, at + mostValues) });
      for await (const interfaces of asked.ask(pages)) {
        const found = interfaces.flatMap((described) => interfaceNeighbors(described, match, place));
        if (interfaces.length > 0)
          yield asked.reading({ evidence: unseen(found, relations), records: interfaces.length });
      }
    }
  }
}
