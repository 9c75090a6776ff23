/** Where the bytes of a file come from: read in pieces, from the beginning, more than once if need be. */
import { closeSync, openSync, readSync } from 'node:fs';

export interface ByteSource {
  /** How many bytes came; 0 at the end. @throws NodeJS.ErrnoException */
  read(into: Uint8Array): number;
  /** Begins again. */
  rewind(): void;
  close(): void;
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
  };
}

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
