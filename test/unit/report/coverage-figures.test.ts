/** The figures of what was read: by account and region, always in the same order. */
import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import { gap } from '../../../src/model/gap.ts';
import type { Question } from '../../../src/model/question.ts';
import { questionOf, readingOf, shuffled, spanOf } from '../../fixtures/question.ts';
import { account, at, otherAccount, region } from '../../fixtures/report-cast.ts';
import { apiCall, configChange } from '../../fixtures/report-events.ts';
import { cover, day, entryOf, files, messagesOf, nothingHeld } from './coverage-case.ts';

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

  test('of places that nothing was delivered of tell where there is something', () => {
    const spans = ['us-east-1', 'eu-central-1'].map((region) => spanOf({ region, records: 0 }));
    const entries = cover(questionOf({ filters: { regions: ['eu-west-1'] } }), [readingOf({ spans })]);
    expect(messagesOf(entries)).toEqual([
      'the files hold no records of cloudtrail in eu-west-1; there are some in eu-central-1, us-east-1',
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
