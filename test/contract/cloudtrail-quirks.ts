/** Shared by the tests of CloudTrail's quirks: files on disk, read by the real reader, with assertions on the report. */
import { expect } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import {
  type Asked,
  callsOf,
  eventId,
  gapsOf,
  onlyCall,
  type RecordParts,
  recordOf,
  reportOf,
} from '../fixtures/cloudtrail.ts';

export const [account, other] = ['111122223333', '444455556666'] as const;
export const text = (value: unknown) => JSON.stringify(value);
export const lines = (...values: readonly unknown[]) => values.map((value) => `${text(value)}\n`).join('');

export const ids = (report: Report) => report.timeline.map(({ id }) => id);
export const numbered = (n: number, parts: RecordParts = {}) => recordOf({ eventID: eventId(n), ...parts });

/** The only call in a file with one record. */
export const callOf = async (parts: RecordParts, asked: Asked = {}) =>
  onlyCall(await reportOf({ a: { Records: [recordOf(parts)] } }, asked));

/** Whether a question finds the record with these parts; it must leave out everything else in the file. */
export async function finds(parts: RecordParts, asked: Asked): Promise<boolean> {
  const records = [
    recordOf(parts),
    numbered(2, { requestParameters: null, userIdentity: null, sourceIPAddress: '192.0.2.1' }),
  ];
  const report = await reportOf({ a: { Records: records } }, asked);
  expect(ids(report)).not.toContain(`cloudtrail:${eventId(2)}`);
  return callsOf(report).length === 1;
}

/** The answer of every sound archive: nothing is missing, and nothing was unreadable. */
export function expectComplete(report: Report) {
  expect(gapsOf(report).filter(({ blocking }) => blocking)).toEqual([]);
  expect(report.coverage.every(({ complete }) => complete)).toBe(true);
}
