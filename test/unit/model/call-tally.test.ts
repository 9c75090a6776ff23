/** Calls that several threads counted add up to what one would have counted. */
import { describe, expect, test } from 'vitest';
import { CallTally } from '../../../src/model/call-tally.ts';
import type { ApiCallEvent } from '../../../src/model/event.ts';
import { alice, at, bob } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const danger = { rule: 'r', severity: 'high', reason: 'why', source: 'https://docs.aws.amazon.com/' } as const;

const grave = (minute: number, severity: ApiCallEvent['severity']): ApiCallEvent =>
  apiCall(at(`14:${minute}:00`), 'DeleteTrail', `deleted trail ${minute}`, {
    severity,
    detail: { principal: minute % 2 === 0 ? alice : bob, dangers: [danger] },
  });

const calls: readonly ApiCallEvent[] = [
  grave(10, 'warning'),
  grave(11, 'warning'),
  grave(32, 'critical'),
  grave(23, 'critical'),
  apiCall(at('14:05:00'), 'CreateTags', 'tagged sg-1', { detail: { principal: bob } }),
];

describe('sums of several threads', () => {
  const whole = CallTally.of(calls);

  test.each([0, 1, 2, 3, 4, 5])('are those of one, wherever the calls are parted: after %i', (count) => {
    const merged = CallTally.of(calls.slice(0, count));
    merged.merge(structuredClone(CallTally.of(calls.slice(count)).sums));
    expect(merged.counts).toEqual(whole.counts);
    expect(merged.who).toEqual(whole.who);
  });

  test('the worst call is the first of the critical ones', () => {
    expect(whole.counts.grave).toEqual({ count: 4, worst: calls[3] });
  });
});
