/**
 * A file's inflated content, seen through a moving window, so that memory is bounded whatever the file's size. Offsets are into
 * the whole content.
 */
import { type ByteSource, readAll, sourceOf } from './byte-source.ts';
import { isGzip } from './content-kind.ts';
import type { Engine } from './engine.ts';
import { GzipContent } from './gzip-content.ts';
import { inflate } from './inflate.ts';
import { UncompressedContent } from './uncompressed-content.ts';

export interface Content {
  /** The window. `more` may replace this Buffer; views taken before must not be used afterwards. */
  readonly bytes: Buffer;
  /** Offset of the window's first byte; `end` is the offset after its last. */
  readonly base: number;
  readonly end: number;
  /** Bytes before this offset may be dropped when the window moves. Never decreases. */
  keep: number;
  /** Reads on; returns whether more came. */
  more(): boolean;
  /** Why the content ends early; known once `more` has returned false. */
  readonly damage: string | undefined;
  /** Whether a checksum in the file covers the content: then `damage` reports bytes that differ from those written. */
  readonly isVouched: boolean;
}

/** Content that is entirely in memory. */
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

/** Uncompressed content of any kind. */
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
 * Opens the content of a source and reads its first bytes into the window. Gzip is detected by its first bytes, never by name,
 * and may be double: Firehose compresses a log subscription's gzip again. Synchronous, because two files must not share the
 * engine.
 * @param isDelivered whether uncompressed content with these first bytes is for the engine, and so is read into its memory.
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

/** This many bytes, if there are as many, suffice to detect the kind; a source may deliver them in smaller pieces. */
const headSize = 512;

function begun<Begun extends Content>(content: Begun): Begun {
  while (content.bytes.length < headSize && content.more());
  return content;
}

/** Inflates the whole with zlib, for machines without the engine. */
export async function inflateContent(source: ByteSource): Promise<Content> {
  const { bytes, damage } = await inflate(readAll(source));
  return new WholeContent(bytes, damage);
}

/**
 * Bytes. The outer layer of double gzip is held in memory: a subscription's is some MB, Firehose's buffer at most 128 MB.
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_BufferingHints.html
 */
const largestOuter = 128 * 1024 * 1024;
const tooLongTwice =
  'it is compressed twice, and over 128 MB when unpacked once: what follows was not read; unpack it once';
