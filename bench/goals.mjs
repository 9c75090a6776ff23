// @ts-check
/** What this project wants to hold, as figures: each is measured by a benchmark, in one run with what it is compared with. */

/**
 * @typedef {object} Goal
 * @property {string} id under which a benchmark tells the figure
 * @property {string} benchmark that measures it
 * @property {string} text
 * @property {'at most' | 'at least'} bound
 * @property {number} limit
 * @property {string} unit
 *
 * @typedef {object} Judged
 * @property {Goal} goal
 * @property {number | undefined} measured
 * @property {'holds' | 'does not' | 'not measured'} verdict
 */

/** What `npm run bench` runs where no benchmark is named, in this order. */
export const archiveBenchmarks = ['scan', 'window', 'memory', 'index', 'startup'];

/** Less what obs3 costs over an archive of one event. */
const alone = 'less start-up';

/** @type {(benchmark: string, rows: readonly (readonly [id: string, text: string, bound: Goal['bound'], limit: number, unit: string])[]) => readonly Goal[]} */
const of = (benchmark, rows) =>
  rows.map(([id, text, bound, limit, unit]) => ({ id, benchmark, text, bound, limit, unit }));

/** Times and CPU are ratios, for at least 1 GB of JSON on two cores; every checksum is verified. */
const goals = [
  ...of('scan', [
    ['scan-cpu', 'CPU of an id, against libdeflate-gunzip', 'at most', 2, 'x'],
    ['scan-cpu-alone', `the same, ${alone}`, 'at most', 2, 'x'],
    ['scan-wall', 'wall of an id, against xargs -P2 libdeflate-gunzip', 'at most', 1.6, 'x'],
    ['scan-wall-alone', `the same, ${alone}`, 'at most', 1.6, 'x'],
    ['naive', 'faster than plain Node, one process', 'at least', 8, 'x'],
    ['naive-two', 'faster than plain Node, two processes', 'at least', 8, 'x'],
    ['duckdb', 'faster than DuckDB', 'at least', 5, 'x'],
    ['rg', 'faster than rg -z -l', 'at least', 6, 'x'],
    ['jq', 'faster than xargs -P2 jq', 'at least', 40, 'x'],
    ['zcat', 'faster than xargs -P2 zcat, which looks for nothing', 'at least', 3, 'x'],
  ]),
  ...of('window', [
    ['window-name', 'less CPU than plain Node: calls of one name that were denied', 'at least', 3, 'x'],
    ['window-hour', 'less CPU than plain Node: all writes of an hour', 'at least', 3, 'x'],
    ['window-session', 'less CPU than plain Node: the writes of one session', 'at least', 3, 'x'],
  ]),
  ...of('memory', [
    ['memory-trail', 'peak memory beyond the largest file: trail files', 'at most', 100, 'MB'],
    ['memory-large', 'peak memory beyond the largest file: one large file', 'at most', 100, 'MB'],
  ]),
  ...of('index', [
    ['index-size', 'size of the index, of the compressed files', 'at most', 2, '%'],
    ['index-question', 'a repeated question, for each GB', 'at most', 0.15, 's'],
    ['index-question-alone', `the same, ${alone}`, 'at most', 0.15, 's'],
  ]),
  ...of('startup', [
    ['startup-help', '--help, beyond bare node', 'at most', 25, 'ms'],
    ['startup-local', 'a search of one file, beyond bare node', 'at most', 40, 'ms'],
  ]),
];

/** Each goal, and whether it holds. @param {ReadonlyMap<string, number>} measured @returns {readonly Judged[]} */
export const judged = (measured) =>
  goals.map((goal) => {
    const figure = measured.get(goal.id);
    if (figure === undefined || !Number.isFinite(figure)) return { goal, measured: undefined, verdict: 'not measured' };
    const holds = goal.bound === 'at most' ? figure <= goal.limit : figure >= goal.limit;
    return { goal, measured: figure, verdict: holds ? 'holds' : 'does not' };
  });
