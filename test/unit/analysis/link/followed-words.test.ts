/** What followed a change, as a person would say it. */
import { describe, expect, test } from 'vitest';
import { followedWords } from '../../../../src/analysis/link/followed-words.ts';
import { indexEvents } from '../../../../src/analysis/link/resource-index.ts';
import { summaryOf } from '../../../../src/analysis/link/summary.ts';
import type { MetricEvent, TimelineEvent } from '../../../../src/model/event.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { callEvent, flowEvent, instance, shiftEvent } from '../../../fixtures/events.ts';
import { alice } from '../../../fixtures/report-cast.ts';
import { log } from '../../../fixtures/report-events.ts';

const rose = (metricName: string, id: string) => shiftEvent(metricName, instance(id), '14:20:00', '14:45:00');
const fell = (metricName: string, id: string): MetricEvent => {
  const event = rose(metricName, id);
  const summary = `${metricName} of ${id} (p99) fell: median 40 → lowest 1`;
  return { ...event, summary, detail: { ...event.detail, direction: 'down' } };
};
const silent = (metricName: string): MetricEvent => {
  const event = rose(metricName, 'i-1');
  return {
    ...event,
    summary: `${metricName} went silent: median 3 before`,
    detail: { ...event.detail, shape: 'silence' },
  };
};
const zero: MetricEvent = { ...rose('Errors', 'i-1'), summary: 'Errors of i-1 rose from zero: peak 9' };
const cameIn = (id: string, port: number) => flowEvent(id, 'ACCEPT', port, '14:04:02');

test.each<[string, readonly TimelineEvent[], string]>([
  ['one', [rose('NetworkIn', 'i-1')], 'NetworkIn of i-1 rose'],
  [
    'metrics of one resource',
    [rose('NetworkIn', 'i-1'), rose('NetworkOut', 'i-1')],
    'NetworkIn and NetworkOut of i-1 rose',
  ],
  ['resources of one metric', [rose('CPU', 'i-1'), rose('CPU', 'i-2')], 'CPU of i-1 and i-2 rose'],
  [
    'metrics that several resources share',
    [rose('In', 'i-1'), rose('In', 'i-2'), rose('Out', 'i-2'), rose('Out', 'i-1')],
    'In and Out of i-1 and i-2 rose',
  ],
  [
    'ways that differ',
    [rose('In', 'i-1'), fell('Out', 'i-1'), rose('Out', 'i-1')],
    'In and Out of i-1 rose, and Out of i-1 (p99) fell',
  ],
  ['the same again', [rose('In', 'i-1'), rose('In', 'i-1')], 'In of i-1 rose'],
  ['from zero is how it rose', [zero, rose('In', 'i-1')], 'Errors and In of i-1 rose'],
  ['metrics of nothing', [silent('Heartbeat'), silent('Orders')], 'Heartbeat went silent and Orders went silent'],
  ['ports of one interface', [cameIn('eni-1', 22), cameIn('eni-1', 443)], 'tcp/22 and tcp/443 came in at eni-1'],
  [
    'traffic and metrics',
    [cameIn('eni-1', 22), rose('In', 'i-1'), rose('Out', 'i-1')],
    'tcp/22 came in at eni-1, and In and Out of i-1 rose',
  ],
  [
    'anything else as it is',
    [log('14:20:00', '14:30:00'), rose('In', 'i-1')],
    `${log('14:20:00', '14:30:00').summary} and In of i-1 rose`,
  ],
  [
    'what is too much is counted by the event',
    [rose('A', 'i-1'), rose('B', 'i-2'), rose('C', 'i-3'), rose('D', 'i-3'), fell('E', 'i-4')],
    'A of i-1 rose, B of i-2 rose and 3 more',
  ],
  ['nothing', [], ''],
])('%s', (_, events, expected) => {
  expect(followedWords(events)).toBe(expected);
});

describe('who did it', () => {
  const session = { ...alice, human: null, name: 'deploy', session: 'run-1' } as const;
  const told = (by: Principal): string => {
    const root = { ...callEvent('a', '14:00:00', 'StopInstances', { by }), summary: 'stopped i-1' };
    const index = indexEvents([root], []);
    return summaryOf({ root, events: [root], links: [], exposure: null, index }).replace(/ \(.*\)$/, '');
  };
  const human = { name: 'alice', via: 'role-chain', certainty: 'proven' } as const;

  test.each<[string, Principal, string]>([
    ['a person, and the role that was used', { ...session, human }, 'alice stopped i-1 through deploy'],
    ['a guess', { ...session, human: { ...human, certainty: 'guess' } }, 'alice? stopped i-1 through deploy'],
    ['a role and its session, once', session, 'deploy/run-1 stopped i-1'],
    ['a session of the role’s name', { ...session, session: 'deploy' }, 'deploy stopped i-1'],
    ['a person of the role’s name', { ...session, human: { ...human, name: 'deploy' } }, 'deploy stopped i-1'],
  ])('%s', (_, by, expected) => {
    expect(told(by)).toBe(expected);
  });
});
