/**
 * `obs3.index/v1` as a strict schema; `model/archive-index.ts` has the same as types. Loads zod: import it as types, or by
 * `import()`.
 */
import { z } from 'zod';
import { count, time } from './schema-v1-events.ts';

const gap = z
  .strictObject({
    // the possible results of listing files
    code: z.enum(['ACCESS_DENIED', 'UNREACHABLE', 'THROTTLED', 'UNRECOGNIZED_FILE']),
    blocking: z.boolean(),
    message: z.string(),
    hint: z.string().exactOptional(),
    locator: z.string().exactOptional(),
  })
  .meta({ id: 'Gap' });

export const indexV1 = z.strictObject({
  schema: z.literal('obs3.index/v1'),
  archive: z.string(),
  folder: z.string(),
  files: count,
  indexed: count,
  withoutFilter: count,
  archiveBytes: count,
  bytes: count,
  segments: count,
  unusable: count,
  oldest: time.nullable(),
  newest: time.nullable(),
  built: z
    .strictObject({
      files: count,
      filesDone: count,
      bytes: count,
      kept: count,
      added: count,
      withoutFilter: count,
      unread: count,
    })
    .nullable(),
  gaps: z.array(gap),
});

/** The same as JSON Schema (draft 2020-12): the content of `schema/index-v1.json`. */
export const indexJsonSchema = () => {
  const { $schema, ...schema } = z.toJSONSchema(indexV1);
  return {
    $schema,
    $id: 'urn:obs3:index:v1',
    title: 'obs3 index v1',
    description:
      'The index of an archive, as `obs3 index --output json` prints it: how much of the archive it is about, and what was added to it. Times are ISO 8601 UTC with milliseconds. Later versions of obs3 may add members and publish them here; inside v1 none is removed or changed.',
    ...schema,
  };
};
