/**
 * What is kept of files that were read: of hundreds of thousands, most only show that the archive covers their place and time.
 * One reading for each place says so, however many files there are.
 */
import type { Reading, Skipped, Span } from '../model/evidence.ts';
import { joinSpans, placeKey } from '../model/span.ts';

interface PlaceSums {
  span: Span;
  bytes: number;
  readonly skipped: Map<string, Skipped>;
}

export class ReadingSums {
  private readonly places = new Map<string, PlaceSums>();
  private readonly others: Reading[] = [];

  add(reading: Reading): void {
    const [span, ...more] = reading.spans;
    if (!span || more.length > 0 || !isPlaced(reading)) {
      this.others.push(reading);
      return;
    }
    this.addTo(placeKey(span), span, reading);
    const { evidence } = reading;
    if (evidence.length > 0) this.others.push({ ...nothingTold, evidence });
  }

  /** Evidence and gaps in the order of arrival. */
  get readings(): Reading[] {
    const ofPlaces = [...this.places.values()].map(
      ({ span, bytes, skipped }): Reading => ({
        evidence: [],
        spans: [span],
        skipped: [...skipped.values()],
        gaps: [],
        bytes,
      }),
    );
    return [...this.others, ...ofPlaces];
  }

  private addTo(key: string, span: Span, { bytes, skipped }: Reading): void {
    const known = this.places.get(key);
    const place = known ?? { span, bytes: 0, skipped: new Map() };
    if (known) place.span = joinSpans(known.span, span);
    else this.places.set(key, place);
    place.bytes += bytes;
    for (const found of skipped) {
      const before = place.skipped.get(found.kind);
      place.skipped.set(found.kind, before ? { ...found, count: before.count + found.count } : found);
    }
  }
}

/** Shared by all of them: there are as many as files with hits. */
const nothingTold: Omit<Reading, 'evidence'> = { spans: [], skipped: [], gaps: [], bytes: 0 };

/** Whether everything in it belongs to its single span. */
const isPlaced = ({ gaps, calls, skipped, spans: [span] }: Reading): boolean =>
  gaps.length === 0 &&
  calls === undefined &&
  skipped.every(
    ({ source, account, region }) => source === span?.source && account === span?.account && region === span?.region,
  );
