/** A file scanned for its records, for the tests of what is found in a file. */
import type { FileReading } from '../../../src/archive/file-collector.ts';
import { scanFile } from '../../../src/archive/scan-file.ts';
import type { Place, RecordScanner } from '../../../src/archive/scanner.ts';
import type { JsonObject } from '../../../src/model/json.ts';

export interface Found {
  readonly value: JsonObject;
  readonly locator: string;
  readonly carriers: readonly JsonObject[];
}

interface Scanned extends FileReading {
  readonly found: readonly Found[];
}

/** Takes every object with `eventVersion`; one whose `eventVersion` is "bad" is damaged, one without `t` has no time. */
export function recordScanner(found: Found[], overrides: Partial<RecordScanner> = {}): RecordScanner {
  return {
    source: 'test',
    listKeys: ['Records'],
    openings: ['eventVersion'],
    record(value, { locator, carriers }: Place, collector) {
      if (!('eventVersion' in value)) return false;
      if (value['eventVersion'] === 'bad') collector.damaged('a bad version');
      else {
        found.push({ value, locator, carriers });
        if (typeof value['t'] === 'number')
          collector.seen('111122223333', String(value['region'] ?? 'us-east-1'), value['t']);
      }
      return true;
    },
    ...overrides,
  };
}

export async function scan(content: string | Buffer, overrides: Partial<RecordScanner> = {}): Promise<Scanned> {
  const found: Found[] = [];
  const reading = await scanFile('logs/a', Buffer.from(content as string), [recordScanner(found, overrides)]);
  return { ...reading, found };
}

export const text = (value: unknown) => JSON.stringify(value);
export const record = (t: number, more: JsonObject = {}): JsonObject => ({ eventVersion: '1.10', t, ...more });
export const values = ({ found }: Scanned) => found.map(({ value }) => value);
export const skippedOf = ({ skipped }: Scanned) => Object.fromEntries(skipped.map(({ kind, count }) => [kind, count]));
export const [one, two] = [record(1), record(2)];
