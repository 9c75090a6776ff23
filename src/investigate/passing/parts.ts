/** What becomes of the calls of a file, depending on the purpose of the reading. */
import { principalsFrom } from '../../analysis/who/principals.ts';
import { CallSurvey } from '../../analysis/who/survey.ts';
import { isChange } from '../../analysis/who/workload.ts';
import type { RecordScanner } from '../../archive/scanner.ts';
import { callWith } from '../../model/call-event.ts';
import { CallTally } from '../../model/call-tally.ts';
import type { ApiCallEvent, TimelineEvent } from '../../model/event.ts';
import type { EventEvidence, Evidence } from '../../model/evidence.ts';
import type { Exception, Exceptions, PassingPart } from '../../model/passing.ts';
import type { Question } from '../../model/question.ts';
import { ownId } from '../../report/merge.ts';
import { createListing } from '../listing.ts';
import { type Condenser, condensed } from './condensed.ts';
import { digestBits, idBits, PlaceCounts, recordPlace } from './places.ts';

/** Turns an event into a row of the output format. */
export type RowText = (event: TimelineEvent) => string;

export function partScanner(
  scanner: RecordScanner,
  part: PassingPart,
  question: Question,
  rowText: RowText,
): RecordScanner {
  switch (part.part) {
    case 'survey':
      return condensed(scanner, () => new Survey());
    case 'changes': {
      const ids = new Set(part.ids);
      return condensed(naming(scanner, part.ids), () => new Changes(ids));
    }
    case 'rows': {
      const tell = principalsFrom(part.calls, part.credentials, part.changes);
      const isListed = createListing(question, undefined);
      return condensed(scanner, () => new Rows(part.exceptions, tell, isListed, rowText));
    }
  }
}

/** An id of such characters appears in the record literally, whatever names the resource there. */
const isPlain = (id: string): boolean => /^[\w.-]+$/.test(id);

/** Records that contain none of the ids need not be parsed. */
function naming(scanner: RecordScanner, ids: readonly string[]): RecordScanner {
  const { delivered } = scanner;
  if (!delivered || delivered.needles || !ids.every(isPlain)) return scanner;
  return { ...scanner, delivered: { ...delivered, needles: ids } };
}

export type CallEvidence = EventEvidence & { readonly event: ApiCallEvent };

export const isCall = (item: Evidence): item is CallEvidence => item.type === 'event' && item.event.kind === 'api-call';

class Survey implements Condenser {
  private readonly calls = new CallSurvey();
  private readonly others: Evidence[] = [];
  private readonly numbers: number[] = [];
  private readonly idsSeen: bigint[] = [];
  private readonly digestsSeen: bigint[] = [];
  private file = '';
  private first = '';

  take(item: Evidence): void {
    if (!isCall(item)) {
      this.others.push(item);
      return;
    }
    const { event, digest } = item;
    const { file, number } = recordPlace(event.origin.locator);
    this.file = file;
    this.numbers.push(number);
    this.idsSeen.push(idBits(event.id, digest));
    this.digestsSeen.push(digestBits(digest));
    if (this.first === '' || event.time < this.first) this.first = event.time;
    this.calls.take(event, digest);
  }

  end(): readonly Evidence[] {
    if (this.numbers.length === 0) return this.others;
    return [
      ...this.others,
      ...this.calls.held.map(({ call, digest }): EventEvidence => ({ type: 'event', event: call, digest })),
      {
        type: 'surveyed',
        file: this.file,
        first: this.first,
        numbers: Uint32Array.from(this.numbers),
        ids: BigUint64Array.from(this.idsSeen),
        digests: BigUint64Array.from(this.digestsSeen),
      },
    ];
  }
}

class Changes implements Condenser {
  private readonly found: Evidence[] = [];
  private readonly ids: ReadonlySet<string>;

  constructor(ids: ReadonlySet<string>) {
    this.ids = ids;
  }

  take(item: Evidence): void {
    if (isCall(item) && isChange(item.event) && item.event.resources.some(({ id }) => this.ids.has(id)))
      this.found.push(item);
  }

  end(): readonly Evidence[] {
    return this.found;
  }
}

interface Row {
  readonly time: string;
  readonly id: string;
  readonly text: string;
}

class Rows implements Condenser {
  private readonly rows: Row[] = [];
  private readonly tally = new CallTally();
  private readonly listed = new PlaceCounts();
  private readonly copies = new PlaceCounts();
  private file = '';
  private readonly exceptions: Exceptions;
  private readonly tell: (call: ApiCallEvent) => ApiCallEvent;
  private readonly isListed: (event: TimelineEvent) => boolean;
  private readonly rowText: RowText;

  constructor(exceptions: Exceptions, tell: Rows['tell'], isListed: Rows['isListed'], rowText: RowText) {
    this.exceptions = exceptions;
    this.tell = tell;
    this.isListed = isListed;
    this.rowText = rowText;
  }

  take(item: Evidence): void {
    if (!isCall(item)) return;
    const { file, number } = recordPlace(item.event.origin.locator);
    this.file = file;
    const exception = this.exceptions.get(file)?.get(number);
    const call = this.tell(exception ? withException(item.event, exception) : item.event);
    if (!this.isListed(call)) return;
    if (exception?.isCopy) {
      this.copies.add(call.origin);
      return;
    }
    this.listed.add(call.origin);
    // only all copies together show whether another account's copy has more
    if (call.detail.sharedEventId === undefined) this.tally.add(call);
    this.rows.push({ time: call.time, id: call.id, text: this.rowText(call) });
  }

  end(): readonly Evidence[] {
    if (this.file === '') return [];
    const rows = this.rows.sort(inOrder);
    return [
      {
        type: 'rows',
        file: this.file,
        times: rows.map(({ time }) => time),
        ids: rows.map(({ id }) => id),
        texts: rows.map(({ text }) => text),
        sums: this.tally.sums,
        listed: this.listed.all,
        copies: this.copies.all,
      },
    ];
  }
}

const withException = (call: ApiCallEvent, { digest, match }: Exception): ApiCallEvent =>
  callWith(call, {
    ...(digest !== undefined && { id: ownId(call.id, digest) }),
    ...(match && { match }),
  });

const inOrder = (a: Row, b: Row): number =>
  a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
