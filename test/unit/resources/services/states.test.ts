import { expect, test } from 'vitest';
import { states } from '../../../../src/resources/services/states.ts';
import { type Row, say } from './say.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:fulfillment';
const executionArn = 'arn:aws:states:us-east-1:111122223333:execution:fulfillment:run-1';

test.each<Row>([
  [
    'created state machine fulfillment (role flow)',
    'CreateStateMachine',
    { request: { name: 'fulfillment', roleArn: 'arn:aws:iam::111122223333:role/flow', definition: '{}' } },
  ],
  [
    'changed state machine fulfillment (definition)',
    'UpdateStateMachine',
    { request: { stateMachineArn, definition: '{"secret":"hunter2"}' } },
  ],
  ['deleted state machine fulfillment', 'DeleteStateMachine', { request: { stateMachineArn: `${stateMachineArn}:3` } }],
  [
    'started execution run-1 of state machine fulfillment',
    'StartExecution',
    { request: { stateMachineArn, name: 'run-1', input: '{"secret":"hunter2"}' } },
  ],
  ['started an execution of state machine fulfillment', 'StartExecution', { request: { stateMachineArn } }],
  ['stopped execution run-1 of state machine fulfillment', 'StopExecution', { request: { executionArn } }],
])('%s', (expected, eventName, members) => {
  expect(say(states, eventName, members)).toBe(expected);
});
