/** The test server's rules, compliance and remediation, through the SDK's own client and paginators. */
import {
  ConfigServiceClient,
  DescribeComplianceByConfigRuleCommand,
  DescribeComplianceByResourceCommand,
  DescribeConfigRulesCommand,
  DescribeRemediationConfigurationsCommand,
  DescribeRemediationExecutionStatusCommand,
  GetComplianceDetailsByConfigRuleCommand,
  GetComplianceDetailsByResourceCommand,
  paginateDescribeConfigRules,
  paginateGetComplianceDetailsByResource,
} from '@aws-sdk/client-config-service';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { ManualClock } from '../aws/clock.ts';
import type { Settings } from '../aws/settings.ts';
import { createWorld, type RegionWorld } from '../aws/world.ts';
import { account, failureOf, region, serverFor } from './aws-server-harness.ts';

const group = 'AWS::EC2::SecurityGroup';
const web = { ResourceType: group, ResourceId: 'sg-0a1b2c3d4e5f60718' };

const evaluation = (rule: string, ComplianceType: string, time: string, resource: JsonObject = web): JsonObject => ({
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: { ConfigRuleName: rule, ...resource, EvaluationMode: 'DETECTIVE' },
    OrderingTimestamp: time,
  },
  ComplianceType,
  ResultRecordedTime: time,
  ConfigRuleInvokedTime: time,
});

const rule = (ConfigRuleName: string): JsonObject => ({
  ConfigRuleName,
  ConfigRuleState: 'ACTIVE',
  Source: { Owner: 'AWS', SourceIdentifier: 'INCOMING_SSH_DISABLED' },
});

const case1: Partial<RegionWorld> = {
  configRules: [rule('restricted-ssh'), rule('never-run')],
  evaluationResults: [
    evaluation('restricted-ssh', 'COMPLIANT', '2026-03-01T08:00:00.000Z'),
    evaluation('restricted-ssh', 'NON_COMPLIANT', '2026-03-03T14:06:12.000Z'),
    evaluation('restricted-ssh', 'COMPLIANT', '2026-03-03T14:51:29.000Z'),
    evaluation('restricted-ssh', 'NOT_APPLICABLE', '2026-03-01T08:00:00.000Z', {
      ResourceType: group,
      ResourceId: 'sg-2',
    }),
  ],
};

async function configOf(here: Partial<RegionWorld>, now = '2026-03-03T14:30:00Z', settings: Partial<Settings> = {}) {
  const clock = new ManualClock(now);
  const server = await serverFor({
    world: createWorld({ [account]: { regions: { [region]: here } } }),
    clock,
    settings,
  });
  return { client: new ConfigServiceClient(server.clientConfig()), clock };
}

describe('details', () => {
  test('of a resource are the latest result of each rule, as known at the time', async () => {
    const { client, clock } = await configOf(case1);
    const details = async () =>
      (await client.send(new GetComplianceDetailsByResourceCommand(web))).EvaluationResults?.map((result) => [
        result.EvaluationResultIdentifier?.EvaluationResultQualifier?.ConfigRuleName,
        result.ComplianceType,
        result.ResultRecordedTime,
      ]);
    expect(await details()).toEqual([['restricted-ssh', 'NON_COMPLIANT', new Date('2026-03-03T14:06:12Z')]]);
    clock.advance({ seconds: 3600 });
    expect(await details()).toEqual([['restricted-ssh', 'COMPLIANT', new Date('2026-03-03T14:51:29Z')]]);
  });

  test('of an unknown resource are none; a type alone is refused', async () => {
    const { client } = await configOf(case1);
    const unknown = new GetComplianceDetailsByResourceCommand({ ...web, ResourceId: 'sg-9' });
    expect((await client.send(unknown)).EvaluationResults).toEqual([]);
    const half = new GetComplianceDetailsByResourceCommand({ ResourceType: group });
    expect(await failureOf(client.send(half))).toMatchObject({ name: 'InvalidParameterValueException' });
  });

  test('of a rule go over all resources, by type of compliance', async () => {
    const { client } = await configOf(case1);
    const of = async (ComplianceTypes?: ('NON_COMPLIANT' | 'INSUFFICIENT_DATA')[]) => {
      const input = { ConfigRuleName: 'restricted-ssh', ...(ComplianceTypes && { ComplianceTypes }) };
      return (await client.send(new GetComplianceDetailsByConfigRuleCommand(input))).EvaluationResults?.length;
    };
    expect(await of()).toBe(2);
    expect(await of(['NON_COMPLIANT'])).toBe(1);
    expect(await failureOf(of(['INSUFFICIENT_DATA']))).toMatchObject({ name: 'InvalidParameterValueException' });
    const none = new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 'no-such' });
    expect(await failureOf(client.send(none))).toMatchObject({ name: 'NoSuchConfigRuleException', status: 400 });
  });

  test('are read in pages to their end', async () => {
    const evaluationResults = Array.from({ length: 5 }, (_, index) =>
      evaluation(`rule-${index}`, 'COMPLIANT', '2026-03-01T08:00:00.000Z'),
    );
    const { client } = await configOf({ evaluationResults }, undefined, { evaluationsPerPage: 2 });
    const pages: (number | undefined)[] = [];
    for await (const page of paginateGetComplianceDetailsByResource({ client }, { ...web }))
      pages.push(page.EvaluationResults?.length);
    expect(pages).toEqual([2, 2, 1]);
  });
});

describe('compliance', () => {
  test('of a resource is one word for all of its rules', async () => {
    const both = [...(case1.evaluationResults ?? []), evaluation('other', 'COMPLIANT', '2026-03-03T14:07:00.000Z')];
    const { client } = await configOf({ ...case1, evaluationResults: both });
    const { ComplianceByResources } = await client.send(
      new DescribeComplianceByResourceCommand({ ResourceType: group }),
    );
    expect(ComplianceByResources).toEqual([
      {
        ...web,
        Compliance: {
          ComplianceType: 'NON_COMPLIANT',
          ComplianceContributorCount: { CappedCount: 1, CapExceeded: false },
        },
      },
      { ResourceType: group, ResourceId: 'sg-2', Compliance: { ComplianceType: 'INSUFFICIENT_DATA' } },
    ]);
  });

  test('of a known resource that was never evaluated is not enough data', async () => {
    const item = {
      configurationItemCaptureTime: '2026-03-01T00:00:00.000Z',
      resourceType: group,
      resourceId: 'sg-3',
      configurationItemStatus: 'OK',
    };
    const { client } = await configOf({ ...case1, configurationItems: [item] });
    const of = async (ResourceId: string) =>
      (await client.send(new DescribeComplianceByResourceCommand({ ResourceType: group, ResourceId })))
        .ComplianceByResources;
    expect(await of('sg-3')).toEqual([
      { ResourceType: group, ResourceId: 'sg-3', Compliance: { ComplianceType: 'INSUFFICIENT_DATA' } },
    ]);
    expect(await of('sg-4')).toEqual([]);
  });

  test('of rules tells those that never ran', async () => {
    const { client } = await configOf(case1);
    const { ComplianceByConfigRules } = await client.send(new DescribeComplianceByConfigRuleCommand({}));
    expect(
      ComplianceByConfigRules?.map(({ ConfigRuleName, Compliance }) => [ConfigRuleName, Compliance?.ComplianceType]),
    ).toEqual([
      ['restricted-ssh', 'NON_COMPLIANT'],
      ['never-run', 'INSUFFICIENT_DATA'],
    ]);
  });
});

describe('rules', () => {
  test('come 25 a page, or by name', async () => {
    const configRules = Array.from({ length: 60 }, (_, index) => rule(`rule-${index}`));
    const { client } = await configOf({ configRules });
    const pages: (number | undefined)[] = [];
    for await (const page of paginateDescribeConfigRules({ client }, {})) pages.push(page.ConfigRules?.length);
    expect(pages).toEqual([25, 25, 10]);
    const named = await client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: ['rule-7'] }));
    expect(named.ConfigRules?.map(({ ConfigRuleName }) => ConfigRuleName)).toEqual(['rule-7']);
    const unknown = new DescribeConfigRulesCommand({ ConfigRuleNames: ['rule-99'] });
    expect(await failureOf(client.send(unknown))).toMatchObject({ name: 'NoSuchConfigRuleException' });
  });
});

describe('remediation', () => {
  const remediation: Partial<RegionWorld> = {
    ...case1,
    remediationConfigurations: [
      {
        ConfigRuleName: 'restricted-ssh',
        TargetType: 'SSM_DOCUMENT',
        TargetId: 'AWS-DisablePublicAccessForSecurityGroup',
        Automatic: true,
      },
    ],
    remediationExecutions: [
      {
        ConfigRuleName: 'restricted-ssh',
        ResourceKey: { resourceType: group, resourceId: 'sg-0a1b2c3d4e5f60718' },
        State: 'FAILED',
        StepDetails: [
          { Name: 'Revoke', State: 'FAILED', ErrorMessage: 'denied', StartTime: '2026-03-03T14:07:05.000Z' },
        ],
        InvocationTime: '2026-03-03T14:07:02.000Z',
        LastUpdatedTime: '2026-03-03T14:07:09.000Z',
      },
    ],
  };

  test('is told by rule; a rule without one is left out', async () => {
    const { client } = await configOf(remediation);
    const ask = new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: ['restricted-ssh', 'never-run'] });
    const { RemediationConfigurations } = await client.send(ask);
    expect(RemediationConfigurations?.map(({ TargetId }) => TargetId)).toEqual([
      'AWS-DisablePublicAccessForSecurityGroup',
    ]);
  });

  test('that was run is told with its steps, and refused for a rule that has none', async () => {
    const { client } = await configOf(remediation);
    const of = (ConfigRuleName: string, resourceId: string) =>
      client.send(
        new DescribeRemediationExecutionStatusCommand({
          ConfigRuleName,
          ResourceKeys: [{ resourceType: group, resourceId }],
        }),
      );
    const { RemediationExecutionStatuses } = await of('restricted-ssh', 'sg-0a1b2c3d4e5f60718');
    expect(RemediationExecutionStatuses).toEqual([
      {
        ResourceKey: { resourceType: group, resourceId: 'sg-0a1b2c3d4e5f60718' },
        State: 'FAILED',
        StepDetails: [
          { Name: 'Revoke', State: 'FAILED', ErrorMessage: 'denied', StartTime: new Date('2026-03-03T14:07:05Z') },
        ],
        InvocationTime: new Date('2026-03-03T14:07:02Z'),
        LastUpdatedTime: new Date('2026-03-03T14:07:09Z'),
      },
    ]);
    expect((await of('restricted-ssh', 'sg-2')).RemediationExecutionStatuses).toEqual([]);
    expect(await failureOf(of('never-run', 'sg-2'))).toMatchObject({ name: 'NoSuchRemediationConfigurationException' });
  });
});
