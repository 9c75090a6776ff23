/** Where the bytes of a file come from. They are read piece by piece from the beginning, more than once if need be. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export interface ByteSource {
  /** How many bytes were read; 0 at the end. @throws NodeJS.ErrnoException */
  read(into: Uint8Array): number;
  /** Starts over. */
  rewind(): void;
  close(): void;
  /** Random access, if available. */
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

/** Copies each part, but never the whole. */
export const partsOf = (bytes: Uint8Array): ByteParts => ({
  byteLength: bytes.length,
  slice: (start, end = bytes.length) => new Uint8Array(bytes.subarray(start, end)).buffer,
});

/** Reads synchronously: in a separate thread, or between two turns of the main one. @throws NodeJS.ErrnoException */
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

/** undefined for something without a length, such as a device. */
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
        // the file has shrunk; the missing bytes stay zero, which is not valid Parquet
        if (length === 0) break;
        at += length;
      }
      return part.buffer;
    },
  };
}

/** Everything left to read, after `start`. */
export function readAll(source: ByteSource, start: Uint8Array = new Uint8Array()): Buffer {
  const pieces: Uint8Array[] = [start];
  for (;;) {
    const piece = Buffer.allocUnsafe(1024 * 1024);
    const length = source.read(piece);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(piece.subarray(0, length));
  }
}
