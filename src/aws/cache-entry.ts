/** One file of the cache. It shows by itself whether it is intact, of this version, and the answer to this very question. */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { isJsonObject, type JsonValue } from '../model/json.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Increase it when the format changes: entries of older versions are then ignored. */
const version = 5;
const magic = `obs3-cache ${version} `;
const checksumLength = 64;
const headLength = magic.length + checksumLength + 1;
/** Limit on one entry, inflated: anything larger was not written by us. */
const mostBytes = 256 * 1024 * 1024;

const checksum = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export async function encodeEntry(key: string, value: JsonValue): Promise<Buffer> {
  const body = await pack(JSON.stringify({ key, value }), { level: 4 });
  return Buffer.concat([Buffer.from(`${magic}${checksum(body)}\n`), body]);
}

/** Never throws: undefined for anything but an entry for this key. */
export async function decodeEntry(key: string, bytes: Buffer): Promise<JsonValue | undefined> {
  const head = bytes.subarray(0, headLength).toString('latin1');
  const body = bytes.subarray(headLength);
  if (head !== `${magic}${checksum(body)}\n`) return undefined;
  try {
    const entry: unknown = JSON.parse((await unpack(body, { maxOutputLength: mostBytes })).toString('utf8'));
    return isJsonObject(entry) && entry['key'] === key ? entry['value'] : undefined;
  } catch {
    return undefined;
  }
}
