/** A report that holds every member of report v1 at least once. Its story need not add up. */
import type { Report, Subject } from '../../../src/model/report.ts';
import { account, alice, exposure, group, later, principal, region, time, timeline } from './sample-timeline.ts';

const subject: Subject = {
  kind: 'resource',
  type: group.type,
  id: group.id,
  name: 'web',
  arn: null,
  account,
  region,
  deleted: null,
  aliases: [group.id, 'web'],
  neighbors: [
    { type: 'AWS::EC2::Instance', id: 'i-0f1e2d3c4b5a69788', relation: 'Is associated with Instance', via: [] },
  ],
};

const link = {
  from: 'cloudtrail:00000000-0000-4000-8000-000000000001',
  to: 'flow:eni-0123456789abcdef0/ACCEPT/tcp/22',
  relation: 'preceded',
  score: 0.9,
  because: ['the flow uses the port that the call opened'],
} as const;

export const sampleReport: Report = {
  schema: 'obs3.report/v1',
  tool: { name: 'obs3', version: '0.1.0' },
  generatedAt: later,
  query: {
    command: 'investigate',
    targets: [group.id],
    target: group.id,
    as: 'any',
    window: { since: time, until: null, given: true },
    filters: { outcome: ['denied'] },
    accounts: [account],
    regions: [region],
    from: ['./logs'],
    now: later,
  },
  subject,
  subjects: [subject],
  timeline,
  chains: [
    { id: 'c1', root: link.from, events: [link.from], links: [link], alternatives: [link], exposure, summary: 'one' },
  ],
  verdict: {
    headline: 'alice@example.com opened ssh to the world',
    answer: 'seen',
    who: [
      {
        human: alice,
        principals: [principal],
        calls: 1,
        writes: 1,
        denied: 1,
        failed: 0,
        firstTime: time,
        lastTime: time,
      },
    ],
    what: [{ event: link.from, summary: 'opened tcp/22' }],
    compliance: {
      status: 'NON_COMPLIANT',
      rules: [
        {
          name: 'restricted-ssh',
          status: 'NON_COMPLIANT',
          since: time,
          resource: group,
          basis: 'history',
          annotation: 'port 22 is open to every address',
          conformancePack: 'baseline',
          exposure,
          remediation: {
            document: 'AWS-DisablePublicAccessForSecurityGroup',
            automatic: true,
            execution: { state: 'FAILED', invokedTime: time, updatedTime: later, error: 'not allowed' },
          },
        },
      ],
    },
    impact: [{ event: link.to, summary: 'ssh from 198.51.100.9' }],
  },
  coverage: [
    {
      source: 'cloudtrail',
      backend: 'archive',
      account,
      region,
      since: time,
      until: later,
      asOf: later,
      complete: false,
      records: 412,
      matched: 1,
      skipped: { digest: 2 },
      requests: 0,
      bytes: 40_960,
      throttled: 0,
      seconds: 0.2,
      verified: 'crc',
      gaps: [
        {
          code: 'DAMAGED_FILE',
          blocking: true,
          message: 'cut off',
          hint: 'copy it again',
          locator: 'logs/b.json.gz@77',
        },
      ],
    },
  ],
  gate: {
    passed: false,
    exitCode: 1,
    failures: [{ condition: 'noncompliant', event: null, message: 'restricted-ssh is non-compliant' }],
    conditions: ['noncompliant', 'dangerous'],
    excused: [
      {
        condition: 'dangerous',
        event: null,
        message: 'alice opened tcp/22',
        reason: 'a bastion host',
        until: '2026-12-31',
      },
    ],
  },
  explained: [
    {
      event: link.to,
      explanations: [{ ...link, arithmetic: [{ factor: 'content', value: 0.98 }], chosen: true }],
      note: 'nothing that was read followed from it',
    },
  ],
  changeSets: [
    {
      id: 's1',
      human: { name: 'alice@example.com', via: 'identity-center', certainty: 'proven' },
      principal: 'alice@example.com',
      tool: 'AWS Console',
      since: '2026-03-03T14:03:27.000Z',
      until: '2026-03-03T14:03:27.000Z',
      writes: 1,
      chains: ['c1'],
      events: ['cloudtrail:8f1d2c3b-0000-4000-8000-000000000001'],
      touched: [
        {
          type: 'AWS::EC2::SecurityGroup',
          id: 'sg-0a1b2c3d4e5f60718',
          name: 'web',
          arn: 'arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d4e5f60718',
          account: '111122223333',
          region: 'us-east-1',
        },
      ],
      broke: ['compliance:restricted-ssh/AWS::EC2::SecurityGroup/sg-0a1b2c3d4e5f60718/2026-03-03T14:06:12.000Z'],
      repaired: [],
      tripped: [],
      dangers: ['open-to-the-world'],
    },
  ],
  metrics: [
    {
      namespace: 'AWS/EC2',
      metricName: 'NetworkIn',
      dimensions: { InstanceId: 'i-0f1e2d3c4b5a69788' },
      account: '111122223333',
      region: 'us-east-1',
      statistics: ['Average', 'Sum'],
      periodSeconds: 300,
      first: '2026-02-22T00:00:00.000Z',
      last: '2026-03-03T15:55:00.000Z',
      count: 2784,
    },
  ],
  alarms: [
    {
      name: 'web-cpu',
      arn: null,
      account: '111122223333',
      region: 'us-east-1',
      state: 'OK',
      namespace: 'AWS/EC2',
      metricName: 'CPUUtilization',
      dimensions: [{ InstanceId: 'i-0f1e2d3c4b5a69788' }],
      threshold: 80,
      comparison: 'GreaterThanThreshold',
      actions: ['arn:aws:sns:us-east-1:111122223333:on-call'],
      children: [],
    },
  ],
};
