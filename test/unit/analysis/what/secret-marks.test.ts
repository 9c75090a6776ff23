import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../../src/analysis/what/config-changes.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { redactSections } from '../../../../src/sources/config/redaction.ts';
import { itemEvidence } from './item-evidence.ts';

/** An item as it is normalized: without its secrets, and with the digests that tell them apart. */
function item(configuration: JsonObject) {
  const { sections, redactions } = redactSections({ configuration });
  return itemEvidence('14:00:00', {
    resourceType: 'AWS::ECS::TaskDefinition',
    configuration: sections['configuration'] ?? null,
    redactions,
  }).item;
}
const changes = (before: JsonObject, after: JsonObject) => changesBetween(item(before), item(after));
const variables = (...pairs: readonly (readonly [string, string])[]): JsonObject => ({
  environment: pairs.map(([name, value]) => ({ name, value })),
});

describe('secrets', () => {
  test('that moved with their element are unchanged', () => {
    expect(changes(variables(['A', '1'], ['B', '2']), variables(['B', '2'], ['A', '1']))).toEqual([]);
  });

  test('that moved and changed are a change, told at their new place', () => {
    expect(changes(variables(['A', '1'], ['B', '2']), variables(['B', 'other'], ['A', '1']))).toEqual([
      { path: '/configuration/environment/0/value', op: 'replace', before: '<redacted>', after: '<redacted>' },
    ]);
  });

  test('that two elements exchanged are two changes', () => {
    const changed = changes(variables(['A', '1'], ['B', '2']), variables(['A', '2'], ['B', '1']));
    expect(changed.map(({ path }) => path)).toEqual([
      '/configuration/environment/0/value',
      '/configuration/environment/1/value',
    ]);
  });

  test('of a set without names are told apart by what they are', () => {
    const passwords = (...secrets: readonly string[]): JsonObject => ({ password: [...secrets] });
    expect(changes(passwords('a', 'b'), passwords('b', 'a'))).toEqual([]);
    expect(changes(passwords('a', 'b'), passwords('b', 'c')).map(({ op }) => op)).not.toEqual([]);
  });

  test('inside of texts', () => {
    const text = (secret: string): JsonObject => ({ settings: JSON.stringify({ password: secret, size: 1 }) });
    expect(changes(text('a'), text('a'))).toEqual([]);
    expect(changes(text('a'), text('b')).map(({ path }) => path)).toEqual(['/configuration/settings/password']);
  });

  test('inside of addresses', () => {
    const source = (token: string, path = 'a'): JsonObject => ({
      source: `https://x:${token}@git.example.com/${path}`,
    });
    const told = 'https://<redacted>@git.example.com/';
    expect(changes(source('1'), source('1'))).toEqual([]);
    expect(changes(source('1'), source('2'))).toEqual([
      { path: '/configuration/source', op: 'replace', before: `${told}a`, after: `${told}a` },
    ]);
    expect(changes(source('1'), source('1', 'b'))).toEqual([
      { path: '/configuration/source', op: 'replace', before: `${told}a`, after: `${told}b` },
    ]);
  });

  test('leave no mark and no digest in what is told', () => {
    const text = JSON.stringify(
      changes({ ...variables(['A', '1']), gone: { password: 'x' } }, variables(['A', '2'], ['C', '3'])),
    );
    expect(text).toContain('<redacted>');
    expect(text).not.toMatch(/\u{E000}|[0-9a-f]{16}/u);
  });
});
