/**
 * What a file holds, inflated, seen through a window that moves on: memory is bounded, whatever the file's size. Offsets are
 * those in the content, as if it lay there whole.
 */
import { type ByteSource, readAll, sourceOf } from './byte-source.ts';
import { isGzip } from './content-kind.ts';
import type { Engine } from './engine.ts';
import { GzipContent } from './gzip-content.ts';
import { inflate } from './inflate.ts';
import { UncompressedContent } from './uncompressed-content.ts';

export interface Content {
  /** The window. May be another Buffer after `more`: what was taken from it before must not be used again. */
  readonly bytes: Buffer;
  /** The offsets of its first byte, and behind its last. */
  readonly base: number;
  readonly end: number;
  /** What lies before may go from the window when it moves on. Never goes back. */
  keep: number;
  /** Whether more came. */
  more(): boolean;
  /** Why the content ends early; known once `more` gives false. */
  readonly damage: string | undefined;
  /** A checksum in the file vouches for its bytes: where they are not those that were written, `damage` tells. */
  readonly isVouched: boolean;
}

/** Content that is in memory as a whole. */
export class WholeContent implements Content {
  readonly bytes: Buffer;
  readonly base = 0;
  readonly end: number;
  readonly damage: string | undefined;
  readonly isVouched = false;
  keep = 0;

  constructor(bytes: Buffer, damage?: string) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.damage = damage;
  }

  more(): boolean {
    return false;
  }
}

const pieceSize = 1024 * 1024;

/** Content that was not compressed, of whatever kind. */
export class PlainContent implements Content {
  bytes: Buffer;
  base = 0;
  end: number;
  readonly damage = undefined;
  readonly isVouched = false;
  keep = 0;
  private buffer: Buffer;
  private readonly source: ByteSource;

  constructor(source: ByteSource, start: Uint8Array) {
    this.source = source;
    this.buffer = Buffer.allocUnsafeSlow(2 * pieceSize);
    this.buffer.set(start);
    this.end = start.length;
    this.bytes = this.buffer.subarray(0, this.end);
  }

  more(): boolean {
    const gone = this.keep - this.base;
    const left = this.end - this.keep;
    if (this.buffer.length - this.bytes.length < pieceSize) {
      if (left + pieceSize > this.buffer.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(2 * left, 2 * pieceSize));
        this.bytes.copy(larger, 0, gone);
        this.buffer = larger;
      } else this.buffer.copyWithin(0, gone, this.bytes.length);
      this.base = this.keep;
    }
    const filled = this.end - this.base;
    const length = this.source.read(this.buffer.subarray(filled, filled + pieceSize));
    this.end += length;
    this.bytes = this.buffer.subarray(0, filled + length);
    return length > 0;
  }
}

/**
 * Opens what a source holds, its first bytes in the window. Gzip is told by its first bytes, never by a name; twice where a
 * log subscription's gzip was compressed again on its way through Firehose. At once where there is an engine: two files
 * must not share it.
 * @param isDelivered whether what was not compressed, by its first bytes, is for the engine: then it is read into its memory.
 */
export function openContent(source: ByteSource, engine: Engine, isDelivered?: (head: Buffer) => boolean): Content {
  const gzip = new GzipContent(source, engine);
  const { head } = gzip;
  if (!isGzip(head))
    return begun(
      isDelivered?.(head) ? new UncompressedContent(source, engine, head) : new PlainContent(source, Buffer.from(head)),
    );
  if (!isGzip(begun(gzip).bytes)) return gzip;
  while (gzip.end <= largestOuter && gzip.more());
  const damage = gzip.end > largestOuter ? tooLongTwice : gzip.damage;
  const outer = Buffer.from(gzip.bytes);
  return begun(new GzipContent(sourceOf(outer), engine, damage));
}

/** What kind a content is of is told by so much of it, where there is as much: what it comes in may be small. */
const headSize = 512;

function begun<Begun extends Content>(content: Begun): Begun {
  while (content.bytes.length < headSize && content.more());
  return content;
}

/** By zlib, as a whole: where there is no engine. */
export async function inflateContent(source: ByteSource): Promise<Content> {
  const { bytes, damage } = await inflate(readAll(source));
  return new WholeContent(bytes, damage);
}

/**
 * Bytes. What is compressed twice is held once: a subscription's is some MB, and Firehose's largest buffer 128 MB.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
 */
const largestOuter = 128 * 1024 * 1024;
const tooLongTwice =
  'it is compressed twice, and over 128 MB when unpacked once: what follows was not read; unpack it once';
