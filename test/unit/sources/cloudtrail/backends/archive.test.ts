import { describe, expect, test } from 'vitest';
import type { Collector } from '../../../../../src/archive/scanner.ts';
import type { Evidence } from '../../../../../src/model/evidence.ts';
import type { JsonObject } from '../../../../../src/model/json.ts';
import type { Question } from '../../../../../src/model/question.ts';
import { archive } from '../../../../../src/sources/cloudtrail/backends/archive.ts';
import type { SourceRequest } from '../../../../../src/sources/source.ts';
import { eventId, type RecordParts, recordOf, target } from '../../../../fixtures/cloudtrail.ts';
import { questionOf, targetOf } from '../../../../fixtures/question.ts';

type Told = [told: 'seen' | 'skipped' | 'damaged' | 'evidence', ...what: unknown[]];

/** What the scanner returns for these values, in order. */
function scan(
  request: SourceRequest,
  ...values: readonly JsonObject[]
): { readonly told: Told[]; readonly claimed: boolean[] } {
  const told: Told[] = [];
  const collector: Collector = {
    evidence: (item: Evidence) => told.push(['evidence', item.type === 'event' ? item.event.id : item.type]),
    seen: (account, region, time) => told.push(['seen', account, region, new Date(time).toISOString()]),
    skipped: (...what) => told.push(['skipped', ...what]),
    damaged: (reason) => told.push(['damaged', reason]),
  };
  const [scanner] = archive.createScanners(request);
  if (!scanner) throw new Error('no scanner');
  const place = { file: 'a', locator: 'a#1', carriers: [] };
  return { claimed: values.map((value) => scanner.record(value, place, collector)), told };
}

const asking = (parts: Parameters<typeof questionOf>[0] = {}): SourceRequest => {
  const question: Question = questionOf({ targets: [targetOf(target)], ...parts });
  return { kind: 'evidence', question, interests: { targets: [target], neighbors: [] } };
};

const yields = (request: SourceRequest, parts: RecordParts): boolean =>
  scan(request, recordOf(parts)).told.some(([what]) => what === 'evidence');

describe('a record', () => {
  const seen: Told = ['seen', '111122223333', 'us-east-1', '2026-03-03T14:03:27.000Z'];

  test('that is asked for is seen and yielded, with the reason why', () => {
    expect(scan(asking(), recordOf())).toEqual({
      claimed: [true],
      told: [seen, ['evidence', `cloudtrail:${eventId(1)}`]],
    });
  });

  test('that is not asked for is seen: coverage counts it', () => {
    expect(scan(asking(), recordOf({ requestParameters: null }))).toEqual({ claimed: [true], told: [seen] });
  });

  test('without a readable time is damaged', () => {
    expect(scan(asking(), recordOf({ eventTime: 'redacted' })).told).toEqual([['damaged', 'no readable eventTime']]);
  });

  test('in an item of LookupEvents is the record, not the item', () => {
    const item = { EventId: 'x', EventTime: 7, CloudTrailEvent: JSON.stringify(recordOf()) };
    expect(scan(asking(), item).told).toEqual([seen, ['evidence', `cloudtrail:${eventId(1)}`]]);
  });

  test('that such an item cuts off is damaged', () => {
    expect(scan(asking(), { EventId: 'x', CloudTrailEvent: '{"eventVersion":' })).toEqual({
      claimed: [true],
      told: [['damaged', 'CloudTrailEvent is no valid JSON']],
    });
  });

  test('of another kind in such an item is not claimed', () => {
    expect(scan(asking(), { CloudTrailEvent: '{"a":1}' })).toEqual({ claimed: [false], told: [] });
  });
});

describe('a digest', () => {
  test('is set aside, where its account and region are', () => {
    const digest = {
      awsAccountId: '111122223333',
      digestStartTime: '2026-03-03T14:00:00Z',
      digestS3Bucket: 'trail',
      digestS3Object: 'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/03/03/a.json.gz',
    };
    expect(scan(asking(), digest, { digestStartTime: '', digestS3Bucket: '' }).told).toEqual([
      ['skipped', 'digest', '111122223333', 'eu-west-1'],
      ['skipped', 'digest', null, null],
    ]);
  });
});

describe('the window', () => {
  test.each<[string, string, boolean]>([
    ['2026-03-03T14:03:27Z', '2026-03-03T14:03:28Z', true],
    ['2026-03-03T14:00:00Z', '2026-03-03T14:03:27Z', false],
    ['2026-03-03T14:03:28Z', '2026-03-03T15:00:00Z', false],
  ])('from %s up to %s: %s', (since, until, expected) => {
    expect(yields(asking({ since, until }), {})).toBe(expected);
  });

  test('may be open at either end', () => {
    expect(yields(asking({ since: '2026-03-03T14:03:27Z' }), {})).toBe(true);
    expect(yields(asking({ until: '2026-03-03T14:03:28Z' }), {})).toBe(true);
    expect(yields(asking({ until: '2026-03-03T14:03:27Z' }), {})).toBe(false);
  });
});

describe('account and region', () => {
  test.each<[string[], string[], RecordParts, boolean]>([
    [['111122223333'], [], {}, true],
    [['444455556666'], [], {}, false],
    [['444455556666', '111122223333'], [], {}, true],
    [['111122223333'], [], { recipientAccountId: undefined }, true],
    [['111122223333'], [], { recipientAccountId: undefined, userIdentity: {} }, false],
    [[], ['us-east-1'], {}, true],
    [[], ['eu-west-1'], {}, false],
    [[], ['us-east-1'], { awsRegion: undefined }, false],
    [['111122223333'], ['eu-west-1'], {}, false],
  ])('%j, %j of %j: %s', (accounts, regions, parts, expected) => {
    expect(yields(asking({ filters: { accounts, regions } }), parts)).toBe(expected);
  });
});

describe('filters', () => {
  test('apply to calls', () => {
    expect(yields(asking({ filters: { eventName: ['RunInstances'] } }), {})).toBe(false);
    expect(yields(asking(), { readOnly: true })).toBe(false);
  });

  test('without a target everything in the window is yielded', () => {
    expect(yields(asking({ targets: [] }), { requestParameters: null })).toBe(true);
  });
});

describe('a request', () => {
  const key = 'ASIAEXAMPLEISSUED001';
  const issuing = (accessKeyId: string) => recordOf({ responseElements: { credentials: { accessKeyId } } });

  test('for credentials yields the calls that issued them, whatever else is asked', () => {
    const request: SourceRequest = { kind: 'credentials', accessKeyIds: [key] };
    const told = scan(request, issuing(key), issuing('ASIAEXAMPLEISSUED002'), recordOf()).told;
    expect(told.filter(([what]) => what === 'evidence')).toEqual([
      ['evidence', 'credentials'],
      ['evidence', `cloudtrail:${eventId(1)}`],
    ]);
    expect(told.filter(([what]) => what === 'seen')).toHaveLength(3);
  });

  test('for no keys yields none', () => {
    const told = scan({ kind: 'credentials', accessKeyIds: [] }, issuing(key), recordOf()).told;
    expect(told.filter(([what]) => what === 'evidence')).toEqual([]);
  });

  test('for what the first answers led to is not for this source', () => {
    expect(
      archive.createScanners({ kind: 'follow', question: questionOf(), interests: { targets: ['x'], neighbors: [] } }),
    ).toEqual([]);
  });
});
