/** What a call says and what a change holds, as comparable values: linking matches the two by content. */
import type { ApiCallEvent, Change } from '../../model/event.ts';
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { openJsonText } from '../../resources/read.ts';
import { configGrants } from '../../resources/s3-acl.ts';
import { stem, wordsOf } from './call-verb.ts';

/** A value at the end of a path. */
export interface Leaf {
  /** As spelled: "cidrIp". */
  readonly key: string;
  /** Lower case. */
  readonly value: string;
  readonly shown: string;
  /** Significant by itself; a weak value (a port, a boolean) counts only under the same key. */
  readonly strong: boolean;
}

export interface Content {
  /** Lower case. */
  readonly values: ReadonlySet<string>;
  /** "fromport=22" */
  readonly pairs: ReadonlySet<string>;
  readonly keys: ReadonlySet<string>;
}

const mostLeaves = 4000;
const deepest = 60;

const plainKey = (key: string): string => key.toLowerCase().replace(/[^a-z0-9]/g, '');

const generic = new Set(['true', 'false', 'enabled', 'disabled', 'null', 'none', 'active', 'default', 'allow', 'deny']);

/** Every scalar of a value, including JSON inside strings. Empty values are no leaves. */
export function leavesOf(value: JsonValue | undefined, key = '', most = mostLeaves): readonly Leaf[] {
  const found: Leaf[] = [];
  walk(value, key, 0, (leaf) => found.push(leaf) < most);
  return found;
}

function walk(value: JsonValue | undefined, key: string, depth: number, visit: (leaf: Leaf) => boolean): boolean {
  if (value === undefined || value === null || value === '' || depth > deepest) return true;
  if (typeof value === 'object') {
    if (Array.isArray(value)) return value.every((element) => walk(element, key, depth + 1, visit));
    // a tag in list form, {key, value}, means the same as one in a map
    const [name, named] = [nameIn(value), value['value'] ?? value['Value'] ?? value['tagValue']];
    if (name !== undefined && named !== undefined && typeof named !== 'object' && !visit(leafOf(name, named)))
      return false;
    return Object.entries(value).every(([member, inner]) => walk(inner, member, depth + 1, visit));
  }
  const opened = typeof value === 'string' && value.length > 1 ? openJsonText(value) : undefined;
  if (opened !== undefined && typeof opened === 'object') return walk(opened, key, depth + 1, visit);
  return visit(leafOf(key, value));
}

const nameIn = (value: JsonValue): string | undefined => {
  if (!isJsonObject(value)) return undefined;
  const name = value['key'] ?? value['Key'] ?? value['tagKey'] ?? value['name'] ?? value['parameterName'];
  return typeof name === 'string' ? name : undefined;
};

function leafOf(key: string, value: string | number | boolean | null): Leaf {
  const shown = String(value);
  const lower = shown.trim().toLowerCase();
  const strong = typeof value === 'string' && lower.length >= 4 && !generic.has(lower) && !/^-?\d{1,9}$/.test(lower);
  return { key, value: lower, shown, strong };
}

/** The last part of an ARN: services give the id in one place and the ARN in another. */
const tailOf = (value: string): string | undefined =>
  value.startsWith('arn:') ? value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf(':')) + 1) : undefined;

function contentOf(value: JsonValue): Content {
  const [values, pairs, keys] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { key, value: leaf } of leavesOf(value)) {
    const plain = plainKey(key);
    values.add(leaf);
    keys.add(plain);
    pairs.add(`${plain}=${leaf}`);
    const tail = tailOf(leaf);
    if (tail) values.add(tail);
  }
  collectKeys(value, keys, 0);
  return { values, pairs, keys };
}

function collectKeys(value: JsonValue | undefined, keys: Set<string>, depth: number): void {
  if (typeof value !== 'object' || value === null || depth > 8 || keys.size > mostLeaves) return;
  if (Array.isArray(value)) for (const element of value.slice(0, 50)) collectKeys(element, keys, depth + 1);
  else {
    for (const [key, member] of Object.entries(value)) {
      keys.add(plainKey(key));
      collectKeys(member, keys, depth + 1);
    }
  }
}

export interface CallContent {
  readonly request: Content;
  readonly response: Content;
  /** What the request holds apart from the names of its resources. */
  readonly asked: readonly Leaf[];
}

const contents = new WeakMap<ApiCallEvent, CallContent>();

export function contentOfCall(event: ApiCallEvent): CallContent {
  const cached = contents.get(event);
  if (cached) return cached;
  const { requestParameters, responseElements } = event.detail;
  const names = new Set(
    event.resources.flatMap(({ id, name, arn }) => [id, name, arn]).flatMap((name) => name?.toLowerCase() ?? []),
  );
  const found: CallContent = {
    request: contentOf(withGrants(event.detail.eventName, requestParameters)),
    response: contentOf(responseElements),
    asked: leavesOf(requestParameters).filter(({ key, value }) => !names.has(value) && !isAside(plainKey(key))),
  };
  contents.set(event, found);
  return found;
}

/** A bucket's ACL is requested by a name (`public-read`), or spelled differently than in the item. */
function withGrants(eventName: string, request: JsonValue): JsonValue {
  const grants = eventName === 'PutBucketAcl' && isJsonObject(request) ? configGrants(request) : undefined;
  return grants === undefined ? request : [request, { AccessControlList: { grantList: [...grants] } }];
}

/** Parameters that say how or where, never what. */
const aside = new Set([
  'host',
  'xmlns',
  'dryrun',
  'clienttoken',
  'clientrequesttoken',
  'maxresults',
  'expectedbucketowner',
]);

/** `key`: plain, as in `Content`. */
export const isAside = (key: string): boolean => aside.has(key);

/** In a relationship, only the id is significant. */
const ofRelationship = new Set(['resourcetype', 'name', 'relationshipname']);

export interface ChangeContent {
  /** Values that were added: of an addition or a replacement. */
  readonly after: readonly Leaf[];
  /** Values that went away. */
  readonly before: readonly Leaf[];
  /** The last name on the path; for a tag, its key. */
  readonly name: string;
  /** The names on the path, normalized. */
  readonly keys: ReadonlySet<string>;
  /** Their words, as stems. */
  readonly words: ReadonlySet<string>;
  /** What surrounds the path: for an address range, the ports of its rule. */
  readonly context: readonly Leaf[];
}

export const stepsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const rootNames = new Set(['configuration', 'supplementaryconfiguration']);
const mostOfChange = 300;

export function contentOfChange({ path, before, after }: Change, state: JsonValue): ChangeContent {
  const steps = stepsOf(path);
  const names = steps.filter((step) => !/^\d+$/.test(step));
  const name = names.at(-1) ?? '';
  const own = names.filter((step) => !rootNames.has(step.toLowerCase()));
  const isRelationship = names[0] === 'relationships';
  const leaves = (value: JsonValue | undefined) =>
    leavesOf(value, name, mostOfChange).filter(({ key }) => !isRelationship || !ofRelationship.has(plainKey(key)));
  return {
    after: leaves(after),
    before: leaves(before),
    name,
    keys: new Set(own.map(plainKey)),
    words: new Set(own.flatMap((step) => wordsOf(step)).map(stem)),
    context: contextOf(steps, state),
  };
}

/** The scalars next to the path, in the list elements that it leads through. */
function contextOf(steps: readonly string[], state: JsonValue): readonly Leaf[] {
  const found: Leaf[] = [];
  let value: JsonValue | undefined = state;
  for (const step of steps.slice(0, -1)) {
    if (typeof value === 'string') value = openJsonText(value);
    value = Array.isArray(value) ? value[Number(step)] : isJsonObject(value) ? value[step] : undefined;
    if (!/^\d+$/.test(step) || !isJsonObject(value)) continue;
    for (const [key, member] of Object.entries(value)) {
      if (member !== null && member !== undefined && typeof member !== 'object') found.push(leafOf(key, member));
    }
  }
  return found;
}

/** Where a leaf is found in a call's content; 'against' if the call gives the same key another value. */
export function meet({ key, value, strong }: Leaf, content: Content): 'met' | 'against' | 'absent' {
  const plain = plainKey(key);
  if (content.pairs.has(`${plain}=${value}`)) return 'met';
  if (strong && (content.values.has(value) || content.values.has(tailOf(value) ?? ' '))) return 'met';
  return content.keys.has(plain) ? 'against' : 'absent';
}
