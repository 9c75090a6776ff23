/** What a window's table leaves out is counted, with reads of secrets counted separately. */
import { describe, expect, test } from 'vitest';
import type { ApiCallDetail, ApiCallEvent, TimelineEvent } from '../../../src/model/event.ts';
import { leftOutText, listedIn } from '../../../src/render/listed.ts';
import { changeSetsOf } from '../../../src/report/change-sets.ts';
import { emptyReport } from '../../fixtures/report.ts';
import { at } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const read = (id: string, service: string, eventName: string, more: Partial<ApiCallDetail> = {}) =>
  apiCall(at('14:00:00'), eventName, 'read', {
    id,
    severity: 'info',
    detail: { eventSource: `${service}.amazonaws.com`, eventName, readOnly: true, requestParameters: {}, ...more },
  });

const left = (...timeline: readonly TimelineEvent[]) => leftOutText(emptyReport({ timeline }), []);

test('the call by which somebody came to the credentials of a dangerous call is listed, and no other of its kind', () => {
  const danger = { rule: 'trail-stopped', severity: 'high', reason: 'r', source: 's' } as const;
  const entrance = read('cloudtrail:in', 'sts', 'AssumeRole');
  const hop = { time: entrance.time, event: entrance.id, from: 'arn:aws:iam::111122223333:user/bob', to: 'arn' };
  const stopped = apiCall(at('14:05:00'), 'StopLogging', 'stopped trail main', { id: 'cloudtrail:stop' });
  const principal = { ...stopped.detail.principal, path: [hop] };
  const call = { ...stopped, detail: { ...stopped.detail, principal } };
  const listed = (made: ApiCallEvent) => {
    const timeline = [entrance, read('cloudtrail:other', 'sts', 'AssumeRole'), made];
    return listedIn({ ...emptyReport({ timeline }), changeSets: changeSetsOf(timeline, []) }).map(({ id }) => id);
  };
  expect(listed({ ...call, detail: { ...call.detail, dangers: [danger] } })).toEqual([entrance.id, call.id]);
  expect(listed(call)).toEqual([call.id]);
});

describe('what is left out', () => {
  test('is nothing, or a count', () => {
    expect(left()).toBeUndefined();
    expect(left(read('1', 'sts', 'AssumeRole'))).toBe('1 routine event not listed');
  });

  test('tells how many of them read secrets, or parameters that are encrypted', () => {
    const secrets = [
      read('1', 'secretsmanager', 'GetSecretValue'),
      read('2', 'secretsmanager', 'BatchGetSecretValue'),
      read('3', 'ssm', 'GetParametersByPath', { requestParameters: { path: '/', withDecryption: true } }),
    ];
    const others = [
      read('4', 'ssm', 'GetParameter', { requestParameters: { name: '/stage' } }),
      read('5', 'secretsmanager', 'GetSecretValue', { outcome: 'denied' }),
      read('6', 'secretsmanager', 'DescribeSecret'),
    ];
    expect(left(...secrets, ...others)).toBe('6 routine events not listed, 3 of them reads of secrets');
    expect(left(...secrets.slice(0, 1), ...others)).toBe('4 routine events not listed, 1 of them a read of a secret');
    expect(left(...secrets.slice(0, 1))).toBe('1 routine event not listed, a read of a secret');
    expect(left(...secrets)).toBe('3 routine events not listed, reads of secrets');
  });
});
