/** The policy file's schema: identical to its type, published, closed, and clear about what it rejects. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { conditionWords, endOf, type GatePolicy, gateConditions } from '../../../src/report/gate-settings.ts';
import { gatePolicyJsonSchema, type gatePolicyV1, parseGatePolicy } from '../../../src/report/schema-gate-policy-v1.ts';

type Frozen<T> = { readonly [Key in keyof T]: Frozen<T[Key]> };
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

test('every object of it is closed', () => {
  const open: string[] = [];
  JSON.stringify(
    gatePolicyJsonSchema(),
    (key, node: { properties?: object; additionalProperties?: unknown } | null) => {
      if (typeof node === 'object' && node?.properties && node.additionalProperties !== false) open.push(key);
      return node;
    },
  );
  expect(open).toEqual([]);
});

test('is published (vitest -u writes it)', async () => {
  await expect(`${JSON.stringify(gatePolicyJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../schema/gate-policy-v1.json',
  );
});

// the compiler checks these: they cannot fail at run time
test('type and schema are one', () => {
  expectTypeOf<Same<Frozen<z.infer<typeof gatePolicyV1>>, Frozen<GatePolicy>>>().toEqualTypeOf<true>();
  expectTypeOf<
    Same<Frozen<z.infer<typeof gatePolicyV1>>, Frozen<Omit<GatePolicy, 'severity'>>>
  >().toEqualTypeOf<false>();
});

const exception = { match: { rule: 'restricted-ssh' }, until: '2026-12-31', reason: 'a bastion' };

describe('takes', () => {
  test.each<[string, GatePolicy]>([
    ['nothing', {}],
    ['every condition by its word', { conditions: [...conditionWords] }],
    ['every condition as an object', { conditions: gateConditions.map((condition) => ({ condition })) }],
    [
      'everything',
      {
        $schema: 'https://example.com/gate-policy-v1.json',
        conditions: [
          'change',
          { condition: 'alarm', any: true },
          { condition: 'dangerous', severity: 'high' },
          { condition: 'noncompliant', rules: ['restricted-*'] },
        ],
        allowedPrincipals: ['deploy/*'],
        ignoredRules: ['required-tags'],
        severity: 'medium',
        exceptions: [exception, { ...exception, match: { principal: ['a', 'b'] }, until: '2026-03-31T14:30Z' }],
      },
    ],
  ])('%s', (_, policy) => {
    expect(parseGatePolicy(policy)).toEqual({ policy });
  });
});

const withException = (more: object) => ({ exceptions: [exception, { ...exception, ...more }] });

test.each<[unknown, string, unknown, RegExp]>([
  [[], '$', [], /^use an object of conditions, /],
  [null, '$', null, /^use an object/],
  [{ condition: [] }, '$', { condition: [] }, /^there is no 'condition': use an object of conditions, /],
  [{ conditions: 'gap' }, '$.conditions', 'gap', /^use a list of conditions/],
  [{ conditions: [] }, '$.conditions', [], /at least/],
  [{ conditions: ['gap', 'alarms'] }, '$.conditions[1]', 'alarms', /^use one of change, .*, alarm=any, or an object/],
  [{ conditions: [{ condition: 'alarms' }] }, '$.conditions[0].condition', 'alarms', /is one of change, .*, gap$/],
  [{ conditions: [{ condition: 'alarm', any: 'yes' }] }, '$.conditions[0].any', 'yes', /^use true or false$/],
  [{ severity: 'low' }, '$.severity', 'low', /^use medium or high$/],
  [{ allowedPrincipals: 'deploy' }, '$.allowedPrincipals', 'deploy', /^use a list of globs$/],
  [{ ignoredRules: ['a', ''] }, '$.ignoredRules[1]', '', /^it is empty/],
  [withException({ until: 'soon' }), '$.exceptions[1].until', 'soon', /^use a date: 2026-03-31, or/],
  [withException({ until: '2026-02-30' }), '$.exceptions[1].until', '2026-02-30', /^there is no such date$/],
  [withException({ match: {} }), '$.exceptions[1].match', {}, /^it would excuse everything/],
  [withException({ match: { rul: 'a' } }), '$.exceptions[1].match', { rul: 'a' }, /^there is no 'rul': use an object/],
  [withException({ match: { rule: 7 } }), '$.exceptions[1].match.rule', 7, /^use a glob, or a list of globs$/],
  [{ exceptions: [{ ...exception, reason: undefined }] }, '$.exceptions[0].reason', undefined, /^use text$/],
])('%j is refused at %s', (raw, path, value, message) => {
  const parsed = parseGatePolicy(raw);
  expect(parsed).toEqual({ faults: [{ path, value, message: expect.stringMatching(message) }] });
});

test.each(['2026-12-31', '2026-02-29', '2024-02-29', '2026-03-31T14:30Z', '2026-03-31T24:30Z', '2026-3-1', ''])(
  'takes %j as a date where it ends at some time',
  (until) => {
    expect('policy' in parseGatePolicy(withException({ until }))).toBe(endOf(until) !== undefined);
  },
);
