// @ts-check
/** Files that a benchmark reads, made once and kept in the system's temporary folder until what makes them changes. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Numbers that are the same on every machine: what is made of them is, too. @param {number} seed a generator of numbers in [0, 1) */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @param {string} text as `1g`, `200m` @returns {number} bytes */
export function sizeOf(text) {
  const [, figure, unit = ''] = /^([1-9]\d*)([kmg]?)$/i.exec(text) ?? [];
  if (figure === undefined) throw new Error(`'${text}' is no size: use 200m, 1g`);
  return Number(figure) * ({ k: 1e3, m: 1e6, g: 1e9 }[unit.toLowerCase()] ?? 1);
}

/**
 * @template Written
 * @param {string} name of what is made, and how much of it
 * @param {readonly string[]} makers paths of the modules that make it
 * @param {(folder: string) => Written | Promise<Written>} write
 * @returns {Promise<Written & { folder: string }>}
 */
export async function keptFiles(name, makers, write) {
  const version = createHash('sha256');
  for (const path of [...makers, import.meta.filename]) version.update(readFileSync(path));
  const folder = join(tmpdir(), `obs3-bench-${name.toLowerCase()}-${version.digest('hex').slice(0, 8)}`);
  const [label, files] = [join(folder, 'made.json'), join(folder, 'files')];
  // written last: without it the files may not all be there
  if (!existsSync(label)) {
    mkdirSync(files, { recursive: true });
    writeFileSync(label, JSON.stringify(await write(files)));
  }
  return { ...JSON.parse(readFileSync(label, 'utf8')), folder: files };
}
