/** What was read and what could not be: the ground on which "nothing was found" may be said. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { Reading } from '../../../src/model/evidence.ts';
import { gap } from '../../../src/model/gap.ts';
import type { Question } from '../../../src/model/question.ts';
import type { Coverage } from '../../../src/model/report.ts';
import { windowOf } from '../../../src/report/answered-window.ts';
import { coverageOf } from '../../../src/report/coverage.ts';
import { questionOf, readingOf, shuffled, spanOf } from '../../fixtures/question.ts';
import { account, apiCall, at, configChange, otherAccount, region } from '../../fixtures/report.ts';

interface More {
  readonly events?: readonly TimelineEvent[];
  readonly duplicates?: readonly TimelineEvent[];
  readonly lagSeconds?: number;
  readonly sources?: readonly string[];
}

function cover(
  question: Question,
  readings: readonly Reading[],
  { events = [], duplicates = [], lagSeconds = 1200, sources = [] }: More = {},
) {
  const input = {
    sources,
    question,
    backendOf: () => 'archive',
    lagSeconds: { cloudtrail: lagSeconds },
    readings,
    events,
    duplicates,
    seconds: 1.5,
  };
  return coverageOf(input, windowOf(question, readings, sources));
}

/** The entry of this account and region, by default those of all fixtures. */
function entryOf(
  coverage: readonly Coverage[],
  where: { account?: string | null; region?: string | null } = {},
): Coverage {
  const [entry, ...more] = coverage.filter(
    (each) => each.account === (where.account ?? account) && each.region === (where.region ?? region),
  );
  if (!entry || more.length > 0) throw new Error(`${more.length + 1} entries of ${JSON.stringify(where)}`);
  return entry;
}

const codesOf = ({ gaps }: Coverage) => gaps.map(({ code }) => code);
const day = (time: string) => `2026-03-03T${time}Z`;
/** 12:00 to 16:00. */
const files = [readingOf({ spans: [spanOf()] })];

const nothingHeld = ['the files hold no records of cloudtrail'];
const messagesOf = (coverage: readonly Coverage[]) =>
  coverage.flatMap(({ gaps }) => gaps.map(({ message }) => message));

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
    // to the thousandth where that is what was asked
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
    // it is no hole in what was read: only "nothing" cannot be said
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
      `${nothingHeld[0]} in account ${otherAccount}`,
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

describe('figures', () => {
  test('are summed over the files of an account and region', () => {
    const entry = entryOf(
      cover(questionOf({ now: '2026-03-03T15:00:00Z' }), [
        readingOf({ spans: [spanOf({ records: 3, last: day('13:00:00') })], bytes: 100 }),
        readingOf({ spans: [spanOf({ records: 4, first: day('11:00:00') })], bytes: 20 }),
      ]),
    );
    expect(entry).toMatchObject({
      source: 'cloudtrail',
      backend: 'archive',
      since: '2026-03-03T11:00:00.000Z',
      until: '2026-03-03T16:00:00.000Z',
      asOf: '2026-03-03T15:00:00.000Z',
      records: 7,
      bytes: 120,
      requests: 0,
      throttled: 0,
      seconds: 1.5,
      verified: 'crc',
    });
  });

  test('asOf is the earliest of now, the window’s end and the last record', () => {
    const asOf = (question: Question) => entryOf(cover(question, files)).asOf;
    expect(asOf(questionOf())).toBe('2026-03-03T16:00:00.000Z');
    expect(asOf(questionOf({ until: day('13:00:00') }))).toBe('2026-03-03T13:00:00.000Z');
    expect(asOf(questionOf({ now: day('12:30:00') }))).toBe('2026-03-03T12:30:00.000Z');
  });

  test('of matches and duplicates are of the place where they were recorded', () => {
    const here = apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1');
    const there = { ...here, origin: { ...here.origin, region: 'eu-west-1' } };
    const readings = [readingOf({ spans: [spanOf(), spanOf({ region: 'eu-west-1' })] })];
    const coverage = cover(questionOf(), readings, { events: [here, here, there], duplicates: [there, there] });
    expect(entryOf(coverage)).toMatchObject({ matched: 2, skipped: {} });
    expect(entryOf(coverage, { region: 'eu-west-1' })).toMatchObject({ matched: 1, skipped: { duplicate: 2 } });
  });

  test('of matches count a call that changes follow from once, whether or not it is listed itself', () => {
    const call = apiCall(at('14:00:00'), 'PutBucketTagging', 'tagged bucket a');
    const change = configChange(at('14:00:00'), 'state-1', []);
    const inferred = (id: string, detail = change.detail): TimelineEvent => ({
      ...change,
      id,
      origin: call.origin,
      detail: { ...detail, inferred: true },
    });
    const matchedOf = (...events: readonly TimelineEvent[]) => entryOf(cover(questionOf(), files, { events })).matched;
    expect(matchedOf(inferred('inferred:1/a'), inferred('inferred:1/b'))).toBe(1);
    expect(matchedOf(inferred('inferred:1/a'), call)).toBe(1);
    expect(matchedOf(call, inferred('inferred:1/a'))).toBe(1);
  });

  test('of what was set aside are by kind, in alphabetical order', () => {
    const skip = (kind: string, count: number) => ({ source: 'cloudtrail', account, region, kind, count });
    const readings = [
      readingOf({ spans: [spanOf()], skipped: [skip('insight', 2), skip('digest', 1)] }),
      readingOf({ spans: [spanOf()], skipped: [skip('digest', 4)] }),
    ];
    expect(Object.entries(entryOf(cover(questionOf(), readings)).skipped)).toEqual([
      ['digest', 5],
      ['insight', 2],
    ]);
  });

  test('of accounts and regions not asked for are left out', () => {
    const readings = [
      readingOf({ spans: [spanOf(), spanOf({ region: 'eu-west-1' }), spanOf({ account: otherAccount })], bytes: 9 }),
    ];
    const places = (question: Question) => cover(question, readings).map((each) => [each.account, each.region]);
    expect(places(questionOf({ filters: { regions: ['eu-west-1'] } }))).toEqual([[account, 'eu-west-1']]);
    expect(places(questionOf({ filters: { accounts: [otherAccount] } }))).toEqual([[otherAccount, region]]);
    expect(places(questionOf({ filters: { accounts: ['000000000000'] } }))).toEqual([[null, null]]);
    const global = cover(questionOf({ filters: { regions: ['eu-west-1'] } }), [
      readingOf({ spans: [spanOf({ source: 'config', region: 'global' }), spanOf({ region: 'eu-west-1' })] }),
    ]);
    expect(global.map((each) => each.region).sort()).toEqual(['eu-west-1', 'global']);
  });

  test('stand in one order, whatever order the files were read in', () => {
    const readings = [account, otherAccount, null].flatMap((each) =>
      [region, 'eu-west-1', null].map((where) => readingOf({ spans: [spanOf({ account: each, region: where })] })),
    );
    const expected = cover(questionOf(), readings);
    expect(expected).toHaveLength(9);
    for (let seed = 0; seed < 10; seed++) expect(cover(questionOf(), shuffled(readings, seed))).toEqual(expected);
  });

  test('are of the sources that the answer rests on, and of the files that belong to none', () => {
    const readings = [
      readingOf({ spans: [spanOf(), spanOf({ source: 'config' })] }),
      readingOf({ gaps: [{ account: null, region: null, gap: gap('ACCESS_DENIED', 'cannot read logs/a.json') }] }),
    ];
    const sources = (asked: readonly string[]) =>
      cover(questionOf(), readings, { sources: asked }).map(({ source }) => source);
    expect(sources([])).toEqual(['archive', 'cloudtrail', 'config']);
    expect(sources(['config'])).toEqual(['archive', 'config']);
  });

  test('of a run that was cut off do not say that the files hold no more', () => {
    const cutOff = readingOf({ gaps: [{ account: null, region: null, gap: gap('INTERRUPTED', 'interrupted') }] });
    const question = questionOf({ since: day('12:00:00'), until: day('20:00:00') });
    const [, told] = cover(question, [...files, cutOff]).flatMap(({ gaps }) => gaps);
    expect(told).toMatchObject({
      code: 'WINDOW_NOT_COVERED',
      message:
        'read of 111122223333 until the run was interrupted: records of us-east-1 from 2026-03-03 12:00:00 to 16:00:00 UTC; ' +
        'the window is 2026-03-03 12:00:00 to 20:00:00 UTC',
      hint: 'run it again',
    });
  });

  test('of places that nothing was delivered of name them: other files were not opened', () => {
    const question = questionOf({ filters: { regions: ['eu-west-1'], accounts: ['444455556666'] } });
    expect(cover(question, []).flatMap(({ gaps }) => gaps)).toMatchObject([
      {
        message: 'the files hold no records of cloudtrail in eu-west-1, account 444455556666',
        hint: 'ask without --region and --account, or add the files that AWS delivers of it',
      },
    ]);
  });

  test('of a live run speak of no files', () => {
    const interrupted = readingOf({ gaps: [{ account: null, region: null, gap: gap('INTERRUPTED', 'interrupted') }] });
    const entries = cover(questionOf({ from: [] }), [interrupted]);
    expect(entries.map(({ source, complete }) => [source, complete])).toEqual([['aws', false]]);
    expect(messagesOf(entries)).toEqual(['interrupted']);
  });

  test('of nothing read say so: it is no answer', () => {
    expect(messagesOf(cover(questionOf(), []))).toEqual(nothingHeld);
    expect(messagesOf(cover(questionOf(), [readingOf()]))).toEqual(nothingHeld);
    const config = cover(questionOf(), [readingOf({ spans: [spanOf()] })], { sources: ['config'] });
    expect(messagesOf(config)).toEqual(['the files hold no records of config']);
    expect(config.map(({ complete }) => complete)).toEqual([false]);
  });
});
