/** The IAM actions by which AWS Config is asked, listed here so that nothing that asks has to be loaded. */

export const configActions = [
  'config:BatchGetResourceConfig',
  'config:DescribeConfigurationRecorderStatus',
  'config:DescribeConfigurationRecorders',
  'config:DescribeRetentionConfigurations',
  'config:GetComplianceDetailsByConfigRule',
  'config:GetComplianceDetailsByResource',
  'config:GetResourceConfigHistory',
  'config:ListDiscoveredResources',
  'config:SelectResourceConfig',
] as const;

export const ruleActions = [
  'config:DescribeAggregateComplianceByConfigRules',
  'config:DescribeComplianceByConfigRule',
  'config:DescribeConfigRules',
  'config:DescribeConformancePacks',
  'config:DescribeRemediationConfigurations',
  'config:DescribeRemediationExecutionStatus',
  'config:GetAggregateComplianceDetailsByConfigRule',
  'config:GetDiscoveredResourceCounts',
  'config:SelectAggregateResourceConfig',
] as const;

export const ec2Actions = ['ec2:DescribeNetworkInterfaces'] as const;
