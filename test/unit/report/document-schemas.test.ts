/** Pins the smaller documents: their types, their published form, and that every object in them is closed. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { ArchiveIndex } from '../../../src/model/archive-index.ts';
import type { CacheCleared, CacheInfo } from '../../../src/model/cache.ts';
import type { Doctor } from '../../../src/model/doctor.ts';
import type { Gap, GapCode } from '../../../src/model/gap.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { WhoisReport } from '../../../src/model/whois.ts';
import { type cacheClearedV1, type cacheInfoV1, cacheJsonSchema } from '../../../src/report/schema-cache-v1.ts';
import { doctorJsonSchema, type doctorV1 } from '../../../src/report/schema-doctor-v1.ts';
import { indexJsonSchema, type indexV1 } from '../../../src/report/schema-index-v1.ts';
import { planJsonSchema, type planV1 } from '../../../src/report/schema-plan-v1.ts';
import { whoisJsonSchema, type whoisV1 } from '../../../src/report/schema-whois-v1.ts';

/** Only those gaps that listing files can cause. */
type IndexAsListed = Omit<ArchiveIndex, 'gaps'> & {
  readonly gaps: readonly (Omit<Gap, 'code'> & {
    readonly code: Extract<GapCode, z.infer<typeof indexV1>['gaps'][number]['code']>;
  })[];
};
/** Read-only throughout, as in the model. */
type Frozen<T> = { readonly [Key in keyof T]: Frozen<T[Key]> };
/** Identical, down to which members are optional. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const documents = [
  ['cache', cacheJsonSchema],
  ['doctor', doctorJsonSchema],
  ['index', indexJsonSchema],
  ['plan', planJsonSchema],
  ['whois', whoisJsonSchema],
] as const;

describe.each(documents)('%s v1', (name, schemaOf) => {
  test('every object of it is closed', () => {
    const open: string[] = [];
    JSON.stringify(schemaOf(), (key, node: { properties?: object; additionalProperties?: unknown } | null) => {
      if (typeof node === 'object' && node?.properties && node.additionalProperties !== false) open.push(key);
      return node;
    });
    expect(open).toEqual([]);
  });

  test('is published (vitest -u writes it)', async () => {
    await expect(`${JSON.stringify(schemaOf(), null, 2)}\n`).toMatchFileSnapshot(`../../../schema/${name}-v1.json`);
  });
});

// the compiler checks these (npm run typecheck): they cannot fail at run time
test('model and schema are one type', () => {
  expectTypeOf<Same<Frozen<z.infer<typeof cacheInfoV1>>, Frozen<CacheInfo>>>().toEqualTypeOf<true>();
  expectTypeOf<Same<Frozen<z.infer<typeof cacheClearedV1>>, Frozen<CacheCleared>>>().toEqualTypeOf<true>();
  expectTypeOf<Same<Frozen<z.infer<typeof doctorV1>>, Frozen<Doctor>>>().toEqualTypeOf<true>();
  expectTypeOf<Same<Frozen<z.infer<typeof indexV1>>, Frozen<IndexAsListed>>>().toEqualTypeOf<true>();
  expectTypeOf<Same<Frozen<z.infer<typeof planV1>>, Frozen<Plan>>>().toEqualTypeOf<true>();
  expectTypeOf<Same<Frozen<z.infer<typeof whoisV1>>, Frozen<WhoisReport>>>().toEqualTypeOf<true>();
  expectTypeOf<Same<Frozen<z.infer<typeof planV1>>, Frozen<Omit<Plan, 'notes'>>>>().toEqualTypeOf<false>();
});
