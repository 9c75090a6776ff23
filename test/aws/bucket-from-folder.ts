/** A bucket with the files of a folder: each object's key is its path there. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Bucket } from './world.ts';

export function bucketFromFolder(name: string, folder: string, under = ''): Bucket {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );
  const objects = paths.map((path) => [
    `${under}${path.split(sep).join('/')}`,
    { content: readFileSync(join(folder, path)) },
  ]);
  return { name, objects: Object.fromEntries(objects) };
}
