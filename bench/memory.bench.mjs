// @ts-check
/** The most memory that a question takes: of many small files, and of one large one. */
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { checkAnswer, coresUsed, peakMemoryOf } from './measure.mjs';
import { bareNode, obs3 } from './processes.mjs';
import { made } from './trail.mjs';
import { wanted } from './trail-events.mjs';

export const description = 'peak memory of obs3 who, over trail files and over one large file';

export const options = {
  size: { type: 'string', default: '1g' },
  large: { type: 'string', default: '500m' },
};

const rounds = 3;
const megabytes = (/** @type {number} */ bytes) => bytes / 1e6;

/** @param {Record<string, string>} given */
export async function run({ size = '', large = '' }) {
  const trail = await made('trail', size);
  const file = await made('large', large);
  const cache = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  try {
    const archives = [
      { goal: 'memory-trail', name: `${trail.files} trail files, ${size} of JSON`, archive: trail },
      { goal: 'memory-large', name: `one file, ${large} of JSON`, archive: file },
    ];
    /** @type {Record<string, number>} */
    const measured = {};
    const rows = archives.map(({ goal, name, archive }) => {
      const args = [obs3, 'who', wanted, '--reads', '--from', archive.folder, '--output', 'json'];
      const peaks = Array.from({ length: rounds }, () => {
        process.stderr.write(`peak memory: ${name}\n`);
        const { peak, output } = peakMemoryOf('obs3 who', args, { OBS3_CACHE_DIR: cache });
        const found = JSON.parse(output).timeline.map((/** @type {{ origin: { ref: string } }} */ e) => e.origin.ref);
        checkAnswer(`obs3 who, ${name}`, found, archive.ids);
        return peak;
      });
      const peak = Math.max(...peaks);
      measured[goal] = megabytes(peak - archive.largest);
      return [name, peak, archive.largest, peak - archive.largest].map((cell) =>
        typeof cell === 'number' ? megabytes(cell).toFixed(1) : cell,
      );
    });
    rows.push(await allCalls(trail, size, cache));
    const bare = Array.from({ length: rounds }, () => peakMemoryOf(bareNode.name, bareNode.args).peak);
    return {
      headings: ['archive', 'peak MB', 'largest file MB', 'beyond it MB'],
      rows: [...rows, [bareNode.name, megabytes(Math.max(...bare)).toFixed(1), '', '']],
      measured,
      notes: [
        `resident memory of the whole process, its workers included, as the system counted it (VmHWM); the most of ${rounds} runs; ${coresUsed} cores`,
        'files are as delivered, compressed; the ids of the events that were found are compared in every run',
        'every call: one run, as rows into a file; each event is there once, and in order of time',
      ],
    };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

/**
 * More calls than anything could hold.
 * @param {Awaited<ReturnType<typeof made>>} trail @param {string} size @param {string} cache
 */
async function allCalls({ folder, files, events, largest }, size, cache) {
  const name = `every call of ${files} trail files, ${size} of JSON`;
  process.stderr.write(`peak memory: ${name}\n`);
  const output = join(cache, 'rows');
  const { peak } = peakMemoryOf('obs3 who', [obs3, 'who', '--reads', '--from', folder, '-o', 'ndjson'], {}, output);
  const ids = new Set();
  let last = '';
  for await (const line of createInterface(createReadStream(output))) {
    const { type, data } = JSON.parse(line);
    if (type !== 'event') continue;
    if (data.time < last) throw new Error(`${name}: ${data.id} comes too late`);
    last = data.time;
    ids.add(data.origin.ref);
  }
  if (ids.size !== events) throw new Error(`${name}: ${ids.size} events in place of ${events}`);
  return [name, peak, largest, peak - largest].map((cell) =>
    typeof cell === 'number' ? megabytes(cell).toFixed(1) : cell,
  );
}
