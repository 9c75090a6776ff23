/** One target in one region: which resources it is, their history, what rules said about them, and what names them. */
import type { Reading } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import { stringAt } from '../../../../model/json.ts';
import type { Target } from '../../../../model/question.ts';
import { resourceType } from '../../../../resources/index.ts';
import { type ItemHead, readHead } from '../../item.ts';
import { type MatchResource, matchFollowed, matchQuestion } from '../../match.ts';
import { readRows, selectNamed } from '../../select.ts';
import { type Identifier, isTyped, mayBeIn, typesOf, type Wanted, wantedIn } from '../../wanted-ids.ts';
import type { AskedRegion } from './asked-region.ts';
import { readCompliance, readRule } from './compliance.ts';
import { readConfigured } from './configured.ts';
import { readHistory } from './history.ts';
import { readNaming } from './neighbors.ts';
import { readRemediations, withRuleDetails } from './rule-details.ts';

export interface Known {
  /** What items say about the target's resources; empty if it is not known. */
  readonly heads: readonly ItemHead[];
}

/** A name that more resources have than this does not identify any. */
const mostResources = 50;
const ruleType = 'AWS::Config::ConfigRule';

/** What has no region is recorded in one region for all; it is asked for apart from what has one. */
export type Kind = 'global' | 'regional';
const isOfKind = (type: string, kind: Kind) => (resourceType(type)?.isGlobal === true) === (kind === 'global');

export async function* readTarget(asked: AskedRegion, target: Target, kind: Kind): AsyncGenerator<Reading, Known> {
  const match = matchQuestion({ targets: [target], as: 'any' });
  const tried = new Set<string>();
  const heads: ItemHead[] = [];
  async function* read(of: Identifier): AsyncGenerator<Reading> {
    const key = `${of.resourceType} ${of.resourceId}`;
    if (tried.has(key)) return;
    tried.add(key);
    const history = yield* readHistory(asked, of, match);
    if (history.heads.length === 0) return;
    heads.push(...history.heads);
    asked.found.add(target.text);
    asked.types.add(of.resourceType);
    progress(asked, `${asked.found.size} found`);
    const broken = yield* withRuleDetails(asked, readCompliance(asked, of, history.createdTime));
    if (asked.question.command === 'compliance') yield* readRemediations(asked, of, broken);
  }
  progress(asked, `looking for ${target.text}`);
  if (asked.recording.isAbsent) {
    for (const type of typesOf(target)) asked.types.add(type);
    return { heads };
  }
  if (!isTyped(target)) {
    for (const of of await readNamed(asked, target, match, kind)) yield* read(of);
  }
  if (heads.length === 0) {
    for (const type of typesOf(target)) {
      const wanted = wantedIn(target, type, { account: asked.context.session.account, region: asked.region });
      if (!isOfKind(type, kind)) continue;
      // rules are known from what they say about others
      if (isTyped(target) && type !== ruleType) noteType(asked, wanted);
      yield* readWanted(asked, wanted, match, read, heads);
    }
  }
  if (heads.length === 0 && kind === 'regional' && mayBeRule(target)) {
    for (const rule of target.aliases.filter(isRuleName)) {
      const evaluated = yield* withRuleDetails(asked, readRule(asked, rule));
      if (evaluated) asked.found.add(target.text);
    }
  }
  return { heads };
}

/** A rule is recognized by its evaluations: the recorder may leave rules out. */
const mayBeRule = (target: Target): boolean => !isTyped(target) || typesOf(target).includes(ruleType);
/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html */
const isRuleName = (text: string) => text.length <= 128 && /^[\w.-]+$/.test(text);

async function* readWanted(
  asked: AskedRegion,
  wanted: Wanted,
  match: MatchResource,
  read: (of: Identifier) => AsyncGenerator<Reading>,
  heads: readonly ItemHead[],
): AsyncGenerator<Reading> {
  const { type, resourceId, resourceNames, isUnsupported } = wanted;
  if (isUnsupported) return;
  if (resourceId !== undefined) yield* read({ resourceType: type, resourceId });
  for (const name of resourceNames) {
    if (heads.length > 0) return;
    const found: Identifier[] = [];
    for await (const page of asked.ask(asked.calls.discovered(type, name)))
      for (const listed of page) {
        const id = stringAt(listed, 'resourceId');
        if (id !== undefined) found.push({ resourceType: type, resourceId: id });
      }
    noteMany(asked, name, found.length);
    for (const of of found.slice(0, mostResources)) yield* read(of);
  }
  if (heads.length > 0 || resourceNames.length === 0) return;
  // an ARN or a URL may be all that is known of it
  const byArn = await selectByName(asked, resourceId === undefined ? resourceNames : [resourceId], match);
  for (const of of byArn.filter(({ resourceType }) => resourceType === type)) yield* read(of);
}

async function readNamed(
  asked: AskedRegion,
  target: Target,
  match: MatchResource,
  kind: Kind,
): Promise<readonly Identifier[]> {
  const selected = asked.named.get(target.text) ?? selectByName(asked, target.aliases, match);
  asked.named.set(target.text, selected);
  const found = (await selected).filter(({ resourceType: type }) => isOfKind(type, kind));
  noteMany(asked, target.text, found.length);
  return found.slice(0, mostResources);
}

function noteMany(asked: AskedRegion, name: string, count: number): void {
  if (count <= mostResources) return;
  asked.notes.set(
    `many ${name}`,
    gap('NOT_INDEXED', `${count} resources in ${asked.region} go by ${name}: ${mostResources} were read`, {
      hint: 'name the type with --type, or the resource by its ARN',
    }),
  );
}

/** Resources of any type that have one of these spellings right now. */
async function selectByName(
  asked: AskedRegion,
  spellings: readonly string[],
  match: MatchResource,
): Promise<readonly Identifier[]> {
  const found = new Map<string, Identifier>();
  for (const expression of selectNamed(spellings)) {
    for await (const rows of asked.ask(asked.calls.select(expression))) {
      asked.rows += rows.length;
      for (const row of readRows(rows)) {
        const head = readHead(row);
        const { resourceType, resourceId } = head;
        if (match(head).length > 0) found.set(`${resourceType} ${resourceId}`, { resourceType, resourceId });
      }
    }
  }
  return [...found.values()];
}

function noteType(asked: AskedRegion, { type, isUnsupported }: Wanted): void {
  if (!isUnsupported) {
    asked.types.add(type);
    return;
  }
  asked.isAnswered = true;
  asked.notes.set(
    `unsupported ${type}`,
    gap('TYPE_NOT_RECORDED', `AWS Config does not record ${type}`, { hint: 'CloudTrail shows the calls on it' }),
  );
}

/** What names the target, where it is known, or where it could not be. `isAsked`: it was named, and not found behind what was. */
export async function* readTargetNaming(
  asked: AskedRegion,
  target: Target,
  { heads }: Known,
  isAsked: boolean,
): AsyncGenerator<Reading> {
  const [type] = typesOf(target);
  const mayBeUnknown =
    isTyped(target) &&
    type !== undefined &&
    resourceType(type)?.idPrefix !== undefined &&
    (asked.recording.isAbsent || !asked.recording.records(type));
  const { account } = asked.context.session;
  if (heads.length === 0 && !(mayBeUnknown && mayBeIn(target, { account, region: asked.region }))) return;
  const matchTyped = matchQuestion({ targets: [target], as: 'any' });
  const found = heads.flatMap(spellingsOf);
  const matchFound = matchFollowed({ targets: [...found, target.text], neighbors: [] });
  const match: MatchResource = (resource) => {
    const typed = matchTyped(resource);
    return typed.length > 0 ? typed : matchFound(resource);
  };
  const spellings = [...new Set([...target.aliases, ...found])];
  yield* readNaming(asked, spellings, match, new Set());
  const types = [...new Set(heads.map(({ resourceType: one }) => one))];
  yield* readConfigured(asked, types, match, isAsked);
}

const spellingsOf = ({ resourceType: type, resourceId, resourceName, arn }: ItemHead): readonly string[] => [
  resourceId,
  ...(arn === null ? [] : [arn]),
  ...(resourceName === null || resourceType(type)?.idPrefix !== undefined ? [] : [resourceName]),
];

const progress = ({ context, region }: AskedRegion, state: string) =>
  context.onProgress({ source: 'config', region, state });
