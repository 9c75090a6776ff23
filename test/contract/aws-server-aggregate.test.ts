/** The test server's aggregators and counts, through the SDK's own client. */
import {
  ConfigServiceClient,
  DescribeAggregateComplianceByConfigRulesCommand,
  GetAggregateComplianceDetailsByConfigRuleCommand,
  GetDiscoveredResourceCountsCommand,
  SelectAggregateResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { ManualClock } from '../aws/clock.ts';
import { createWorld } from '../aws/world.ts';
import { apiItem, group, groupType } from '../fixtures/config.ts';
import { account, failureOf, otherAccount, region, serverFor } from './aws-server-harness.ts';

const result = (ConfigRuleName: string, ComplianceType: string, ResourceId: string): JsonObject => ({
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: { ConfigRuleName, ResourceType: groupType, ResourceId },
    OrderingTimestamp: '2026-03-03T14:00:00.000Z',
  },
  ComplianceType,
  ResultRecordedTime: '2026-03-03T14:00:00.000Z',
});
const item = (state: Parameters<typeof apiItem>[0]) => ({
  ...apiItem(state),
  configurationItemCaptureTime: '2026-03-03T12:00:00.000Z',
});

const world = createWorld({
  [account]: {
    regions: {
      [region]: {
        configurationItems: [
          item({}),
          item({ resourceId: 'sg-2' }),
          item({ resourceType: 'AWS::S3::Bucket', resourceId: 'b' }),
        ],
        configurationAggregators: [
          {
            ConfigurationAggregatorName: 'org',
            AccountAggregationSources: [{ AccountIds: [otherAccount], AllAwsRegions: true }],
          },
        ],
      },
    },
  },
  [otherAccount]: {
    regions: {
      'eu-west-1': {
        configurationItems: [item({ account: otherAccount, region: 'eu-west-1' })],
        configRules: [{ ConfigRuleName: 'restricted-ssh' }, { ConfigRuleName: 'required-tags' }],
        evaluationResults: [
          result('restricted-ssh', 'NON_COMPLIANT', group),
          result('restricted-ssh', 'COMPLIANT', 'sg-2'),
          result('required-tags', 'COMPLIANT', group),
        ],
      },
    },
  },
});

async function client(): Promise<ConfigServiceClient> {
  const server = await serverFor({ world, clock: new ManualClock('2026-03-04T00:00:00Z') });
  const made = new ConfigServiceClient({ ...server.clientConfig({ account, region }), maxAttempts: 1 });
  onTestFinished(() => made.destroy());
  return made;
}
const org = { ConfigurationAggregatorName: 'org' };

describe('an aggregator', () => {
  test('answers queries over the accounts that it names', async () => {
    const { Results = [] } = await (await client()).send(
      new SelectAggregateResourceConfigCommand({ ...org, Expression: 'SELECT resourceId, accountId, awsRegion' }),
    );
    expect(Results.map((row) => JSON.parse(row))).toEqual([
      { resourceId: group, accountId: otherAccount, awsRegion: 'eu-west-1' },
    ]);
  });

  test('tells how each rule of each account stands', async () => {
    const { AggregateComplianceByConfigRules = [] } = await (await client()).send(
      new DescribeAggregateComplianceByConfigRulesCommand(org),
    );
    expect(
      AggregateComplianceByConfigRules.map(({ ConfigRuleName, AccountId, AwsRegion, Compliance }) =>
        [ConfigRuleName, AccountId, AwsRegion, Compliance?.ComplianceType].join(' '),
      ),
    ).toEqual([
      `restricted-ssh ${otherAccount} eu-west-1 NON_COMPLIANT`,
      `required-tags ${otherAccount} eu-west-1 COMPLIANT`,
    ]);
  });

  test('tells the results of one rule in one place', async () => {
    const { AggregateEvaluationResults = [] } = await (await client()).send(
      new GetAggregateComplianceDetailsByConfigRuleCommand({
        ...org,
        ConfigRuleName: 'restricted-ssh',
        AccountId: otherAccount,
        AwsRegion: 'eu-west-1',
        ComplianceType: 'NON_COMPLIANT',
      }),
    );
    expect(AggregateEvaluationResults).toMatchObject([
      { AccountId: otherAccount, AwsRegion: 'eu-west-1', ComplianceType: 'NON_COMPLIANT' },
    ]);
    expect(AggregateEvaluationResults[0]?.ResultRecordedTime).toEqual(new Date('2026-03-03T14:00:00Z'));
  });

  test('that is not there is an error', async () => {
    const config = await client();
    const asked = { ConfigurationAggregatorName: 'nobody' };
    expect(await failureOf(config.send(new DescribeAggregateComplianceByConfigRulesCommand(asked)))).toMatchObject({
      name: 'NoSuchConfigurationAggregatorException',
    });
  });
});

test('what there is, is counted by type, the most first', async () => {
  const config = await client();
  expect(await config.send(new GetDiscoveredResourceCountsCommand({}))).toMatchObject({
    totalDiscoveredResources: 3,
    resourceCounts: [
      { resourceType: groupType, count: 2 },
      { resourceType: 'AWS::S3::Bucket', count: 1 },
    ],
  });
  const { resourceCounts } = await config.send(
    new GetDiscoveredResourceCountsCommand({ resourceTypes: ['AWS::S3::Bucket'] }),
  );
  expect(resourceCounts).toHaveLength(1);
});
