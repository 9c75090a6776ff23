/** What was changed in a window, as far as metrics may tell of it. */
import { expect, test } from 'vitest';
import type { ApiCallEvent } from '../../../src/model/event.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { changedInterests } from '../../../src/plan/changed.ts';
import { shuffled } from '../../fixtures/question.ts';
import { apiCall, at } from '../../fixtures/report.ts';

const write = (type: string | null, id: string, more: Partial<ApiCallEvent['detail']> = {}): Evidence => {
  const event = apiCall(at('14:00:00'), 'Change', 'changed it', { resources: [{ type, id }], detail: more });
  return { type: 'event', event, digest: event.id };
};

test('is what successful writes name', () => {
  const evidence = [write('AWS::EC2::Instance', 'i-1'), write('AWS::EC2::SecurityGroup', 'sg-1')];
  expect(changedInterests(evidence)).toEqual({ targets: ['i-1', 'sg-1'], neighbors: [] });
});

test('is not what was read, what was refused, and what has no metrics', () => {
  const evidence = [
    write('AWS::EC2::Instance', 'i-1', { readOnly: true }),
    write('AWS::EC2::Instance', 'i-2', { outcome: 'denied' }),
    write('AWS::CloudWatch::Dashboard', 'web'),
    write(null, 'something'),
  ];
  expect(changedInterests(evidence)).toBeUndefined();
});

test('is bounded: what was changed most often, whatever the order', () => {
  const evidence = Array.from({ length: 60 }, (_, index) =>
    Array.from({ length: 1 + (index % 3) }, () => write('AWS::EC2::Instance', `i-${index}`)),
  ).flat();
  const found = changedInterests(evidence);
  expect(found?.targets).toHaveLength(50);
  expect(found?.targets).toContain('i-59');
  expect(changedInterests(shuffled(evidence, 7))).toEqual(found);
});
