import { expect, test } from 'vitest';
import { lambda } from '../../../../src/resources/services/lambda.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'created function orders (nodejs18.x, role worker)',
    'CreateFunction',
    {
      request: {
        functionName: 'orders',
        runtime: 'nodejs18.x',
        role: 'arn:aws:iam::111122223333:role/worker',
        environment: {},
      },
    },
  ],
  [
    'changed the code of function orders',
    'UpdateFunctionCode',
    { request: { functionName: 'arn:aws:lambda:us-east-1:111122223333:function:orders', publish: true } },
  ],
  [
    'changed the code of function orders',
    'UpdateFunctionCode',
    { request: { functionName: '-', fullyQualifiedArn: { relativeId: { functionName: 'orders' } } } },
  ],
  [
    'changed configuration of function orders (timeout 10, environment) to run as role admin',
    'UpdateFunctionConfiguration',
    {
      request: {
        functionName: 'orders',
        timeout: 10,
        environment: { variables: { TOKEN: 'never shown' } },
        role: 'arn:aws:iam::111122223333:role/admin',
      },
    },
  ],
  [
    'changed configuration of function orders (environment)',
    'UpdateFunctionConfiguration',
    { request: { functionName: 'orders', environment: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
  ],
  [
    'allowed anyone to lambda:InvokeFunction on function orders',
    'AddPermission',
    { request: { functionName: 'orders', statementId: 's', action: 'lambda:InvokeFunction', principal: '*' } },
  ],
  [
    'allowed account 444455556666 to lambda:InvokeFunction on function orders',
    'AddPermission',
    { request: { functionName: 'orders', action: 'lambda:InvokeFunction', principal: '444455556666' } },
  ],
  [
    'allowed s3.amazonaws.com to lambda:InvokeFunction on function orders (from arn:aws:s3:::b)',
    'AddPermission',
    {
      request: {
        functionName: 'orders',
        action: 'lambda:InvokeFunction',
        principal: 's3.amazonaws.com',
        sourceArn: 'arn:aws:s3:::b',
      },
    },
  ],
  [
    'removed permission s from function orders',
    'RemovePermission',
    { request: { functionName: 'orders', statementId: 's' } },
  ],
  [
    'invoked function orders',
    'Invoke',
    { request: { functionName: 'arn:aws:lambda:us-east-1:111122223333:function:orders:3' } },
  ],
  [
    'created a public URL of function orders (no authentication)',
    'CreateFunctionUrlConfig',
    { request: { functionName: 'orders', authType: 'NONE' } },
  ],
  [
    'created a URL of function orders',
    'CreateFunctionUrlConfig',
    { request: { functionName: 'orders', authType: 'AWS_IAM' } },
  ],
  [
    'connected orders-queue to function orders',
    'CreateEventSourceMapping',
    { request: { functionName: 'orders', eventSourceArn: 'arn:aws:sqs:us-east-1:111122223333:orders-queue' } },
  ],
  ['deleted a function', 'DeleteFunction'],
])('%s', (expected, eventName, members) => {
  expect(say(lambda, eventName, members)).toBe(expected);
});
