/** What holds for the diff of any two states, from a seeded generator of item-like values. */
import { describe, expect, test } from 'vitest';
import { diff } from '../../../../src/analysis/what/diff.ts';
import type { Change } from '../../../../src/model/event.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../src/model/json.ts';
import { openJsonText } from '../../../../src/resources/read.ts';
import { seededRandom } from '../../../fixtures/question.ts';

type Random = () => number;

const pick = <Item>(random: Random, items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
const some = <Item>(random: Random, most: number, make: () => Item): Item[] =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, make);

const scalar = (random: Random): JsonValue => pick(random, [0, 1, true, null, '', 'a', 'b', '~', '[', '{']);
const cidr = (random: Random) => pick(random, ['0.0.0.0/0', '192.0.2.0/24', '198.51.100.7/32', '203.0.113.0/24']);
const action = (random: Random) => pick(random, ['s3:GetObject', 's3:PutObject', 's3:*', '*']);

/** A value of no known kind, with names and values that often collide. */
function anything(random: Random, depth: number): JsonValue {
  const kind = random();
  if (depth === 0 || kind < 0.3) return scalar(random);
  if (kind < 0.6) return some(random, 3, () => anything(random, depth - 1));
  const names = ['a', 'b', 'a/b', '~1', '', '0', 'length', 'command'];
  return Object.fromEntries(some(random, 3, () => [pick(random, names), anything(random, depth - 1)]));
}

const statement = (random: Random): JsonObject => ({
  ...(random() < 0.5 && { Sid: pick(random, ['Read', 'Write', 'All']) }),
  Effect: pick(random, ['Allow', 'Deny']),
  Principal: random() < 0.5 ? '*' : { AWS: some(random, 3, () => pick(random, ['111122223333', '444455556666'])) },
  Action: random() < 0.3 ? action(random) : some(random, 3, () => action(random)),
  Resource: pick(random, ['*', 'arn:aws:s3:::amzn-s3-demo-bucket/*']),
});

const policy = (random: Random): JsonValue => {
  const content = { Version: '2012-10-17', Statement: some(random, 4, () => statement(random)) };
  const form = random();
  if (form < 0.4) return content;
  return form < 0.7 ? JSON.stringify(content) : encodeURIComponent(JSON.stringify(content));
};

/** A member of each kind that the catalog of sets knows. */
const members: Readonly<Record<string, (random: Random) => JsonValue>> = {
  ipPermissions: (random) =>
    some(random, 3, () => ({
      ipProtocol: 'tcp',
      fromPort: pick(random, [22, 80, 443]),
      toPort: pick(random, [80, 443]),
      ipRanges: some(random, 3, () => cidr(random)),
      ipv4Ranges: some(random, 3, () => ({ cidrIp: cidr(random), description: pick(random, ['a', 'b']) })),
    })),
  tags: (random) =>
    some(random, 3, () => ({ key: pick(random, ['Name', 'env', 'team']), value: pick(random, ['a', 'b']) })),
  blockDeviceMappings: (random) =>
    some(random, 3, () => ({ deviceName: pick(random, ['/dev/sda', '/dev/sdb']), ebs: anything(random, 2) })),
  subnetIds: (random) => some(random, 4, () => pick(random, ['subnet-1', 'subnet-2', 'subnet-3'])),
  command: (random) => some(random, 3, () => pick(random, ['-c', 'sh', 'true'])),
  policy,
  other: (random) => anything(random, 3),
};

const memberOf = (name: string, random: Random): JsonValue => members[name]?.(random) ?? null;
const state = (random: Random): JsonObject =>
  Object.fromEntries(Object.keys(members).map((name) => [name, memberOf(name, random)]));

/** A different state, most of which is unchanged. */
const variedState = (before: JsonObject, random: Random): JsonObject =>
  Object.fromEntries(
    Object.entries(before).flatMap(([name, member]) => {
      const kind = random();
      if (kind < 0.05) return [];
      return [[name, kind < 0.4 ? memberOf(name, random) : varied(member ?? null, random)]];
    }),
  );

function varied(value: JsonValue, random: Random): JsonValue {
  if (random() < 0.03) return scalar(random);
  if (Array.isArray(value))
    return value.filter(() => random() > 0.15).map((element) => (random() < 0.3 ? varied(element, random) : element));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, varied(member ?? null, random)]));
}

/** Repeated here on purpose: which of the members above are sets. */
const sets = new Set(['ipPermissions', 'ipv4Ranges', 'tags', 'blockDeviceMappings', 'Statement']);
const isSet = (name: string, list: readonly JsonValue[]) =>
  sets.has(name) || (name !== 'command' && list.every((element) => typeof element !== 'object' || element === null));

/** Applies a function to each list, innermost first, and tells it whether the list is a set; texts are opened. */
function mapLists(value: JsonValue, map: (list: JsonValue[], isASet: boolean) => JsonValue[], name = ''): JsonValue {
  if (typeof value === 'string') {
    const held = openJsonText(value);
    return held === undefined ? value : mapLists(held, map, name);
  }
  // elements have no name: a list within a list is of no known kind
  if (Array.isArray(value))
    return map(
      value.map((element) => mapLists(element, map)),
      isSet(name, value),
    );
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapLists(member ?? null, map, key)]));
}

const opened = (value: JsonValue) => mapLists(value, (list) => list);

const text = (value: JsonValue): string =>
  JSON.stringify(value, (_, inner: JsonValue) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
      : inner,
  );

/**
 * The same text for values that differ only in the order of sets, or in whether a policy's single values are in lists. `name`:
 * the member's.
 */
const canonical = (value: JsonValue, name = ''): string =>
  text(
    withLists(
      mapLists(
        value,
        (list, isASet) =>
          isASet ? list.toSorted((left, right) => (canonical(left) < canonical(right) ? -1 : 1)) : list,
        name,
      ),
    ),
  );

const withLists = (value: JsonValue): JsonValue => {
  if (Array.isArray(value)) return value.map(withLists);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key === 'Action' && !Array.isArray(member) ? [member ?? null] : withLists(member ?? null),
    ]),
  );
};

const stepsOf = (path: string) =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

const valueIn = (value: JsonValue, path: string) =>
  stepsOf(path).reduce<JsonValue | undefined>((inner, step) => {
    if (Array.isArray(inner)) return inner[Number(step)];
    return isJsonObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, value);

const gone = '<gone>';

/** Replaces the value at a path. */
function put(value: JsonValue, [step, ...rest]: readonly string[], by: JsonValue): JsonValue {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(step), put(value[Number(step)] ?? null, rest, by));
  if (!isJsonObject(value)) throw new Error(`nothing to go into at ${step}`);
  const members = Object.entries(value).filter(([key]) => key !== step);
  return Object.fromEntries([...members, [step, put(value[step] ?? null, rest, by)]]);
}

function withoutGone(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.filter((element) => element !== gone).map(withoutGone);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === gone || member === undefined ? [] : [[key, withoutGone(member)]],
    ),
  );
}

/** What both states have in common: `before` without what was removed, and `after` with the other changes undone. */
function common(before: JsonValue, after: JsonValue, changes: readonly Change[]) {
  let [left, right] = [opened(before), opened(after)];
  for (const { path, op, before: old } of changes) {
    if (op === 'remove') left = put(left, stepsOf(path), gone);
    else right = put(right, stepsOf(path), op === 'add' ? gone : opened(old ?? null));
  }
  return [canonical(withoutGone(left)), canonical(withoutGone(right))] as const;
}

const shuffledSets = (value: JsonValue, random: Random) =>
  mapLists(value, (list, isASet) => {
    if (!isASet) return list;
    return list
      .map((element) => ({ element, at: random() }))
      .sort((left, right) => left.at - right.at)
      .map(({ element }) => element);
  });

/** Changes without positions in lists, in no order. */
const told = (changes: readonly Change[]) =>
  changes
    .map(({ path, op, ...states }) => {
      const name = stepsOf(path).at(-1);
      const values = [states.before, states.after].map((value) => (value === undefined ? '' : canonical(value, name)));
      return JSON.stringify([path.replaceAll(/\/\d+(?=\/|$)/g, '/*'), op, ...values]);
    })
    .sort();

describe('of any two states', () => {
  const random = seededRandom(34);
  const pairs = Array.from({ length: 500 }, () => {
    const before = state(random);
    return [before, variedState(before, random)] as const;
  });

  test('there are changes of every kind', () => {
    const changes = pairs.flatMap(([before, after]) => diff(before, after));
    for (const name of Object.keys(members))
      for (const op of ['add', 'remove', 'replace'])
        expect(
          changes.filter((change) => change.path.startsWith(`/${name}/`) && change.op === op).length,
          name,
        ).toBeGreaterThan(name === 'subnetIds' && op === 'replace' ? -1 : 5);
  });

  test('a state does not differ from itself', () => {
    for (const [value] of pairs) expect(diff(value, structuredClone(value))).toEqual([]);
  });

  test('the changes, and only they, turn the one into the other, up to the order of sets', () => {
    for (const [before, after] of pairs) {
      const [left, right] = common(before, after, diff(before, after));
      expect(left).toBe(right);
    }
  });

  test('states that differ in the order of sets only have no changes, all others have some', () => {
    for (const [before, after] of pairs)
      expect(diff(before, after).length === 0).toBe(canonical(before) === canonical(after));
  });

  test('each change tells what stands at its path', () => {
    for (const [before, after] of pairs) {
      for (const { path, op, before: old, after: now } of diff(before, after)) {
        if (op === 'remove') expect(valueIn(opened(before), path)).toEqual(opened(old ?? null));
        else expect(valueIn(opened(after), path)).toEqual(opened(now ?? null));
        expect([old !== undefined, now !== undefined]).toEqual([op !== 'add', op !== 'remove']);
      }
    }
  });

  test('shuffling sets changes nothing', () => {
    for (const [before, after] of pairs) {
      expect(diff(before, shuffledSets(before, random))).toEqual([]);
      expect(told(diff(shuffledSets(before, random), shuffledSets(after, random)))).toEqual(told(diff(before, after)));
    }
  });
});
