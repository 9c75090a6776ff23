// @ts-check
/**
 * Runs benchmarks: `npm run bench -- [NAME] [options]`. A benchmark is a file `NAME.bench.mjs` beside this one; it measures
 * the built command and what it is compared with in the same run, since only ratios of one run can be trusted. Without a
 * name those of archives run, and each goal is held against what they measured. A wrong answer ends the run.
 * Plain JavaScript, so that every Node the command supports can run it.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { archiveBenchmarks, judged } from './goals.mjs';
import { compileModules } from './modules.mjs';
import { asText, goalsResult, machine, resultsFile } from './results.mjs';

/**
 * @typedef {import('./results.mjs').Result} Result
 * @typedef {NonNullable<import('node:util').ParseArgsConfig['options']>} Options
 *
 * @typedef {object} Benchmark
 * @property {string} description
 * @property {Options} [options] as `parseArgs` takes them
 * @property {(options: Record<string, string>) => Result | Promise<Result>} run
 */

const suffix = '.bench.mjs';

/** Of a run without a name, beside those of its benchmarks. @type {Options} */
const ownOptions = { write: { type: 'boolean' }, to: { type: 'string' }, date: { type: 'string' } };

/** @returns {Promise<Map<string, Benchmark>>} */
async function benchmarks() {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(suffix)).sort();
  const loaded = files.map(
    async (file) => /** @type {const} */ ([file.slice(0, -suffix.length), await import(`./${file}`)]),
  );
  return new Map(await Promise.all(loaded));
}

/** @param {Options} options */
const flagsOf = (options) =>
  Object.entries(options)
    .map(([flag, { type, default: value }]) => `[--${flag}${type === 'boolean' ? '' : ` ${value ?? 'VALUE'}`}]`)
    .join(' ');

/** @param {ReadonlyMap<string, Benchmark>} known */
function usage(known) {
  const archive = archiveBenchmarks.filter((name) => known.has(name));
  return [
    'usage: npm run bench -- [NAME] [options]',
    `  without a name ${flagsOf(ownOptions)}, and what these take: ${archive.join(', ')}`,
    '      the benchmarks of archives, and which goals hold; --write puts it all into bench/RESULTS.md, or the file --to names',
    ...[...known].map(
      ([name, { description, options = {} }]) => `  ${`${name} ${flagsOf(options)}`.trim()}\n      ${description}`,
    ),
  ].join('\n');
}

/**
 * Of what was given, what this benchmark takes; else its own defaults.
 * @param {Benchmark} benchmark @param {Record<string, string>} given
 */
function optionsOf({ options = {} }, given) {
  /** @type {Record<string, string>} */
  const own = {};
  for (const [flag, { default: value }] of Object.entries(options)) {
    const chosen = given[flag] ?? value;
    if (chosen !== undefined) own[flag] = String(chosen);
  }
  return own;
}

/** @param {readonly string[]} args @param {Options} options */
const parsed = (args, options) =>
  /** @type {Record<string, string>} */ ({ ...parseArgs({ args: [...args], options }).values });

/** @param {string} name @param {Benchmark} benchmark @param {Record<string, string>} given */
async function sectionOf(name, benchmark, given) {
  const section = {
    title: `${name}: ${benchmark.description}`,
    result: await benchmark.run(optionsOf(benchmark, given)),
  };
  console.log(`\n${asText(section)}`);
  return section;
}

/** @param {ReadonlyMap<string, Benchmark>} known @param {Record<string, string>} given @param {readonly string[]} args */
async function runArchive(known, given, args) {
  const sized = { size: '1g', ...given };
  const today = new Date().toISOString().slice(0, 10);
  const { date = today } = given;
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new Error(`--date does not take '${date}': use ${today}`);
  const load = loadavg()[0]?.toFixed(2) ?? '';
  console.log(`${machine()}\nload before the run: ${load}`);
  const sections = [];
  for (const name of archiveBenchmarks) {
    const benchmark = known.get(name);
    if (benchmark) sections.push(await sectionOf(name, benchmark, sized));
  }
  const measured = new Map(sections.flatMap(({ result }) => Object.entries(result.measured ?? {})));
  const goals = { title: 'Goals', result: goalsResult(judged(measured), sized.size) };
  console.log(`\n${asText(goals)}`);
  if (!given['write']) return;
  const command = ['npm run bench --', ...args].join(' ');
  await writeFile(
    given['to'] ?? join(import.meta.dirname, 'RESULTS.md'),
    resultsFile({ date, load, command, sections: [goals, ...sections] }),
  );
}

/** @param {string} message @param {number} code */
function refuse(message, code) {
  console.error(message);
  process.exitCode = code;
}

/** @param {readonly string[]} args */
async function main(args) {
  compileModules();
  const known = await benchmarks();
  if (args.includes('--help')) return console.log(usage(known));
  const [first, ...others] = args;
  const name = first?.startsWith('-') ? undefined : first;
  const benchmark = name === undefined ? undefined : known.get(name);
  if (name !== undefined && !benchmark) return refuse(`no benchmark is named '${name}'\n${usage(known)}`, 2);

  const all = archiveBenchmarks.flatMap((each) => known.get(each) ?? []);
  // what is not given is the benchmark's own default, and those differ
  const options = Object.fromEntries(
    (benchmark ? [benchmark] : all)
      .flatMap((each) => Object.entries(each.options ?? {}))
      .map(([flag, { default: _, ...rest }]) => [flag, rest]),
  );
  /** @type {Record<string, string>} */
  let given;
  try {
    given = parsed(benchmark ? others : args, benchmark ? options : { ...options, ...ownOptions });
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : error}\n${usage(known)}`, 2);
  }
  try {
    if (!benchmark) return await runArchive(known, given, args);
    console.log(machine());
    await sectionOf(name ?? '', benchmark, given);
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error), 1);
  }
}

await main(process.argv.slice(2));
