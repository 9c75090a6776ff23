// @ts-check
/** The same trail in the forms in which people have it: as delivered, not compressed, and one record a line. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { keptFiles } from './made-files.mjs';
import { measureInTurns, ratioOf } from './measure.mjs';
import { median, obs3 } from './processes.mjs';
import { made, makers } from './trail.mjs';
import { wanted } from './trail-events.mjs';

export const description = 'an id in the same trail files, as delivered, not compressed, and one record a line';

export const options = {
  size: { type: 'string', default: '200m' },
  rounds: { type: 'string', default: '5' },
};

/** @typedef {{ readonly name: string, readonly ending: string, readonly of: (content: Buffer) => Buffer }} Form */

const inLines = (/** @type {Buffer} */ content) =>
  Buffer.from(
    JSON.parse(content.toString())
      .Records.map((/** @type {object} */ record) => `${JSON.stringify(record)}\n`)
      .join(''),
  );

/** @type {readonly Form[]} */
const forms = [
  { name: 'as delivered', ending: '.gz', of: (content) => gzipSync(content) },
  { name: 'not compressed', ending: '', of: (content) => content },
  { name: 'one record a line', ending: '', of: inLines },
  { name: 'one record a line, compressed', ending: '.gz', of: (content) => gzipSync(inLines(content)) },
];

/** A folder for each form, named by its number. @param {string} folder @param {string} to */
function writeForms(folder, to) {
  for (const path of readdirSync(folder, { recursive: true }).map(String)) {
    if (!path.endsWith('.gz')) continue;
    const content = gunzipSync(readFileSync(join(folder, path)));
    for (const [index, { ending, of }] of forms.entries()) {
      const file = join(to, String(index), path.replace(/\.gz$/, ending));
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, of(content));
    }
  }
  return {};
}

/** Parses every record, whatever the form. */
const naive = `
  const { readdirSync, readFileSync, statSync } = require('fs');
  const { gunzipSync } = require('zlib');
  const [folder] = process.argv.slice(1);
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!statSync(folder + '/' + path).isFile()) continue;
    const bytes = readFileSync(folder + '/' + path);
    const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    const records = text.startsWith('{"Records"') ? JSON.parse(text).Records : text.split('\\n').filter(Boolean).map((line) => JSON.parse(line));
    for (const record of records) if (JSON.stringify(record.requestParameters).includes(${JSON.stringify(wanted)})) console.log(record.eventID);
  }
`;

const lines = (/** @type {string} */ output) => output.split('\n').filter(Boolean);
const listed = (/** @type {string} */ output) =>
  JSON.parse(output).timeline.map((/** @type {{ origin: { ref: string } }} */ { origin }) => origin.ref);

/** @param {Record<string, string>} given */
export async function run({ size = '', rounds = '' }) {
  const trail = await made('trail', size);
  const { folder } = await keptFiles(`forms-${size}`, [import.meta.filename, ...makers], (to) =>
    writeForms(trail.folder, to),
  );
  const cache = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  try {
    const commands = forms.flatMap(({ name }, index) => {
      const from = join(folder, String(index));
      const ask = ['who', wanted, '--reads', '--from', from, '--output', 'json'];
      return [
        {
          name: `obs3 who: ${name}`,
          command: [process.execPath, obs3, ...ask],
          env: { OBS3_CACHE_DIR: cache },
          answer: listed,
          expected: trail.ids,
        },
        {
          name: `plain Node: ${name}`,
          command: [process.execPath, '-e', naive, from],
          answer: lines,
          expected: trail.ids,
        },
      ];
    });
    const figures = measureInTurns(commands, Number(rounds));
    const [first] = figures;
    const rows = figures.map((of, index) => {
      const own = figures[index - (index % 2)];
      if (!first || !own) throw new Error('nothing was measured');
      return [
        of.name,
        median(of.wall).toFixed(2),
        median(of.cpu).toFixed(2),
        ratioOf(of.wall, own.wall).toFixed(2),
        ratioOf(of.cpu, own.cpu).toFixed(2),
        ratioOf(of.cpu, first.cpu).toFixed(2),
        String(of.found),
      ];
    });
    return {
      headings: ['command', 'wall s', 'CPU s', 'wall / obs3', 'CPU / obs3', 'CPU / obs3 as delivered', 'found'],
      rows,
      notes: [
        `the trail made for it: ${trail.files} files, ${(trail.bytes / 1e6).toFixed(0)} MB of JSON, ${trail.events} events`,
        `${rounds} turns, medians, ratios of each turn; plain Node parses every record, in one process`,
        'what no checksum vouches for is checked as JSON, record by record; the ids that were found are compared in every turn',
      ],
    };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
