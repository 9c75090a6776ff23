import { expect, test } from 'vitest';
import { cloudfront } from '../../../../src/resources/services/cloudfront.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  [
    'created distribution E1A2B3C4D5E6F7 (www.example.com)',
    'CreateDistribution',
    {
      request: { distributionConfig: { aliases: { quantity: 1, items: ['www.example.com'] } } },
      response: { distribution: { id: 'E1A2B3C4D5E6F7' } },
    },
  ],
  [
    'changed distribution E1A2B3C4D5E6F7 (disabled, no logging)',
    'UpdateDistribution',
    {
      request: {
        id: 'E1A2B3C4D5E6F7',
        distributionConfig: { enabled: false, logging: { enabled: false } },
      },
    },
  ],
  [
    'changed distribution E1A2B3C4D5E6F7 (HTTP allowed)',
    'UpdateDistribution',
    {
      request: {
        id: 'E1A2B3C4D5E6F7',
        distributionConfig: { enabled: true, defaultCacheBehavior: { viewerProtocolPolicy: 'allow-all' } },
      },
    },
  ],
  [
    'created an invalidation of distribution E1A2B3C4D5E6F7 (/*)',
    'CreateInvalidation',
    { request: { distributionId: 'E1A2B3C4D5E6F7', invalidationBatch: { paths: { items: ['/*'] } } } },
  ],
  [
    'moved alias www.example.com to distribution E1A2B3C4D5E6F7',
    'AssociateAlias',
    { request: { alias: 'www.example.com', targetDistributionId: 'E1A2B3C4D5E6F7' } },
  ],
  ['published edge function rewrite', 'PublishFunction', { request: { name: 'rewrite' } }],
])('%s', (expected, eventName, members) => {
  expect(say(cloudfront, eventName, members)).toBe(expected);
});
