/** A folder of delivered files and a scan of it, for the tests of the reader. */
import { type ArchiveInput, openArchive } from '../../../src/archive/reader.ts';
import type { RecordScanner, Selection } from '../../../src/archive/scanner.ts';
import type { Reading } from '../../../src/model/evidence.ts';
import { parseKey } from '../../../src/sources/cloudtrail/delivered-key.ts';

export const [one, other] = ['111122223333', '444455556666'] as const;

/** Notes the files of the records that it is given. A record: `{eventVersion, account, region, time}`, the time in ISO 8601. */
export function noting(files: string[], source = 'cloudtrail', known = 'eventVersion'): RecordScanner {
  return {
    source,
    listKeys: ['Records'],
    openings: ['eventVersion'],
    record(value, { file }, collector) {
      if (!(known in value)) return false;
      files.push(file);
      const { account, region, time } = value as Record<string, string>;
      collector.seen(account ?? null, region ?? null, Date.parse(time ?? ''));
      return true;
    },
  };
}

export const recordsOf = (account: string, region: string, time: string) =>
  JSON.stringify({ Records: [{ eventVersion: '1.10', account, region, time }] });

export const everything: Selection = { regions: [], accounts: [] };

export const noInput: ArchiveInput = {
  standardInput: () => Promise.reject(Object.assign(new Error('standard input was read'), { code: 'EIO' })),
};

interface Scan {
  /** The files of the records read, by the last part of their path or as they were requested. */
  readonly opened: readonly string[];
  readonly readings: readonly Reading[];
}

export async function scan(paths: readonly string[], selection = everything, input = noInput): Promise<Scan> {
  const opened: string[] = [];
  const readings: Reading[] = [];
  for await (const reading of openArchive(paths, input).scan([noting(opened)], selection, parseKey))
    readings.push(reading);
  return { opened, readings };
}

export const gapsOf = ({ readings }: Scan) => readings.flatMap(({ gaps }) => gaps.map(({ gap }) => gap));
export const skippedOf = ({ readings }: Scan) =>
  readings.flatMap(({ skipped }) => skipped.map(({ kind, count }) => `${kind}: ${count}`));
