/** Every rule that is decided from an item, on items in the shapes that Config delivers. */
import { describe, expect, test } from 'vitest';
import { derivableTypes, derivedRules } from '../../../../../src/analysis/compliant/rules/index.ts';
import type { ConfigurationItem } from '../../../../../src/model/configuration-item.ts';
import type { JsonObject, JsonValue } from '../../../../../src/model/json.ts';
import type { State } from '../../../../fixtures/config.ts';
import { dialects, itemEvidence } from '../item-evidence.ts';
import { access } from './access-cases.ts';
import { buckets } from './bucket-cases.ts';
import { data } from './data-cases.ts';
import { network } from './network-cases.ts';

const cases = [...network, ...buckets, ...data, ...access];
const ruleOf = (name: string) => derivedRules.find((rule) => rule.name === name);

const judgments = (rule: string, type: string, state: State) =>
  Object.keys(dialects).map((as) => {
    const { item } = itemEvidence(
      { resourceType: type, resourceId: 'a-resource', arn: 'arn:aws:x:us-east-1:111122223333:a', ...state },
      { as: as as keyof typeof dialects },
    );
    return ruleOf(rule)?.judge(item);
  });

describe('the rules', () => {
  test('are as many as are tested, and more than fifteen', () => {
    expect(derivedRules.map(({ name }) => name).sort()).toEqual(cases.map(({ rule }) => rule).sort());
    expect(derivedRules.length).toBeGreaterThan(15);
  });

  test('are named by AWS, with the page that says what each checks', () => {
    for (const { name, identifier, source, types } of derivedRules) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(identifier).toMatch(/^[A-Z0-9_]+$/);
      expect(source).toBe(`https://docs.aws.amazon.com/config/latest/developerguide/${name}.html`);
      expect(types.length).toBeGreaterThan(0);
    }
    expect(new Set(derivedRules.map(({ name }) => name)).size).toBe(derivedRules.length);
    expect(new Set(derivedRules.map(({ identifier }) => identifier)).size).toBe(derivedRules.length);
    expect(derivableTypes).toContain('AWS::S3::Bucket');
  });
});

describe.each(cases)('$rule', ({ rule, type, complies, violates, doesNotApply = [], isNotTold = [] }) => {
  test('speaks of its type', () => {
    expect(ruleOf(rule)?.types).toContain(type);
  });

  test.each([...complies.entries()])('is kept (%i)', (_, state) => {
    expect(judgments(rule, type, state)).toEqual([{ status: 'COMPLIANT' }, { status: 'COMPLIANT' }]);
  });

  test.each([...violates.entries()])('is broken (%i)', (_, [state, words]) => {
    const broken = { status: 'NON_COMPLIANT', annotation: expect.stringContaining(words) };
    expect(judgments(rule, type, state)).toEqual([broken, broken]);
  });

  test.each([...doesNotApply.entries()])('does not apply (%i)', (_, state) => {
    expect(judgments(rule, type, state)).toEqual([{ status: 'NOT_APPLICABLE' }, { status: 'NOT_APPLICABLE' }]);
  });

  test.each([...isNotTold.entries()])('cannot be told (%i)', (_, state) => {
    expect(judgments(rule, type, state)).toEqual([undefined, undefined]);
  });

  test.each<JsonValue>([null, 7, 'text', [], {}, [null], { policyText: 7 }, '{"Statement":7}'])(
    'is total: %j anywhere',
    (value) => {
      const members = new Set(
        [...complies, ...violates.map(([state]) => state)].flatMap(({ configuration, supplementaryConfiguration }) => [
          ...Object.keys((configuration ?? {}) as JsonObject),
          ...Object.keys(supplementaryConfiguration ?? {}),
        ]),
      );
      const hostile = Object.fromEntries([...members].map((name) => [name, value]));
      const { item } = itemEvidence({ resourceType: type });
      for (const configuration of [value, hostile]) {
        const shaped: ConfigurationItem = { ...item, configuration, supplementaryConfiguration: hostile };
        expect(() => ruleOf(rule)?.judge(shaped)).not.toThrow();
      }
    },
  );
});
