import { describe, expect, test } from 'vitest';
import { inferredChanges } from '../../src/analysis/what/inferred.ts';
import { callsWithEffects, effectsOf } from '../../src/resources/effects/index.ts';
import { sentenceOf } from '../../src/resources/index.ts';
import { callEvent } from '../unit/analysis/what/call-event.ts';
import { accessSamples } from '../unit/resources/effects/access.ts';
import { dataSamples } from '../unit/resources/effects/data.ts';
import { deploymentSamples } from '../unit/resources/effects/deployments.ts';
import { networkSamples } from '../unit/resources/effects/network.ts';
import { watchSamples } from '../unit/resources/effects/watching.ts';
import { hostile, wrappings } from './hostile-calls.ts';

const samples = [...networkSamples, ...accessSamples, ...dataSamples, ...watchSamples, ...deploymentSamples];

describe('the calls that tell what they changed', () => {
  test('are at least 120, each with a record', () => {
    const calls = samples.map(({ call }) => call);
    expect(calls.filter((call, index) => calls.indexOf(call) !== index)).toEqual([]);
    expect(calls.length).toBeGreaterThanOrEqual(120);
  });

  test('have sentences where the catalog knows their service', () => {
    const without = callsWithEffects.filter((call) => {
      const [source = '', name = ''] = call.split('/');
      const isCataloged = ['s3', 'iam', 'ec2', 'kms', 'lambda', 'rds', 'cloudtrail', 'config'].includes(
        source.split('.')[0] ?? '',
      );
      return isCataloged && !sentenceOf(source, name);
    });
    expect(without).toEqual([]);
  });

  test.each(samples)('$call leads to $path', (sample) => {
    const events = inferredChanges({ events: [callEvent(sample)], items: [], window: undefined });
    expect(events).toHaveLength(1);
    const [event] = events;
    expect(event?.detail.changes.map(({ path }) => path)).toContain(sample.path);
    expect(event?.detail).toMatchObject({ inferred: true, before: null, captureTime: event?.time });
    expect(event?.id).toMatch(/^inferred:10000000-0000-4000-8000-\d{12}$/);
    expect(event?.summary).toMatch(/\S \(from the call\)$/);
    expect(event?.summary).not.toMatch(/undefined|\[object|null →/);
  });

  test('are read without failing, whatever the record holds', () => {
    for (const call of callsWithEffects) {
      const [eventSource = '', eventName = ''] = call.split('/');
      for (const [kind, member] of hostile) {
        for (const [where, wrap] of wrappings) {
          const effects = effectsOf({ eventSource, eventName, ...wrap(member) });
          for (const { id, writes } of effects) {
            const context = `${call}, ${kind} ${where}`;
            expect(id, context).not.toBe('');
            for (const { path } of writes)
              expect(
                path.every((name) => typeof name === 'string'),
                context,
              ).toBe(true);
          }
        }
      }
    }
  });
});
