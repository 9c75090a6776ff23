/** Pins report v1: its members, its types, its published form, and what it rejects. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Report } from '../../../src/model/report.ts';
import { reportJsonSchema, reportV1 } from '../../../src/report/schema-v1.ts';
import { members } from './members-v1.ts';
import { sampleReport } from './sample-report.ts';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly $defs?: Readonly<Record<string, Node>>;
}

/** The objects of a JSON Schema by the path to them, each with its members. References are not followed: `$defs` holds each once. */
function* objectsOf(node: Node, path: string): Generator<readonly [string, readonly string[]]> {
  if (node.properties) {
    const required = new Set(node.required);
    yield [path, Object.keys(node.properties).map((name) => (required.has(name) ? name : `${name}?`))];
    for (const [name, member] of Object.entries(node.properties)) yield* objectsOf(member, `${path}.${name}`);
  }
  for (const part of [node.items, ...(node.anyOf ?? []), ...(node.oneOf ?? [])]) if (part) yield* objectsOf(part, path);
  for (const [name, definition] of Object.entries(node.$defs ?? {})) yield* objectsOf(definition, name);
}

const asJson = (value: unknown) => JSON.parse(JSON.stringify(value));
const accepts = (document: unknown) => reportV1.safeParse(document).success;

/** Members that hold whatever the record held, or a map: any name is valid in them. */
const free = new Set([
  'requestParameters',
  'responseElements',
  'after',
  'attributions',
  'dimensions',
  'filters',
  'skipped',
]);

/** Every object of the document that has members of its own, with its path. */
function* objectsIn(value: unknown, path = ''): Generator<readonly [string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, member] of Object.entries(value)) {
    const isItemState = key === 'before' && path.includes('.changes');
    if (!free.has(key) && !isItemState) yield* objectsIn(member, `${path}.${key}`);
  }
}

const replaced = (path: readonly (string | number)[], value: unknown) => {
  const document = asJson(sampleReport);
  let at = document;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path.at(-1) ?? ''] = value;
  return document;
};

/** Read-only throughout, as in the model; arbitrary JSON is left as it is. */
type Frozen<T> = [JsonObject] extends [T] ? T : { readonly [Key in keyof T]: Frozen<T[Key]> };
/** Identical, down to which members are optional: mutual assignability would overlook an optional member. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Agrees<Model> = Same<Frozen<z.infer<typeof reportV1>>, Frozen<Model>>;

describe('report v1', () => {
  // the compiler checks these two (npm run typecheck): they cannot fail at run time
  test('the model and the schema are one type', () => {
    expectTypeOf<Agrees<Report>>().toEqualTypeOf<true>();
  });

  test('the compiler would notice a member lost, added as optional, or made possibly undefined', () => {
    type With<Members> = Omit<Report, keyof Members> & Members;
    type Coverage = Report['coverage'][number];
    type Event = Report['timeline'][number];
    expectTypeOf<Agrees<With<{ gate: Report['gate'] }>>>().toEqualTypeOf<true>();
    expectTypeOf<Agrees<Omit<Report, 'gate'>>>().toEqualTypeOf<false>();
    expectTypeOf<Agrees<With<{ added?: string }>>>().toEqualTypeOf<false>();
    expectTypeOf<Agrees<With<{ subjects?: Report['subjects'] | undefined }>>>().toEqualTypeOf<false>();
    expectTypeOf<Agrees<With<{ coverage: (Coverage & { added?: string })[] }>>>().toEqualTypeOf<false>();
    expectTypeOf<Agrees<With<{ timeline: Exclude<Event, { kind: 'finding' }>[] }>>>().toEqualTypeOf<false>();
  });

  test('has exactly these members', () => {
    const found = Object.fromEntries(objectsOf(reportJsonSchema() as Node, 'report'));
    expect(found).toEqual(members);
  });

  test('every object of it is closed', () => {
    const open: string[] = [];
    JSON.stringify(reportJsonSchema(), function (this: unknown, key, node: Node) {
      if (typeof node === 'object' && node?.properties && node.additionalProperties !== false) open.push(key);
      return node;
    });
    expect(open).toEqual([]);
  });

  test('is published as schema/report-v1.json (vitest -u writes it)', async () => {
    await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../../schema/report-v1.json',
    );
  });
});

describe('a document', () => {
  test('of every event kind and every member is accepted, and comes back as it was', () => {
    expect(reportV1.parse(asJson(sampleReport))).toEqual(asJson(sampleReport));
  });

  test('of nothing found is accepted', () => {
    const { subjects: _, ...report } = sampleReport;
    const verdict = { headline: 'nothing', answer: 'not-seen', who: [], what: [] };
    expect(accepts(asJson({ ...report, timeline: [], chains: [], coverage: [], gate: null, verdict }))).toBe(true);
  });

  test('is refused when any object has an unknown member', () => {
    const document = asJson(sampleReport);
    const accepted: string[] = [];
    let tried = 0;
    for (const [path, object] of objectsIn(document)) {
      object['unknown'] = 1;
      if (accepts(document)) accepted.push(path);
      delete object['unknown'];
      tried += 1;
    }
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(Object.keys(members).length);
  });

  test('is refused when any member is missing, save those marked as optional', () => {
    const document = asJson(sampleReport);
    const dispensable = new Set<string>();
    for (const [, object] of objectsIn(document)) {
      for (const [name, value] of Object.entries(object)) {
        delete object[name];
        if (accepts(document)) dispensable.add(name);
        object[name] = value;
      }
    }
    const optional = Object.values(members)
      .flat()
      .filter((name) => name.endsWith('?'));
    expect([...dispensable].sort()).toEqual([...new Set(optional)].map((name) => name.slice(0, -1)).sort());
  });

  test.each<[string, readonly (string | number)[], unknown]>([
    ['another version', ['schema'], 'obs3.report/v2'],
    ['an unknown command', ['query', 'command'], 'whom'],
    ['an unknown answer', ['verdict', 'answer'], 'maybe'],
    ['an unknown event kind', ['timeline', 0, 'kind'], 'rumor'],
    ["another kind's detail", ['timeline', 0, 'detail'], asJson(sampleReport.timeline[8]?.detail)],
    ['an unknown severity', ['timeline', 0, 'severity'], 'fatal'],
    ['an unknown outcome', ['timeline', 0, 'detail', 'outcome'], 'perhaps'],
    ['an unknown gap code', ['coverage', 0, 'gaps', 0, 'code'], 'LOST'],
    ['a time without milliseconds', ['timeline', 0, 'time'], '2026-03-03T14:03:27Z'],
    ['a time that is not UTC', ['generatedAt'], '2026-03-03T15:03:27.000+01:00'],
    ['a day that does not exist', ['generatedAt'], '2026-02-30T00:00:00.000Z'],
    ['null for a member that has no null', ['verdict', 'headline'], null],
    ['a score above 1', ['chains', 0, 'links', 0, 'score'], 1.01],
    ['a count that is no whole number', ['coverage', 0, 'records'], 1.5],
    ['a negative count', ['verdict', 'who', 0, 'calls'], -1],
    ['a number where the account is', ['subject', 'account'], 111122223333],
  ])('with %s is refused', (_, path, value) => {
    expect(accepts(replaced(path, value))).toBe(false);
  });
});
