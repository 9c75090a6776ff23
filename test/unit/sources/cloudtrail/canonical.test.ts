import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { deepestNesting, isTooDeep, type JsonObject, type JsonValue } from '../../../../src/model/json.ts';
import { digestOf, readClean } from '../../../../src/sources/cloudtrail/canonical.ts';
import { cleanRecord } from '../../../../src/sources/cloudtrail/clean-record.ts';
import { cloudTrailId } from '../../../../src/sources/cloudtrail/normalize.ts';
import { eventId } from '../../../fixtures/cloudtrail.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const parse = (text: string) => JSON.parse(text) as JsonValue;

describe('digestOf', () => {
  test('is the SHA-256 of the record with its keys sorted, at every depth', () => {
    expect(digestOf({ b: [{ z: 1, a: null }], a: 'é"' })).toBe(sha256('{"a":"é\\"","b":[{"a":null,"z":1}]}'));
  });

  test.each<[string, string, string]>([
    ['the order of keys', '{"a":1,"b":{"c":2,"d":3}}', '{"b":{"d":3,"c":2},"a":1}'],
    ['white space', '{"a":[1,2]}', '{ "a" : [ 1 ,\n2 ] }'],
    ['how a character is written', '{"a":"é/🙂"}', '{"a":"\\u00e9\\/\\ud83d\\ude42"}'],
    ['how a number is written', '[100,0.5]', '[1e2,5e-1]'],
  ])('does not depend on %s', (_, one, other) => {
    expect(digestOf(parse(one))).toBe(digestOf(parse(other)));
  });

  test.each<[string, string, string]>([
    ['the order of a list', '[1,2]', '[2,1]'],
    ['text and number', '{"a":"1"}', '{"a":1}'],
    ['null and nothing', '{"a":null}', '{}'],
    ['an empty list and an empty object', '[]', '{}'],
    ['where a member stands', '{"a":{"b":1}}', '{"a":{},"b":1}'],
    ['case', '{"a":"x"}', '{"a":"X"}'],
    ['text that looks like JSON', '{"a":"[1]"}', '{"a":[1]}'],
    ['a member called __proto__', '{"__proto__":{"a":1}}', '{}'],
  ])('tells apart by %s', (_, one, other) => {
    expect(digestOf(parse(one))).not.toBe(digestOf(parse(other)));
  });

  test('is total', () => {
    for (const value of ['\ud800', Number.NaN, Number.POSITIVE_INFINITY, -0, null, true]) {
      expect(digestOf(value)).toMatch(/^[0-9a-f]{64}$/);
    }
  });
});

describe('readClean', () => {
  const nested = (levels: number): JsonObject => {
    let value: JsonValue = 'x';
    for (let level = 0; level < levels; level++) value = level % 2 === 0 ? { a: value } : [value];
    return { requestParameters: value };
  };

  test.each<[string, JsonObject]>([
    ['no secret', { requestParameters: { b: [1, null, 'é"'], a: true } }],
    ['a secret key', { requestParameters: { masterUserPassword: 'hunter2' } }],
    ['a secret key in a list, of another case', { responseElements: { list: [{ SecretAccessKey: 'hunter2' }] } }],
    ['a secret in JSON text', { requestParameters: { document: ' {"password":"hunter2"}' } }],
    ['a secret in URL-encoded JSON text', { requestParameters: { document: '%7B%22password%22%3A%22hunter2%22%7D' } }],
    ['a secret of this call alone', { eventSource: 'ssm.amazonaws.com', requestParameters: { value: 'hunter2' } }],
    ['as deep as a record may nest', nested(deepestNesting - 1)],
    ['a list where an object is looked for', { requestParameters: ['hunter'], userIdentity: [] }],
  ])('is what the long ways tell: %s', (_, parts) => {
    const record = { eventName: 'PutParameter', ...parts };
    const read = readClean(record, 'PutParameter');
    expect(read).toEqual({ clean: cleanRecord(record), digest: digestOf(record) });
    expect(JSON.stringify(read)).not.toContain('hunter2');
    expect(isTooDeep(record)).toBe(false);
  });

  test('one that is read after another is read by itself', () => {
    const plain = { requestParameters: { a: 'x' } };
    const hidden = { requestParameters: { password: '<redacted>' } };
    expect(readClean({ requestParameters: { password: 'hunter2' } }, 'A')?.clean).toEqual(hidden);
    expect(readClean(plain, 'A')?.clean).toBe(plain);
    expect(readClean(nested(deepestNesting), 'A')).toBeUndefined();
    expect(readClean(plain, 'A')).toEqual({ clean: plain, digest: digestOf(plain) });
  });

  test.each([deepestNesting - 1, deepestNesting, 5000])('nesting %d deep is told as it is told otherwise', (levels) => {
    expect(readClean(nested(levels), 'A') === undefined).toBe(isTooDeep(nested(levels)));
  });
});

describe('cloudTrailId', () => {
  const digest = '0123456789abcdef'.repeat(4);

  test.each<[string | undefined, string]>([
    [eventId(7), `cloudtrail:${eventId(7)}`],
    ['8F1DABCD-0000-4000-8000-00000000ABCD', 'cloudtrail:8F1DABCD-0000-4000-8000-00000000ABCD'],
    ['8c58977-02ee-4000-8000-000000000001', 'cloudtrail:8c58977-02ee-4000-8000-000000000001~01234567'],
    ['1', 'cloudtrail:1~01234567'],
    ['EXAMPLE', 'cloudtrail:EXAMPLE~01234567'],
    [`${eventId(7)}x`, `cloudtrail:${eventId(7)}x~01234567`],
    [undefined, 'cloudtrail:~01234567'],
  ])('of %s is %s', (id, expected) => {
    expect(cloudTrailId(id, digest)).toBe(expected);
  });
});
