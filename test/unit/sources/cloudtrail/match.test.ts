import { describe, expect, test } from 'vitest';
import type { Match } from '../../../../src/model/event.ts';
import type { AskedAs } from '../../../../src/model/question.ts';
import { createMatcher } from '../../../../src/sources/cloudtrail/match.ts';
import { eventId, type RecordParts, recordOf, target } from '../../../fixtures/cloudtrail.ts';
import { targetOf } from '../../../fixtures/question.ts';

const match = (texts: readonly string[], as: AskedAs, parts: RecordParts = {}): readonly Match[] =>
  createMatcher({ targets: texts.map((text) => targetOf(text)), as })(recordOf(parts));

describe('why a record is listed', () => {
  test('without a target everything is, for the window', () => {
    for (const as of ['any', 'target', 'principal'] as const) expect(match([], as)).toEqual(['window']);
  });

  test.each<[AskedAs, string, readonly Match[]]>([
    ['any', target, ['target']],
    ['target', target, ['target']],
    ['principal', target, []],
    ['any', 'bob', ['principal']],
    ['target', 'bob', []],
    ['principal', 'bob', ['principal']],
    ['any', 'carol', []],
  ])('as %s of %s: %j', (as, text, expected) => {
    expect(match([text], as)).toEqual(expected);
  });

  test('both, where a principal acts on itself', () => {
    const parts = { requestParameters: { userName: 'bob' } };
    expect(match(['bob'], 'any', parts)).toEqual(['target', 'principal']);
    expect(match(['bob'], 'target', parts)).toEqual(['target']);
    expect(match(['bob'], 'principal', parts)).toEqual(['principal']);
  });

  test('several targets: any of them will do', () => {
    expect(match([target, 'carol'], 'any')).toEqual(['target']);
    expect(match(['carol', target, 'bob'], 'any')).toEqual(['target', 'principal']);
    expect(match(['carol', 'dave'], 'any')).toEqual([]);
  });
});

describe('an event id', () => {
  test('names the event itself, and the copies of it in other accounts', () => {
    expect(match([eventId(1)], 'any')).toEqual(['target']);
    expect(match([eventId(2)], 'any', { sharedEventID: eventId(2) })).toEqual(['target']);
    expect(match([eventId(1)], 'principal')).toEqual([]);
  });

  test('is exact', () => {
    expect(match([eventId(1).slice(0, -1)], 'any')).toEqual([]);
    expect(match(['1'], 'any', { eventID: '1' })).toEqual(['target']);
  });
});
