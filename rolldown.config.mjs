// @ts-check
/**
 * The build: few files in place of some thousand small ones, as each file read is paid for at every start. What a command may
 * not need stays in a file of its own, loaded when it is. Nothing is minified: a stack trace names what was written.
 * The licenses of the packages whose code is in those files go beside them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { defineConfig } from 'rolldown';

/** @param {string} module path of a file @returns {string | undefined} the folder of the package it is part of */
const packageOf = (module) => /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(module)?.[1];

/** @param {string} folder @returns {readonly [text: string, name: string]} */
function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(each));
  const text =
    file === undefined ? `(${license}; the package itself holds no text)` : readFileSync(join(folder, file), 'utf8');
  return [text.trim(), `${name} ${version}`];
}

/** Each text once, under the names of the packages that it is of. @param {Iterable<string>} folders */
function licensesOf(folders) {
  /** @type {Map<string, string[]>} */
  const names = new Map();
  for (const [text, name] of [...folders].map(licenseOf).sort()) names.set(text, [...(names.get(text) ?? []), name]);
  return [...names].map(([text, of]) => `${of.join('\n')}\n\n${text}\n`).join(`\n${'-'.repeat(80)}\n\n`);
}

/** What was put into which file, for the test of what is loaded when. Not part of the package. */
const contents = 'node_modules/.cache/obs3/contents.json';

/** @returns {import('rolldown').Plugin} */
const accounts = () => ({
  name: 'accounts',
  generateBundle(_, bundle) {
    const chunks = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? [file] : []));
    const modules = new Map(
      chunks.map(({ fileName, moduleIds }) => [fileName, moduleIds.map((id) => id.replace(/^\0/, ''))]),
    );
    const folders = new Set([...modules.values()].flat().flatMap((id) => packageOf(id) ?? []));
    this.emitFile({
      type: 'asset',
      fileName: 'licenses.txt',
      source: licensesOf([...folders].filter((folder) => existsSync(join(folder, 'package.json')))),
    });
    mkdirSync(dirname(contents), { recursive: true });
    const listed = [...modules].map(([file, ids]) => [file, ids.map((id) => relative(import.meta.dirname, id))]);
    writeFileSync(contents, JSON.stringify(Object.fromEntries(listed), null, 1));
  },
});

export default defineConfig({
  input: {
    main: 'src/cli/main.ts',
    'archive-worker': 'src/cli/archive-worker.ts',
    'index-worker': 'src/cli/index-worker.ts',
  },
  platform: 'node',
  // as modules, what is not used of a package is left out
  resolve: { mainFields: ['module', 'main'] },
  plugins: [accounts()],
  output: {
    dir: 'dist',
    cleanDir: true,
    // all beside each other: what a module finds beside itself it finds from any of them
    chunkFileNames: '[name]-[hash].js',
    comments: false,
  },
});
