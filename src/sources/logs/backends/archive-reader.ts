/** Turns flow logs and log lines in files into evidence. */
import type { RecordReader } from '../../../archive/late-scanner.ts';
import type { Collector, Place } from '../../../archive/scanner.ts';
import { areEverything, type Interests } from '../../../model/interests.ts';
import type { Question } from '../../../model/question.ts';
import type { SourceRequest } from '../../source.ts';
import { parseKey } from '../delivered-key.ts';
import type { Asking } from '../flow-engine-sums.ts';
import { type FlowTaker, flowExport } from '../flow-export.ts';
import { type FieldReader, readRow } from '../flow-fields.ts';
import { flowLists } from '../flow-lists.ts';
import { FlowMessages } from '../flow-message.ts';
import { type FlowRecord, flowRecord } from '../flow-record.ts';
import type { Limits } from '../flow-sums.ts';
import { flowTable } from '../flow-table.ts';
import { FlowTally } from '../flow-tally.ts';
import { flowText } from '../flow-text.ts';
import { LineTally } from '../line-tally.ts';
import { logEventOf } from '../log-event.ts';
import { addressesAsked, wantedFlows, wantedLines } from '../wanted.ts';

const whenAsked: Limits = { peers: 1000, ports: 1000 };
/** For questions about every interface of an account: only the largest peers and ports of each are listed by name. */
const whenOpen: Limits = { peers: 10, ports: 10 };

/** One for flow-log records, and one for log lines. */
export const createReaders = ({
  question,
  interests,
}: Exclude<SourceRequest, { kind: 'credentials' }>): readonly RecordReader[] => [
  flowReader(question, interests),
  lineReader(question, interests),
];

function flowReader({ window, filters }: Question, interests: Interests): RecordReader {
  const tally = new FlowTally(window, areEverything(interests) ? whenOpen : whenAsked);
  const wanted = wantedFlows(interests);
  const addresses = addressesAsked(interests);
  const messages = new FlowMessages();
  const regionOf = regionOfFile();
  /** Of a file that the engine may read. */
  let taker: FlowTaker | undefined;

  const placed = (record: FlowRecord, file: string): FlowRecord =>
    record.region === null ? { ...record, region: regionOf(file) } : record;
  const isAsked = ({ account, region }: FlowRecord) => isIn(filters.accounts, account) && isIn(filters.regions, region);

  const askingOf = (file: string): Asking => ({
    window,
    addresses,
    placed: (record) => placed(record, file),
    isIn: isAsked,
    wanted,
  });

  const take = (read: FieldReader, place: Place, collector: Collector): void => {
    if (taker?.take(read, place, collector)) return;
    const { file, locator } = place;
    const found = flowRecord(read);
    if (!found) {
      collector.damaged('no flow-log record');
      return;
    }
    const record = placed(found, file);
    const { account, region, start, status } = record;
    collector.seen(account, region, start);
    if (status !== 'OK') collector.skipped(status, account, region);
    if (!isAsked(record)) return;
    const spellings = wanted(record);
    if (spellings) tally.add(record, spellings, locator);
    else if (addresses.length > 0) tally.observe(record);
  };

  return {
    events(file) {
      const reader = flowExport({ file, asking: askingOf(file), tally, messages });
      taker = reader;
      return reader;
    },
    lists(file) {
      const reader = flowLists({ file, asking: askingOf(file), tally, messages });
      taker = reader;
      return reader;
    },
    text: (head, file) => flowText(head, file, { asking: askingOf(file), tally, take }),
    table: (columns, file) => flowTable(columns, file, { asking: askingOf(file), tally, take }),
    record(value, place, collector) {
      const row = readRow(value);
      if (row) {
        take(row, place, collector);
        return true;
      }
      if (messages.learn(value)) {
        collector.skipped('flow log definition');
        return true;
      }
      const event = logEventOf(value, place);
      if (typeof event !== 'object') return false;
      const read = messages.read(event.message, event.logGroup);
      if (!read) return false;
      take(read, place, collector);
      return true;
    },
    end(collector) {
      taker = undefined;
      for (const item of tally.evidence()) collector.evidence(item);
    },
  };
}

/** The region in a delivered file's key: most formats lack it. Files are read one after another. */
function regionOfFile(): (file: string) => string | null {
  let last: { readonly file: string; readonly region: string | null } | undefined;
  return (file) => {
    if (last?.file !== file) last = { file, region: parseKey(file)?.region ?? null };
    return last.region;
  };
}

/** A record without an account or region may belong to any. */
const isIn = (list: readonly string[], value: string | null) =>
  list.length === 0 || value === null || list.includes(value);

function lineReader({ window, filters }: Question, interests: Interests): RecordReader {
  const tally = new LineTally(window, { errorsOnly: areEverything(interests) });
  const wanted = wantedLines(interests);
  return {
    record(value, place, collector) {
      const event = logEventOf(value, place);
      if (event === undefined) return false;
      if (event === 'control message') {
        collector.skipped(event);
        return true;
      }
      collector.seen(event.account, null, event.time);
      const spellings = isIn(filters.accounts, event.account) ? wanted(event) : undefined;
      if (spellings) tally.add(event, spellings, place.locator);
      return true;
    },
    end(collector) {
      for (const item of tally.evidence()) collector.evidence(item);
    },
  };
}
