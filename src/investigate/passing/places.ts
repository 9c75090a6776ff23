/** Where a call was read, and what distinguishes it from others in a few bytes. */
import type { TimelineEvent } from '../../model/event.ts';
import type { PlacedCount } from '../../model/passing.ts';

/** `logs/a.json.gz#12` -> the file and the number. */
export function recordPlace(locator: string): { readonly file: string; readonly number: number } {
  const at = locator.lastIndexOf('#');
  return { file: locator.slice(0, at), number: Number(locator.slice(at + 1)) };
}

const uuid = /^cloudtrail:([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;

/** 64 bits of an event's id. Only UUIDs can occur twice: all other ids contain their record's digest. */
export function idBits(id: string, digest: string): bigint {
  const [, a, b, c, d, e] = uuid.exec(id) ?? [];
  if (a === undefined) return digestBits(digest);
  // a UUID's version and variant bits are not random, so both halves are mixed
  return BigInt.asUintN(64, BigInt(`0x${a}${b}${c}`) * 0x9e3779b97f4a7c15n) ^ BigInt(`0x${d}${e}`);
}

/** The first 64 bits of a SHA-256 (hex). */
export const digestBits = (digest: string): bigint => BigInt(`0x${digest.slice(0, 16)}`);

/** The beginning of the digest with these bits: 8 hex digits. */
export const digestStart = (bits: bigint): string => (bits >> 32n).toString(16).padStart(8, '0');

/** Counts by account and region. */
export class PlaceCounts {
  private readonly counts = new Map<string, { account: string | null; region: string | null; count: number }>();

  add({ account, region, count = 1 }: Pick<TimelineEvent['origin'], 'account' | 'region'> & { count?: number }): void {
    const key = `${account} ${region}`;
    const known = this.counts.get(key);
    if (known) known.count += count;
    else this.counts.set(key, { account, region, count });
  }

  get all(): readonly PlacedCount[] {
    return [...this.counts.values()];
  }
}
