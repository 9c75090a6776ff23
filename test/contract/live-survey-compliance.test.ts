/** The compliance of a whole account, or of one rule: from the test server and from files. */
import { describe, expect, test } from 'vitest';
import { complianceFlips } from '../../src/analysis/compliant/flips.ts';
import type { Reading } from '../../src/model/evidence.ts';
import { planTarget } from '../../src/plan/target.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import type { RegionWorld } from '../aws/world.ts';
import { group, groupType } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { account } from './aws-server-harness.ts';
import { evidenceIn, gapsIn, spansIn } from './live-backend.ts';
import {
  asked,
  bucket,
  home,
  liveIn,
  result,
  ruleOf,
  stored,
  surveyed,
  times,
  verdicts,
  worldOf,
} from './live-survey.ts';

const open = {
  groupName: 'web',
  ipPermissions: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: ['0.0.0.0/0'] }],
};

const about = (text: string): SourceRequest => ({
  kind: 'evidence',
  question: questionOf({ ...times, command: 'compliance', from: [], targets: [planTarget(text)] }),
  interests: { targets: [], neighbors: [] },
});

const statesIn = (readings: readonly Reading[]) =>
  evidenceIn(readings, 'rule-state')
    .map(({ state }) => `${state.recordedTime.slice(11, 16)} ${state.rule} ${state.resourceId} ${state.state}`)
    .sort();

describe('the compliance of an account', () => {
  const region: Partial<RegionWorld> = {
    configurationItems: [
      verdicts('2026-02-01T00:00:00.000Z', 'AWS::S3::Bucket/a-bucket', { 'required-tags': 'NON_COMPLIANT' }),
      verdicts('2026-02-01T00:00:00.000Z', `${groupType}/${group}`, { 'restricted-ssh': 'COMPLIANT' }),
      verdicts('2026-03-03T14:06:00.000Z', `${groupType}/${group}`, { 'restricted-ssh': 'NON_COMPLIANT' }),
      verdicts('2026-03-03T14:51:00.000Z', `${groupType}/${group}`, { 'restricted-ssh': 'COMPLIANT' }),
    ],
    configRules: [ruleOf('restricted-ssh'), ruleOf('required-tags')],
  };

  test('is what holds of every resource, and of those that flipped in the window how', async () => {
    const live = await liveIn(worldOf({ [home]: region }));
    const readings = await live.collect(surveyed({}));
    expect(statesIn(readings)).toEqual([
      '00:00 required-tags a-bucket NON_COMPLIANT',
      `00:00 restricted-ssh ${group} COMPLIANT`,
      `14:06 restricted-ssh ${group} NON_COMPLIANT`,
      `14:51 restricted-ssh ${group} COMPLIANT`,
    ]);
    expect(gapsIn(readings)).toEqual([]);
    expect(spansIn(readings).every(({ region: place }) => place === home)).toBe(true);
  });

  test('has the words of the rules that are broken, which their history lacks', async () => {
    const words = 'the tag team is missing';
    const evaluationResults = [
      result('required-tags', 'NON_COMPLIANT', '2026-03-03T14:30:00.000Z', { Annotation: words }, [
        'AWS::S3::Bucket',
        'a-bucket',
      ]),
      result('restricted-ssh', 'COMPLIANT', '2026-03-03T14:50:00.000Z', { Annotation: 'no longer open' }),
    ];
    const world = worldOf({ [home]: { ...region, evaluationResults } });
    const live = await liveIn(world);
    const readings = await live.collect(surveyed({}));
    const { current, events } = complianceFlips({
      states: evidenceIn(readings, 'rule-state'),
      window: { since: Date.parse(times.since), until: Date.parse(times.until) },
      matches: () => ['window'],
    });
    expect(current.map(({ name, since, annotation }) => [name, since, annotation])).toEqual([
      ['required-tags', '2026-02-01T00:00:00.000Z', words],
      ['restricted-ssh', '2026-03-03T14:51:00.000Z', undefined],
    ]);
    expect(events).toHaveLength(2);
    // for a compliant resource nobody asks why
    expect(
      live.server.requests.of('config:GetComplianceDetailsByConfigRule').map(({ parameters }) => parameters),
    ).toEqual([{ ConfigRuleName: 'required-tags', ComplianceTypes: ['NON_COMPLIANT'], Limit: 100 }]);
    live.server.faults.add({ kind: 'denied', action: 'config:GetComplianceDetailsByConfigRule' });
    const without = await live.collect(surveyed({}));
    expect(statesIn(without)).toHaveLength(4);
    expect(gapsIn(without).map(({ gap }) => [gap.code, gap.blocking])).toEqual([['SERVICE_NOT_ASKED', false]]);
  });

  test('can be of one rule, or one type', async () => {
    const live = await liveIn(worldOf({ [home]: region }));
    expect(statesIn(await live.collect(surveyed({ types: ['AWS::S3::Bucket'] })))).toEqual([
      '00:00 required-tags a-bucket NON_COMPLIANT',
    ]);
    expect(statesIn(await live.collect(surveyed({ rules: ['restricted-ssh'] })))).toHaveLength(3);
  });

  test('is asked of the rules where the recorder leaves their history out', async () => {
    const [recorder] = worldOf({}).accounts[account]?.regions[home]?.configurationRecorders ?? [];
    const recordingGroup = {
      allSupported: false,
      recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
      exclusionByResourceTypes: { resourceTypes: ['AWS::Config::ResourceCompliance'] },
    };
    const time = '2026-03-03T14:06:00.000Z';
    const live = await liveIn(
      worldOf({
        [home]: {
          configurationRecorders: [{ ...recorder, recordingGroup }],
          configRules: [ruleOf('restricted-ssh')],
          evaluationResults: [result('restricted-ssh', 'NON_COMPLIANT', time, { Annotation: 'port 22 is open' })],
        },
      }),
    );
    const readings = await live.collect(surveyed({}));
    expect(evidenceIn(readings, 'rule-state')).toMatchObject([
      { state: { state: 'NON_COMPLIANT', isFlip: false, annotation: 'port 22 is open', invokedTime: time } },
    ]);
    expect(gapsIn(readings).map(({ gap }) => gap.code)).toEqual(['COMPLIANCE_NOT_RECORDED']);
  });

  test('reads the states of what can be judged without a rule', async () => {
    const items = [
      stored({ captureTime: '2026-02-01T00:00:00.000Z', configuration: open }),
      stored({ captureTime: '2026-03-03T13:00:00.000Z', resourceId: 'sg-0other', arn: '', configuration: open }),
      bucket('a-bucket', '2026-02-01T00:00:00.000Z'),
    ];
    const live = await liveIn(worldOf({ [home]: { configurationItems: items } }));
    const readings = await live.collect(surveyed({ derivable: [groupType] }));
    expect(evidenceIn(readings, 'configuration-item').map(({ item }) => [item.resourceId, item.configuration])).toEqual(
      [
        [group, open],
        ['sg-0other', open],
      ],
    );
  });

  test('without a recorder is told as such', async () => {
    const live = await liveIn(worldOf({ [home]: { configurationRecorders: [], configurationRecordersStatus: [] } }));
    expect(gapsIn(await live.collect(surveyed({}))).map(({ gap }) => gap.code)).toEqual(['RECORDER_OFF']);
  });

  test('that may not be read is a gap for each call', async () => {
    const live = await liveIn(worldOf({ [home]: region, 'eu-west-1': {} }), [home, 'eu-west-1']);
    live.server.faults.add({ kind: 'denied', action: 'config:SelectResourceConfig' });
    const [only, ...more] = gapsIn(await live.collect(surveyed({})));
    expect(more).toEqual([]);
    expect(only?.gap).toMatchObject({ code: 'ACCESS_DENIED', blocking: true });
  });
});

describe('of a rule it is known', () => {
  const ssh = 'no-ssh-conformance-pack-abc123def';
  const time = '2026-03-03T14:06:00.000Z';
  const region: Partial<RegionWorld> = {
    configurationItems: [
      stored({ captureTime: '2026-03-03T14:04:00.000Z', status: 'ResourceDiscovered', configuration: open }),
    ],
    configRules: [ruleOf(ssh, { Owner: 'AWS', SourceIdentifier: 'INCOMING_SSH_DISABLED' })],
    evaluationResults: [result(ssh, 'NON_COMPLIANT', time)],
    conformancePacks: [{ ConformancePackName: 'operations', ConformancePackId: 'conformance-pack-abc123def' }],
    remediationConfigurations: [
      { ConfigRuleName: ssh, TargetId: 'AWS-DisablePublicAccessForSecurityGroup', Automatic: true },
    ],
    remediationExecutions: [
      {
        ConfigRuleName: ssh,
        ResourceKey: { resourceType: groupType, resourceId: group },
        State: 'FAILED',
        InvocationTime: '2026-03-03T14:07:02.000Z',
        LastUpdatedTime: '2026-03-03T14:07:09.000Z',
        StepDetails: [{ Name: 'DisableSSH', State: 'FAILED', ErrorMessage: 'not authorized to revoke' }],
      },
    ],
  };

  test('which managed rule it is, which pack it came with, and what Config did about it', async () => {
    const live = await liveIn(worldOf({ [home]: region }));
    const readings = await live.collect(about(group));
    expect(evidenceIn(readings, 'rule-state')).toMatchObject([
      { state: { rule: ssh, sourceIdentifier: 'INCOMING_SSH_DISABLED', conformancePack: 'operations' } },
    ]);
    expect(evidenceIn(readings, 'remediation')).toEqual([
      {
        type: 'remediation',
        rule: ssh,
        resourceType: groupType,
        resourceId: group,
        remediation: {
          document: 'AWS-DisablePublicAccessForSecurityGroup',
          automatic: true,
          execution: {
            state: 'FAILED',
            invokedTime: '2026-03-03T14:07:02.000Z',
            updatedTime: '2026-03-03T14:07:09.000Z',
            error: 'not authorized to revoke',
          },
        },
      },
    ]);
    expect(gapsIn(readings)).toEqual([]);
  });

  test('which pack it came with, also where the whole account is asked about', async () => {
    const items = [verdicts('2026-02-01T00:00:00.000Z', `${groupType}/${group}`, { [ssh]: 'NON_COMPLIANT' })];
    const live = await liveIn(worldOf({ [home]: { ...region, configurationItems: items } }));
    const readings = await live.collect(surveyed({}));
    const packs = evidenceIn(readings, 'rule-state').map(({ state }) => [state.rule, state.conformancePack]);
    expect(packs).toEqual([[ssh, 'operations']]);
    expect(gapsIn(readings)).toEqual([]);
  });

  test.each(['DescribeConfigRules', 'DescribeConformancePacks', 'DescribeRemediationConfigurations'])(
    'without %s, the verdict all the same',
    async (action) => {
      const live = await liveIn(worldOf({ [home]: region }));
      live.server.faults.add({ kind: 'denied', action: `config:${action}` });
      const readings = await live.collect(about(group));
      expect(evidenceIn(readings, 'rule-state')).toHaveLength(1);
      expect(gapsIn(readings).map(({ gap }) => gap)).toMatchObject([
        { code: 'SERVICE_NOT_ASKED', blocking: false, hint: `allow config:${action}` },
      ]);
    },
  );

  test('nothing that nobody asked for: what is kept has no remediation', async () => {
    const kept = { ...region, evaluationResults: [result(ssh, 'COMPLIANT', time)] };
    const live = await liveIn(worldOf({ [home]: kept }));
    await live.collect(about(group));
    expect(asked(live.server, 'DescribeRemediationConfigurations')).toBe(0);
  });
});
