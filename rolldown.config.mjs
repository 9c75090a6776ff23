// @ts-check
/**
 * The build: few files in place of some thousand small ones, as each file read is paid for at every start. What a command may
 * not need stays in a file of its own, loaded when it is. Nothing is minified: a stack trace names what was written.
 * The licenses of the packages whose code is in those files go beside them.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, defineConfig } from 'rolldown';

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

/**
 * What is always loaded together goes into one file: opening and linking a file takes as long as compiling ten kilobytes.
 * A file holds what its roots import and the files before it do not hold, so that none of them leads back to a later one.
 * @type {readonly { name: string, roots: readonly string[] }[]}
 */
const together = [
  // of these, what threads need too
  {
    name: 'base',
    roots: [
      ...['error', 'json', 'gap', 'duration'].map((name) => `src/model/${name}.ts`),
      'src/cli/options/cache-folder.ts',
      'src/aws/make-folder.ts',
    ],
  },
  { name: 'program', roots: ['src/cli/program.ts', 'src/cli/io.ts', 'src/render/printable.ts'] },
  // what is typed, and how it is told
  { name: 'ask', roots: ['src/cli/ask.ts'] },
  // all that a thread needs
  {
    name: 'records',
    roots: ['src/archive/worker.ts', 'src/cli/passing.ts', 'src/sources/index.ts', 'src/sources/source.ts'],
  },
  // what each question to files needs beside it
  {
    name: 'question',
    roots: [
      'src/plan/target.ts',
      'src/archive/reader.ts',
      'src/archive/index-lookup.ts',
      'src/investigate/evidence-reader.ts',
      'src/investigate/investigate.ts',
    ],
  },
  // files that are not of a form in which a trail delivers
  {
    name: 'other-records',
    roots: ['config', 'cloudwatch', 'findings', 'logs'].map(
      (source) => `src/sources/${source}/backends/archive-reader.ts`,
    ),
  },
  { name: 'table', roots: ['src/render/table.ts'] },
];

/** @typedef {import('rolldown').ChunkingContext} Graph */

/** Root -> all that it imports, and what that imports, without what it loads later. @type {Map<string, Set<string>>} */
const imports = new Map();

/** @param {string} root @param {Graph} graph */
function importsOf(root, graph) {
  let found = imports.get(root);
  if (found) return found;
  const path = join(import.meta.dirname, root);
  if (!graph.getModuleInfo(path))
    throw new Error(`${root} is no module of the build any more: see what took its place`);
  found = new Set([path]);
  for (const id of found) for (const next of graph.getModuleInfo(id)?.importedIds ?? []) found.add(next);
  imports.set(root, found);
  return found;
}

/** @type {import('rolldown').CodeSplittingGroup[]} */
const groups = together.map(({ name, roots }, index) => ({
  name: (id, graph) => (roots.some((root) => importsOf(root, graph).has(id)) ? name : null),
  debugName: name,
  priority: together.length - index,
}));

/**
 * What packages do when they are loaded, for what they are seldom asked here: commander can start other programs as
 * subcommands, and string-width makes a segmenter and an expression of all emoji, each of which takes ICU as long as all else
 * of a table: the expression also where it is only written as a literal, as that is checked when the file is compiled.
 */
const later = [
  {
    file: /[\\/]commander[\\/]lib[\\/]command\.js$/,
    line: "const childProcess = require('node:child_process');",
    instead: 'const childProcess = {};',
  },
  {
    // cli-table3 has one of its own, which is older and makes none
    file: /^(?!.*[\\/]cli-table3[\\/]).*[\\/]string-width[\\/]index\.js$/,
    line: 'const segmenter = new Intl.Segmenter();',
    instead: 'let made; const segmenter = { segment: (text) => (made ??= new Intl.Segmenter()).segment(text) };',
  },
  {
    file: /^(?!.*[\\/]cli-table3[\\/]).*[\\/]string-width[\\/]index\.js$/,
    line: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
    // lines, arrows and dots are no emoji: those of one code unit, and what all others hold
    instead:
      'let emoji; const mayBeEmoji = /[\\ud800-\\udfff\\ufe0f\\u231a-\\u23ff\\u25fd\\u25fe\\u2600-\\u2bff]/;' +
      ' const rgiEmojiRegex = { test: (text) =>' +
      " mayBeEmoji.test(text) && (emoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text) };",
  },
];

/** @returns {import('rolldown').Plugin[]} */
const loadedLater = () =>
  later.map(({ file, line, instead }) => ({
    name: 'loaded-later',
    transform: {
      filter: { id: file },
      handler(code) {
        if (!code.includes(line)) this.error(`'${line}' is not what it was: see what it does when it is loaded`);
        return code.replace(line, () => instead);
      },
    },
  }));

/**
 * `process`, for packages that import it: as a module Node would copy all that it holds, and open standard input for that.
 * @returns {import('rolldown').Plugin}
 */
const processAsGlobal = () => ({
  name: 'process-as-global',
  resolveId: {
    filter: { id: /^(?:node:)?process$/ },
    handler: (_, __, { kind }) => (kind === 'require-call' ? '\0process.cjs' : '\0process.mjs'),
  },
  load: {
    filter: { id: /^\0process\.[cm]js$/ },
    handler: (id) =>
      id === '\0process.cjs'
        ? 'module.exports = globalThis.process;'
        : 'const { process } = globalThis; export default process; export const { env, versions } = process;',
  },
});

/**
 * Arrows, dashes and signs as escapes: V8 keeps a file in which one stands with two bytes for each character, in each thread.
 * @returns {import('rolldown').Plugin}
 */
const inAscii = () => ({
  name: 'in-ascii',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk')
        // none of them stands in `String.raw`, where an escape would be text
        file.code = file.code.replace(
          /[^\0-\x7f]/g,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
    }
  },
});

const config = defineConfig({
  input: {
    compiled: 'src/cli/compiled.ts',
    main: 'src/cli/main.ts',
    'archive-worker': 'src/cli/archive-worker.ts',
    'index-worker': 'src/cli/index-worker.ts',
  },
  platform: 'node',
  // what one renderer loads later another command has loaded already
  checks: { ineffectiveDynamicImport: false },
  // as modules, what is not used of a package is left out
  resolve: { mainFields: ['module', 'main'] },
  plugins: [processAsGlobal(), loadedLater(), inAscii(), accounts()],
  output: {
    dir: 'dist',
    cleanDir: true,
    // Node is ready sooner for a file that it requires than for a module that it links
    format: 'cjs',
    strict: true,
    dynamicImportInCjs: false,
    // all beside each other: what a module finds beside itself it finds from any of them
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    comments: false,
    codeSplitting: { groups },
  },
});

export default config;

// `rolldown --config` would list each file that it writes
if (process.argv[1] === import.meta.filename) await build(config);
