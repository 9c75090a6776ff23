/** A timeline that holds each event kind of report v1, and each optional member, at least once. Its story need not add up. */
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { Human, Principal } from '../../../src/model/principal.ts';
import type { ResourceRef } from '../../../src/model/resource.ts';

export const account = '111122223333';
export const region = 'us-east-1';
export const time = '2026-03-03T14:03:27.000Z';
export const later = '2026-03-03T14:48:50.000Z';

export const group: ResourceRef = {
  type: 'AWS::EC2::SecurityGroup',
  id: 'sg-0a1b2c3d4e5f60718',
  name: 'web',
  arn: `arn:aws:ec2:${region}:${account}:security-group/sg-0a1b2c3d4e5f60718`,
  account,
  region,
};

export const alice: Human = { name: 'alice@example.com', via: 'identity-center', certainty: 'proven' };

export const principal: Principal = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/Admin/alice@example.com`,
  account,
  name: 'Admin',
  session: 'alice@example.com',
  accessKeyId: 'ASIAEXAMPLE000000001',
  human: alice,
  path: [
    {
      time,
      event: 'cloudtrail:00000000-0000-4000-8000-000000000001',
      from: `arn:aws:iam::${account}:user/alice`,
      to: `arn:aws:iam::${account}:role/Admin`,
    },
  ],
  pathEnd: 'origin',
  workload: {
    type: 'AWS::EC2::Instance',
    id: 'i-0f1e2d3c4b5a69788',
    lastChange: { time, event: 'cloudtrail:00000000-0000-4000-8000-000000000009', by: 'alice@example.com' },
  },
  tool: { kind: 'cli', name: 'aws-cli', version: '2.30.0', disagrees: ['sessionCredentialFromConsole'] },
  userAgent: 'aws-cli/2.30.0',
  sourceIp: '203.0.113.7',
  vpcEndpointId: null,
  mfa: true,
  crossAccount: false,
  service: false,
  invokedBy: 'cloudformation.amazonaws.com',
  userId: '94482488-3041-7056-e1dc-5a4a0e0a1b2c',
  credentialId: 'VAZrtQDSyuZ2Kx',
  provider: `arn:aws:iam::${account}:saml-provider/example`,
};

const base = {
  time,
  match: ['target'],
  resources: [group],
  summary: 'opened tcp/22 to 0.0.0.0/0 on sg-0a1b2c3d4e5f60718',
  severity: 'warning',
  chain: 'c1',
  origin: { source: 'cloudtrail', backend: 'archive', account, region, ref: null, locator: 'logs/a.json.gz#12' },
} as const satisfies Partial<TimelineEvent>;

export const exposure = {
  startedTime: time,
  detectedTime: time,
  fixedTime: later,
  clearedTime: null,
  startedBy: 'cloudtrail:00000000-0000-4000-8000-000000000001',
  fixedBy: null,
  open: true,
  seconds: 2520,
  secondsByChange: 2723,
  rules: ['restricted-ssh'],
};

export const timeline: readonly TimelineEvent[] = [
  {
    ...base,
    id: 'cloudtrail:00000000-0000-4000-8000-000000000001',
    kind: 'api-call',
    detail: {
      eventName: 'AuthorizeSecurityGroupIngress',
      eventSource: 'ec2.amazonaws.com',
      eventId: '00000000-0000-4000-8000-000000000001',
      sharedEventId: '00000000-0000-4000-8000-000000000002',
      eventCategory: 'Management',
      readOnly: false,
      outcome: 'denied',
      errorCode: 'Client.UnauthorizedOperation',
      errorMessage: 'You are not authorized to perform this operation.',
      requestParameters: { groupId: group.id, ipPermissions: { items: [{ fromPort: 22, ipRanges: {} }] } },
      responseElements: null,
      principal,
      dangers: [{ rule: 'open-admin-port', severity: 'high', reason: 'ssh from anywhere', source: 'CIS 5.2' }],
    },
  },
  {
    ...base,
    id: `config:${account}/${region}/AWS::EC2::SecurityGroup/${group.id}/1`,
    kind: 'config-change',
    detail: {
      resourceType: 'AWS::EC2::SecurityGroup',
      resourceId: group.id,
      status: 'OK',
      captureTime: time,
      stateId: '1',
      changes: [
        { path: '/configuration/ipPermissions/0', op: 'replace', before: { fromPort: 443 }, after: [22, null] },
      ],
      relationshipOnly: false,
      inferred: false,
      before: { stateId: '0', captureTime: time, locator: 'config/a.json.gz#0' },
      after: { configuration: {} },
    },
  },
  {
    ...base,
    id: `compliance:restricted-ssh/AWS::EC2::SecurityGroup/${group.id}/${time}`,
    kind: 'compliance',
    detail: {
      rule: 'restricted-ssh',
      resource: group,
      from: null,
      to: 'NON_COMPLIANT',
      annotation: 'port 22 is open',
      recordedTime: time,
      invokedTime: time,
      derived: false,
      conformancePack: 'baseline',
      exposure,
    },
  },
  {
    ...base,
    id: `metric:AWS/EC2/NetworkIn/InstanceId=i-0f1e2d3c4b5a69788/Average/${time}`,
    endTime: later,
    kind: 'metric',
    detail: {
      namespace: 'AWS/EC2',
      metricName: 'NetworkIn',
      dimensions: { InstanceId: 'i-0f1e2d3c4b5a69788' },
      statistic: 'Average',
      periodSeconds: 300,
      unit: 'Bytes',
      direction: 'up',
      shape: 'level-shift',
      onset: time,
      peakTime: later,
      peak: 1.5e8,
      baseline: { median: 1.2e6, spread: 1e5, min: 9e5, max: 1.6e6, from: time, to: later, count: 48 },
      ratio: null,
      excursion: 12.5,
      ongoing: false,
      beganBefore: false,
      series: [[1772546400, 1.5e8]],
    },
  },
  {
    ...base,
    id: `alarm:${account}/${region}/network-in/${time}`,
    kind: 'alarm',
    detail: {
      alarmName: 'network-in',
      alarmArn: `arn:aws:cloudwatch:${region}:${account}:alarm:network-in`,
      from: 'OK',
      to: 'ALARM',
      reason: 'Threshold Crossed',
      threshold: 5e7,
      comparison: 'GreaterThanThreshold',
      namespace: 'AWS/EC2',
      metricName: 'NetworkIn',
      dimensions: { InstanceId: 'i-0f1e2d3c4b5a69788' },
      children: ['network-in-child'],
      actions: [`arn:aws:sns:${region}:${account}:on-call`],
    },
  },
  {
    ...base,
    id: 'log:/var/log/secure/0a1b2c3d',
    kind: 'log',
    detail: { logGroup: '/var/log/secure', pattern: 'Failed password', count: 90, baselineCount: 0, examples: ['…'] },
  },
  {
    ...base,
    id: 'flow:eni-0123456789abcdef0/ACCEPT/tcp/22',
    kind: 'flow',
    detail: {
      interfaceId: 'eni-0123456789abcdef0',
      action: 'ACCEPT',
      protocol: 'tcp',
      dstPort: 22,
      direction: 'ingress',
      sources: [
        {
          address: '198.51.100.9',
          bytes: 3e8,
          packets: 2e5,
          flows: 4,
          answerBytes: 9e6,
          firstTime: time,
          lastTime: later,
        },
      ],
      sourcesOmitted: 3,
      before: { bytes: 0, flows: 0 },
      admittedBy: 'sgr-0123456789abcdef0',
    },
  },
  {
    ...base,
    id: 'insight:00000000-0000-4000-8000-000000000003/Start',
    kind: 'insight',
    detail: {
      insightType: 'ApiCallRateInsight',
      eventName: 'RunInstances',
      eventSource: 'ec2.amazonaws.com',
      baseline: 0.01,
      observed: null,
      attributions: [{ attribute: 'userIdentityArn', insight: [{ value: principal.arn, average: 4 }] }],
    },
  },
  {
    ...base,
    id: 'finding:1',
    kind: 'finding',
    detail: {
      product: 'GuardDuty',
      findingType: 'UnauthorizedAccess:EC2/SSHBruteForce',
      title: 'ssh brute force',
      severityLabel: 'LOW',
    },
  },
];
