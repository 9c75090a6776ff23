/** Which deletions of backups are made by a schedule, and which by somebody. */
import { expect, test } from 'vitest';
import type { ApiCallEvent } from '../../../src/model/event.ts';
import type { Principal } from '../../../src/model/principal.ts';
import { incidentsHeadline } from '../../../src/report/headline-incidents.ts';
import { rotationsIn } from '../../../src/report/rotation.ts';
import { callEvent } from '../../fixtures/events.ts';
import { alice, remediation } from '../../fixtures/report-cast.ts';

const schedule: Principal = { ...remediation, human: null };
const danger = { rule: 'database-snapshot-deleted', severity: 'medium', reason: 'it is gone', source: 's' } as const;
const create = (id: string, by = schedule, eventName = 'CreateDBSnapshot') =>
  callEvent(id, '02:00:00', eventName, { source: 'rds', by });
const remove = (id: string, by = schedule, rule: string = danger.rule): ApiCallEvent =>
  callEvent(id, '02:05:00', 'DeleteDBSnapshot', { source: 'rds', by, dangers: [{ ...danger, rule }] });
const found = (...events: readonly ApiCallEvent[]) => [...rotationsIn(events)];

test('one is deleted for each that the same automation makes', () => {
  const removed = [remove('old'), remove('older')];
  const copied = create('newer', schedule, 'CopyDBSnapshot');
  expect(found(create('new'), copied, ...removed)).toEqual(removed.map(({ id }) => id));
});

test.each([
  ['more are deleted than were made', [create('new'), remove('one'), remove('two')]],
  ['none was made', [remove('one')]],
  ['another made it', [create('new', { ...schedule, name: 'other' }), remove('one')]],
  ['a person deletes', [create('new', alice), remove('one', alice)]],
  ['what was made is of another kind', [create('new', schedule, 'CreateDBClusterSnapshot'), remove('one')]],
  ['the call is dangerous for more than the loss', [create('new'), remove('one', schedule, 'other-danger')]],
  [
    'the creation failed',
    [{ ...create('new'), detail: { ...create('new').detail, outcome: 'failed' as const } }, remove('one')],
  ],
])('none where %s', (_, events) => {
  expect(found(...events)).toEqual([]);
});

test('a rotation is no incident, and the loss of a backup alone is one', () => {
  const removed = { ...remove('old'), severity: 'warning' as const };
  const chain = { id: 'c1', root: removed.id, events: [removed.id], links: [], alternatives: [], exposure: null };
  const told = (...events: readonly ApiCallEvent[]) =>
    incidentsHeadline({ chains: [{ ...chain, summary: 'it was deleted' }], changeSets: [], events, clock: () => '' });
  expect(told(create('new'), removed)).toBeUndefined();
  expect(told(removed)).toBe('It was deleted.');
});
