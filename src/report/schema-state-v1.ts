/**
 * `obs3.state/v1` and `obs3.net-change/v1` as strict schemas; `model/state.ts` has the same as types. Loads zod: import it as
 * types, or by `import()`.
 */
import { z } from 'zod';
import type { JsonValue } from '../model/json.ts';
import { reportV1 } from './schema-v1.ts';
import { count, time } from './schema-v1-events.ts';

const json: z.ZodType<JsonValue> = z.json().meta({ id: 'AnyValue' });

const origin = z.strictObject({
  source: z.string(),
  backend: z.string(),
  account: z.string().nullable(),
  region: z.string().nullable(),
  ref: z.string().nullable(),
  locator: z.string(),
});

const change = z.strictObject({
  path: z.string(),
  op: z.enum(['add', 'remove', 'replace']),
  before: json.exactOptional(),
  after: json.exactOptional(),
});

const item = z
  .strictObject({
    resourceType: z.string(),
    resourceId: z.string(),
    resourceName: z.string().nullable(),
    arn: z.string().nullable(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    captureTime: time,
    status: z.string(),
    stateId: z.string(),
    configuration: json,
    supplementaryConfiguration: z.record(z.string(), json),
    tags: z.record(z.string(), json),
    relationships: z.array(
      z.strictObject({
        resourceType: z.string(),
        resourceId: z.string().nullable(),
        resourceName: z.string().nullable(),
        name: z.string(),
      }),
    ),
    origin,
  })
  .meta({ id: 'StateItem' });

const stateAt = z
  .strictObject({
    at: time,
    standing: z.enum(['exists', 'deleted', 'not-created', 'unknown']),
    summary: z.string(),
    item: item.nullable(),
    nextTime: time.nullable(),
  })
  .meta({ id: 'StateAt' });

const frame = {
  tool: z.strictObject({ name: z.literal('obs3'), version: z.string() }),
  generatedAt: time,
  query: z.strictObject({ target: z.string(), regions: z.array(z.string()), from: z.array(z.string()), now: time }),
  coverage: reportV1.shape.coverage,
};

export const stateV1 = z.strictObject({
  schema: z.literal('obs3.state/v1'),
  ...frame,
  at: time,
  states: z.array(stateAt),
  headline: z.string(),
});

export const netChangeV1 = z.strictObject({
  schema: z.literal('obs3.net-change/v1'),
  ...frame,
  between: z.tuple([time, time]),
  resources: z.array(
    z.strictObject({
      before: stateAt,
      after: stateAt,
      summary: z.string(),
      changes: z.array(change),
      states: count,
    }),
  ),
  headline: z.string(),
});

const published = (of: z.ZodType, id: string, title: string, description: string) => {
  const { $schema, ...schema } = z.toJSONSchema(of);
  return { $schema, $id: `urn:obs3:${id}:v1`, title, description: `${description} ${promise}`, ...schema };
};

const promise =
  'Times are ISO 8601 UTC with milliseconds. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.';

/** The same as JSON Schema (draft 2020-12): the content of `schema/state-v1.json` and `schema/net-change-v1.json`. */
export const stateJsonSchema = () =>
  published(
    stateV1,
    'state',
    'obs3 state v1',
    'What a resource was like at a time, as `obs3 what TARGET --at T --output json` prints it.',
  );

export const netChangeJsonSchema = () =>
  published(
    netChangeV1,
    'net-change',
    'obs3 net change v1',
    'What became of a resource between two times, as `obs3 what TARGET --between A B --output json` prints it.',
  );
