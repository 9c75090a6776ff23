/** Takes what the sources make of one file's records, and tells what the file came to. */
import type { Evidence, Reading, ReadingGap, Span } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Damage } from './json-layout.ts';
import { type CountingCollector, spanKey } from './scanner.ts';
import { SkippedCounts } from './skipped-counts.ts';

export interface FileReading extends Reading {
  /** The sources that recognized anything in it. */
  readonly recognizedBy: readonly string[];
  /** Whether a source, or the form of an empty delivery, was recognized. */
  readonly recognized: boolean;
  /** The access keys that were issued in it, and maybe others that stand in it; absent where not all are known. */
  readonly keys?: NotedKeys;
  /** Hashes of what was noted in it, and maybe of more; absent where not all is known. */
  readonly notes?: Uint32Array;
}

export interface NotedKeys {
  readonly hashes: Uint32Array;
  /** Only keys of the usual form were looked for. */
  readonly usualOnly: boolean;
}

/** FNV-1a, 32 bits, never 0. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0 || 1;
}

/** Most files hold records of one place: these are gone through one by one. */
const fewPlaces = 8;

/** Why records of one file cannot be used: of more reasons than these only the number of records is told. */
const mostReasons = 10;

const noHashes = new Uint32Array();

/** Each once. Most files come with all of theirs at once, and no more. */
class Hashes {
  private first: Uint32Array<ArrayBuffer> | undefined;
  private rest: Set<number> | undefined;

  add(hash: number): void {
    this.rest ??= new Set(this.first);
    this.rest.add(hash);
  }

  /** Those given differ from each other. */
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
  /** The source whose scanner is at work. */
  source = '';
  /** A delivery that holds nothing is recognized, by no source. */
  emptyDelivery = false;
  readonly recognizedBy = new Set<string>();
  private readonly evidenceFound: Evidence[] = [];
  /** How many records came before the one that is read: places are told in the order of their first records. */
  position = 0;
  /** The record that is read was counted already. */
  isCounted = false;
  private readonly spans: CountedSpan[] = [];
  /** Of more than a few places. */
  private byPlace: Map<string, CountedSpan> | undefined;
  private lastSpan: CountedSpan | undefined;
  private readonly keys: Hashes = new Hashes();
  /** Not all access keys are known. */
  lacksKeys = false;
  usualKeysOnly = false;
  private readonly notes: Hashes = new Hashes();
  /** Not all is known that should have been noted. */
  lacksNotes = false;
  /** In how many places the file is damaged, and the first of them: of what is broken throughout there are millions. */
  private damages = 0;
  private firstDamage: Damage | undefined;
  private setAside: SkippedCounts | undefined;
  private reasons: Map<string, number> | undefined;
  /** Records that cannot be used for reasons that are not told. */
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

  /** Records that were counted without being parsed, the first of them at `position`. */
  counted({ account, region, first, last, records }: Omit<Span, 'source'>, position: number): void {
    const span = this.spanOf(account, region, position);
    if (first < span.first) span.first = first;
    if (last > span.last) span.last = last;
    if (position < span.position) span.position = position;
    span.records += records;
  }

  /** Most records are of the same place as the one before. */
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

  /** Of a record that was counted, what counted it noted the same. */
  noted(text: string): void {
    if (!this.isCounted) this.notes.add(hashOf(text));
  }

  /** They are copied. */
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

  /** No source knows it: what belongs to none is counted all the same. */
  unknown(kind: string): void {
    this.setAside ??= new SkippedCounts();
    this.setAside.add({ source: null, account: null, region: null, kind, count: 1 });
  }

  /** So is an envelope, by the name that it bears. */
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

  /** One gap a file, in each account and region that it holds records of: what is lost may have been any of theirs. */
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
