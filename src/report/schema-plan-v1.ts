/** `obs3.plan/v1` as a strict schema; `model/plan.ts` has the same as types. Loads zod: import it as types, or by `import()`. */
import { z } from 'zod';
import { count, time } from './schema-v1-events.ts';

const request = z
  .strictObject({
    source: z.string(),
    backend: z.string(),
    account: z.string().nullable(),
    region: z.string(),
    action: z.string(),
    round: z.enum(['first', 'later']),
    least: count,
    most: count.nullable(),
    ratePerSecond: z.number().positive(),
    of: z.string().nullable(),
    why: z.string(),
  })
  .meta({ id: 'Request' });

export const planV1 = z.strictObject({
  schema: z.literal('obs3.plan/v1'),
  tool: z.strictObject({ name: z.literal('obs3'), version: z.string() }),
  generatedAt: time,
  query: z.strictObject({
    command: z.string(),
    targets: z.array(z.string()),
    window: z.strictObject({ since: time.nullable(), until: time.nullable() }),
    regions: z.array(z.string()),
    from: z.array(z.string()),
    now: time,
  }),
  sources: z.array(
    z.strictObject({
      source: z.string(),
      backend: z.string(),
      lagSeconds: z.number().nonnegative(),
      lookbackDays: z.number().positive().nullable(),
      isLagging: z.boolean(),
      isBeyondLookback: z.boolean(),
    }),
  ),
  requests: z.array(request),
  seconds: z.strictObject({ least: z.number().nonnegative(), perLookupPage: z.number().nonnegative() }).nullable(),
  cost: z
    .strictObject({
      metrics: z.strictObject({ least: count, most: count.nullable() }),
      logQueries: z.strictObject({ most: count.nullable() }),
    })
    .nullable(),
  files: z.strictObject({ chosen: count, chosenBytes: count, left: count, leftBytes: count }).nullable(),
  notes: z.array(z.string()),
});

/** The same as JSON Schema (draft 2020-12): the content of `schema/plan-v1.json`. */
export const planJsonSchema = () => {
  const { $schema, ...schema } = z.toJSONSchema(planV1);
  return {
    $schema,
    $id: 'urn:obs3:plan:v1',
    title: 'obs3 plan v1',
    description:
      'What a question would ask, as `--plan --output json` prints it; nothing of it was asked. Times are ISO 8601 UTC with milliseconds. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.',
    ...schema,
  };
};
