/**
 * The calls about rules themselves, and about accounts as a whole: each to its last page. They throw what the other calls
 * throw.
 */
import type { ResourceType } from '@aws-sdk/client-config-service';
import type { JsonObject } from '../../../../model/json.ts';
import type { LiveContext } from '../../../source.ts';
import type { Identifier } from '../../wanted-ids.ts';
import type { ruleActions } from './actions.ts';
import { openRegion, plainList } from './calls.ts';

type Action = (typeof ruleActions)[number];

/** A rule of an account and region, as an aggregator reports it. */
export interface AggregateRule {
  readonly rule: string;
  readonly account: string;
  readonly region: string;
}

export type AggregateVerdict = 'COMPLIANT' | 'NON_COMPLIANT';

export interface RuleCalls {
  /** At most 25 names. */
  rules(names: readonly string[]): AsyncGenerator<readonly JsonObject[]>;
  conformancePacks(): AsyncGenerator<readonly JsonObject[]>;
  /** At most 25 names; rules without a remediation are left out. */
  remediations(names: readonly string[]): Promise<readonly JsonObject[]>;
  executions(rule: string, of: Identifier): AsyncGenerator<readonly JsonObject[]>;
  /** The status of each rule, in one word. */
  complianceByRule(): AsyncGenerator<readonly JsonObject[]>;
  /** The number of resources by type. */
  resourceCounts(types: readonly string[]): AsyncGenerator<readonly JsonObject[]>;
  /** Pages of rows, each a JSON text, from all accounts and regions of the aggregator. */
  selectAggregate(aggregator: string, expression: string): AsyncGenerator<readonly string[]>;
  aggregateRules(aggregator: string): AsyncGenerator<readonly JsonObject[]>;
  aggregateResults(
    aggregator: string,
    of: AggregateRule,
    verdict: AggregateVerdict,
  ): AsyncGenerator<readonly JsonObject[]>;
}

export async function openRules(context: LiveContext, region: string): Promise<RuleCalls> {
  const {
    DescribeAggregateComplianceByConfigRulesCommand,
    DescribeComplianceByConfigRuleCommand,
    DescribeConfigRulesCommand,
    DescribeConformancePacksCommand,
    DescribeRemediationConfigurationsCommand,
    DescribeRemediationExecutionStatusCommand,
    GetAggregateComplianceDetailsByConfigRuleCommand,
    GetDiscoveredResourceCountsCommand,
    SelectAggregateResourceConfigCommand,
  } = await import('@aws-sdk/client-config-service');
  const { client, call, pages } = await openRegion<Action>(context, region);
  return {
    rules: (names) =>
      pages(
        'config:DescribeConfigRules',
        (NextToken, options) =>
          client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [...names], NextToken }), options),
        (page) => ({ values: plainList(page.ConfigRules), next: page.NextToken }),
      ),
    conformancePacks: () =>
      pages(
        'config:DescribeConformancePacks',
        (NextToken, options) => client.send(new DescribeConformancePacksCommand({ Limit: 20, NextToken }), options),
        (page) => ({ values: plainList(page.ConformancePackDetails), next: page.NextToken }),
      ),
    remediations: async (names) => {
      const answer = await call('config:DescribeRemediationConfigurations', (options) =>
        client.send(new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [...names] }), options),
      );
      return plainList(answer.RemediationConfigurations);
    },
    executions: (ConfigRuleName, { resourceType, resourceId }) => {
      const ResourceKeys = [{ resourceType: resourceType as ResourceType, resourceId }];
      return pages(
        'config:DescribeRemediationExecutionStatus',
        (NextToken, options) =>
          client.send(
            new DescribeRemediationExecutionStatusCommand({ ConfigRuleName, ResourceKeys, NextToken }),
            options,
          ),
        (page) => ({ values: plainList(page.RemediationExecutionStatuses), next: page.NextToken }),
      );
    },
    complianceByRule: () =>
      pages(
        'config:DescribeComplianceByConfigRule',
        (NextToken, options) => client.send(new DescribeComplianceByConfigRuleCommand({ NextToken }), options),
        (page) => ({ values: plainList(page.ComplianceByConfigRules), next: page.NextToken }),
      ),
    resourceCounts: (types) =>
      pages(
        'config:GetDiscoveredResourceCounts',
        (nextToken, options) =>
          client.send(
            new GetDiscoveredResourceCountsCommand({ resourceTypes: [...types], limit: 100, nextToken }),
            options,
          ),
        (page) => ({ values: plainList(page.resourceCounts), next: page.nextToken }),
      ),
    selectAggregate: (ConfigurationAggregatorName, Expression) =>
      pages(
        'config:SelectAggregateResourceConfig',
        (NextToken, options) =>
          client.send(
            new SelectAggregateResourceConfigCommand({
              ConfigurationAggregatorName,
              Expression,
              Limit: 100,
              NextToken,
            }),
            options,
          ),
        (page) => ({ values: page.Results ?? [], next: page.NextToken }),
      ),
    aggregateRules: (ConfigurationAggregatorName) =>
      pages(
        'config:DescribeAggregateComplianceByConfigRules',
        (NextToken, options) =>
          client.send(
            new DescribeAggregateComplianceByConfigRulesCommand({ ConfigurationAggregatorName, NextToken }),
            options,
          ),
        (page) => ({ values: plainList(page.AggregateComplianceByConfigRules), next: page.NextToken }),
      ),
    aggregateResults: (ConfigurationAggregatorName, { rule, account, region: AwsRegion }, ComplianceType) =>
      pages(
        'config:GetAggregateComplianceDetailsByConfigRule',
        (NextToken, options) =>
          client.send(
            new GetAggregateComplianceDetailsByConfigRuleCommand({
              ConfigurationAggregatorName,
              ConfigRuleName: rule,
              AccountId: account,
              AwsRegion,
              ComplianceType,
              Limit: 100,
              NextToken,
            }),
            options,
          ),
        (page) => ({ values: plainList(page.AggregateEvaluationResults), next: page.NextToken }),
      ),
  };
}
