/** Both bundled cases: the metrics in the written truth shift as it says, and no others do. */
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { MetricEvent } from '../../src/model/event.ts';
import type { CommandName } from '../../src/model/question.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { questionOf } from '../fixtures/question.ts';
import { type Case, openSsh, unencryptedBucket } from '../unit/examples/cases.ts';

async function shiftsOf({ folder }: Case, target: string, command: CommandName): Promise<readonly MetricEvent[]> {
  const question = questionOf({
    command,
    targets: [planTarget(target)],
    from: [folder],
    now: '2026-06-01T00:00:00Z',
  });
  const archive = openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) });
  const reader = archiveEvidence(sources, archive);
  const { timeline } = await investigate(question, { sources, reader, clock: () => question.now, version: '0.0.0' });
  return timeline.filter((event) => event.kind === 'metric');
}

describe.each([openSsh, unencryptedBucket])('$name', (bundle) => {
  const { target, shifts, quiet } = bundle.truth;

  // only impact looks at everything that was measured, day by day
  test.each(['investigate', 'impact'] as const)('%s tells every shift, and no other', async (command) => {
    const found = await shiftsOf(bundle, target, command);
    const told = found.map(({ time, endTime, detail: { metricName, dimensions, direction } }) =>
      JSON.stringify([metricName, dimensions, direction, time, endTime]),
    );
    const expected = shifts.map(({ metricName, dimensions, direction, onset, end }) =>
      JSON.stringify([metricName, dimensions, direction, ...[onset, end].map((time) => new Date(time).toISOString())]),
    );
    expect(told.toSorted()).toEqual(expected.toSorted());
    for (const { origin } of found)
      expect(origin).toMatchObject({ source: 'cloudwatch', locator: expect.stringContaining('metric-stream/') });
  });

  test('what is quiet stays quiet when it is asked for by itself', async () => {
    const names = new Set(quiet.flatMap(({ dimensions }) => Object.values(dimensions)));
    for (const name of names) {
      const found = await shiftsOf(bundle, name, 'impact');
      for (const { metricName, dimensions } of quiet) {
        const same = found.filter(
          ({ detail }) =>
            detail.metricName === metricName && JSON.stringify(detail.dimensions) === JSON.stringify(dimensions),
        );
        expect(same.map(({ summary }) => summary)).toEqual([]);
      }
    }
  });

  test.each(['who', 'what', 'compliance'] as const)('%s tells none', async (command) => {
    expect(await shiftsOf(bundle, target, command)).toEqual([]);
  });
});
