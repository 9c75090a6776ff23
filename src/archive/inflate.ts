/** The bytes of a file as they were before compression. Gzip is told by its first bytes, never by a name. */
import { constants } from 'node:buffer';
import { createGunzip, gunzipSync } from 'node:zlib';
import { isGzip } from './content-kind.ts';

export interface Inflated {
  readonly bytes: Buffer;
  /** Why inflating stopped early; `bytes` holds what came before. */
  readonly damage?: string;
}

/** Deflate cannot do better than 1,032:1 (RFC 1951: 258 bytes from a quarter of a byte): a greater claim is a lie. */
const greatestRatio = 1_100;
/** Up to this size a file's own claim of its inflated size is believed at once. */
const trustedSize = 64 * 1024 * 1024;
/** A larger file is read up to here: more does not fit into one buffer everywhere. */
const largestInflated = Math.min(constants.MAX_LENGTH, 2 ** 32);
/** How much is fed at once to a stream that is known to break. */
const step = 4096;

/**
 * Inflates gzip (several members too, RFC 1952 2.2), twice where a log subscription's gzip was compressed again on its way
 * through Firehose; any other content is handed back as it is. Never throws on damage.
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
      // damaged, cut off, or larger than claimed: read again as far as it goes
    }
  }
  const output = new Output(plausible ? claimed : bytes.length * 8, largest);
  const { damage, brokeAt } = await feed(bytes, step, output);
  if (brokeAt === undefined) return { bytes: output.bytes(), ...(damage !== undefined && { damage }) };
  // zlib keeps back what it made of a piece in which it met damage: fed by the byte, that piece
  // gives all that is in it, but for up to eight symbols in the byte in which the damage is
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

  /** False where there is no room for the chunk. */
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
  /** Start of the piece of input in which damage was met; absent where the input is whole, or only ends too early. */
  readonly brokeAt?: number;
}

/** Inflates piece by piece, from `singly` on byte by byte, as far as it goes. */
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
  // a stream that breaks does not answer the piece that broke it
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
    // bytes behind the last member that are padding end the stream
    if (stream.readableEnded) break;
    at = end;
  }
  stream.end();
  await ended;
  return failure ? { damage: 'the gzip stream is cut off' } : {};
}
