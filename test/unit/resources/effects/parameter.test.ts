/** PutParameter makes a parameter, or a new version of one: its answer says which. */
import { expect, test } from 'vitest';
import { effectsOf } from '../../../../src/resources/effects/index.ts';

test.each([
  [1, 'created'],
  [2, 'changed'],
  [undefined, 'changed'],
])('version %s: %s', (version, what) => {
  const call = {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'PutParameter',
    request: { name: '/app/db', type: 'String', value: 'a' },
    response: version === undefined ? {} : { version },
    additional: {},
  };
  expect(effectsOf(call)).toMatchObject([{ type: 'AWS::SSM::Parameter', id: '/app/db', what }]);
});
