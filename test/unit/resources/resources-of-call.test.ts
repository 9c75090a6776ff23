/** A parameter may name a resource by a URL, an alias or a part of an ARN: it is one resource all the same. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../../src/model/json.ts';
import { resourcesOfCall } from '../../../src/resources/resources-of-call.ts';

const named = (eventSource: string, ...sections: readonly JsonObject[]) => namedBy(eventSource, 'Call', ...sections);
const namedBy = (eventSource: string, eventName: string, ...sections: readonly JsonObject[]) =>
  resourcesOfCall({
    eventSource,
    eventName,
    account: '111122223333',
    region: 'us-east-1',
    resources: undefined,
    sections,
  }).map(({ type, id }) => `${type} ${id}`);

test.each<[string, JsonObject, readonly string[]]>([
  [
    'sqs',
    { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/orders', queueName: 'orders' },
    ['AWS::SQS::Queue orders'],
  ],
  ['kms', { keyId: 'alias/orders' }, ['AWS::KMS::Alias orders']],
  ['kms', { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab' }, ['AWS::KMS::Key 1234abcd-12ab-34cd-56ef-1234567890ab']],
  ['lambda', { functionName: '111122223333:function:orders' }, ['AWS::Lambda::Function orders']],
  [
    'lambda',
    { functionName: 'arn:aws:lambda:us-east-1:111122223333:function:orders:3' },
    ['AWS::Lambda::Function orders'],
  ],
  [
    'autoscaling',
    {
      autoScalingGroupName: 'web',
      arn: 'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:1a2b:autoScalingGroupName/web',
    },
    ['AWS::AutoScaling::AutoScalingGroup web'],
  ],
  ['eks', { name: 'prod', principalArn: 'arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fadmin' }, ['AWS::IAM::Role admin']],
  ['s3', { bucketName: 's3://odd' }, ['AWS::S3::Bucket odd']],
])('%s %j', (service, request, expected) => {
  expect(named(`${service}.amazonaws.com`, request)).toEqual(expected);
});

test.each([
  ['events', 'DisableRule', 'AWS::Events::Rule'],
  ['cloudtrail', 'StopLogging', 'AWS::CloudTrail::Trail'],
  ['codebuild', 'UpdateProject', 'AWS::CodeBuild::Project'],
  ['eks', 'UpdateClusterConfig', 'AWS::EKS::Cluster'],
])('%s %s names by its name, and no deeper one, a %s', (service, eventName, type) => {
  const request = { name: 'orders', environment: { environmentVariables: [{ name: 'STAGE' }] } };
  expect(namedBy(`${service}.amazonaws.com`, eventName, request)).toEqual([`${type} orders`]);
  expect(namedBy(`${service}.amazonaws.com`, 'CreateConnection', request)).toEqual([]);
});
