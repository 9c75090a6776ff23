/** What was taken out through a share, according to the other account's own records. */
import { expect, test } from 'vitest';
import type { Principal } from '../../../../src/model/principal.ts';
import { callEvent, refOf } from '../../../fixtures/events.ts';
import { alice, bob } from '../../../fixtures/report-cast.ts';
import { told } from './told.ts';

const outsider = '444455556666';
const snapshot = refOf('AWS::RDS::DBSnapshot', 'orders-1');
const danger = {
  rule: 'database-snapshot-shared-with-other-account',
  severity: 'medium',
  reason: 'r',
  source: 's',
} as const;
const share = callEvent('share', '13:00:00', 'ModifyDBSnapshotAttribute', {
  source: 'rds',
  on: [snapshot],
  by: alice,
  request: { dBSnapshotIdentifier: 'orders-1', attributeName: 'restore', valuesToAdd: [outsider] },
  dangers: [danger],
});
/** Recorded where the caller is: only the resource's account shows that it belongs to a different one. */
const copy = (id: string, time: string, by: Principal, of = snapshot) =>
  callEvent(id, time, 'CopyDBSnapshot', { source: 'rds', on: [of, refOf('AWS::RDS::DBSnapshot', 'mine')], by });
const outside: Principal = { ...bob, account: outsider, crossAccount: false };

test('a copy that the other account made of what was shared with it comes of the share', () => {
  expect(told([share, copy('copy', '13:10:00', outside)])).toEqual([{ root: 'share', links: ['share enabled copy'] }]);
});

test('a copy by the own account does not, nor one before it, by a third account, or of another', () => {
  const calls = [
    copy('own', '13:10:00', bob),
    copy('early', '12:50:00', outside),
    copy('third', '13:10:00', { ...outside, account: '777788889999' }),
    copy('other', '13:10:00', outside, refOf('AWS::RDS::DBSnapshot', 'orders-2')),
  ];
  expect(told([share, ...calls])).toEqual([]);
});
