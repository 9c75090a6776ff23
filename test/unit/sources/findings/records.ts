/** One finding each from GuardDuty and Security Hub, as events and bare. */
import type { JsonObject } from '../../../../src/model/json.ts';

export const account = '111122223333';
export const region = 'eu-west-1';
export const instance = 'i-0a1b2c3d4e5f60718';
export const group = 'sg-0a1b2c3d4e5f60718';

export const guardDuty: JsonObject = {
  schemaVersion: '2.0',
  accountId: account,
  region,
  partition: 'aws',
  id: '76b6bd7a6fa2205baaae644e6970206b',
  arn: `arn:aws:guardduty:${region}:${account}:detector/24b698ad/finding/76b6bd7a6fa2205baaae644e6970206b`,
  type: 'UnauthorizedAccess:EC2/SSHBruteForce',
  resource: {
    resourceType: 'Instance',
    instanceDetails: {
      instanceId: instance,
      iamInstanceProfile: { arn: `arn:aws:iam::${account}:instance-profile/web`, id: 'AIPAEXAMPLE' },
      networkInterfaces: [
        { networkInterfaceId: 'eni-0a1b2c3d4e5f60718', securityGroups: [{ groupName: 'web', groupId: group }] },
      ],
    },
  },
  service: {
    serviceName: 'guardduty',
    action: {
      actionType: 'NETWORK_CONNECTION',
      networkConnectionAction: { remoteIpDetails: { ipAddressV4: '203.0.113.7' }, localPortDetails: { port: 22 } },
    },
    eventFirstSeen: '2026-03-03T14:10:00Z',
    eventLastSeen: '2026-03-03T14:25:00Z',
    count: 12,
  },
  severity: 5,
  createdAt: '2026-03-03T14:31:00.123Z',
  updatedAt: '2026-03-03T14:45:00.123Z',
  title: `203.0.113.7 is performing SSH brute force attacks against ${instance}.`,
};

export const guardDutyEvent: JsonObject = {
  version: '0',
  id: 'c8c4daa7-a20c-2f03-0070-b7393dd542ad',
  'detail-type': 'GuardDuty Finding',
  source: 'aws.guardduty',
  account,
  time: '2026-03-03T14:50:00Z',
  region,
  resources: [],
  detail: guardDuty,
};

export const securityHub: JsonObject = {
  SchemaVersion: '2018-10-08',
  Id: `arn:aws:securityhub:${region}:${account}:security-control/EC2.53/finding/1`,
  ProductArn: `arn:aws:securityhub:${region}::product/aws/securityhub`,
  ProductName: 'Security Hub',
  GeneratorId: 'security-control/EC2.53',
  AwsAccountId: account,
  Region: region,
  Types: ['Software and Configuration Checks/Industry and Regulatory Standards'],
  FirstObservedAt: '2026-03-03T14:20:00.000Z',
  LastObservedAt: '2026-03-03T14:20:00.000Z',
  CreatedAt: '2026-03-03T14:21:00.000Z',
  UpdatedAt: '2026-03-03T14:22:00.000Z',
  Severity: { Label: 'HIGH', Normalized: 70 },
  Title: 'Security groups should not allow ingress from 0.0.0.0/0 to remote server administration ports',
  Resources: [
    { Type: 'AwsEc2SecurityGroup', Id: `arn:aws:ec2:${region}:${account}:security-group/${group}`, Region: region },
  ],
  Compliance: { Status: 'FAILED' },
};

export const securityHubEvent: JsonObject = {
  'detail-type': 'Security Hub Findings - Imported',
  source: 'aws.securityhub',
  account,
  region,
  detail: { findings: [{ ...securityHub }] },
};
