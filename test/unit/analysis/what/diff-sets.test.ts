/** Each kind of list that AWS delivers in any order: changes in it are reported, its order is not. */
import { describe, expect, test } from 'vitest';
import { diff } from '../../../../src/analysis/what/diff.ts';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { bucket, type Case, cases, statement } from './diff-set-cases.ts';

const told = (resourceType: string, section: string, before: JsonValue, after: JsonValue) =>
  diff(before, after, { resourceType, names: [section] }).map(
    ({ path, op }) => `${op} ${path.slice(section.length + 1)}`,
  );

const at = (path: readonly string[], list: readonly JsonValue[]): JsonValue =>
  path.reduceRight<JsonValue>((inner, name) => ({ [name]: inner }), [...list]);

const compareLists = (
  { type, section = 'configuration', path }: Case,
  before: readonly JsonValue[],
  after: readonly JsonValue[],
) => told(type, section, at(path, before), at(path, after));

const place = ({ path }: Case, index: number) => `/${[...path, index].join('/')}`;

describe.each(cases)('$name', (kind) => {
  const [first, second, third] = kind.list;

  test('have no order', () => {
    expect(compareLists(kind, kind.list, [third, first, second])).toEqual([]);
  });

  test('one more is one more, where it stands now', () => {
    expect(compareLists(kind, [first, second], [third, second, first])).toEqual([`add ${place(kind, 0)}`]);
  });

  test('one less is one less, where it stood', () => {
    expect(compareLists(kind, kind.list, [third, first])).toEqual([`remove ${place(kind, 1)}`]);
  });
});

test.each(cases.flatMap((kind) => (kind.changed ? [{ ...kind, changed: kind.changed }] : [])))(
  '$name: one that changed is the same one, elsewhere',
  (kind) => {
    const [first, , third] = kind.list;
    const [value, change] = kind.changed;
    const [op, rest] = change.split(' ');
    expect(compareLists(kind, kind.list, [third, first, value])).toEqual([`${op} ${place(kind, 2)}/${rest}`]);
  },
);

describe('policies', () => {
  const policy = (...statements: JsonValue[]): JsonValue => ({ policyText: JSON.stringify({ Statement: statements }) });
  const compare = (before: JsonValue, after: JsonValue) => diff(before, after, { resourceType: bucket });
  const of = (parts: JsonObject): JsonObject => ({ ...statement('A', 's3:a'), ...parts });

  test('actions, resources, principals and condition values are sets', () => {
    const parts = (list: readonly string[]): JsonObject => ({
      Action: [...list],
      Resource: [...list],
      Principal: { AWS: [...list] },
      Condition: { StringEquals: { 'aws:x': [...list] } },
    });
    expect(compare(policy(of(parts(['a', 'b', 'c']))), policy(of(parts(['c', 'a', 'b']))))).toEqual([]);
    expect(compare(policy(of(parts(['a']))), policy(of(parts(['b', 'a'])))).map(({ path, op }) => [op, path])).toEqual([
      ['add', '/policyText/Statement/0/Action/0'],
      ['add', '/policyText/Statement/0/Condition/StringEquals/aws:x/0'],
      ['add', '/policyText/Statement/0/Principal/AWS/0'],
      ['add', '/policyText/Statement/0/Resource/0'],
    ]);
  });

  test('a single value is a list of it', () => {
    const [alone, list] = [of({ Action: 'a' }), of({ Action: ['a'] })];
    expect(compare(policy(alone), policy(list))).toEqual([]);
    expect(compare({ policyText: { Statement: alone } }, policy(list))).toEqual([]);
    expect(compare(policy(alone), policy(of({ Action: ['b', 'a'] })))).toEqual([
      { path: '/policyText/Statement/0/Action/0', op: 'add', after: 'b' },
    ]);
    expect(compare(policy(of({ Action: ['b', 'a'] })), policy(alone))).toEqual([
      { path: '/policyText/Statement/0/Action/0', op: 'remove', before: 'b' },
    ]);
    expect(compare(policy(alone), policy(of({ Action: ['b', 'c'] })))).toEqual([
      { path: '/policyText/Statement/0/Action', op: 'replace', before: 'a', after: ['b', 'c'] },
    ]);
  });

  test('a statement of another content is another one', () => {
    const [read, write] = [statement(undefined, 's3:Get'), statement(undefined, 's3:Put')];
    const other: JsonObject = { Effect: 'Deny', NotPrincipal: '*', Action: '*', Resource: '*' };
    expect(compare(policy(read, write), policy(other, read)).map(({ path, op }) => [op, path])).toEqual([
      ['remove', '/policyText/Statement/1'],
      ['add', '/policyText/Statement/0'],
    ]);
  });

  test('ids that several statements bear tell nothing', () => {
    const list = ['a', 'b', 'c', 'd'].map((action) => statement('Same', action));
    expect(compare(policy(...list.slice(0, 2)), policy(...list.slice(2))).map(({ op }) => op)).toEqual([
      'remove',
      'remove',
      'add',
      'add',
    ]);
  });
});

describe('fields that change by themselves', () => {
  test.each<[string, JsonValue, JsonValue, readonly string[]]>([
    ['AWS::Lambda::Function', { lastModified: 'a', timeout: 3 }, { lastModified: 'b', timeout: 3 }, []],
    ['AWS::Lambda::Function', { lastModified: 'a' }, {}, []],
    ['AWS::EC2::Instance', { lastModified: 'a' }, { lastModified: 'b' }, ['replace /lastModified']],
    [
      'AWS::DynamoDB::Table',
      { provisionedThroughput: { numberOfDecreasesToday: 0, readCapacityUnits: 1 }, itemCount: 1 },
      { provisionedThroughput: { numberOfDecreasesToday: 1, readCapacityUnits: 2 }, itemCount: 2 },
      ['replace /provisionedThroughput/readCapacityUnits'],
    ],
    [
      'AWS::DynamoDB::Table',
      { globalSecondaryIndexes: [{ indexName: 'a', itemCount: 1 }, { indexName: 'b' }] },
      { globalSecondaryIndexes: [{ indexName: 'b' }, { indexName: 'a', itemCount: 2 }] },
      [],
    ],
  ])('of %s', (type, before, after, expected) => {
    expect(told(type, 'configuration', before, after)).toEqual(expected);
  });

  test('are no tags of that name', () => {
    expect(told('AWS::Lambda::Function', 'tags', { lastModified: 'a' }, { lastModified: 'b' })).toEqual([
      'replace /lastModified',
    ]);
  });
});
