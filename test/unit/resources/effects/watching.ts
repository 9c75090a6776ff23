/** CloudTrail, Config, CloudWatch, Logs, EventBridge, GuardDuty, CloudFront, API Gateway, Route 53. */
import { arn, samplesOf } from './samples.ts';

const trail = arn('cloudtrail', 'trail/main');
const logGroupName = '/aws/lambda/orders';
const detectorId = '12abc34d567e8fa901bc2d34e56789f0';

export const watchSamples = samplesOf([
  ['cloudtrail:StopLogging', { name: trail }, '/configuration/isLogging'],
  ['cloudtrail:StartLogging', { name: trail }, '/configuration/isLogging'],
  ['cloudtrail:UpdateTrail', { name: 'main', isMultiRegionTrail: false }, '/configuration/isMultiRegionTrail'],
  ['cloudtrail:DeleteTrail', { name: 'main' }, '/configuration'],
  ['cloudtrail:CreateTrail', { name: 'main', s3BucketName: 'b' }, '/configuration'],
  [
    'cloudtrail:PutEventSelectors',
    { trailName: 'main', eventSelectors: [{ readWriteType: 'ReadOnly' }] },
    '/configuration/eventSelectors',
  ],
  ['config:StopConfigurationRecorder', { configurationRecorderName: 'default' }, '/configuration/recording'],
  ['config:StartConfigurationRecorder', { configurationRecorderName: 'default' }, '/configuration/recording'],
  ['config:DeleteConfigurationRecorder', { configurationRecorderName: 'default' }, '/configuration'],
  [
    'config:PutConfigurationRecorder',
    { configurationRecorder: { name: 'default', recordingGroup: { allSupported: false } } },
    '/configuration/recordingGroup',
  ],
  ['config:DeleteConfigRule', { configRuleName: 'restricted-ssh' }, '/configuration'],
  ['config:PutConfigRule', { configRule: { configRuleName: 'r', source: { owner: 'AWS' } } }, '/configuration/source'],
  ['config:DeleteDeliveryChannel', { deliveryChannelName: 'default' }, '/configuration'],
  ['monitoring:PutMetricAlarm', { alarmName: 'a', threshold: 100 }, '/configuration/threshold'],
  ['monitoring:DeleteAlarms', { alarmNames: ['a'] }, '/configuration'],
  ['monitoring:DisableAlarmActions', { alarmNames: ['a'] }, '/configuration/actionsEnabled'],
  ['logs:DeleteLogGroup', { logGroupName }, '/configuration'],
  ['logs:PutRetentionPolicy', { logGroupName, retentionInDays: 1 }, '/configuration/retentionInDays'],
  ['logs:DeleteRetentionPolicy', { logGroupName }, '/configuration/retentionInDays'],
  ['logs:DisassociateKmsKey', { logGroupName }, '/configuration/kmsKeyId'],
  [
    'logs:PutSubscriptionFilter',
    { logGroupName, filterName: 'f', destinationArn: arn('lambda', 'function:x') },
    '/configuration/subscriptionFilters/0',
  ],
  ['logs:DeleteSubscriptionFilter', { logGroupName, filterName: 'f' }, '/configuration/subscriptionFilters/0'],
  ['logs:DeleteMetricFilter', { logGroupName, filterName: 'f' }, '/configuration/metricFilters/0'],
  ['events:DisableRule', { name: 'nightly' }, '/configuration/State'],
  [
    'events:PutRule',
    { name: 'nightly', state: 'ENABLED', scheduleExpression: 'rate(1 day)' },
    '/configuration/ScheduleExpression',
  ],
  [
    'events:PutTargets',
    { rule: 'nightly', targets: [{ id: '1', arn: arn('lambda', 'function:x') }] },
    '/configuration/Targets/0',
  ],
  ['events:RemoveTargets', { rule: 'nightly', ids: ['1'] }, '/configuration/Targets/0'],
  ['events:DeleteRule', { name: 'nightly' }, '/configuration'],
  ['guardduty:UpdateDetector', { detectorId, enable: false }, '/configuration/Enable'],
  ['guardduty:DeleteDetector', { detectorId }, '/configuration'],
  ['guardduty:CreateFilter', { detectorId, name: 'hide', action: 'ARCHIVE' }, '/configuration'],
  [
    'cloudfront:UpdateDistribution',
    { id: 'E2QWRUHAPOMQZL', distributionConfig: { enabled: false } },
    '/configuration/distributionConfig/enabled',
  ],
  ['cloudfront:DeleteDistribution', { id: 'E2QWRUHAPOMQZL', ifMatch: 'x' }, '/configuration'],
  [
    'apigateway:UpdateRestApi',
    { restApiId: 'a1b2c3', patchOperations: [{ op: 'replace', path: '/policy', value: '{}' }] },
    '/configuration/policy',
  ],
  ['apigateway:DeleteRestApi', { restApiId: 'a1b2c3' }, '/configuration'],
  [
    'apigateway:UpdateStage',
    {
      restApiId: 'a1b2c3',
      stageName: 'prod',
      patchOperations: [{ op: 'replace', path: '/tracingEnabled', value: 'false' }],
    },
    '/configuration/tracingEnabled',
  ],
  [
    'route53:ChangeResourceRecordSets',
    {
      hostedZoneId: 'Z0123456789',
      changeBatch: {
        changes: [{ action: 'UPSERT', resourceRecordSet: { name: 'www.example.com', type: 'A', tTL: 300 } }],
      },
    },
    '/configuration/ResourceRecordSets/0',
  ],
  ['route53:DeleteHostedZone', { id: 'Z0123456789' }, '/configuration'],
  [
    'wafv2:UpdateWebACL',
    { name: 'front', id: '5a6b7c8d', scope: 'REGIONAL', defaultAction: { allow: {} }, rules: [] },
    '/configuration/defaultAction',
  ],
  ['wafv2:DeleteWebACL', { name: 'front', id: '5a6b7c8d', scope: 'REGIONAL' }, '/configuration'],
]);
