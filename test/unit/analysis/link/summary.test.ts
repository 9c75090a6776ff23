/** The sentence of a chain: it was repaired by whoever undid the root, or by what services did for that person. */
import { describe, expect, test } from 'vitest';
import { type Candidate, candidateOf } from '../../../../src/analysis/link/candidate.ts';
import { indexEvents } from '../../../../src/analysis/link/resource-index.ts';
import { summaryOf } from '../../../../src/analysis/link/summary.ts';
import type { TimelineEvent } from '../../../../src/model/event.ts';
import type { Relation } from '../../../../src/model/report.ts';
import { alarmEvent, callEvent, group, lambda, shiftEvent } from '../../../fixtures/events.ts';
import { bob, remediation } from '../../../fixtures/report-cast.ts';

const web = group('sg-0a1b2c3d4e5f60718');
const deploy = callEvent('deploy', '14:00:00', 'UpdateService', { on: [web] });
const put = callEvent('put', '14:01:00', 'RegisterTargets', { on: [web], by: remediation });
const took = callEvent('took', '14:17:00', 'DeregisterTargets', { on: [web], by: remediation });
const undid = callEvent('undid', '14:30:00', 'DeregisterTargets', { on: [web], by: bob });

const link = (relation: Relation, from: { id: string }, to: { id: string }): Candidate =>
  candidateOf(relation, from.id, to.id, { content: 1 }, ['as the test says']);

const told = (...links: readonly Candidate[]) => {
  const events = [deploy, put, took, undid];
  return summaryOf({ index: indexEvents(events, []), root: deploy, events, links, exposure: null });
};

test('alarms that went off are named once each, as one or as several', () => {
  const shift = shiftEvent('Errors', lambda('orders'), '14:05:00', '14:20:00');
  const off = ['errors', 'errors-fast'].map((name) => alarmEvent(name, '14:07:00', 'ALARM', shift));
  const told = (...alarms: readonly TimelineEvent[]) => {
    const events = [deploy, shift, ...alarms];
    return summaryOf({ index: indexEvents(events, []), root: deploy, events, links: [], exposure: null });
  };
  expect(told(...off)).toContain('; alarms errors and errors-fast went off');
  expect(told(...off.slice(0, 1), ...off.slice(0, 1))).toContain('; alarm errors went off');
});

describe('who put it right', () => {
  const did = [link('continued', deploy, put), link('continued', deploy, took)];

  test('not the service that takes back what it did itself in the same operation', () => {
    expect(told(...did, link('reverted', took, put))).not.toContain('later');
  });

  test('whoever undoes what a service did for the root, or the root', () => {
    expect(told(...did, link('reverted', undid, put))).toContain(`bob ${undid.summary}, 30 min later`);
    expect(told(link('reverted', undid, deploy))).toContain(`bob ${undid.summary}, 30 min later`);
  });

  test('nobody who undid another call that the chain holds', () => {
    expect(told(link('reverted', undid, took))).not.toContain('later');
  });
});
