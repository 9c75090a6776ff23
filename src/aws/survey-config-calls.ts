/** The calls that prove permissions of AWS Config. */
import { call, noSuchName, type SurveyCall } from './survey-call.ts';

export const configCalls: readonly SurveyCall[] = [
  call('config:BatchGetResourceConfig', 5, async (session, region, options) => {
    const { ConfigServiceClient, BatchGetResourceConfigCommand } = await import('@aws-sdk/client-config-service');
    const resourceKeys = [{ resourceType: 'AWS::S3::Bucket' as const, resourceId: noSuchName }];
    const command = new BatchGetResourceConfigCommand({ resourceKeys });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:GetComplianceDetailsByConfigRule', 5, async (session, region, options) => {
    const { ConfigServiceClient, GetComplianceDetailsByConfigRuleCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: noSuchName, Limit: 1 });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:GetComplianceDetailsByResource', 5, async (session, region, options) => {
    const { ConfigServiceClient, GetComplianceDetailsByResourceCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new GetComplianceDetailsByResourceCommand({
      ResourceType: 'AWS::S3::Bucket',
      ResourceId: noSuchName,
    });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:GetResourceConfigHistory', 5, async (session, region, options) => {
    const { ConfigServiceClient, GetResourceConfigHistoryCommand } = await import('@aws-sdk/client-config-service');
    const command = new GetResourceConfigHistoryCommand({
      resourceType: 'AWS::S3::Bucket',
      resourceId: noSuchName,
      limit: 1,
    });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:ListDiscoveredResources', 5, async (session, region, options) => {
    const { ConfigServiceClient, ListDiscoveredResourcesCommand } = await import('@aws-sdk/client-config-service');
    const command = new ListDiscoveredResourcesCommand({ resourceType: 'AWS::S3::Bucket', limit: 1 });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:SelectResourceConfig', 5, async (session, region, options) => {
    const { ConfigServiceClient, SelectResourceConfigCommand } = await import('@aws-sdk/client-config-service');
    const command = new SelectResourceConfigCommand({
      Expression: `SELECT resourceId WHERE resourceId = '${noSuchName}'`,
      Limit: 1,
    });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:DescribeAggregateComplianceByConfigRules', 5, async (session, region, options) => {
    const { ConfigServiceClient, DescribeAggregateComplianceByConfigRulesCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new DescribeAggregateComplianceByConfigRulesCommand({ ConfigurationAggregatorName: noSuchName });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:DescribeComplianceByConfigRule', 5, async (session, region, options) => {
    const { ConfigServiceClient, DescribeComplianceByConfigRuleCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new DescribeComplianceByConfigRuleCommand({ ConfigRuleNames: [noSuchName] });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:DescribeConformancePacks', 5, async (session, region, options) => {
    const { ConfigServiceClient, DescribeConformancePacksCommand } = await import('@aws-sdk/client-config-service');
    const command = new DescribeConformancePacksCommand({ Limit: 1 });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:DescribeRemediationConfigurations', 5, async (session, region, options) => {
    const { ConfigServiceClient, DescribeRemediationConfigurationsCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [noSuchName] });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:DescribeRemediationExecutionStatus', 5, async (session, region, options) => {
    const { ConfigServiceClient, DescribeRemediationExecutionStatusCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new DescribeRemediationExecutionStatusCommand({ ConfigRuleName: noSuchName, Limit: 1 });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:GetAggregateComplianceDetailsByConfigRule', 5, async (session, region, options) => {
    const { ConfigServiceClient, GetAggregateComplianceDetailsByConfigRuleCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new GetAggregateComplianceDetailsByConfigRuleCommand({
      ConfigurationAggregatorName: noSuchName,
      ConfigRuleName: noSuchName,
      AccountId: session.account,
      AwsRegion: region,
      Limit: 1,
    });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
  call('config:GetDiscoveredResourceCounts', 5, async (session, region, options) => {
    const { ConfigServiceClient, GetDiscoveredResourceCountsCommand } = await import('@aws-sdk/client-config-service');
    return session
      .client(ConfigServiceClient, region)
      .send(new GetDiscoveredResourceCountsCommand({ limit: 1 }), options);
  }),
  call('config:SelectAggregateResourceConfig', 5, async (session, region, options) => {
    const { ConfigServiceClient, SelectAggregateResourceConfigCommand } = await import(
      '@aws-sdk/client-config-service'
    );
    const command = new SelectAggregateResourceConfigCommand({
      Expression: `SELECT resourceId WHERE resourceId = '${noSuchName}'`,
      ConfigurationAggregatorName: noSuchName,
      Limit: 1,
    });
    return session.client(ConfigServiceClient, region).send(command, options);
  }),
];
