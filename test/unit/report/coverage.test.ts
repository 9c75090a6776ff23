/** What was read and what could not be: the basis for saying "nothing was found". */
import { describe, expect, test } from 'vitest';
import type { Reading } from '../../../src/model/evidence.ts';
import { gap } from '../../../src/model/gap.ts';
import type { Question } from '../../../src/model/question.ts';
import type { Coverage } from '../../../src/model/report.ts';
import { windowOf } from '../../../src/report/answered-window.ts';
import { questionOf, readingOf, spanOf } from '../../fixtures/question.ts';
import { account, otherAccount, region } from '../../fixtures/report-cast.ts';
import { cover, day, entryOf, files, messagesOf, nothingHeld } from './coverage-case.ts';

const codesOf = ({ gaps }: Coverage) => gaps.map(({ code }) => code);

describe('the window answered for', () => {
  const windowText = (question: Question, readings: readonly Reading[]) => {
    const window = windowOf(question, readings, []);
    return window && [window.since, window.until].map((time) => new Date(time).toISOString());
  };

  test('is, where none was given, from the first record to the last, which lies inside', () => {
    expect(windowText(questionOf(), files)).toEqual(['2026-03-03T12:00:00.000Z', '2026-03-03T16:00:00.001Z']);
    expect(windowText(questionOf(), [])).toBeUndefined();
  });

  test('spans the accounts and regions asked for alone', () => {
    const readings = [
      readingOf({ spans: [spanOf(), spanOf({ region: 'eu-west-1', first: day('09:00:00'), last: day('10:00:00') })] }),
    ];
    expect(windowText(questionOf(), readings)?.[0]).toBe('2026-03-03T09:00:00.000Z');
    expect(windowText(questionOf({ filters: { regions: [region] } }), readings)?.[0]).toBe('2026-03-03T12:00:00.000Z');
    expect(windowText(questionOf({ filters: { accounts: [otherAccount] } }), readings)).toBeUndefined();
  });

  test('begins with the trail where there is one: older states and metrics are what later ones are compared with', () => {
    const config = spanOf({ source: 'config', first: '2026-01-01T00:00:00Z', last: day('18:00:00') });
    const readings = [readingOf({ spans: [spanOf(), config] })];
    const text = (sources: readonly string[]) => {
      const window = windowOf(questionOf(), readings, sources);
      return window && [window.since, window.until].map((time) => new Date(time).toISOString().slice(0, 16));
    };
    expect(text([])).toEqual(['2026-03-03T12:00', '2026-03-03T18:00']);
    expect(text(['cloudtrail'])).toEqual(['2026-03-03T12:00', '2026-03-03T16:00']);
    expect(text(['config'])).toEqual(['2026-01-01T00:00', '2026-03-03T18:00']);
    expect(text(['logs'])).toBeUndefined();
  });

  test('is the one given, never moved to where the records are', () => {
    expect(windowText(questionOf({ since: '2020-01-01', until: '2020-01-02' }), files)).toEqual([
      '2020-01-01T00:00:00.000Z',
      '2020-01-02T00:00:00.000Z',
    ]);
  });

  test('begins at the first record where no beginning was given', () => {
    expect(windowText(questionOf({ until: day('14:00:00') }), files)).toEqual([
      '2026-03-03T12:00:00.000Z',
      '2026-03-03T14:00:00.000Z',
    ]);
  });

  test.each([[files], [[]]])('never ends before it begins', (readings) => {
    expect(windowText(questionOf({ until: '2020-01-01' }), readings)).toEqual([
      '2020-01-01T00:00:00.000Z',
      '2020-01-01T00:00:00.000Z',
    ]);
  });
});

describe('a window given', () => {
  test.each<[string, boolean]>([
    ['findings', true],
    ['config', false],
    ['logs', false],
  ])('wholly before the first record of %s: complete is %s', (source, complete) => {
    const readings = [readingOf({ spans: [spanOf({ source })] })];
    const entry = cover(questionOf({ since: '2020-01-01', until: '2020-01-02' }), readings).find(
      (each) => each.source === source,
    );
    expect(entry?.complete).toBe(complete);
    expect(entry && codesOf(entry)).toEqual(complete ? [] : ['WINDOW_NOT_COVERED']);
  });

  test.each<[string, string | undefined, string | undefined, boolean]>([
    ['inside', day('13:00:00'), day('15:00:00'), true],
    ['exactly the span', day('12:00:00'), day('16:00:00'), true],
    ['20 minutes before the first record and after the last', day('11:40:00'), day('16:20:00'), true],
    ['21 minutes before the first record', day('11:39:00'), day('15:00:00'), false],
    ['21 minutes after the last record', day('13:00:00'), day('16:21:00'), false],
    ['wholly before', '2020-01-01', '2020-01-02', false],
    ['wholly after', '2026-03-10', '2026-03-11', false],
    ['around all of it', '2026-03-02', '2026-03-05', false],
    ['up to a time inside', undefined, day('15:00:00'), true],
    ['up to a time before all records', undefined, day('11:00:00'), false],
    ['up to a time after all records', undefined, '2026-03-10', false],
  ])('%s: complete is as it should be', (_, since, until, complete) => {
    const entry = entryOf(cover(questionOf({ ...(since && { since }), ...(until && { until }) }), files));
    expect(entry.complete).toBe(complete);
    expect(codesOf(entry)).toEqual(complete ? [] : ['WINDOW_NOT_COVERED']);
  });

  test('says what the files hold, and which flags would fit them', () => {
    const [told] = entryOf(cover(questionOf({ since: '2020-01-01', until: '2020-01-02' }), files)).gaps;
    expect(told).toMatchObject({
      blocking: true,
      message:
        'the files hold records of us-east-1 from 2026-03-03 12:00:00 to 16:00:00 UTC; ' +
        'the window is 2020-01-01 00:00:00 to 2020-01-02 00:00:00 UTC',
      hint: expect.stringMatching(/--since 2026-03-03T12:00:00Z --until 2026-03-03T16:00:01Z$/),
    });
  });

  test.each([
    ['13:00:00', '20:00:00', '--since 2026-03-03T13:00:00Z --until 2026-03-03T16:00:01Z'],
    ['08:00:00', '14:00:00', '--since 2026-03-03T12:00:00Z --until 2026-03-03T14:00:00Z'],
    // to the millisecond, if that is what was asked
    ['13:00:00.250', '20:00:00', '--since 2026-03-03T13:00:00.250Z --until 2026-03-03T16:00:01Z'],
  ])('from %s to %s: its flags lie within it', (since, until, flags) => {
    const [told] = entryOf(cover(questionOf({ since: day(since), until: day(until) }), files)).gaps;
    expect(told?.hint?.endsWith(flags)).toBe(true);
  });

  test('is told once of an account, with the regions, and with the account where there are several', () => {
    const missing = (...spans: Parameters<typeof spanOf>[0][]) => {
      const readings = [readingOf({ spans: [spanOf(), ...spans.map(spanOf)] })];
      return messagesOf(cover(questionOf({ since: day('10:00:00'), until: day('15:00:00') }), readings));
    };
    const regions = ['eu-west-1', 'eu-west-2', 'us-west-1', 'us-west-2'];
    const [one, ...more] = new Set(missing(...regions.map((each) => ({ region: each }))));
    expect(more).toEqual([]);
    expect(one).toMatch(
      /^the files hold records of eu-west-1 from [^,]*, of eu-west-2 from [^,]*, of us-east-1 from [^,]* and 2 more; the/,
    );
    expect(missing({ account: otherAccount }).map((text) => text.slice(0, 45))).toEqual([
      'the files of 111122223333 hold records of us-',
      'the files of 444455556666 hold records of us-',
    ]);
  });

  test('is judged in each region by that region', () => {
    const readings = [readingOf({ spans: [spanOf(), spanOf({ region: 'eu-west-1', last: day('13:00:00') })] })];
    const coverage = cover(questionOf({ since: day('12:00:00'), until: day('15:00:00') }), readings);
    expect(entryOf(coverage).complete).toBe(true);
    expect(entryOf(coverage, { region: 'eu-west-1' }).complete).toBe(false);
  });

  test('whose beginning is open is covered where a region begins later than another', () => {
    const readings = [readingOf({ spans: [spanOf(), spanOf({ region: 'eu-west-1', first: day('14:00:00') })] })];
    const coverage = cover(questionOf({ until: day('15:00:00') }), readings);
    expect(coverage.map(({ complete }) => complete)).toEqual([true, true]);
  });

  test('that goes beyond now is judged up to now', () => {
    const entry = entryOf(
      cover(questionOf({ since: day('13:00:00'), until: day('20:00:00'), now: day('16:10:00') }), files),
    );
    expect(codesOf(entry)).toEqual(['DELIVERY_LAG']);
  });
});

test('without a window the files answer for themselves', () => {
  const readings = [readingOf({ spans: [spanOf(), spanOf({ region: 'eu-west-1', first: day('15:00:00') })] })];
  expect(cover(questionOf(), readings).map(({ complete, gaps }) => [complete, gaps])).toEqual([
    [true, []],
    [true, []],
  ]);
});

describe('delivery lag', () => {
  const until = day('15:00:00');
  test.each<[string, string, boolean]>([
    ['at the window’s end', day('15:00:00'), true],
    ['just before the lag has passed', day('15:19:59'), true],
    ['when the lag has passed', day('15:20:00'), false],
    ['a month later', '2026-04-03T00:00:00Z', false],
  ])('asked %s', (_, now, isTold) => {
    const entry = entryOf(cover(questionOf({ since: day('13:00:00'), until, now }), files));
    expect(codesOf(entry)).toEqual(isTold ? ['DELIVERY_LAG'] : []);
    // nothing is missing from what was read: only "nothing" cannot be concluded
    expect(entry.complete).toBe(true);
  });

  test('is told in hours where it is hours', () => {
    const question = questionOf({ since: day('13:00:00'), until, now: day('15:05:00') });
    const [told] = entryOf(cover(question, files, { lagSeconds: 6 * 3600 })).gaps;
    expect(told?.message).toContain('last 6 hours may not');
  });

  test('is the source’s own', () => {
    const question = questionOf({ since: day('13:00:00'), until, now: day('15:05:00') });
    const [told] = entryOf(cover(question, files, { lagSeconds: 600 })).gaps;
    expect(told?.message).toContain('last 10 minutes');
    expect(entryOf(cover(question, files, { lagSeconds: 60 })).gaps).toEqual([]);
  });
});

describe('damage', () => {
  const damage = gap('DAMAGED_FILE', 'logs/a.json: cut off at byte 12');

  test('makes incomplete the account and region it lies in, and no other', () => {
    const coverage = cover(questionOf(), [
      readingOf({ spans: [spanOf()], gaps: [{ account, region, gap: damage }] }),
      readingOf({ spans: [spanOf({ region: 'eu-west-1' })] }),
      readingOf({ spans: [spanOf({ account: otherAccount })] }),
    ]);
    expect(entryOf(coverage)).toMatchObject({ complete: false, gaps: [damage] });
    expect(entryOf(coverage, { region: 'eu-west-1' })).toMatchObject({ complete: true, gaps: [] });
    expect(entryOf(coverage, { account: otherAccount })).toMatchObject({ complete: true, gaps: [] });
    expect(coverage).toHaveLength(3);
  });

  test('that tells no account is told all the same', () => {
    const coverage = cover(questionOf(), [
      readingOf({ spans: [spanOf()] }),
      readingOf({ gaps: [{ account: null, region: null, gap: damage }] }),
    ]);
    expect(coverage.filter(({ complete }) => !complete).map(({ gaps }) => gaps)).toEqual([[damage]]);
  });

  test('in an account or region that was not asked about does not matter', () => {
    const readings = [
      readingOf({
        spans: [spanOf(), spanOf({ region: 'eu-west-1' })],
        gaps: [{ account, region: 'eu-west-1', gap: damage }],
      }),
    ];
    expect(cover(questionOf({ filters: { regions: [region] } }), readings).map(({ complete }) => complete)).toEqual([
      true,
    ]);
    expect(
      cover(questionOf({ filters: { regions: ['eu-west-1'] } }), readings).map(({ complete }) => complete),
    ).toEqual([false]);
    expect(messagesOf(cover(questionOf({ filters: { accounts: [otherAccount] } }), readings))).toEqual([
      `${nothingHeld[0]} in account ${otherAccount}; there are some in account ${account}`,
    ]);
  });

  test('that tells no account matters whatever account was asked about', () => {
    const readings = [
      readingOf({ spans: [spanOf()] }),
      readingOf({ gaps: [{ account: null, region: null, gap: damage }] }),
    ];
    expect(
      cover(questionOf({ filters: { accounts: [account], regions: [region] } }), readings).map(
        ({ complete }) => complete,
      ),
    ).toContain(false);
  });

  test('of one file is told once, of two files twice', () => {
    const other = gap('DAMAGED_FILE', 'logs/b.json: cut off at byte 12');
    const found = [damage, damage, other].map((each) =>
      readingOf({ spans: [spanOf()], gaps: [{ account, region, gap: each }] }),
    );
    expect(entryOf(cover(questionOf(), found)).gaps).toEqual([damage, other]);
  });

  test('comes before what is merely worth knowing', () => {
    const told = gap('UNRECOGNIZED_FILE', 'logs/notes.txt holds no records');
    const readings = [
      readingOf({ spans: [spanOf()], gaps: [told, damage].map((each) => ({ account, region, gap: each })) }),
    ];
    expect(codesOf(entryOf(cover(questionOf(), readings)))).toEqual(['DAMAGED_FILE', 'UNRECOGNIZED_FILE']);
    expect(
      entryOf(cover(questionOf(), [readingOf({ spans: [spanOf()], gaps: [{ account, region, gap: told }] })])).complete,
    ).toBe(true);
  });
});
