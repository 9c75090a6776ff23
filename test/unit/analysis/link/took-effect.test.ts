/** A parameter that waits for a reboot, and the reboot: both are why what followed did. */
import { expect, test } from 'vitest';
import { callEvent, refOf, shiftEvent } from '../../../fixtures/events.ts';
import { bob } from '../../../fixtures/report-cast.ts';
import { told } from './told.ts';

const database = refOf('AWS::RDS::DBInstance', 'orders');
const group = refOf('AWS::RDS::DBParameterGroup', 'mysql-strict');
const relation = 'Names DBParameterGroup in its configuration';
const relations = [{ a: database.id, b: group.id, relation, shared: [group.id] }];
const set = (applyMethod: string, time = '14:00:00') =>
  callEvent('parameter', time, 'ModifyDBParameterGroup', {
    source: 'rds',
    on: [group],
    request: {
      dBParameterGroupName: group.id,
      parameters: [{ parameterName: 'max_connections', parameterValue: '10', applyMethod }],
    },
  });
const reboot = callEvent('reboot', '14:03:00', 'RebootDBInstance', { source: 'rds', on: [database], by: bob });
const full = shiftEvent('DatabaseConnections', database, '14:05:00', '16:00:00');
const causes = (parameter: ReturnType<typeof set>) =>
  told([parameter, reboot, full], { relations }).flatMap(({ links }) =>
    links.filter((link) => link.includes(' preceded ')).map((link) => link.split(' ')[0]),
  );

test('a parameter that waited for the reboot is told beside it', () => {
  expect(causes(set('pending-reboot'))).toEqual(['parameter', 'reboot']);
});

test('one that was set at once, or after the reboot, did not wait for it', () => {
  expect(causes(set('immediate'))).toHaveLength(1);
  expect(causes(set('pending-reboot', '14:04:00'))).toHaveLength(1);
});
