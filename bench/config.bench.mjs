// @ts-check
/** One resource in a snapshot of AWS Config, which holds an item of every resource there is. */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { keptFiles, randomFrom, sizeOf } from './made-files.mjs';
import { checkAnswer, measureInTurns, peakMemoryOf, ratioOf } from './measure.mjs';
import { median, obs3 } from './processes.mjs';

export const description = 'one resource in a snapshot of AWS Config';

export const options = {
  size: { type: 'string', default: '200m' },
  rounds: { type: 'string', default: '5' },
};

const account = '111122223333';
const wanted = 'sg-0a1b2c3d4e5f60718';

/** How resources of a type are called. @type {readonly (readonly [type: string, prefix: string])[]} */
const types = [
  ['AWS::EC2::NetworkInterface', 'eni-'],
  ['AWS::EC2::Volume', 'vol-'],
  ['AWS::EC2::Instance', 'i-'],
  ['AWS::EC2::SecurityGroup', 'sg-'],
  ['AWS::EC2::Subnet', 'subnet-'],
  ['AWS::IAM::Role', 'AROA'],
  ['AWS::Lambda::Function', 'function-'],
  ['AWS::Logs::LogGroup', '/aws/lambda/function-'],
  ['AWS::CloudFormation::Stack', 'stack-'],
  ['AWS::SSM::ManagedInstanceInventory', 'mi-'],
];

/** Items in the order of members in which Config delivers them, the same ones on every machine. */
function createItems() {
  const random = randomFrom(7);
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const hex = (/** @type {number} */ length) => Array.from({ length }, () => '0123456789abcdef'[below(16)]).join('');
  return (/** @type {number} */ n) => {
    const [type, prefix] = types[below(types.length)] ?? ['', ''];
    const isWanted = n === 5000;
    const id = isWanted ? wanted : `${prefix}${hex(17)}`;
    const relationships = Array.from({ length: below(4) }, () => {
      const [other, start] = types[below(4)] ?? ['', ''];
      return { resourceId: `${start}${hex(17)}`, resourceType: other, name: 'Is associated with' };
    });
    const settings = Array.from({ length: 8 + below(24) }, (_, setting) => [
      `setting${setting}`,
      below(3) === 0 ? { enabled: below(2) === 0, values: [hex(8), hex(12)] } : `${hex(6)} "${hex(5)}" {${hex(4)}`,
    ]);
    return {
      relatedEvents: [],
      relationships,
      configuration: Object.fromEntries(settings),
      supplementaryConfiguration: {},
      tags: { Name: `${prefix}${n}` },
      configurationItemVersion: '1.3',
      configurationItemCaptureTime: new Date(Date.UTC(2026, 1, 1) + below(2_419_200) * 1000).toISOString(),
      configurationStateId: 1_770_000_000_000 + n,
      awsAccountId: account,
      configurationItemStatus: 'OK',
      resourceType: isWanted ? 'AWS::EC2::SecurityGroup' : type,
      resourceId: id,
      awsRegion: 'us-east-1',
      availabilityZone: 'Not Applicable',
      configurationStateMd5Hash: '',
      resourceCreationTime: '2025-11-01T10:00:00.000Z',
    };
  };
}

/** @param {string} folder @param {number} size bytes, before compression */
async function writeSnapshot(folder, size) {
  const itemAt = createItems();
  const name = `${account}_Config_us-east-1_ConfigSnapshot_20260301T000311Z_f70673bd-84ad-4dd0-b19f-0717ae4ecf18.json.gz`;
  const path = join(folder, `AWSLogs/${account}/Config/us-east-1/2026/3/1/ConfigSnapshot/${name}`);
  const written = { bytes: 0, items: 0 };
  function* parts() {
    yield '{"fileVersion":"1.0","configSnapshotId":"f70673bd-84ad-4dd0-b19f-0717ae4ecf18","configurationItems":[';
    while (written.bytes < size) {
      const part = `${written.items > 0 ? ',' : ''}${JSON.stringify(itemAt(written.items++))}`;
      written.bytes += part.length;
      yield part;
    }
    yield ']}';
  }
  mkdirSync(dirname(path), { recursive: true });
  await pipeline(Readable.from(parts()), createGzip(), createWriteStream(path));
  return { ...written, packed: statSync(path).size };
}

const naive = `
  const { readdirSync, readFileSync } = require('fs');
  const { gunzipSync } = require('zlib');
  const [folder] = process.argv.slice(1);
  for (const path of readdirSync(folder, { recursive: true })) {
    if (!path.endsWith('.gz')) continue;
    for (const item of JSON.parse(gunzipSync(readFileSync(folder + '/' + path))).configurationItems)
      if (item.resourceId === ${JSON.stringify(wanted)}) console.log(item.configurationItemCaptureTime);
  }
`;

const lines = (/** @type {string} */ output) => output.split('\n').filter(Boolean);
const captured = (/** @type {string} */ output) =>
  JSON.parse(output).timeline.map((/** @type {{ time: string }} */ { time }) => time);

/** @param {Record<string, string>} given */
export async function run({ size = '', rounds = '' }) {
  const { folder, bytes, items, packed } = await keptFiles(`config-${size}`, [import.meta.filename], (to) =>
    writeSnapshot(to, sizeOf(size)),
  );
  const cache = mkdtempSync(join(tmpdir(), 'obs3-bench-'));
  try {
    const env = { OBS3_CACHE_DIR: cache };
    const ask = [obs3, 'what', wanted, '--from', folder, '--output', 'json'];
    const figures = measureInTurns(
      [
        { name: 'obs3 what', command: [process.execPath, ...ask], env, answer: captured },
        { name: 'plain Node: gunzipSync, JSON.parse', command: [process.execPath, '-e', naive, folder], answer: lines },
      ],
      Number(rounds),
    );
    const [own, plain] = figures;
    if (!own || !plain) throw new Error('nothing was measured');
    const { peak, output } = peakMemoryOf('obs3 what', ask, env);
    checkAnswer('obs3 what', captured(output), lines(peakMemoryOf('plain Node', ['-e', naive, folder]).output));
    return {
      headings: ['command', 'wall s', 'CPU s', 'wall / obs3', 'CPU / obs3', 'found'],
      rows: figures.map((of) => [
        of.name,
        median(of.wall).toFixed(2),
        median(of.cpu).toFixed(2),
        ratioOf(of.wall, own.wall).toFixed(2),
        ratioOf(of.cpu, own.cpu).toFixed(2),
        String(of.found),
      ]),
      notes: [
        `the snapshot made for it: ${items} items, ${(bytes / 1e6).toFixed(0)} MB of JSON, ${(packed / 1e6).toFixed(0)} MB compressed, in one file`,
        `${rounds} turns, medians, ratios of each turn; both are one process, and one thread inflates`,
        `peak memory of obs3: ${(peak / 1e6).toFixed(0)} MB; what plain Node finds is what obs3 has to find`,
      ],
    };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}
