import { expect, test } from 'vitest';
import { events } from '../../../../src/resources/services/events.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'set rule nightly (rate(1 day))',
    'PutRule',
    { request: { name: 'nightly', scheduleExpression: 'rate(1 day)', state: 'ENABLED' } },
  ],
  ['disabled rule nightly', 'DisableRule', { request: { name: 'nightly' } }],
  [
    'deleted rule audit on event bus security',
    'DeleteRule',
    { request: { name: 'audit', eventBusName: 'arn:aws:events:us-east-1:111122223333:event-bus/security' } },
  ],
  [
    'pointed rule audit at forward',
    'PutTargets',
    {
      request: {
        rule: 'audit',
        eventBusName: 'default',
        targets: [{ id: '1', arn: 'arn:aws:lambda:us-east-1:111122223333:function:forward', input: 'never shown' }],
      },
    },
  ],
  ['removed targets 1 and 2 from rule audit', 'RemoveTargets', { request: { rule: 'audit', ids: ['1', '2'] } }],
  [
    'allowed anyone to events:PutEvents on event bus default',
    'PutPermission',
    { request: { principal: '*', action: 'events:PutEvents', statementId: 's' } },
  ],
  [
    'allowed account 444455556666 to events:PutEvents on event bus security',
    'PutPermission',
    {
      request: {
        eventBusName: 'security',
        policy: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"events:PutEvents"}]}',
      },
    },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(events, eventName, members)).toBe(expected);
});
