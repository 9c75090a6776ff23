// @ts-check
/** Single modules of the sources, as JavaScript, for what is not measured as a whole process: the build only has bundles of them. */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './processes.mjs';

const folder = join(root, 'node_modules/.cache/obs3/modules');

/** Where a module is: the path of its source, with the ending of JavaScript. @param {string} path */
export const modules = (path) => new URL(path, `file://${folder}/`).href;

/** Before any module is loaded; after the build, whose engine they use. */
export function compileModules() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const settings = ['-p', join(root, 'tsconfig.json'), '--outDir', folder];
  const { status } = spawnSync(process.execPath, [compiler, ...settings], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the sources do not compile');
  copyFileSync(join(root, 'dist/engine.wasm'), join(folder, 'archive/engine.wasm'));
}
