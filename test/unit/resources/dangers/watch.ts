/** Calls that blind those who watch an account, or free it of its guardrails, and their harmless likes. */
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Case } from './judge.ts';

const management = { field: 'eventCategory', equals: ['Management'] };
const leavingOut = [
  management,
  { field: 'eventSource', notEquals: ['kms.amazonaws.com'] },
  { field: 'userIdentity.arn', notStartsWith: ['arn:aws:iam::111122223333:user/mallory'] },
];
const store = (...selectorFields: readonly JsonObject[][]) => ({
  request: {
    eventDataStore: 'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/a1b2',
    advancedEventSelectors: selectorFields.map((fieldSelectors) => ({ fieldSelectors })),
  },
});
const selectors = (more: JsonObject) => ({
  request: {
    trailName: 'main',
    eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true, dataResources: [], ...more }],
  },
});
const trail = { request: { name: 'main' } };

export const watchCases: readonly Case[] = [
  [
    'trail-stopped',
    'cloudtrail:StopLogging',
    'trail main records nothing any more',
    trail,
    { ...trail, outcome: 'denied' },
  ],
  ['trail-deleted', 'cloudtrail:DeleteTrail', 'trail main is gone', trail, { ...trail, outcome: 'failed' }],
  [
    'trail-narrowed',
    'cloudtrail:UpdateTrail',
    'trail main does not record other regions',
    { request: { name: 'main', isMultiRegionTrail: false } },
    { request: { name: 'main', isMultiRegionTrail: true } },
  ],
  [
    'trail-events-narrowed',
    'cloudtrail:PutEventSelectors',
    'trail main does not record management events',
    selectors({ readWriteType: 'ReadOnly', includeManagementEvents: false }),
    selectors({}),
  ],
  [
    'trail-events-narrowed',
    'cloudtrail:PutEventSelectors',
    'trail main does not record writes',
    {
      request: {
        trailName: 'main',
        advancedEventSelectors: [
          {
            fieldSelectors: [
              { field: 'eventCategory', equals: ['Management'] },
              { field: 'readOnly', equals: ['true'] },
            ],
          },
        ],
      },
    },
    {
      request: {
        trailName: 'main',
        advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] }],
      },
    },
  ],
  [
    'trail-events-left-out',
    'cloudtrail:PutEventSelectors',
    'trail main does not record calls to kms.amazonaws.com',
    selectors({ excludeManagementEventSources: ['kms.amazonaws.com'] }),
    selectors({ excludeManagementEventSources: [] }),
  ],
  [
    'trail-events-left-out',
    'cloudtrail:UpdateEventDataStore',
    'event data store a1b2 does not record calls to kms.amazonaws.com and calls by mallory',
    store(leavingOut),
    // what one leaves out the other takes
    store(leavingOut, [management]),
  ],
  [
    'trail-insights-off',
    'cloudtrail:PutInsightSelectors',
    'unusual activity in trail main is no longer reported',
    { request: { trailName: 'main', insightSelectors: [] } },
    { request: { trailName: 'main', insightSelectors: [{ insightType: 'ApiCallRateInsight' }] } },
  ],
  [
    'trail-validation-off',
    'cloudtrail:UpdateTrail',
    'changes to the files of trail main cannot be noticed',
    { request: { name: 'main', enableLogFileValidation: false } },
    { request: { name: 'main', enableLogFileValidation: true } },
  ],
  [
    'trail-encryption-removed',
    'cloudtrail:UpdateTrail',
    'the files of trail main have no key of their own',
    { request: { name: 'main', kmsKeyId: '' } },
    { request: { name: 'main', kmsKeyId: 'k' } },
  ],
  [
    'event-data-store-stopped',
    'cloudtrail:StopEventDataStoreIngestion',
    'event data store lake takes in nothing any more',
    { request: { eventDataStore: 'lake' } },
    'always fires',
  ],
  [
    'flow-logs-deleted',
    'ec2:DeleteFlowLogs',
    'traffic is no longer recorded by flow log fl-1',
    { request: { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-1' } } } },
    { request: {}, outcome: 'denied' },
  ],
  [
    'configuration-recorder-stopped',
    'config:StopConfigurationRecorder',
    'changes are no longer recorded by configuration recorder default',
    { request: { configurationRecorderName: 'default' } },
    'always fires',
  ],
  [
    'delivery-channel-deleted',
    'config:DeleteDeliveryChannel',
    'configuration is no longer delivered by delivery channel default',
    { request: { deliveryChannelName: 'default' } },
    'always fires',
  ],
  [
    'bucket-logging-off',
    's3:PutBucketLogging',
    'access to bucket b is no longer logged',
    { request: { bucketName: 'b', BucketLoggingStatus: { xmlns: 'x' } } },
    { request: { bucketName: 'b', BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs' } } } },
  ],
  [
    'log-group-deleted',
    'logs:DeleteLogGroup',
    'all that log group /app held is lost',
    { request: { logGroupName: '/app' } },
    'always fires',
  ],
  [
    'log-stream-deleted',
    'logs:DeleteLogStream',
    'log stream s of log group /app is lost',
    { request: { logGroupName: '/app', logStreamName: 's' } },
    'always fires',
  ],
  [
    'log-forwarding-removed',
    'logs:DeleteSubscriptionFilter',
    'log group /app is no longer forwarded by subscription filter f',
    { request: { logGroupName: '/app', filterName: 'f' } },
    'always fires',
  ],
  [
    'cluster-audit-log-off',
    'eks:UpdateClusterConfig',
    'EKS cluster prod keeps no audit log',
    { request: { name: 'prod', logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: false }] } } },
    { request: { name: 'prod', logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] } } },
  ],

  [
    'guardduty-disabled',
    'guardduty:UpdateDetector',
    'detector d of GuardDuty finds nothing any more',
    { request: { detectorId: 'd', enable: false } },
    { request: { detectorId: 'd', enable: true } },
  ],
  [
    'guardduty-protection-off',
    'guardduty:UpdateDetector',
    'GuardDuty no longer looks at S3_DATA_EVENTS and RUNTIME_MONITORING',
    {
      request: {
        detectorId: 'd',
        enable: true,
        features: [
          { name: 'S3_DATA_EVENTS', status: 'DISABLED' },
          { name: 'RUNTIME_MONITORING', status: 'DISABLED' },
          { name: 'LAMBDA_NETWORK_LOGS', status: 'ENABLED' },
        ],
      },
    },
    { request: { detectorId: 'd', enable: true, features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }] } },
  ],
  [
    'guardduty-protection-off',
    'guardduty:UpdateMemberDetectors',
    'GuardDuty no longer looks at S3_DATA_EVENTS and EKS_AUDIT_LOGS in account 444455556666',
    {
      request: {
        accountIds: ['444455556666'],
        dataSources: { s3Logs: { enable: false }, kubernetes: { auditLogs: { enable: false } } },
      },
    },
    { request: { accountIds: ['444455556666'], dataSources: { s3Logs: { enable: true } } } },
  ],
  [
    'guardduty-member-released',
    'guardduty:StopMonitoringMembers',
    'GuardDuty no longer watches account 444455556666 for its administrator',
    { request: { detectorId: 'd', accountIds: ['444455556666'] } },
    'always fires',
  ],
  [
    'guardduty-findings-suppressed',
    'guardduty:CreateFilter',
    'findings that filter f of detector d matches are hidden',
    { request: { detectorId: 'd', name: 'f', action: 'ARCHIVE' } },
    { request: { detectorId: 'd', name: 'f', action: 'NOOP' } },
  ],
  [
    'guardduty-addresses-trusted',
    'guardduty:CreateIPSet',
    'addresses on trusted IP list l raise no findings of detector d',
    { request: { detectorId: 'd', name: 'l', activate: true } },
    { request: { detectorId: 'd', name: 'l', activate: false } },
  ],
  [
    'security-hub-disabled',
    'securityhub:DisableSecurityHub',
    'Security Hub checks nothing in the account any more',
    {},
    'always fires',
  ],
  [
    'access-analyzer-deleted',
    'access-analyzer:DeleteAnalyzer',
    'analyzer a of access from outside is gone',
    { request: { analyzerName: 'a' } },
    'always fires',
  ],
  [
    'macie-disabled',
    'macie2:DisableMacie',
    'Macie no longer looks for sensitive data in the account',
    {},
    'always fires',
  ],
  [
    'config-rule-deleted',
    'config:DeleteConfigRule',
    'compliance with rule restricted-ssh is no longer checked',
    { request: { configRuleName: 'restricted-ssh' } },
    'always fires',
  ],
  [
    'alarms-deleted',
    'monitoring:DeleteAlarms',
    'nothing raises alarms high-cpu and low-disk any more',
    { request: { alarmNames: ['high-cpu', 'low-disk'] } },
    { request: { alarmNames: ['TargetTracking-table/orders-AlarmHigh-0a1b'] } },
  ],
  [
    'alarm-actions-off',
    'monitoring:PutMetricAlarm',
    'nobody is notified of alarm high-cpu',
    { request: { alarmName: 'high-cpu', actionsEnabled: false } },
    { request: { alarmName: 'high-cpu', actionsEnabled: true } },
  ],
  [
    'metric-filter-deleted',
    'logs:DeleteMetricFilter',
    'metric filter root-use counts nothing in log group /trail any more',
    { request: { logGroupName: '/trail', filterName: 'root-use' } },
    'always fires',
  ],
  ['web-acl-removed', 'wafv2:DeleteWebACL', 'web ACL front is gone', { request: { name: 'front' } }, 'always fires'],

  [
    'organization-left',
    'organizations:LeaveOrganization',
    "account 111122223333 is no longer bound by the organization's guardrails",
    {},
    { outcome: 'denied' },
  ],
  [
    'organization-policy-detached',
    'organizations:DetachPolicy',
    'organization policy p-12345678 no longer binds 444455556666',
    { request: { policyId: 'p-12345678', targetId: '444455556666' } },
    { request: { policyId: 'p-FullAWSAccess', targetId: '444455556666' } },
  ],
  [
    'organization-policy-type-disabled',
    'organizations:DisablePolicyType',
    'no organization policy of type SERVICE_CONTROL_POLICY binds r-1 any more',
    { request: { rootId: 'r-1', policyType: 'SERVICE_CONTROL_POLICY' } },
    'always fires',
  ],
  [
    'organization-policy-deleted',
    'organizations:DeletePolicy',
    'organization policy p-12345678 is gone',
    { request: { policyId: 'p-12345678' } },
    'always fires',
  ],
  [
    'delegated-administrator-registered',
    'organizations:RegisterDelegatedAdministrator',
    'account 444455556666 now administers config.amazonaws.com for the whole organization',
    { request: { accountId: '444455556666', servicePrincipal: 'config.amazonaws.com' } },
    'always fires',
  ],
];
