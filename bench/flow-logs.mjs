// @ts-check
/** Makes flow-log files, shaped like delivered ones and the same on every machine: what a benchmark reads. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { keptFiles, randomFrom, sizeOf } from './made-files.mjs';

const account = '111122223333';
const region = 'eu-west-1';
const begin = Date.UTC(2026, 2, 1) / 1000;
const header =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
/** Is asked for. */
export const wantedInterface = 'eni-0a1b2c3d4e5f60718';
const interfaces = 60;
const services = [443, 443, 443, 80, 5432, 6379, 22, 8080, 53, 3306];
/** A file as it is delivered every five minutes. */
const linesAFile = 40_000;

/**
 * Flows of a web tier: callers of the internet that come back, calls between the tiers with their answers, name look-ups, and
 * about a sixth that somebody scans and is turned away. Returns how many bytes there are, inflated.
 * @param {string} folder @param {number} bytes about so many, inflated
 */
function writeFlowLogs(folder, bytes) {
  const random = randomFrom(7);
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const own = Array.from({ length: interfaces }, (_, n) => ({
    id: n === 0 ? wantedInterface : `eni-0${(0x1000000000000000n + BigInt(n) * 0x123456789abcn).toString(16)}`,
    address: `10.0.${n >> 5}.${10 + (n & 31)}`,
    service: services[n % services.length] ?? 443,
  }));
  const callers = Array.from({ length: 3000 }, () => `198.51.${below(100)}.${below(250)}`);
  let written = 0;
  let files = 0;
  let lines = 0;
  while (written < bytes) {
    const time = begin + files * 300;
    const rows = [header];
    for (let n = 0; n < linesAFile; n++) {
      const { id, address, service } = own[below(interfaces)] ?? { id: '', address: '', service: 0 };
      const at = time + below(240);
      const kind = random();
      const passing = 32_768 + below(28_000);
      const packets = 1 + below(kind < 0.8 ? 60 : 2);
      const size = packets * (52 + below(1300));
      const times = `${at} ${at + 59}`;
      if (kind < 0.02) rows.push(`2 ${account} ${id} - - - - - - - ${times} - NODATA`);
      else if (kind < 0.18) {
        const scanner = `203.0.${113 + below(3)}.${below(250)}`;
        const row = `${scanner} ${address} ${40_000 + below(20_000)} ${1 + below(10_000)} 6 ${packets} ${packets * 40}`;
        rows.push(`2 ${account} ${id} ${row} ${times} REJECT OK`);
      } else {
        // half of the calls come from the other tier
        const peer =
          kind < 0.6 ? (callers[Math.floor(3000 * random() ** 2)] ?? '') : (own[below(interfaces)]?.address ?? '');
        const protocol = service === 53 ? 17 : 6;
        const ends =
          (n & 1) === 0 ? `${peer} ${address} ${passing} ${service}` : `${address} ${peer} ${service} ${passing}`;
        rows.push(`2 ${account} ${id} ${ends} ${protocol} ${packets} ${size} ${times} ACCEPT OK`);
      }
    }
    const text = `${rows.join('\n')}\n`;
    const [day = '', clock = ''] = new Date(time * 1000).toISOString().split('T');
    const name = `${account}_vpcflowlogs_${region}_fl-0a1b2c3d4e5f60718_${day.replaceAll('-', '')}T${clock.slice(0, 2)}${clock.slice(3, 5)}Z_${(0x2ad4bef5 + files).toString(16)}.log.gz`;
    const path = join(folder, 'AWSLogs', account, 'vpcflowlogs', region, ...day.split('-'), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, gzipSync(text));
    written += text.length;
    lines += rows.length - 1;
    files += 1;
  }
  return { bytes: written, files, lines };
}

/** @param {string} size as `1g` */
export function madeFlowLogs(size) {
  const bytes = sizeOf(size);
  return keptFiles(`flow-${size}`, [import.meta.filename], (folder) => writeFlowLogs(folder, bytes));
}
