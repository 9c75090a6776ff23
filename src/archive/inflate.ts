/** Inflates whole files with zlib. Gzip is detected by its first bytes, never by name. */
import { constants } from 'node:buffer';
import { createGunzip, gunzipSync } from 'node:zlib';
import { isGzip } from './content-kind.ts';

export interface Inflated {
  readonly bytes: Buffer;
  /** Why inflating stopped early; `bytes` holds what came before. */
  readonly damage?: string;
}

/** Deflate cannot exceed 1,032:1 (RFC 1951: 258 bytes from a quarter of a byte), so a larger claim is false. */
const greatestRatio = 1_100;
/** Up to this size, a file's own claim of its inflated size is trusted. */
const trustedSize = 64 * 1024 * 1024;
/** Larger files are read up to this size: a buffer cannot hold more on every machine. */
const largestInflated = Math.min(constants.MAX_LENGTH, 2 ** 32);
/** Bytes per write in the streaming pass, so that damage is located within one such piece. */
const step = 4096;

/**
 * Inflates gzip (also several members, RFC 1952 2.2), and does so twice if Firehose compressed a log subscription's gzip again.
 * Any other content is returned as is. Never throws on damage.
 */
export async function inflate(bytes: Buffer, largest = largestInflated): Promise<Inflated> {
  if (!isGzip(bytes)) return { bytes };
  const outer = await inflateOnce(bytes, largest);
  if (!isGzip(outer.bytes)) return outer;
  const inner = await inflateOnce(outer.bytes, largest);
  const damage = outer.damage ?? inner.damage;
  return { ...inner, ...(damage !== undefined && { damage }) };
}

async function inflateOnce(bytes: Buffer, largest: number): Promise<Inflated> {
  // ISIZE: the inflated size of the last member, modulo 2^32, in the file's last four bytes
  const claimed = bytes.length >= 18 ? bytes.readUInt32LE(bytes.length - 4) : 0;
  const plausible = claimed > 0 && claimed <= bytes.length * greatestRatio;
  if (plausible && claimed <= trustedSize) {
    try {
      // never in chunks smaller than the input: the last of several members may be tiny
      const chunkSize = Math.max(claimed, bytes.length, 64);
      return { bytes: gunzipSync(bytes, { chunkSize, maxOutputLength: Math.min(trustedSize, largest) }) };
    } catch {
      // damaged, cut off, or larger than claimed: inflate again, as far as possible
    }
  }
  const output = new Output(plausible ? claimed : bytes.length * 8, largest);
  const { damage, brokeAt } = await feed(bytes, step, output);
  if (brokeAt === undefined) return { bytes: output.bytes(), ...(damage !== undefined && { damage }) };
  // zlib withholds its output for a piece in which it meets damage; fed byte by byte, that piece gives everything except up to
  // eight symbols in the damaged byte
  const again = new Output(output.length, largest);
  await feed(bytes, step, again, brokeAt);
  return { bytes: again.bytes(), ...(damage !== undefined && { damage }) };
}

class Output {
  length = 0;
  private buffer: Buffer;
  private readonly largest: number;

  constructor(expected: number, largest: number) {
    this.largest = largest;
    this.buffer = Buffer.allocUnsafeSlow(Math.min(Math.max(expected, 1024), largest));
  }

  /** False if there is no room for the chunk. */
  take(chunk: Buffer): boolean {
    const length = this.length + chunk.length;
    if (length > this.largest) return false;
    if (length > this.buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(Math.ceil(length * 1.5), this.largest));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
    chunk.copy(this.buffer, this.length);
    this.length = length;
    return true;
  }

  bytes(): Buffer {
    return this.buffer.subarray(0, this.length);
  }
}

interface Fed {
  readonly damage?: string;
  /** Start of the piece of input in which damage was met; absent if the input is intact, or only ends too early. */
  readonly brokeAt?: number;
}

/** Inflates piece by piece, and from `singly` on byte by byte, as far as possible. */
async function feed(bytes: Buffer, pieceSize: number, output: Output, singly = bytes.length): Promise<Fed> {
  const stream = createGunzip({ chunkSize: 1024 * 1024 });
  let full = false;
  let failure: NodeJS.ErrnoException | undefined;
  const ended = new Promise<void>((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      if (!full && !output.take(chunk)) full = true;
    });
    stream.on('error', (error) => {
      failure ??= error;
    });
    stream.on('close', resolve);
  });
  // a stream that breaks never answers the write that broke it
  const write = (piece: Buffer) =>
    Promise.race([new Promise<void>((resolve) => stream.write(piece, () => resolve())), ended]);
  for (let at = 0; at < bytes.length; ) {
    const end = at < singly ? Math.min(at + pieceSize, singly, bytes.length) : at + 1;
    await write(bytes.subarray(at, end));
    if (failure) {
      await ended;
      return { damage: `the gzip stream is damaged (${failure.message})`, brokeAt: at };
    }
    if (full) {
      stream.destroy();
      await ended;
      return { damage: `it inflates to more than ${output.length} bytes, which are all that was read` };
    }
    // padding after the last member ends the stream
    if (stream.readableEnded) break;
    at = end;
  }
  stream.end();
  await ended;
  return failure ? { damage: 'the gzip stream is cut off' } : {};
}
