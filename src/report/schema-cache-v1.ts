/**
 * `obs3.cache/v1` as a strict schema; `model/cache.ts` has the same as types. Loads zod: import it as types, or by `import()`.
 */
import { z } from 'zod';
import { count, time } from './schema-v1-events.ts';

const amount = { entries: count, bytes: count };
const kept = { ...amount, oldestTime: time, newestTime: time };
const indexes = z.strictObject({ ...amount, archives: count }).exactOptional();
const compiled = z.strictObject(amount).exactOptional();
const schema = z.literal('obs3.cache/v1');

export const cacheInfoV1 = z
  .strictObject({
    schema,
    folder: z.string(),
    used: z.boolean(),
    ...amount,
    mostBytes: count,
    accounts: z.array(
      z.strictObject({
        account: z.string(),
        ...kept,
        services: z.array(z.strictObject({ service: z.string(), ...kept })),
      }),
    ),
    indexes,
    objects: z.strictObject({ ...amount, mostBytes: count }).exactOptional(),
    compiled,
  })
  .meta({ id: 'CacheInfo' });

export const cacheClearedV1 = z
  .strictObject({
    schema,
    folder: z.string(),
    removed: z.strictObject({ ...amount, indexes, objects: z.strictObject(amount).exactOptional(), compiled }),
  })
  .meta({ id: 'CacheCleared' });

/** From `obs3 cache info`, or from `obs3 cache clear`, which reports what it removed. */
const cacheV1 = z.union([cacheInfoV1, cacheClearedV1]);

/** The same as JSON Schema (draft 2020-12): the content of `schema/cache-v1.json`. */
export const cacheJsonSchema = () => {
  const { $schema, ...document } = z.toJSONSchema(cacheV1);
  return {
    $schema,
    $id: 'urn:obs3:cache:v1',
    title: 'obs3 cache v1',
    description:
      "What is kept of AWS's answers, of archives' indexes, of fetched objects and of compiled code, as `obs3 cache info --output json` prints it; or what was removed, as `obs3 cache clear --output json` does. Times are ISO 8601 UTC with milliseconds. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.",
    ...document,
  };
};
