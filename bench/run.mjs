// @ts-check
/**
 * Runs one benchmark: `npm run bench -- NAME [options]`. A benchmark is a file `NAME.bench.mjs` beside this one;
 * it measures the built command and what it is compared with in the same run, since only ratios of one run can be trusted.
 * Plain JavaScript, so that every Node the command supports can run it.
 */
import { readdir } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/**
 * @typedef {object} Result
 * @property {readonly string[]} headings
 * @property {readonly (readonly string[])[]} rows the first cell is a name, the others are figures
 * @property {readonly string[]} notes what was measured, and how, in words
 *
 * @typedef {object} Benchmark
 * @property {string} description
 * @property {import('node:util').ParseArgsConfig['options']} [options] as `parseArgs` takes them
 * @property {(options: Record<string, string>) => Result | Promise<Result>} run
 */

const suffix = '.bench.mjs';

/** @returns {Promise<Map<string, Benchmark>>} */
async function benchmarks() {
  const files = (await readdir(import.meta.dirname)).filter((file) => file.endsWith(suffix)).sort();
  const loaded = files.map(
    async (file) => /** @type {const} */ ([file.slice(0, -suffix.length), await import(`./${file}`)]),
  );
  return new Map(await Promise.all(loaded));
}

/** @param {ReadonlyMap<string, Benchmark>} known */
function usage(known) {
  const lines = [...known].map(([name, { description, options = {} }]) => {
    const flags = Object.entries(options).map(([flag, { default: value }]) => `[--${flag} ${value ?? 'VALUE'}]`);
    return `  ${[name, ...flags].join(' ')}\n      ${description}`;
  });
  return ['usage: npm run bench -- NAME [options]', ...lines].join('\n');
}

/** Names to the left, figures to the right. @param {Result} result */
function tableOf({ headings, rows }) {
  const lines = [headings, ...rows];
  const widths = headings.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  return lines.map((cells) =>
    widths
      .map((width, column) => (column === 0 ? (cells[0] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width)))
      .join('  ')
      .trimEnd(),
  );
}

function machine() {
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${availableParallelism()} cores, ${memory}, Node ${process.version}, ${process.platform}`;
}

/** @param {string} message */
function refuse(message) {
  console.error(message);
  process.exitCode = 2;
}

/** @param {readonly string[]} args */
async function main([name, ...args]) {
  const known = await benchmarks();
  const benchmark = known.get(name ?? '');
  if (!benchmark) return refuse(name === undefined ? usage(known) : `no benchmark is named '${name}'\n${usage(known)}`);

  /** @type {Record<string, string>} */
  let options;
  try {
    options = /** @type {Record<string, string>} */ (parseArgs({ args, options: benchmark.options ?? {} }).values);
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : error}\n${usage(known)}`);
  }

  const result = await benchmark.run(options);
  console.log([`${name}: ${benchmark.description}`, machine(), '', ...tableOf(result), '', ...result.notes].join('\n'));
}

await main(process.argv.slice(2));
