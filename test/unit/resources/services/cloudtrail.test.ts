import { expect, test } from 'vitest';
import { cloudtrail } from '../../../../src/resources/services/cloudtrail.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['turned off logging of trail main', 'StopLogging', { request: { name: 'main' } }],
  [
    'turned off logging of trail main',
    'StopLogging',
    { request: { name: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main' } },
  ],
  ['turned off logging of a trail', 'StopLogging'],
  ['deleted trail main', 'DeleteTrail', { request: { name: 'main' } }],
  ['created trail main (bucket logs)', 'CreateTrail', { request: { name: 'main', s3BucketName: 'logs' } }],
  [
    'changed trail main (one region only, no log file validation, no encryption key)',
    'UpdateTrail',
    { request: { name: 'main', isMultiRegionTrail: false, enableLogFileValidation: false, kmsKeyId: '' } },
  ],
  ['changed trail main', 'UpdateTrail', { request: { name: 'main', isMultiRegionTrail: true } }],
  [
    'set event selectors of trail main (no management events, data events of AWS::S3::Object)',
    'PutEventSelectors',
    {
      request: {
        trailName: 'main',
        eventSelectors: [
          {
            readWriteType: 'ReadOnly',
            includeManagementEvents: false,
            dataResources: [{ type: 'AWS::S3::Object', values: [] }],
          },
        ],
      },
    },
  ],
  [
    'set event selectors of trail main (management events of reads only)',
    'PutEventSelectors',
    {
      request: {
        trailName: 'main',
        eventSelectors: [{ readWriteType: 'ReadOnly', includeManagementEvents: true, dataResources: [] }],
      },
    },
  ],
  [
    'set event selectors of trail main (without calls to kms.amazonaws.com)',
    'PutEventSelectors',
    {
      request: {
        trailName: 'main',
        advancedEventSelectors: [
          {
            fieldSelectors: [
              { field: 'eventCategory', equals: ['Management'] },
              { field: 'eventSource', notEquals: ['kms.amazonaws.com'] },
            ],
          },
        ],
      },
    },
  ],
  [
    'turned off Insights of trail main',
    'PutInsightSelectors',
    { request: { trailName: 'main', insightSelectors: [] } },
  ],
  [
    'set event selectors of trail main',
    'PutEventSelectors',
    { request: { trailName: 'main', eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true }] } },
  ],
  [
    'set event selectors of trail main (no management events, data events of AWS::Lambda::Function)',
    'PutEventSelectors',
    {
      request: {
        trailName: 'main',
        advancedEventSelectors: [
          {
            name: 'x',
            fieldSelectors: [
              { field: 'eventCategory', equals: ['Data'] },
              { field: 'resources.type', equals: ['AWS::Lambda::Function'] },
            ],
          },
        ],
      },
    },
  ],
  [
    'deleted event data store 0a1b2c3d',
    'DeleteEventDataStore',
    { request: { eventDataStore: 'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/0a1b2c3d' } },
  ],
  [
    'looked up events (ResourceName=sg-1)',
    'LookupEvents',
    { request: { lookupAttributes: [{ attributeKey: 'ResourceName', attributeValue: 'sg-1' }] } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(cloudtrail, eventName, members)).toBe(expected);
});
