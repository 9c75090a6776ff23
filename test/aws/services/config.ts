/** AWS Config: its operations and its setup. https://docs.aws.amazon.com/config/latest/APIReference/ */
import type { JsonObject } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, limitAt, pageOf, type Service, textsAt } from '../call.ts';
import {
  describeAggregateComplianceByConfigRules,
  getAggregateComplianceDetailsByConfigRule,
  getDiscoveredResourceCounts,
  selectAggregateResourceConfig,
} from './config-aggregate.ts';
import {
  describeComplianceByConfigRule,
  describeComplianceByResource,
  describeConfigRules,
  describeRemediationConfigurations,
  describeRemediationExecutionStatus,
  getComplianceDetailsByConfigRule,
  getComplianceDetailsByResource,
} from './config-compliance.ts';
import { getResourceConfigHistory } from './config-history.ts';
import { batchGetResourceConfig, listDiscoveredResources, selectResourceConfig } from './config-inventory.ts';

/** The named entries of a list, or all of it; an unknown name is an error. */
function named(
  call: Call,
  list: readonly JsonObject[],
  rules: { readonly key: string; readonly member: string; readonly missing: string },
): readonly JsonObject[] {
  const names = textsAt(call.parameters, rules.key);
  const unknown = names.find((name) => !list.some((item) => item[rules.member] === name));
  if (unknown !== undefined) throw new AwsError(rules.missing, `Cannot find '${unknown}'.`);
  return names.length === 0 ? list : list.filter((item) => names.includes(String(item[rules.member])));
}

const recorders = {
  key: 'ConfigurationRecorderNames',
  member: 'name',
  missing: 'NoSuchConfigurationRecorderException',
} as const;

const describeConfigurationRecorders = (call: Call): JsonObject => ({
  ConfigurationRecorders: [...named(call, call.here.configurationRecorders, recorders)],
});

const describeConfigurationRecorderStatus = (call: Call): JsonObject => ({
  ConfigurationRecordersStatus: [...named(call, call.here.configurationRecordersStatus, recorders)],
});

/** Empty if the default of seven years applies. */
const describeRetentionConfigurations = (call: Call): JsonObject => ({
  RetentionConfigurations: [
    ...named(call, call.here.retentionConfigurations, {
      key: 'RetentionConfigurationNames',
      member: 'Name',
      missing: 'NoSuchRetentionConfigurationException',
    }),
  ],
});

const describeDeliveryChannels = (call: Call): JsonObject => ({
  DeliveryChannels: [
    ...named(call, call.here.deliveryChannels, {
      key: 'DeliveryChannelNames',
      member: 'name',
      missing: 'NoSuchDeliveryChannelException',
    }),
  ],
});

function describeConformancePacks(call: Call): JsonObject {
  const size = limitAt(call.parameters, 'Limit', { most: 20, usual: 10, code: 'InvalidLimitException' });
  const packs = named(call, call.here.conformancePacks, {
    key: 'ConformancePackNames',
    member: 'ConformancePackName',
    missing: 'NoSuchConformancePackException',
  });
  const page = pageOf(call, packs, { tokenKey: 'NextToken', invalidToken: 'InvalidNextTokenException', size });
  return { ConformancePackDetails: [...page.items], ...page.token };
}

export const config: Service = {
  name: 'config',
  protocol: 'json-1.1',
  timeMembers: new Set([
    'configurationItemCaptureTime',
    'configurationItemDeliveryTime',
    'resourceCreationTime',
    'resourceDeletionTime',
    'ConfigRuleInvokedTime',
    'OrderingTimestamp',
    'ResultRecordedTime',
    'InvocationTime',
    'LastUpdatedTime',
    'StartTime',
    'StopTime',
    'lastStartTime',
    'lastStopTime',
    'lastStatusChangeTime',
    'LastUpdateRequestedTime',
  ]),
  operations: {
    BatchGetResourceConfig: batchGetResourceConfig,
    DescribeAggregateComplianceByConfigRules: describeAggregateComplianceByConfigRules,
    DescribeComplianceByConfigRule: describeComplianceByConfigRule,
    DescribeComplianceByResource: describeComplianceByResource,
    DescribeConfigRules: describeConfigRules,
    DescribeConfigurationRecorders: describeConfigurationRecorders,
    DescribeConfigurationRecorderStatus: describeConfigurationRecorderStatus,
    DescribeConformancePacks: describeConformancePacks,
    DescribeDeliveryChannels: describeDeliveryChannels,
    DescribeRemediationConfigurations: describeRemediationConfigurations,
    DescribeRemediationExecutionStatus: describeRemediationExecutionStatus,
    DescribeRetentionConfigurations: describeRetentionConfigurations,
    GetAggregateComplianceDetailsByConfigRule: getAggregateComplianceDetailsByConfigRule,
    GetComplianceDetailsByConfigRule: getComplianceDetailsByConfigRule,
    GetComplianceDetailsByResource: getComplianceDetailsByResource,
    GetDiscoveredResourceCounts: getDiscoveredResourceCounts,
    GetResourceConfigHistory: getResourceConfigHistory,
    ListDiscoveredResources: listDiscoveredResources,
    SelectAggregateResourceConfig: selectAggregateResourceConfig,
    SelectResourceConfig: selectResourceConfig,
  },
};
