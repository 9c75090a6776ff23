/** Which days of a window are reported as days on which metrics could not be judged. */
import { expect, test } from 'vitest';
import { impactEvents } from '../../../src/investigate/impact-events.ts';
import type { SeriesEvidence } from '../../../src/model/evidence.ts';
import { questionOf } from '../../fixtures/question.ts';

const day = 24 * 3_600_000;
const since = Date.parse('2026-03-01T00:00:00Z');
const origin = { source: 'cloudwatch', backend: 'archive', account: null, region: null, ref: null, locator: 'a#1' };

const measured = (days: number): SeriesEvidence => ({
  type: 'series',
  series: {
    namespace: 'AWS/EC2',
    metricName: 'CPUUtilization',
    dimensions: { InstanceId: 'i-0f1e2d3c4b5a69788' },
    account: null,
    region: null,
    unit: 'Percent',
    statistic: 'Average',
    periodSeconds: 300,
    datapoints: Array.from({ length: days * 288 }, (_, n) => ({ time: since + n * 300_000, value: 10 + (n % 7) })),
  },
  origin,
});

const gapsOf = (days: number, windowGiven: boolean) =>
  impactEvents({
    question: questionOf({ command: 'impact', windowGiven }),
    window: { since, until: since + days * day },
    evidence: [measured(days)],
    interests: { targets: [], neighbors: [] },
    events: [],
    isOfType: () => true,
  }).gaps.map(({ gap }) => gap.message.slice(0, 33));

test('of a window that was asked for, the first days; of all that there is, where they are most of it', () => {
  expect(gapsOf(9, true)).toEqual(['until 2026-03-03 00:00:00 UTC too']);
  expect(gapsOf(9, false)).toEqual([]);
  expect(gapsOf(3, false)).toEqual(['until 2026-03-03 00:00:00 UTC too']);
  expect(gapsOf(1, false)).toEqual(['too little is known from before t']);
});
