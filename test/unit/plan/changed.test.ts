/** What was changed in a window, and what alarms went off for, as far as metrics may show its effect. */
import { describe, expect, test } from 'vitest';
import type { ApiCallEvent } from '../../../src/model/event.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { metricIdentity } from '../../../src/model/series.ts';
import { changedInterests, changedTargets } from '../../../src/plan/changed.ts';
import { questionOf, shuffled, targetOf } from '../../fixtures/question.ts';
import { at } from '../../fixtures/report-cast.ts';
import { alarm, apiCall } from '../../fixtures/report-events.ts';

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

describe('an alarm', () => {
  const fired = (alarmName: string, metricName: string | undefined, to: 'ALARM' | 'OK' = 'ALARM'): Evidence => {
    const event = alarm(at('14:20:00'), 'OK', to);
    const watched =
      metricName === undefined ? {} : { namespace: 'AWS/ApiGateway', metricName, dimensions: { Stage: 'v1' } };
    return {
      type: 'event',
      event: { ...event, detail: { alarmName, from: 'OK', to, reason: '', ...watched } },
      digest: '',
    };
  };
  const metric = (metricName: string) =>
    metricIdentity({ namespace: 'AWS/ApiGateway', metricName, dimensions: { Stage: 'v1' } });

  test('that went off leads to its metric, of whatever it is', () => {
    expect(changedInterests([fired('failing', '5XXError')])).toEqual({
      targets: [],
      neighbors: [],
      metrics: [metric('5XXError')],
    });
  });

  test('that is over, or that watches no single metric, leads nowhere', () => {
    expect(changedInterests([fired('over', '5XXError', 'OK'), fired('composite', undefined)])).toBeUndefined();
  });

  test('beside a hundred others counts where it went off more often', () => {
    const all = Array.from({ length: 150 }, (_, index) => fired(`alarm ${index}`, `Metric${index}`));
    const found = changedInterests([...all, fired('alarm 149', 'Metric149')]);
    expect(found?.metrics).toHaveLength(100);
    expect(found?.metrics).toContain(metric('Metric149'));
    expect(changedInterests(shuffled([...all, fired('alarm 149', 'Metric149')], 3))).toEqual(found);
  });
});

test('Config is asked for what was changed in a window, by its ARN where a call tells it', () => {
  const arn = 'arn:aws:lambda:us-east-1:111122223333:function:orders';
  const named = write('AWS::Lambda::Function', 'orders');
  const told = write('AWS::Lambda::Function', 'orders');
  if (told.type === 'event') Object.assign(told.event.resources[0] as object, { arn });
  const evidence = [named, told, write('AWS::EC2::Instance', 'i-1', { outcome: 'failed' }), write(null, 'something')];
  const found = changedTargets(questionOf(), evidence);
  expect(found.map(({ text, readings }) => [text, readings.map(({ type }) => type)])).toEqual([
    [arn, ['AWS::Lambda::Function']],
  ]);
  expect(changedTargets(questionOf(), shuffled(evidence, 3))).toEqual(found);
});

test('and for a name of no type, by the type that calls tell', () => {
  const question = questionOf({ targets: [targetOf('orders')] });
  const evidence = [write('AWS::Lambda::Function', 'orders'), write('AWS::Lambda::Function', 'orders-2')];
  expect(changedTargets(question, evidence).map(({ text, readings }) => [text, readings[0]?.type])).toEqual([
    ['orders', 'AWS::Lambda::Function'],
  ]);
});
