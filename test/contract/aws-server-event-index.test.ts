/** What the test server's event history contains about an event, and by which names it is found. */
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { ManualClock } from '../aws/clock.ts';
import { createWorld } from '../aws/world.ts';
import { assumeRole, record, userAlice } from '../fixtures/trail.ts';
import { account, region, serverFor } from './aws-server-harness.ts';

describe('an event', () => {
  const eventOf = async (one: JsonObject) => {
    const world = createWorld({ [account]: { regions: { [region]: { trailRecords: [one] } } } });
    const server = await serverFor({ world, clock: new ManualClock('2026-03-03T16:00:00Z') });
    const { Events } = await new CloudTrailClient(server.clientConfig()).send(new LookupEventsCommand({}));
    return Events?.[0];
  };

  test('is told with its index, and the whole record in text', async () => {
    const stop = record({ readOnly: false });
    const event = await eventOf(stop);
    expect(event).toEqual({
      EventId: stop['eventID'],
      EventName: 'StopInstances',
      ReadOnly: 'false',
      AccessKeyId: 'AKIAEXAMPLEALICE0001',
      EventTime: new Date('2026-03-03T14:00:00Z'),
      EventSource: 'ec2.amazonaws.com',
      Username: 'alice',
      Resources: [{ ResourceType: 'AWS::EC2::Instance', ResourceName: 'i-0f1e2d3c4b5a69788' }],
      CloudTrailEvent: expect.any(String),
    });
    expect(JSON.parse(event?.CloudTrailEvent ?? '')).toEqual(stop);
  });

  test('of a service has neither a user name nor a key', async () => {
    const event = await eventOf(
      record({ userIdentity: { accountId: account, invokedBy: 'autoscaling.amazonaws.com' }, readOnly: null }),
    );
    expect(Object.keys(event ?? {}).sort()).toEqual([
      'CloudTrailEvent',
      'EventId',
      'EventName',
      'EventSource',
      'EventTime',
      'Resources',
    ]);
  });

  test('of AssumeRole is indexed by the key that it issued and by all names of the session', async () => {
    const event = await eventOf(assumeRole(userAlice, 'Admin', 'ASIAEXAMPLE000000001', '2026-03-03T14:00:00Z'));
    expect(event?.Resources).toEqual([
      { ResourceType: 'AWS::IAM::AccessKey', ResourceName: 'ASIAEXAMPLE000000001' },
      { ResourceType: 'AWS::STS::AssumedRole', ResourceName: 'alice' },
      { ResourceType: 'AWS::STS::AssumedRole', ResourceName: 'AROAEXAMPLE000000000A:alice' },
      { ResourceType: 'AWS::STS::AssumedRole', ResourceName: `arn:aws:sts::${account}:assumed-role/Admin/alice` },
      { ResourceType: 'AWS::IAM::Role', ResourceName: `arn:aws:iam::${account}:role/Admin` },
    ]);
  });

  const keyArn = `arn:aws:kms:us-east-1:${account}:key/11111111-2222-4333-8444-555555555555`;

  test.each<[string, JsonObject, readonly string[]]>([
    [
      'RunInstances: everything but volumes',
      {
        eventName: 'RunInstances',
        requestParameters: { groupSet: { items: [{ groupId: 'sg-0a1b2c3d4e5f60718' }] }, subnetId: 'subnet-1' },
        responseElements: {
          instancesSet: {
            items: [{ instanceId: 'i-1', groupSet: { items: [{ groupName: 'web' }] }, volumeId: 'vol-1' }],
          },
        },
      },
      ['sg-0a1b2c3d4e5f60718', 'subnet-1', 'i-1', 'web'],
    ],
    [
      'CreateTags: ids of any type',
      {
        eventName: 'CreateTags',
        requestParameters: { resourcesSet: { items: [{ resourceId: 'sg-1' }, { resourceId: 'eni-1' }] } },
      },
      ['sg-1', 'eni-1'],
    ],
    [
      'roles by name',
      {
        eventSource: 'iam.amazonaws.com',
        requestParameters: { roleName: 'Admin', policyArn: 'arn:aws:iam::aws:policy/P' },
      },
      ['Admin', 'arn:aws:iam::aws:policy/P'],
    ],
    [
      'keys by ARN, from the resources of the record',
      { eventSource: 'kms.amazonaws.com', requestParameters: { keyId: 'alias/a' }, resources: [{ ARN: keyArn }] },
      [keyArn],
    ],
    [
      'a trail by what the caller called it',
      { eventSource: 'cloudtrail.amazonaws.com', requestParameters: { name: 'management-events' } },
      ['management-events'],
    ],
    ['nothing of a sign-in', { eventSource: 'signin.amazonaws.com', requestParameters: null }, []],
    [
      'nothing of a read of a load balancer',
      {
        eventSource: 'elasticloadbalancing.amazonaws.com',
        readOnly: true,
        requestParameters: { loadBalancerArn: 'arn:aws:elasticloadbalancing:x' },
      },
      [],
    ],
    [
      'nothing where an id stands in other words',
      { eventSource: 'ssm.amazonaws.com', requestParameters: { parameters: { GroupId: ['sg-1'] } } },
      [],
    ],
  ])('indexes %s', async (_, fields, expected) => {
    const event = await eventOf(record(fields));
    expect(event?.Resources?.map(({ ResourceName }) => ResourceName)).toEqual(expected);
  });
});
