/**
 * The policy file of a gate (`obs3.gate.json`) as a strict schema; `GatePolicy` in `gate-settings.ts` has the same as types.
 * People write it by hand, so every rejection is put into words. Loads zod: import it as types, or by `import()`.
 */
import { z } from 'zod';

const words = [
  'change',
  'out-of-band',
  'dangerous',
  'noncompliant',
  'alarm',
  'shift',
  'denied',
  'gap',
  'alarm=any',
] as const;

const text = z.string({ error: 'use text' }).min(1, { error: 'it is empty: use text, or leave it out' });
const texts = (of: string) => z.array(text, { error: `use a list of ${of}` });
const severity = z.enum(['medium', 'high'], { error: 'use medium or high' });
const names = z.array(text, { error: 'use a glob, or a list of globs' }).min(1, { error: 'use a glob at least' });
const globs = z.union([text, names], { error: 'use a glob, or a list of globs' });

const withOptions = z.discriminatedUnion(
  'condition',
  [
    z.strictObject({ condition: z.enum(['change', 'out-of-band', 'shift', 'denied', 'gap']) }),
    z.strictObject({
      condition: z.literal('alarm'),
      any: z.boolean({ error: 'use true or false' }).exactOptional(),
    }),
    z.strictObject({ condition: z.literal('dangerous'), severity: severity.exactOptional() }),
    z.strictObject({ condition: z.literal('noncompliant'), rules: texts('globs').exactOptional() }),
  ],
  { error: `"condition" is one of ${words.slice(0, -1).join(', ')}` },
);

const conditionForms = `use one of ${words.join(', ')}, or an object: {"condition": "noncompliant", "rules": ["restricted-*"]}`;

/** An existing day or moment; `endOf` decides what it means. */
const until = z
  .string({ error: 'use a date: 2026-03-31, or 2026-03-31T14:30Z' })
  .regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/, {
    error: 'use a date: 2026-03-31, or 2026-03-31T14:30Z',
  })
  .refine(isDate, { error: 'there is no such date' });

function isDate(value: string): boolean {
  const day = value.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return false;
  return !Number.isNaN(Date.parse(value));
}

const match = z
  .strictObject(
    {
      rule: globs.exactOptional(),
      principal: globs.exactOptional(),
      event: globs.exactOptional(),
      resource: globs.exactOptional(),
    },
    { error: orUnknown('use an object of rule, principal, event or resource') },
  )
  .refine((given) => Object.keys(given).length > 0, {
    error: 'it would excuse everything: use rule, principal, event or resource',
  });

const exception = z
  .strictObject({ match, until, reason: text }, { error: orUnknown('use an object of match, until and reason') })
  .meta({ id: 'Exception' });

/** For values that are no object, or have a member that is none. */
function orUnknown(forms: string) {
  return ({ code, keys }: { readonly code?: string | undefined; readonly keys?: unknown }): string =>
    code === 'unrecognized_keys' && Array.isArray(keys) ? `there is no '${keys.join("', '")}': ${forms}` : forms;
}

const members = 'conditions, allowedPrincipals, ignoredRules, severity and exceptions';

export const gatePolicyV1 = z.strictObject(
  {
    $schema: text.exactOptional(),
    conditions: z
      .array(z.union([z.enum(words), withOptions], { error: conditionForms }), {
        error: 'use a list of conditions',
      })
      .min(1, { error: 'use a condition at least, or leave it out' })
      .exactOptional(),
    allowedPrincipals: texts('globs').exactOptional(),
    ignoredRules: texts('globs').exactOptional(),
    severity: severity.exactOptional(),
    exceptions: z.array(exception, { error: 'use a list of exceptions' }).exactOptional(),
  },
  { error: orUnknown(`use an object of ${members}`) },
);

export interface PolicyFault {
  /** `$.exceptions[0].until` */
  readonly path: string;
  /** The value there; undefined if there is none. */
  readonly value: unknown;
  /** What to write instead. */
  readonly message: string;
}

/** The policy, or all that is wrong with it, in the order in which it stands there; at least one thing. */
export function parseGatePolicy(
  raw: unknown,
): { readonly policy: z.infer<typeof gatePolicyV1> } | { readonly faults: readonly PolicyFault[] } {
  const parsed = gatePolicyV1.safeParse(raw);
  if (parsed.success) return { policy: parsed.data };
  const faults = parsed.error.issues.map((issue) => faultOf(issue, raw));
  // of a value that breaks several rules the first says enough
  return { faults: faults.filter(({ path }, place) => faults.findIndex((other) => other.path === path) === place) };
}

function faultOf(issue: z.core.$ZodIssue, raw: unknown): PolicyFault {
  const { path, message } = deepest(issue);
  let value: unknown = raw;
  for (const step of path) value = (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[step];
  return { path: pathText(path), value, message };
}

/** Among the forms that a value may have, what is wrong with the one that it comes closest to. */
function deepest(issue: z.core.$ZodIssue): { readonly path: readonly PropertyKey[]; readonly message: string } {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap(([first]) => (first ? [deepest(first)] : []))
    .filter(({ path }) => path.length > 0)
    .sort((a, b) => b.path.length - a.path.length)[0];
  return inner ? { path: [...issue.path, ...inner.path], message: inner.message } : issue;
}

const pathText = (path: readonly PropertyKey[]): string =>
  `$${path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')}`;

/** The same as JSON Schema (draft 2020-12): the content of `schema/gate-policy-v1.json`. */
export const gatePolicyJsonSchema = () => {
  const { $schema, ...schema } = z.toJSONSchema(gatePolicyV1);
  return {
    $schema,
    $id: 'urn:obs3:gate-policy:v1',
    title: 'obs3 gate policy v1',
    description:
      'What obs3 gate reads from obs3.gate.json: what fails a deploy, who may write, and what is accepted until when. Globs are those of IAM policies: * and ?, case counts. Flags win over it.',
    ...schema,
  };
};
