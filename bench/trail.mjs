// @ts-check
/** Makes trail files, shaped like real ones and the same on every machine: what a benchmark reads. */
import { createWriteStream, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { keptFiles, sizeOf } from './made-files.mjs';
import { createEvents, wanted } from './trail-events.mjs';

/** The modules that decide what is in the files. */
export const makers = [import.meta.filename, join(import.meta.dirname, 'trail-events.mjs')];

const start = Date.UTC(2026, 2, 1);
const accounts = ['111122223333', '444455556666'];
const regions = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-southeast-2'];

/**
 * What was written, and what has to be found in it.
 * @typedef {object} Written
 * @property {number} bytes of JSON
 * @property {number} packed bytes of the files
 * @property {number} largest bytes of the largest file
 * @property {number} files
 * @property {number} events
 * @property {readonly string[]} ids of the events that hold `wanted`
 */

/** @param {number} time @param {string} account @param {string} region @param {string} suffix that makes the name the only one */
function keyOf(time, account, region, suffix) {
  const stamp = new Date(time).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}Z_${suffix}.json.gz`;
}

const nothingWritten = () => ({
  bytes: 0,
  packed: 0,
  largest: 0,
  files: 0,
  events: 0,
  ids: /** @type {string[]} */ ([]),
});

/** A file as it is delivered. @param {string} path @param {readonly { eventID: string }[]} records @param {ReturnType<typeof nothingWritten>} written */
function writeRecords(path, records, written) {
  const texts = records.map((record) => JSON.stringify(record));
  written.ids.push(...records.filter((_, n) => texts[n]?.includes(wanted)).map(({ eventID }) => eventID));
  const text = `{"Records":[${texts.join(',')}]}`;
  const gz = gzipSync(text);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gz);
  written.bytes += text.length;
  written.packed += gz.length;
  written.largest = Math.max(written.largest, gz.length);
  written.files++;
  written.events += records.length;
}

/**
 * Writes files until so many bytes of JSON are in them.
 * @param {string} folder @param {number} size bytes, before compression
 * @returns {Written}
 */
function writeTrail(folder, size) {
  const { eventAt, below, upper } = createEvents();
  const written = nothingWritten();
  for (let minute = 0; written.bytes < size; minute += 5) {
    for (const account of accounts) {
      for (const region of regions) {
        if (written.bytes >= size) break;
        const time = start + minute * 60_000;
        const records = Array.from({ length: 50 + below(900) }, () =>
          eventAt(time - below(600) * 1000, account, region),
        );
        writeRecords(join(folder, keyOf(time, account, region, upper(16))), records, written);
      }
    }
  }
  return written;
}

/**
 * One file of that size, as no trail delivers them and some people make them.
 * @param {string} folder @param {number} size bytes, before compression
 * @returns {Promise<Written>}
 */
async function writeLargeFile(folder, size) {
  const { eventAt, below, upper } = createEvents();
  const [account = '', region = ''] = [accounts[0], regions[0]];
  const path = join(folder, keyOf(start, account, region, upper(16)));
  const [ids, written] = [/** @type {string[]} */ ([]), { bytes: 0, files: 1, events: 0 }];
  function* parts() {
    let part = '{"Records":[';
    while (written.bytes + part.length < size) {
      const event = eventAt(start - below(600) * 1000, account, region);
      const text = JSON.stringify(event);
      if (text.includes(wanted)) ids.push(event.eventID);
      part += `${written.events > 0 ? ',' : ''}${text}`;
      written.events++;
      if (part.length < 1 << 20) continue;
      written.bytes += part.length;
      yield part;
      part = '';
    }
    written.bytes += part.length + 2;
    yield `${part}]}`;
  }
  mkdirSync(dirname(path), { recursive: true });
  await pipeline(Readable.from(parts()), createGzip(), createWriteStream(path));
  const { size: packed } = statSync(path);
  return { ...written, packed, largest: packed, ids };
}

/** As the trail of an organization of so many accounts delivers: a few events in each of very many files. */
const members = Array.from({ length: 40 }, (_, n) => String(111_111_111_111 + n * 1_010_101));
const places = [...regions, 'eu-central-1', 'eu-north-1', 'us-east-2', 'ap-south-1', 'ca-central-1', 'sa-east-1'];

/**
 * @param {string} folder @param {number} size bytes, before compression
 * @returns {Written}
 */
function writeOrganization(folder, size) {
  const { eventAt, below, upper } = createEvents();
  const written = nothingWritten();
  for (let hour = 1; written.bytes < size; hour++) {
    for (const account of members) {
      for (const region of places) {
        if (written.bytes >= size) break;
        const time = start + hour * 3_600_000;
        const records = Array.from({ length: 1 + below(6) }, () => eventAt(time - below(600) * 1000, account, region));
        writeRecords(join(folder, keyOf(time, account, region, upper(16))), records, written);
      }
    }
  }
  return written;
}

/** An archive of one event, which holds `wanted`: reading it is nearly nothing but start-up. @param {string} folder */
function writeOneEvent(folder) {
  const { eventAt, upper } = createEvents();
  const [account = '', region = ''] = [accounts[0], regions[0]];
  const event = { ...eventAt(start, account, region), requestParameters: { groupId: wanted } };
  const path = join(folder, keyOf(start, account, region, upper(16)));
  mkdirSync(dirname(path), { recursive: true });
  const text = JSON.stringify({ Records: [event] });
  const gz = gzipSync(text);
  writeFileSync(path, gz);
  return { bytes: text.length, packed: gz.length, largest: gz.length, files: 1, events: 1, ids: [event.eventID] };
}

const kinds = { trail: writeTrail, organization: writeOrganization, large: writeLargeFile, one: writeOneEvent };

/**
 * Files as they are made here.
 * @param {keyof typeof kinds} kind @param {string} [size] as `1g`
 * @returns {Promise<Written & { folder: string }>}
 */
export function made(kind, size = '1k') {
  const bytes = sizeOf(size);
  return keptFiles(`${kind}-${size}`, makers, (folder) => kinds[kind](folder, bytes));
}
