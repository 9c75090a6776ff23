/** Hands lists of log events in JSON to a source that reads many at once; events it does not read are offered as usual. */
import type { JsonObject } from '../model/json.ts';
import type { Content } from './content.ts';
import type { FileCollector } from './file-collector.ts';
import type { Slice } from './json-layout.ts';
import { PlainEvents } from './plain-events.ts';
import type { RecordOffers } from './record-offers.ts';
import type { ListReader, RecordScanner } from './scanner.ts';

export class EventLists {
  private readonly plain = new PlainEvents();
  private readonly reader: ListReader;
  private readonly source: string;

  constructor(reader: ListReader, source: string) {
    this.reader = reader;
    this.source = source;
  }

  /** Where consecutive events end: see `LayoutOptions`. */
  readonly end = (content: Content, at: number, limit: number): number => this.plain.endOf(content, at, limit);

  /** Reads events found this way. `offer`: offers a single event, counted by `offers`. */
  read(
    { start, end }: Slice,
    { bytes, base }: Content,
    carriers: readonly JsonObject[],
    offers: RecordOffers,
    offer: (event: Slice) => void,
  ): void {
    for (let from = start; from < end; ) {
      const events = this.plain.take(bytes.subarray(from - base, end - base));
      const { count } = events;
      const { position } = offers;
      const first = from;
      let offered = 0;
      const other = (event: number) => {
        offered++;
        offers.position = position + event;
        offer({ start: first + events.startOf(event), end: first + events.endOf(event) });
      };
      if (!this.reader.read(events, carriers, position, other))
        for (let event = 0; event < count; event++) other(event);
      offers.position = position + count;
      this.plain.weigh(count - offered, offered);
      from += events.endOf(count - 1) + 1;
    }
  }

  /** The file ends. */
  finish(collector: FileCollector): void {
    collector.source = this.source;
    if (this.reader.end(collector)) collector.recognizedBy.add(this.source);
  }
}

/** At most one source reads them, since there is one engine; undefined if no source does. */
export function eventLists(scanners: readonly RecordScanner[], path: string): EventLists | undefined {
  for (const scanner of scanners) {
    const reader = scanner.lists?.(path);
    if (reader) return new EventLists(reader, scanner.source);
  }
  return undefined;
}
