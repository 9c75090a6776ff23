/**
 * `obs3.inventory/v1` as a strict schema; `model/inventory.ts` has the same as types. Loads zod: import it as types, or by
 * `import()`.
 */
import { z } from 'zod';
import { reportV1 } from './schema-v1.ts';
import { count, time } from './schema-v1-events.ts';

const counts = { resources: count, deleted: count };

const resource = z
  .strictObject({
    type: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    arn: z.string().nullable(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    deleted: z.boolean(),
    createdTime: time.nullable(),
    changedTime: time.nullable(),
    tags: z.record(z.string(), z.string()).nullable(),
    changedBy: z
      .strictObject({
        event: z.string(),
        time,
        eventName: z.string(),
        name: z.string(),
        certainty: z.enum(['proven', 'asserted', 'guess']).exactOptional(),
        arn: z.string().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Resource' });

export const inventoryV1 = z.strictObject({
  schema: z.literal('obs3.inventory/v1'),
  tool: z.strictObject({ name: z.literal('obs3'), version: z.string() }),
  generatedAt: time,
  query: z.strictObject({
    types: z.array(z.string()),
    deleted: z.boolean(),
    aggregator: z.string().nullable(),
    window: z.strictObject({ since: time.nullable(), until: time.nullable(), given: z.boolean() }),
    accounts: z.array(z.string()),
    regions: z.array(z.string()),
    from: z.array(z.string()),
    now: time,
  }),
  totals: z.strictObject({
    ...counts,
    byType: z.array(z.strictObject({ type: z.string(), ...counts })),
    byRegion: z.array(z.strictObject({ region: z.string().nullable(), ...counts })),
    byAccount: z.array(z.strictObject({ account: z.string().nullable(), ...counts })),
  }),
  resources: z.array(resource),
  coverage: reportV1.shape.coverage,
});

/** The same as JSON Schema (draft 2020-12): the content of `schema/inventory-v1.json`. */
export const inventoryJsonSchema = () => {
  const { $schema, ...schema } = z.toJSONSchema(inventoryV1);
  return {
    $schema,
    $id: 'urn:obs3:inventory:v1',
    title: 'obs3 inventory v1',
    description:
      'What AWS Config knows of, as `obs3 inventory --output json` prints it. Times are ISO 8601 UTC with milliseconds; null: not told. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.',
    ...schema,
  };
};
