/** Collects what the sources make of one file's records, and sums up the file. */
import type { Evidence, Reading, ReadingGap, Span } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Damage } from './json-layout.ts';
import { type CountingCollector, spanKey } from './scanner.ts';
import { SkippedCounts } from './skipped-counts.ts';

export interface FileReading extends Reading {
  /** The sources that recognized anything in it. */
  readonly recognizedBy: readonly string[];
  /** Whether a source recognized something, or the file is an empty delivery. */
  readonly recognized: boolean;
  /** The access keys issued in the file, and possibly others it contains; absent if not all are known. */
  readonly keys?: NotedKeys;
  /** Hashes of what was noted in the file, and possibly more; absent if not everything is known. */
  readonly notes?: Uint32Array;
}

export interface NotedKeys {
  readonly hashes: Uint32Array;
  /** Whether only keys of the usual form were looked for. */
  readonly usualOnly: boolean;
}

/** FNV-1a, 32 bits, never 0. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}

/** Most files hold records of one place, so up to this many are searched linearly. */
const fewPlaces = 8;

/** Limit on distinct reasons why records of a file cannot be used; for any further reasons, only the records are counted. */
const mostReasons = 10;

const noHashes = new Uint32Array();

/** Distinct hashes. Most files give theirs all at once. */
class Hashes {
  private first: Uint32Array<ArrayBuffer> | undefined;
  private rest: Set<number> | undefined;

  add(hash: number): void {
    this.rest ??= new Set(this.first);
    this.rest.add(hash);
  }

  /** The given hashes must be distinct. */
  addAll(hashes: Uint32Array): void {
    if (hashes.length === 0) return;
    if (this.first || this.rest) for (const hash of hashes) this.add(hash);
    else this.first = hashes.slice();
  }

  all(): Uint32Array<ArrayBuffer> {
    return this.rest ? Uint32Array.from(this.rest) : (this.first ?? noHashes);
  }
}

interface CountedSpan extends Span {
  first: number;
  last: number;
  records: number;
  position: number;
}

export class FileCollector implements CountingCollector {
  /** The source whose scanner is running. */
  source = '';
  /** Whether the file is an empty delivery, which is recognized, but by no source. */
  emptyDelivery = false;
  readonly recognizedBy = new Set<string>();
  private readonly evidenceFound: Evidence[] = [];
  /** How many records came before the current one; places are reported in the order of their first records. */
  position = 0;
  /** Whether the current record has already been counted. */
  isCounted = false;
  private readonly spans: CountedSpan[] = [];
  /** Used once there are more than a few places. */
  private byPlace: Map<string, CountedSpan> | undefined;
  private lastSpan: CountedSpan | undefined;
  private readonly keys: Hashes = new Hashes();
  /** Whether some access keys are missing. */
  lacksKeys = false;
  usualKeysOnly = false;
  private readonly notes: Hashes = new Hashes();
  /** Whether something is missing that should have been noted. */
  lacksNotes = false;
  /** How many places in the file are damaged; only the first is kept, because a file broken throughout has millions. */
  private damages = 0;
  private firstDamage: Damage | undefined;
  private setAside: SkippedCounts | undefined;
  private reasons: Map<string, number> | undefined;
  /** Unusable records beyond the listed reasons. */
  private otherReasons = 0;
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  evidence(item: Evidence): void {
    this.evidenceFound.push(item);
  }

  seen(account: string | null, region: string | null, time: number): void {
    if (!this.isCounted) this.counted({ account, region, first: time, last: time, records: 1 }, this.position);
  }

  /** Counts records that were not parsed, the first of them at `position`. */
  counted({ account, region, first, last, records }: Omit<Span, 'source'>, position: number): void {
    const span = this.spanOf(account, region, position);
    if (first < span.first) span.first = first;
    if (last > span.last) span.last = last;
    if (position < span.position) span.position = position;
    span.records += records;
  }

  /** Most records have the same place as the one before. */
  private spanOf(account: string | null, region: string | null, position: number): CountedSpan {
    const { source, lastSpan } = this;
    if (lastSpan?.source === source && lastSpan.account === account && lastSpan.region === region) return lastSpan;
    const isPlace = (each: Span) => each.source === source && each.account === account && each.region === region;
    const known = this.byPlace ? this.byPlace.get(spanKey({ source, account, region })) : this.spans.find(isPlace);
    const span = known ?? { source, account, region, first: Infinity, last: -Infinity, records: 0, position };
    if (!known) this.addSpan(span);
    this.lastSpan = span;
    return span;
  }

  private addSpan(span: CountedSpan): void {
    this.spans.push(span);
    if (this.byPlace) this.byPlace.set(spanKey(span), span);
    else if (this.spans.length > fewPlaces) this.byPlace = new Map(this.spans.map((each) => [spanKey(each), each]));
  }

  issued(accessKeyId: string): void {
    this.keys.add(hashOf(accessKeyId));
  }

  /** A counted record's texts have already been noted. */
  noted(text: string): void {
    if (!this.isCounted) this.notes.add(hashOf(text));
  }

  /** The hashes are copied. */
  keptKeys(hashes: Uint32Array): void {
    this.keys.addAll(hashes);
  }

  keptNotes(hashes: Uint32Array): void {
    this.notes.addAll(hashes.filter((hash) => hash !== 0));
  }

  skipped(kind: string, account: string | null = null, region: string | null = null, count = 1): void {
    this.setAside ??= new SkippedCounts();
    this.setAside.add({ source: this.source, account, region, kind, count });
  }

  damagedAt(damage: Damage): void {
    this.damages++;
    this.firstDamage ??= damage;
  }

  damaged(reason: string): void {
    this.reasons ??= new Map();
    const count = this.reasons.get(reason);
    if (count === undefined && this.reasons.size >= mostReasons) this.otherReasons++;
    else this.reasons.set(reason, (count ?? 0) + 1);
  }

  /** Counts a value that no source knows. */
  unknown(kind: string): void {
    this.setAside ??= new SkippedCounts();
    this.setAside.add({ source: null, account: null, region: null, kind, count: 1 });
  }

  /** Likewise for an envelope, by its name. */
  unknownNamed(name: string): void {
    this.setAside ??= new SkippedCounts();
    this.setAside.addNamed(name);
  }

  result(bytes: number): FileReading {
    if (this.spans.length > 1) this.spans.sort((a, b) => a.position - b.position);
    const spans = this.spans.map(
      ({ source, account, region, first, last, records }): Span => ({ source, account, region, first, last, records }),
    );
    return {
      evidence: this.evidenceFound,
      spans,
      skipped: this.setAside?.all() ?? [],
      gaps: this.gaps(spans),
      bytes,
      recognizedBy: [...this.recognizedBy],
      recognized: this.recognizedBy.size > 0 || this.emptyDelivery,
      ...(!this.lacksKeys && { keys: { hashes: this.keys.all(), usualOnly: this.usualKeysOnly } }),
      ...(!this.lacksNotes && { notes: this.notes.all() }),
    };
  }

  /** One gap per file, in each account and region that it holds records of: the loss may affect any of them. */
  private gaps(spans: readonly Span[]): readonly ReadingGap[] {
    const { reasons, otherReasons, firstDamage: first } = this;
    if (!first && !reasons) return [];
    const places = this.damages > 1 ? ` (the first of ${this.damages} places)` : '';
    const messages = [
      ...(first ? [`${first.message} at byte ${first.offset}${places}`] : []),
      ...[...(reasons ?? [])].map(([reason, count]) => `${recordsText(count)}: ${reason}`),
      ...(otherReasons > 0 ? [`and ${recordsText(otherReasons)} for other reasons`] : []),
    ];
    const damage = gap('DAMAGED_FILE', `${this.path}: ${messages.join('; ')}`, {
      locator: first ? `${this.path}:${first.offset}` : this.path,
      hint: 'fetch the file again; what could be read of it was used',
    });
    const owners = spans.length > 0 ? spans : [{ account: null, region: null }];
    return owners.map(({ account, region }) => ({ account, region, gap: damage }));
  }
}

const recordsText = (count: number) => `${count} ${count === 1 ? 'record' : 'records'}`;
