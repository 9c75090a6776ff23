// Turns the records of a bundled case into the files that CloudTrail would have delivered, with their digests, and
// writes what a case delivers. Everything here is a function of its input: a case comes out the same on every machine
// and on every day.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * @typedef {{ account: string, bucket: string, trail: string, homeRegion: string }} Trail
 * @typedef {{ eventTime: string, eventID: string, awsRegion: string }} CloudTrailRecord and all its other fields
 * @typedef {{ path: string, text: string, time: number, region: string, records: CloudTrailRecord[] }} LogFile
 */

const sha256 = (text) => createHash('sha256').update(text).digest('hex');

/** Hexadecimal digits, as many as asked for, that follow from the label alone. */
export function hexOf(label, length) {
  let digits = '';
  for (let part = 0; digits.length < length; part++) digits += sha256(`${label}#${part}`);
  return digits.slice(0, length);
}

/** Shaped like a random (version 4) UUID. */
export function uuidOf(label) {
  const hex = hexOf(label, 32);
  const variant = '89ab'[Number.parseInt(hex[16], 16) % 4];
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
}

export const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
export const digits = '0123456789';

/** Letters of the alphabet, as many as asked for, that follow from the label alone. */
export const textOf = (label, length, alphabet) =>
  hexOf(label, length * 2)
    .match(/../g)
    .map((byte) => alphabet[Number.parseInt(byte, 16) % alphabet.length])
    .join('');

/** A number in [0, 1) that follows from the label alone. */
export const chance = (label) => Number.parseInt(hexOf(label, 8), 16) / 2 ** 32;

const minute = 60_000;
const hour = 60 * minute;

/** CloudTrail writes a batch every five minutes; what is less than two minutes old waits for the next one. */
const deliveryTime = (eventTime) => Math.ceil((Date.parse(eventTime) + 2 * minute) / (5 * minute)) * 5 * minute;

/** 2026-03-03T14:05:00.318Z -> 2026-03-03T14:05:00Z */
export const secondsTime = (time) => new Date(time).toISOString().replace(/\.\d+/, '');
/** 2026-03-03T14:05:00.318Z -> 20260303T140500Z */
export const compactTime = (time) => secondsTime(time).replace(/[-:]/g, '');

/** Where a service delivers: CloudTrail, CloudTrail-Digest, vpcflowlogs. */
export const folderOf = ({ account }, kind, region, time) =>
  `AWSLogs/${account}/${kind}/${region}/${secondsTime(time).slice(0, 10).replaceAll('-', '/')}`;

/**
 * Log files, each with records in no order of time, as in
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 * @param {Trail} trail
 * @param {CloudTrailRecord[]} records
 * @param {{ region: string, time: string }[]} quiet deliveries without a record
 * @returns {LogFile[]} by time of delivery
 */
export function logFiles(trail, records, quiet) {
  const batches = new Map();
  const batch = (region, time) => {
    const key = `${time} ${region}`;
    if (!batches.has(key)) batches.set(key, { region, time, records: [] });
    return batches.get(key);
  };
  for (const { region, time } of quiet) batch(region, Date.parse(time));
  for (const record of records) batch(record.awsRegion, deliveryTime(record.eventTime)).records.push(record);
  return [...batches.values()]
    .toSorted((a, b) => a.time - b.time || (a.region < b.region ? -1 : 1))
    .map(({ region, time, records }) => {
      const stamp = `${compactTime(time).slice(0, 13)}Z`;
      const unique = textOf(`file ${region} ${stamp}`, 16, upperCase + upperCase.toLowerCase() + digits);
      const shuffled = records.toSorted((a, b) => (a.eventID < b.eventID ? -1 : 1));
      return {
        path: `${folderOf(trail, 'CloudTrail', region, time)}/${trail.account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`,
        text: JSON.stringify({ Records: shuffled }),
        region,
        time,
        records: shuffled,
      };
    });
}

/**
 * Hourly digests of one region, chained; the first of them is a starting digest. See
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 * The hashes are real. Signatures and the key's fingerprint are invented: only CloudTrail can sign.
 * @param {Trail} trail
 * @param {LogFile[]} files
 * @param {{ region: string, since: string, until: string }} span whole hours
 * @returns {{ path: string, text: string }[]}
 */
export function digestFiles(trail, files, { region, since, until }) {
  const written = [];
  for (let start = Date.parse(since); start < Date.parse(until); start += hour) {
    const end = start + hour;
    const delivered = files.filter((file) => file.region === region && file.time >= start && file.time < end);
    const name = ['CloudTrail-Digest', region, trail.trail, trail.homeRegion, compactTime(end)].join('_');
    const path = `${folderOf(trail, 'CloudTrail-Digest', region, end)}/${trail.account}_${name}.json.gz`;
    const previous = written.at(-1);
    const digest = {
      awsAccountId: trail.account,
      digestStartTime: secondsTime(start),
      digestEndTime: secondsTime(end),
      digestS3Bucket: trail.bucket,
      digestS3Object: path,
      digestPublicKeyFingerprint: hexOf(`public key ${region}`, 32),
      digestSignatureAlgorithm: 'SHA256withRSA',
      ...timesOf(delivered.flatMap((file) => file.records)),
      previousDigestS3Bucket: previous ? trail.bucket : null,
      previousDigestS3Object: previous ? previous.path : null,
      previousDigestHashValue: previous ? sha256(previous.text) : null,
      previousDigestHashAlgorithm: previous ? 'SHA-256' : null,
      previousDigestSignature: previous ? hexOf(`signature ${previous.path}`, 512) : null,
      logFiles: delivered.map((file) => ({
        s3Bucket: trail.bucket,
        s3Object: file.path,
        hashValue: sha256(file.text),
        hashAlgorithm: 'SHA-256',
        ...timesOf(file.records),
      })),
    };
    written.push({ path, text: JSON.stringify(digest) });
  }
  return written;
}

function timesOf(records) {
  const times = records.map((record) => record.eventTime).toSorted();
  return { newestEventTime: times.at(-1) ?? null, oldestEventTime: times[0] ?? null };
}

/** The files of a folder: path with slashes -> text, inflated. */
export function readTree(folder) {
  const files = new Map();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const bytes = readFileSync(file);
    const text = entry.name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    files.set(relative(folder, file).split(sep).join('/'), text.toString('utf8'));
  }
  return files;
}

/** Told by hand. */
const kept = 'README.md';

/**
 * Makes the folder hold these deliveries and no others, but for its README.
 * A file that says the same already is left alone: gzip's bytes differ between versions of Node.
 * @param {Map<string, string>} files path -> text; compressed where the path ends in .gz
 */
export function writeTree(files, folder) {
  mkdirSync(folder, { recursive: true });
  const present = readTree(folder);
  for (const path of present.keys()) {
    if (path !== kept && !files.has(path)) rmSync(join(folder, path));
  }
  for (const [path, text] of files) {
    if (present.get(path) === text) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
  }
}
