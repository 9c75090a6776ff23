/** Records of every source, intact and spoiled, for the tests of what every source promises about them. */
import type { JsonObject, JsonValue } from '../../src/model/json.ts';
import { eventId, recordOf } from '../fixtures/cloudtrail.ts';

export const [account, region] = ['111122223333', 'us-east-1'] as const;
export const group = 'sg-0a1b2c3d4e5f60718';

interface Shape {
  readonly name: string;
  /** The source that the record belongs to; null: none. */
  readonly owner: string | null;
  readonly value: JsonObject;
  /** Recognized only to be set aside. */
  readonly aside?: boolean;
}

export const shapes: readonly Shape[] = [
  { name: 'a call', owner: 'cloudtrail', value: recordOf() },
  {
    name: 'a denied call',
    owner: 'cloudtrail',
    value: recordOf({ errorCode: 'AccessDenied', requestParameters: null, eventID: '1' }),
  },
  {
    name: 'an Insight',
    owner: 'cloudtrail',
    value: {
      eventTime: '2026-03-03T14:10:00Z',
      eventType: 'AwsCloudTrailInsight',
      sharedEventID: eventId(2),
      insightDetails: { state: 'Start' },
    },
  },
  {
    name: 'an item of LookupEvents',
    owner: 'cloudtrail',
    value: { EventId: eventId(3), CloudTrailEvent: JSON.stringify(recordOf({ eventID: eventId(3) })) },
  },
  {
    name: 'a digest of a trail',
    owner: 'cloudtrail',
    aside: true,
    value: {
      awsAccountId: account,
      digestStartTime: '2026-03-03T14:00:00Z',
      digestS3Bucket: 'trail',
      digestS3Object: 'x',
      logFiles: [],
    },
  },
  {
    name: 'a configuration item',
    owner: 'config',
    value: {
      relatedEvents: [],
      relationships: [],
      configuration: { groupId: group, ipPermissions: [] },
      supplementaryConfiguration: {},
      tags: {},
      configurationItemVersion: '1.3',
      configurationItemCaptureTime: '2026-03-03T14:05:00.000Z',
      configurationStateId: 1772546700000,
      awsAccountId: account,
      configurationItemStatus: 'OK',
      resourceType: 'AWS::EC2::SecurityGroup',
      resourceId: group,
      resourceName: 'web',
      ARN: `arn:aws:ec2:${region}:${account}:security-group/${group}`,
      awsRegion: region,
      availabilityZone: 'Not Applicable',
      configurationStateMd5Hash: '',
    },
  },
  {
    name: 'a datapoint of a metric stream',
    owner: 'cloudwatch',
    value: {
      metric_stream_name: 'all',
      account_id: account,
      region,
      namespace: 'AWS/EC2',
      metric_name: 'CPUUtilization',
      dimensions: { InstanceId: 'i-0f1e2d3c4b5a69788' },
      timestamp: 1772546700000,
      value: { max: 2, min: 1, sum: 3, count: 2 },
      unit: 'Percent',
    },
  },
  {
    name: 'an alarm that changed its state',
    owner: 'cloudwatch',
    value: {
      version: '0',
      id: eventId(7),
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account,
      time: '2026-03-03T14:06:00Z',
      region,
      resources: [`arn:aws:cloudwatch:${region}:${account}:alarm:cpu`],
      detail: {
        alarmName: 'cpu',
        state: { value: 'ALARM', reason: 'Threshold Crossed', timestamp: '2026-03-03T14:06:00.000+0000' },
        previousState: { value: 'OK', reason: '', timestamp: '2026-03-03T14:00:00.000+0000' },
        configuration: { metrics: [] },
      },
    },
  },
  {
    name: 'a finding of GuardDuty',
    owner: 'findings',
    value: {
      schemaVersion: '2.0',
      accountId: account,
      region,
      id: 'f-1',
      arn: `arn:aws:guardduty:${region}:${account}:detector/d/finding/f-1`,
      type: 'UnauthorizedAccess:EC2/SSHBruteForce',
      resource: { resourceType: 'Instance', instanceDetails: { instanceId: 'i-0f1e2d3c4b5a69788' } },
      service: { eventFirstSeen: '2026-03-03T14:07:00Z', eventLastSeen: '2026-03-03T14:08:00Z', count: 1 },
      severity: 2,
      createdAt: '2026-03-03T14:09:00Z',
      updatedAt: '2026-03-03T14:09:00Z',
      title: 'brute force',
      description: 'x',
    },
  },
  {
    name: 'a flow record as an object',
    owner: 'logs',
    value: {
      version: 2,
      account_id: account,
      interface_id: 'eni-0a1b2c3d4e5f60718',
      srcaddr: '198.51.100.7',
      dstaddr: '203.0.113.7',
      srcport: 40000,
      dstport: 22,
      protocol: 6,
      packets: 3,
      bytes: 180,
      start: 1772546700,
      end: 1772546760,
      action: 'ACCEPT',
      log_status: 'OK',
    },
  },
  {
    name: 'a notification of S3',
    owner: null,
    value: {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: region,
      eventTime: '2026-03-03T14:00:00.000Z',
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: 'AWS:AIDAEXAMPLE' },
      requestParameters: { sourceIPAddress: '203.0.113.7' },
      s3: { bucket: { name: 'logs' }, object: { key: 'a' } },
    },
  },
  {
    name: 'a change of a DynamoDB stream',
    owner: null,
    value: {
      eventID: '1',
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: region,
      dynamodb: {},
    },
  },
  {
    name: 'a call in OCSF',
    owner: null,
    value: { class_uid: 6003, api: { operation: 'RunInstances' }, time: 1772546700000 },
  },
  {
    name: 'a health event',
    owner: null,
    value: { 'detail-type': 'AWS Health Event', source: 'aws.health', detail: { eventArn: 'x' } },
  },
  {
    name: 'an instance that changed its state',
    owner: null,
    value: {
      'detail-type': 'EC2 Instance State-change Notification',
      source: 'aws.ec2',
      detail: { 'instance-id': 'i-1', state: 'running' },
    },
  },
  {
    name: 'an envelope around a call',
    owner: null,
    value: { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2', detail: recordOf() },
  },
  { name: 'an empty object', owner: null, value: {} },
  { name: 'any object', owner: null, value: { a: 1, name: 'x', id: 'y', type: 'z', message: 'm' } },
];

export const deep = (levels: number): JsonValue => {
  let value: JsonValue = 'x';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};
const hostileMembers: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1e308,
  5e-324,
  '',
  ' ',
  'text',
  '\u0000',
  '\ud800',
  '__proto__',
  '[',
  '{"a":',
  [],
  [[]],
  [null],
  {},
  { '': {} },
  deep(150),
];

/** Each shape with each of its members replaced by each hostile value. */
export function* spoiled(): Generator<JsonObject> {
  for (const { value } of shapes) {
    for (const key of Object.keys(value)) for (const member of hostileMembers) yield { ...value, [key]: member };
    yield JSON.parse(JSON.stringify(value).replaceAll(/"(?=[^":]*":)/g, '"_')) as JsonObject;
  }
}
