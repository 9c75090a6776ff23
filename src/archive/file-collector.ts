/** Takes what the sources make of one file's records, and tells what the file came to. */
import type { Evidence, Reading, ReadingGap, Skipped, Span } from '../model/evidence.ts';
import { gap } from '../model/gap.ts';
import type { Damage } from './json-layout.ts';
import { type Collector, spanKey } from './scanner.ts';

export interface FileReading extends Reading {
  /** The sources that recognized anything in it. */
  readonly recognizedBy: readonly string[];
  /** Whether a source, or the form of an empty delivery, was recognized. */
  readonly recognized: boolean;
}

export class FileCollector implements Collector {
  /** The source whose scanner is at work. */
  source = '';
  /** A delivery that holds nothing is recognized, by no source. */
  emptyDelivery = false;
  readonly damages: Damage[] = [];
  readonly recognizedBy = new Set<string>();
  private readonly evidenceFound: Evidence[] = [];
  private readonly spans = new Map<string, Span>();
  private readonly setAside = new Map<string, Skipped>();
  private readonly reasons = new Map<string, number>();
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  evidence(item: Evidence): void {
    this.evidenceFound.push(item);
  }

  seen(account: string | null, region: string | null, time: number): void {
    const key = spanKey({ source: this.source, account, region });
    const span = this.spans.get(key) ?? { source: this.source, account, region, first: time, last: time, records: 0 };
    this.spans.set(key, {
      ...span,
      first: Math.min(span.first, time),
      last: Math.max(span.last, time),
      records: span.records + 1,
    });
  }

  skipped(kind: string, account: string | null = null, region: string | null = null): void {
    this.count({ source: this.source, account, region, kind, count: 1 });
  }

  damaged(reason: string): void {
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
  }

  /** No source knows it: what belongs to none is counted all the same. */
  unknown(kind: string): void {
    this.count({ source: null, account: null, region: null, kind, count: 1 });
  }

  result(bytes: number): FileReading {
    const spans = [...this.spans.values()];
    return {
      evidence: this.evidenceFound,
      spans,
      skipped: [...this.setAside.values()],
      gaps: this.gaps(spans),
      bytes,
      recognizedBy: [...this.recognizedBy],
      recognized: this.recognizedBy.size > 0 || this.emptyDelivery,
    };
  }

  private count(item: Skipped): void {
    const key = JSON.stringify([item.source, item.account, item.region, item.kind]);
    this.setAside.set(key, { ...item, count: (this.setAside.get(key)?.count ?? 0) + 1 });
  }

  /** One gap a file, in each account and region that it holds records of: what is lost may have been any of theirs. */
  private gaps(spans: readonly Span[]): readonly ReadingGap[] {
    const [first] = this.damages;
    const places = this.damages.length > 1 ? ` (the first of ${this.damages.length} places)` : '';
    const messages = [
      ...(first ? [`${first.message} at byte ${first.offset}${places}`] : []),
      ...[...this.reasons].map(([reason, count]) => `${count} ${count === 1 ? 'record' : 'records'}: ${reason}`),
    ];
    if (messages.length === 0) return [];
    const damage = gap('DAMAGED_FILE', `${this.path}: ${messages.join('; ')}`, {
      locator: first ? `${this.path}:${first.offset}` : this.path,
      hint: 'fetch the file again; what could be read of it was used',
    });
    const owners = spans.length > 0 ? spans : [{ account: null, region: null }];
    return owners.map(({ account, region }) => ({ account, region, gap: damage }));
  }
}
