import { describe, expect, test } from 'vitest';
import { ReadingSums } from '../../../src/investigate/reading-sums.ts';
import type { Evidence, Reading, Span } from '../../../src/model/evidence.ts';
import { gap } from '../../../src/model/gap.ts';

const place = { source: 'cloudtrail', account: '111122223333', region: 'us-east-1' };
const span = (first: number, last: number, records: number, region = place.region): Span => ({
  ...place,
  region,
  first,
  last,
  records,
});
const reading = (parts: Partial<Reading>): Reading => ({
  evidence: [],
  spans: [],
  skipped: [],
  gaps: [],
  bytes: 0,
  ...parts,
});
const sumsOf = (...readings: readonly Reading[]) => {
  const sums = new ReadingSums();
  for (const each of readings) sums.add(each);
  return sums.readings;
};
const evidence = (n: number) => ({ type: 'resource', n }) as unknown as Evidence;

describe('what is kept of files', () => {
  test('is one reading for each place, from the first record to the last', () => {
    const skipped = { ...place, kind: 'digest', count: 2 };
    expect(
      sumsOf(
        reading({ spans: [span(50, 60, 3)], bytes: 10, skipped: [skipped] }),
        reading({ spans: [span(5, 6, 1, 'eu-west-1')], bytes: 1 }),
        reading({ spans: [span(40, 55, 4)], bytes: 20, skipped: [skipped, { ...skipped, kind: 'other' }] }),
      ),
    ).toEqual([
      reading({
        spans: [span(40, 60, 7)],
        bytes: 30,
        skipped: [
          { ...skipped, count: 4 },
          { ...skipped, kind: 'other' },
        ],
      }),
      reading({ spans: [span(5, 6, 1, 'eu-west-1')], bytes: 1 }),
    ]);
  });

  test('is all evidence, in the order in which it came', () => {
    const found = sumsOf(
      reading({ spans: [span(1, 2, 1)], evidence: [evidence(1)] }),
      reading({ evidence: [evidence(2)] }),
      reading({ spans: [span(3, 4, 1)], evidence: [evidence(3)] }),
    );
    expect(found.flatMap((each) => each.evidence)).toEqual([evidence(1), evidence(2), evidence(3)]);
    expect(found.flatMap(({ spans }) => spans)).toEqual([span(1, 4, 2)]);
  });

  test.each<[string, Reading]>([
    [
      'a gap, whose place is told by what was read with it',
      reading({
        spans: [span(1, 2, 1)],
        gaps: [{ account: null, region: null, gap: gap('DAMAGED_FILE', 'a.gz is damaged') }],
      }),
    ],
    ['what was sent to AWS', reading({ spans: [span(1, 2, 1)], calls: [{ ...place, requests: 1, throttled: 0 }] })],
    ['records of several places', reading({ spans: [span(1, 2, 1), span(1, 2, 1, 'eu-west-1')], bytes: 9 })],
    [
      'what was set aside and belongs to no place',
      reading({
        spans: [span(1, 2, 1)],
        skipped: [{ source: null, account: null, region: null, kind: 'x', count: 1 }],
      }),
    ],
    [
      'what was set aside elsewhere',
      reading({ spans: [span(1, 2, 1)], skipped: [{ ...place, region: 'eu-west-1', kind: 'x', count: 1 }] }),
    ],
    ['nothing at all', reading({ bytes: 3 })],
  ])('is left as it came: %s', (_, given) => {
    expect(sumsOf(given, given)).toEqual([given, given]);
  });
});
