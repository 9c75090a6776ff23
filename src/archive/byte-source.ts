/** Where the bytes of a file come from: read in pieces, from the beginning, more than once if need be. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface ByteSource {
  /** How many bytes came; 0 at the end. @throws NodeJS.ErrnoException */
  read(into: Uint8Array): number;
  /** Begins again. */
  rewind(): void;
  close(): void;
  /** Any part of it, where it can be had without what lies before. */
  readonly parts?: ByteParts | undefined;
}

export interface ByteParts {
  readonly byteLength: number;
  /** Half-open, within the length. @throws NodeJS.ErrnoException */
  slice(start: number, end?: number): ArrayBuffer;
}

export function sourceOf(bytes: Uint8Array): ByteSource {
  let at = 0;
  return {
    read(into) {
      const length = Math.min(into.length, bytes.length - at);
      into.set(bytes.subarray(at, at + length));
      at += length;
      return length;
    },
    rewind() {
      at = 0;
    },
    close() {},
    parts: partsOf(bytes),
  };
}

/** Copied part by part, and never as a whole. */
export const partsOf = (bytes: Uint8Array): ByteParts => ({
  byteLength: bytes.length,
  slice: (start, end = bytes.length) => new Uint8Array(bytes.subarray(start, end)).buffer,
});

/** Read synchronously: in a thread of its own, or between two turns of the main one. @throws NodeJS.ErrnoException */
export function openFile(path: string): ByteSource {
  const file = openSync(path, 'r');
  let at = 0;
  return {
    read(into) {
      const length = readSync(file, into, 0, into.length, at);
      at += length;
      return length;
    },
    rewind() {
      at = 0;
    },
    close: () => closeSync(file),
    get parts() {
      return partsOfFile(file);
    },
  };
}

/** undefined of what has no length: a device. */
function partsOfFile(file: number): ByteParts | undefined {
  const found = fstatSync(file);
  if (!found.isFile()) return undefined;
  const { size } = found;
  return {
    byteLength: size,
    slice(start, end = size) {
      const part = new Uint8Array(Math.max(Math.min(end, size) - start, 0));
      for (let at = 0; at < part.length; ) {
        const length = readSync(file, part, at, part.length - at, start + at);
        // it became shorter meanwhile: what is missing is zeros, and no Parquet
        if (length === 0) break;
        at += length;
      }
      return part.buffer;
    },
  };
}

/** All that is left of it. */
export function readAll(source: ByteSource, start: Uint8Array = new Uint8Array()): Buffer {
  const pieces: Uint8Array[] = [start];
  for (;;) {
    const piece = Buffer.allocUnsafe(1024 * 1024);
    const length = source.read(piece);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, length));
  }
}
