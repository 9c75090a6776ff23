/** Values in a file as text: no value makes it throw. */
import { expect, test } from 'vitest';
import { type JsonValue, scalarText } from '../../../src/model/json.ts';
import { principalOf } from '../../../src/sources/cloudtrail/principal.ts';
import { recordOf } from '../../fixtures/cloudtrail.ts';

const hostile: JsonValue = { toString: 1, valueOf: 2 };

test.each<[JsonValue | undefined, string]>([
  ['a', 'a'],
  [7, '7'],
  [true, 'true'],
  [null, 'null'],
  [undefined, ''],
  [['a', ['b']], 'a,b'],
  [{ a: 1 }, ''],
  [hostile, ''],
  [[hostile, 1], ',1'],
])('%j is %j', (value, text) => {
  expect(scalarText(value)).toBe(text);
});

test('a flag of a session that is an object, whatever its members, is no flag', () => {
  const userIdentity = {
    type: 'Root',
    sessionContext: { attributes: { mfaAuthenticated: hostile }, assumedRoot: hostile },
  };
  const principal = principalOf(recordOf({ userIdentity, sessionCredentialFromConsole: hostile }));
  expect(principal).toMatchObject({ type: 'Root', mfa: false });
});
