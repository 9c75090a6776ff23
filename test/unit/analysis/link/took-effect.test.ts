/** A parameter that waits for a reboot, and the reboot: both caused what followed. */
import { expect, test } from 'vitest';
import { callEvent, refOf, shiftEvent } from '../../../fixtures/events.ts';
import { bob } from '../../../fixtures/report-cast.ts';
import { linked, told } from './told.ts';

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

test('the chain began with the parameter, whatever the reboot scores, and says what made it take effect', () => {
  const [chain] = linked([set('pending-reboot'), reboot, full], { relations }).chains;
  const scores = chain?.links.flatMap(({ relation, score }) => (relation === 'preceded' ? [score] : [])) ?? [];
  expect(scores[0]).toBeLessThan(scores[1] ?? 0);
  expect(chain?.root).toBe('cloudtrail:parameter');
  expect(chain?.summary).toContain('; bob RebootDBInstance orders (aws-cli), which made it take effect; then');
});

test('another parameter group of the database waited for the reboot as well', () => {
  const grouped = callEvent('parameter', '14:00:00', 'ModifyDBInstance', {
    source: 'rds',
    on: [database],
    request: { dBInstanceIdentifier: 'orders', dBParameterGroupName: 'mysql-strict', applyImmediately: true },
  });
  expect(causes(grouped)).toEqual(['parameter', 'reboot']);
  const resized = callEvent('parameter', '14:00:00', 'ModifyDBInstance', {
    source: 'rds',
    on: [database],
    request: { dBInstanceIdentifier: 'orders', dBInstanceClass: 'db.r6g.large' },
  });
  expect(causes(resized)).toHaveLength(1);
});

test('one that was set at once, or after the reboot, did not wait for it', () => {
  expect(causes(set('immediate'))).toHaveLength(1);
  expect(causes(set('pending-reboot', '14:04:00'))).toHaveLength(1);
});
