/**
 * One file of the index: what is known of some files of an archive, and the filters of their words. It is written once, and
 * signed by whoever made it: what was damaged, cut off, or made by anybody else is no index.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Span } from '../model/evidence.ts';

/** What a file holds: its records are all of one delivered form. */
export interface FileKnowledge {
  /** Inflated. */
  readonly bytes: number;
  readonly spans: readonly Span[];
  /** Of its words, less those that are common. */
  readonly filter: Buffer;
  /** Hashes of the access keys of the usual form that may have been issued in it; absent where not all are known. */
  readonly keys?: Uint32Array;
}

export interface IndexedFile {
  /** Below the archive's root, with "/". */
  readonly path: string;
  readonly size: number;
  /** When it was changed last, or its ETag. */
  readonly stamp: string;
  /** Absent: it has to be read. */
  readonly knowledge?: FileKnowledge;
}

export interface Segment {
  /** The archive's folder or address; empty where the index lies in the archive itself. */
  readonly root: string;
  /** The form of the records, and who reads them, in one text. */
  readonly form: string;
  /** Epoch milliseconds. */
  readonly builtAt: number;
  /** A filter of words that any of the files may hold. */
  readonly common: Buffer;
  readonly files: readonly IndexedFile[];
}

const magic = Buffer.from('obs3ix01');
const signatureSize = 32;
/** A claim of more is a lie. */
const largestHead = 1 << 30;

type Row = readonly [
  path: string,
  size: number,
  stamp: string,
  bytes?: number,
  filter?: number,
  spans?: readonly Span[],
  /** null: not all are known. */
  keys?: number | null,
];

interface Head {
  readonly root: string;
  readonly form: string;
  readonly builtAt: number;
  readonly common: number;
  readonly rows: readonly Row[];
}

const signatureOf = (key: Buffer, content: Uint8Array): Buffer => createHmac('sha256', key).update(content).digest();

export function encodeSegment({ root, form, builtAt, common, files }: Segment, key: Buffer): Buffer {
  const rows = files.map(
    ({ path, size, stamp, knowledge }): Row =>
      knowledge
        ? [path, size, stamp, knowledge.bytes, knowledge.filter.length, knowledge.spans, knowledge.keys?.length ?? null]
        : [path, size, stamp],
  );
  const head = deflateRawSync(JSON.stringify({ root, form, builtAt, common: common.length, rows } satisfies Head));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const content = Buffer.concat([magic, length, head, common, ...files.flatMap(partsOf)]);
  return Buffer.concat([content, signatureOf(key, content)]);
}

const partsOf = ({ knowledge }: IndexedFile): readonly Buffer[] => {
  if (!knowledge) return [];
  const keys = Buffer.alloc(4 * (knowledge.keys?.length ?? 0));
  knowledge.keys?.forEach((hash, n) => {
    keys.writeUInt32LE(hash, 4 * n);
  });
  return [knowledge.filter, keys];
};

/** undefined for what is not signed by the key. Total. */
export function decodeSegment(bytes: Buffer, key: Buffer): Segment | undefined {
  const end = bytes.length - signatureSize;
  if (end < magic.length + 4 || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const content = bytes.subarray(0, end);
  if (!timingSafeEqual(signatureOf(key, content), bytes.subarray(end))) return undefined;
  try {
    const start = magic.length + 4;
    let at = start + content.readUInt32LE(magic.length);
    const text = inflateRawSync(content.subarray(start, at), { maxOutputLength: largestHead }).toString('utf8');
    const { root, form, builtAt, common: commonLength, rows } = JSON.parse(text) as Head;
    const common = content.subarray(at, at + commonLength);
    at += commonLength;
    const files = rows.map(([path, size, stamp, inflated, length, spans, count]): IndexedFile => {
      if (inflated === undefined || length === undefined || spans === undefined) return { path, size, stamp };
      const filter = content.subarray(at, at + length);
      at += length;
      const known = { bytes: inflated, spans, filter };
      if (count === undefined || count === null) return { path, size, stamp, knowledge: known };
      const keys = Uint32Array.from({ length: count }, (_, n) => content.readUInt32LE(at + 4 * n));
      at += 4 * count;
      return { path, size, stamp, knowledge: { ...known, keys } };
    });
    return at === end ? { root, form, builtAt, common, files } : undefined;
  } catch {
    // of another version, whoever signed it
    return undefined;
  }
}
