import { expect, test } from 'vitest';
import { apigateway } from '../../../../src/resources/services/apigateway.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'changed stage prod of API a1b2c3 (*/*/throttling/rateLimit 10)',
    'UpdateStage',
    {
      request: {
        restApiId: 'a1b2c3',
        stageName: 'prod',
        updateStageInput: { patchOperations: [{ op: 'replace', path: '/*/*/throttling/rateLimit', value: '10' }] },
      },
    },
  ],
  ['created API orders (REST)', 'CreateRestApi', { request: { createRestApiInput: { name: 'orders' } } }],
  ['created API orders (HTTP)', 'CreateApi', { request: { name: 'orders', protocolType: 'HTTP' } }],
  ['deleted API a1b2c3', 'DeleteRestApi', { request: { restApiId: 'a1b2c3', template: false } }],
  [
    'changed API a1b2c3 (policy)',
    'UpdateRestApi',
    {
      request: {
        restApiId: 'a1b2c3',
        updateRestApiInput: { patchOperations: [{ op: 'replace', path: '/policy', value: '{"Statement":[]}' }] },
      },
    },
  ],
  [
    'deployed API a1b2c3 to stage prod',
    'CreateDeployment',
    { request: { restApiId: 'a1b2c3', createDeploymentInput: { stageName: 'prod' } } },
  ],
  ['deployed API f6g7h8', 'CreateDeployment', { request: { apiId: 'f6g7h8' } }],
  [
    'changed stage prod of API a1b2c3 (variables/password)',
    'UpdateStage',
    {
      request: {
        restApiId: 'a1b2c3',
        stageName: 'prod',
        updateStageInput: { patchOperations: [{ op: 'replace', path: '/variables/password', value: 'hunter2' }] },
      },
    },
  ],
  ['deleted stage prod of an API', 'DeleteStage', { request: { stageName: 'prod' } }],
  ['changed a method of API a1b2c3', 'UpdateMethod', { request: { restApiId: 'a1b2c3', httpMethod: 'GET' } }],
  ['read API key 1a2b', 'GetApiKey', { request: { apiKey: '1a2b', includeValue: true } }],
])('%s', (expected, eventName, members) => {
  expect(say(apigateway, eventName, members)).toBe(expected);
});
