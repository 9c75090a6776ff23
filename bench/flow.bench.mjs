// @ts-check
/** Flow logs added up by port and peer, beside the plain way to do it in Node: who has the same sums, and at what cost. */
import { spawnSync } from 'node:child_process';
import { madeFlowLogs, wantedInterface } from './flow-logs.mjs';
import { modules } from './modules.mjs';
import { obs3, root } from './processes.mjs';

export const description = 'flow logs by port and peer: obs3 impact beside plain Node, of one interface and of all';

export const options = {
  size: { type: 'string', default: '200m' },
  rounds: { type: 'string', default: '3' },
};

/** Inflates, splits and adds up, as one does without thinking of it. Prints the flows and bytes of what passed. */
const naive = `
  const { readdirSync, readFileSync } = require('fs');
  const { gunzipSync } = require('zlib');
  const [folder, wanted] = process.argv.slice(1);
  const sums = new Map();
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!path.endsWith('.gz')) continue;
    const [header, ...lines] = gunzipSync(readFileSync(folder + '/' + path)).toString().split('\\n');
    const at = Object.fromEntries(header.split(' ').map((name, n) => [name, n]));
    for (const line of lines) {
      const columns = line.split(' ');
      if (columns[at['log-status']] !== 'OK' || (wanted && columns[at['interface-id']] !== wanted)) continue;
      const from = Number(columns[at.srcport]);
      const to = Number(columns[at.dstport]);
      const isAnswer = columns[at.action] === 'ACCEPT' && from < to;
      const peer = columns[isAnswer ? at.dstaddr : at.srcaddr];
      const key = [columns[at['interface-id']], columns[at.action], columns[at.protocol], isAnswer ? from : to, peer].join(' ');
      let sum = sums.get(key);
      if (!sum) sums.set(key, (sum = { bytes: 0, packets: 0, flows: 0, first: Infinity, last: 0 }));
      sum.bytes += Number(columns[at.bytes]);
      sum.packets += Number(columns[at.packets]);
      if (!isAnswer) sum.flows++;
      sum.first = Math.min(sum.first, Number(columns[at.start]));
      sum.last = Math.max(sum.last, Number(columns[at.end]));
    }
  }
  let [flows, bytes] = [0, 0];
  for (const sum of sums.values()) {
    flows += sum.flows;
    bytes += sum.bytes;
  }
  console.log(flows + ' ' + bytes);
`;

/** The same of the evidence that the archive's reader gives, in one thread: without what a report makes of it. */
const reader = `
  const { readdirSync, readFileSync } = require('fs');
  const [folder, wanted] = process.argv.slice(1);
  (async () => {
    const { archive } = await import(${JSON.stringify(modules('sources/logs/backends/archive.js'))});
    const { scanFile } = await import(${JSON.stringify(modules('archive/scan-file.js'))});
    const question = { window: {}, filters: { accounts: [], regions: [] } };
    const interests = { targets: wanted ? [wanted] : [], neighbors: [] };
    const scanners = archive.createScanners({ kind: 'evidence', question, interests });
    let [flows, bytes] = [0, 0];
    for (const path of readdirSync(folder, { recursive: true })) {
      if (!path.endsWith('.gz')) continue;
      const { evidence } = await scanFile(path, readFileSync(folder + '/' + path), scanners);
      for (const { traffic: { peers, otherPeers } } of evidence)
        for (const peer of otherPeers ? [...peers, otherPeers] : peers) {
          flows += peer.flows;
          bytes += peer.bytes + peer.answerBytes;
        }
    }
    console.log(flows + ' ' + bytes);
  })();
`;

const quoted = (/** @type {string} */ text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** @param {readonly string[]} args of Node */
function timed(args) {
  const started = performance.now();
  const command = [process.execPath, ...args].map(quoted).join(' ');
  const { status, stdout, stderr } = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time ${command}`], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  const wall = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`it ended with ${status}: ${stderr}`);
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, output: stdout.trim() };
}

const best = (/** @type {readonly number[]} */ values) => Math.min(...values);

/** @param {Record<string, string>} given */
export async function run({ size = '', rounds = '' }) {
  const { folder: files, bytes, lines, files: count } = await madeFlowLogs(size);
  const commands = [wantedInterface, ''].flatMap((target) => {
    const of = target === '' ? 'all interfaces' : 'one interface';
    const impact = [obs3, 'impact', ...(target === '' ? [] : [target]), '--from', files, '--output', 'json'];
    return [
      { name: `plain Node, ${of}`, args: ['-e', naive, files, target], of },
      { name: `the reader alone, ${of}`, args: ['-e', reader, files, target], of },
      { name: `obs3 impact, ${of}`, args: impact, of: undefined },
    ].map((command) => ({ ...command, peer: `plain Node, ${of}` }));
  });
  /** @type {Map<string, ReturnType<typeof timed>[]>} */
  const timings = new Map(commands.map(({ name }) => [name, []]));
  for (let round = 0; round <= Number(rounds); round += 1) {
    for (const { name, args } of commands) {
      const timing = timed(args);
      // the first turn only warms the system's cache
      if (round > 0) timings.get(name)?.push(timing);
    }
  }
  const cpuOf = (/** @type {string} */ name) => best((timings.get(name) ?? []).map(({ cpu }) => cpu));
  for (const { name, of, peer } of commands) {
    const [own, theirs] = [timings.get(name)?.[0]?.output, timings.get(peer)?.[0]?.output];
    if (of !== undefined && own !== theirs) throw new Error(`${name} found ${own}, ${peer} ${theirs}`);
  }
  return {
    headings: ['command', 'wall s', 'CPU s', 'CPU s a GB', 'CPU / plain Node', 'flows, bytes'],
    rows: commands.map(({ name, of, peer }) => [
      name,
      best((timings.get(name) ?? []).map(({ wall }) => wall)).toFixed(2),
      cpuOf(name).toFixed(2),
      ((cpuOf(name) / bytes) * 1e9).toFixed(1),
      (cpuOf(name) / cpuOf(peer)).toFixed(2),
      of === undefined ? '' : (timings.get(name)?.[0]?.output ?? ''),
    ]),
    notes: [
      `${count} files, ${lines} lines, ${(bytes / 1e6).toFixed(0)} MB inflated; ${rounds} runs of each, in turns, files in the system's cache; the best runs, start-up counted`,
      'the reader alone has the same sums as plain Node, or this table is not printed',
    ],
  };
}
