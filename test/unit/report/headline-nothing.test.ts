/** The sentence when nothing was found: it claims no more than what was read can support. */
import { describe, expect, test } from 'vitest';
import { gap } from '../../../src/model/gap.ts';
import type { Coverage } from '../../../src/model/report.ts';
import { questionOf } from '../../fixtures/question.ts';
import { covered } from '../../fixtures/report.ts';
import { at } from '../../fixtures/report-cast.ts';
import { judge, web } from './verdict-case.ts';

describe('the headline of nothing', () => {
  const span = 'between 2026-03-03 12:00 and 2026-03-03 16:00 UTC';
  const nothing = (parts: Parameters<typeof questionOf>[0] = {}, coverage?: readonly Coverage[]) =>
    judge({ question: questionOf({ targets: [web], ...parts }), ...(coverage && { coverage }) }).headline;

  test.each<[string, Parameters<typeof questionOf>[0], string]>([
    ['reads too', { filters: { reads: 'all' } }, `Nothing about sg-1 was found in the files given ${span}.`],
    [
      'routine reads left out',
      {},
      `Nothing about sg-1 was found in the files given ${span}; routine reads were not asked for (--reads).`,
    ],
    [
      'writes alone',
      { filters: { reads: 'writes' } },
      `Nothing about sg-1 was found in the files given ${span}; only --writes was asked for.`,
    ],
    [
      'filters that lift the default',
      { filters: { outcome: ['denied', 'failed'], eventName: ['RunInstances'] } },
      `Nothing about sg-1 was found in the files given ${span}; only --outcome denied or failed, --event-name RunInstances was asked for.`,
    ],
    [
      'filters that do not',
      { filters: { principal: ['alice'] } },
      `Nothing about sg-1 was found in the files given ${span}; only --principal alice was asked for, and routine reads were not asked for (--reads).`,
    ],
    [
      'places',
      { filters: { reads: 'all', regions: ['eu-west-1', 'mars-1'], accounts: ['444455556666'] } },
      `Nothing about sg-1 was found in the files given ${span}; only --region eu-west-1 or mars-1, --account 444455556666 was asked for.`,
    ],
    ['no target', { targets: [], filters: { reads: 'all' } }, `Nothing was found in the files given ${span}.`],
    ['live', { from: [], filters: { reads: 'all' } }, `Nothing about sg-1 was found ${span}.`],
  ])('%s', (_, parts, headline) => {
    expect(nothing(parts)).toBe(headline);
  });

  test('of an impact without a target tells that hardly any metric was looked at', () => {
    const asked = { command: 'impact', targets: [] } as const;
    const series = [covered('cloudwatch', 'archive', { records: 38229 })];
    const few = ` was found in the files given ${span}; only metrics of what was changed, and of alarms that went off, were examined: name a target to examine its own.`;
    expect(nothing(asked, series)).toBe(`Nothing${few}`);
    expect(nothing({ ...asked, targets: [web] }, series)).not.toContain('of metrics');
    expect(nothing(asked, [covered('cloudwatch', 'archive', { records: 0 })])).not.toContain('of metrics');
  });

  test('never says so plainly where something may have been missed', () => {
    const damaged = covered('cloudtrail', 'archive', {
      complete: false,
      gaps: [gap('DAMAGED_FILE', 'a.json: cut off at byte 7')],
    });
    expect(nothing({}, [damaged])).toBe(
      `Nothing about sg-1 was found in the files given ${span}, but something may have been missed: a.json: cut off at byte 7.`,
    );
    const late = covered('cloudtrail', 'archive', {
      gaps: [gap('UNRECOGNIZED_FILE', 'notes.txt'), gap('DELIVERY_LAG', 'the last minutes may come')],
    });
    expect(nothing({}, [late])).toMatch(/, but something may have been missed: the last minutes may come\.$/);
    // what was found may not have been reported yet when the run was cut off
    const cutOff = covered('cloudtrail', 'archive', {
      complete: false,
      gaps: [gap('INTERRUPTED', 'the run was interrupted before everything was read')],
    });
    expect(nothing({}, [damaged, cutOff])).toBe(
      'Nothing about sg-1 can be told yet: the run was interrupted before everything was read.',
    );
  });

  test('says where no record could tell', () => {
    const headline = 'Nothing about sg-1 was found, and there were no records that could tell in the files given.';
    expect(nothing({}, [])).toBe(headline);
    expect(nothing({}, [covered('archive', 'archive', { since: null, until: null })])).toBe(headline);
    const absent = covered('cloudtrail', 'archive', {
      complete: false,
      since: null,
      until: null,
      gaps: [gap('WINDOW_NOT_COVERED', 'the files hold no records of cloudtrail in mars-1')],
    });
    expect(nothing({}, [absent])).toBe(
      'Nothing about sg-1 was found: the files hold no records of cloudtrail in mars-1.',
    );
  });

  test.each([
    ['2020-01-01', '2020-01-02'],
    ['2026-03-10', '2026-03-11'],
  ])('of a window outside the files says what they hold, and what to ask: %s', (since, until) => {
    const outside = covered('cloudtrail', 'archive', {
      complete: false,
      since: at('12:31:04'),
      until: at('15:56:42'),
      gaps: [gap('WINDOW_NOT_COVERED', 'outside')],
    });
    expect(nothing({ since, until }, [outside])).toBe(
      'The window asked for lies outside the files: they hold 2026-03-03 12:31 to 2026-03-03 15:56 UTC. ' +
        'Ask --since 2026-03-03T12:31:04Z --until 2026-03-03T15:56:43Z.',
    );
  });
});
