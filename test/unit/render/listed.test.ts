/** What a window's table leaves out is a count, in which reads of secrets are told apart. */
import { describe, expect, test } from 'vitest';
import type { ApiCallDetail, TimelineEvent } from '../../../src/model/event.ts';
import { leftOutText } from '../../../src/render/listed.ts';
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
