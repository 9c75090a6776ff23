/**
 * `obs3.doctor/v1` as a strict schema; `model/doctor.ts` has the same as types. Loads zod: import it as types, or by
 * `import()`.
 */
import { z } from 'zod';
import { count, time } from './schema-v1-events.ts';

const check = z
  .strictObject({
    level: z.enum(['critical', 'warning', 'ok']),
    group: z.enum(['credentials', 'permissions', 'cloudtrail', 'config', 'cloudwatch', 'logs', 'findings', 'files']),
    name: z.string(),
    blocking: z.boolean(),
    account: z.string().nullable(),
    regions: z.array(z.string()),
    message: z.string(),
    hint: z.string().nullable(),
    command: z.string().nullable(),
  })
  .meta({ id: 'Check' });

export const doctorV1 = z.strictObject({
  schema: z.literal('obs3.doctor/v1'),
  tool: z.strictObject({ name: z.literal('obs3'), version: z.string() }),
  generatedAt: time,
  query: z.strictObject({ regions: z.array(z.string()), from: z.array(z.string()), now: time }),
  answer: z.enum(['complete', 'incomplete', 'nothing']),
  exitCode: z.union([z.literal(0), z.literal(3), z.literal(4)]),
  identities: z.array(
    z.strictObject({
      account: z.string(),
      arn: z.string(),
      accessKeyId: z.string().nullable(),
      expirationTime: time.nullable(),
    }),
  ),
  permissions: z.array(
    z.strictObject({
      action: z.string(),
      account: z.string(),
      regions: z.array(z.string()),
      state: z.enum(['allowed', 'denied', 'unknown']),
    }),
  ),
  spans: z.array(
    z.strictObject({
      source: z.string(),
      account: z.string().nullable(),
      region: z.string().nullable(),
      firstTime: time,
      lastTime: time,
      records: count,
    }),
  ),
  files: z.strictObject({ count, bytes: count }).nullable(),
  checks: z.array(check),
});

/** The same as JSON Schema (draft 2020-12): the content of `schema/doctor-v1.json`. */
export const doctorJsonSchema = () => {
  const { $schema, ...schema } = z.toJSONSchema(doctorV1);
  return {
    $schema,
    $id: 'urn:obs3:doctor:v1',
    title: 'obs3 doctor v1',
    description:
      'What can be seen, as `obs3 doctor --output json` prints it. Checks come worst first; a blocking one would leave an investigation with a gap that may hide an event. Times are ISO 8601 UTC with milliseconds. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.',
    ...schema,
  };
};
