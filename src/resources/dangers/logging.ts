/** Records of what happens: trails, flow logs, configuration, log groups. Whoever stops them hides what follows. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { leftOut } from '../event-selectors.ts';
import { enumerate, flag, objects, text, texts, valueAt } from '../read.ts';
import { nameAt, named, nameIn, shortName } from '../words.ts';

const trail = (call: CallByPrincipal): string => named('trail', nameIn(call, 'name', 'trailName', 'trailARN'));
const logGroup = (call: CallByPrincipal): string =>
  named('log group', nameIn(call, 'logGroupName', 'logGroupIdentifier', 'resourceIdentifier'));

const silenced = 'GuardDuty Stealth:IAMUser/CloudTrailLoggingDisabled';

/**
 * What a trail no longer records under its new selectors.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
function omissions({ request }: CallByPrincipal): readonly string[] {
  const basic = objects(request, 'eventSelectors');
  const management = basic.filter((selector) => flag(selector, 'includeManagementEvents') !== false);
  if (basic.length > 0) {
    if (management.length === 0) return ['management events'];
    const kinds = new Set(management.map((selector) => text(selector, 'readWriteType') ?? 'All'));
    if (kinds.has('All') || kinds.size > 1) return [];
    return kinds.has('ReadOnly') ? ['writes'] : kinds.has('WriteOnly') ? ['reads'] : [];
  }
  const advanced = objects(request, 'advancedEventSelectors').map((selector) => objects(selector, 'fieldSelectors'));
  if (advanced.length === 0) return [];
  const equals = (fields: (typeof advanced)[number], name: string) =>
    fields.filter((field) => text(field, 'field') === name).flatMap((field) => texts(field, 'equals'));
  const ofManagement = advanced.filter((fields) => equals(fields, 'eventCategory').includes('Management'));
  if (ofManagement.length === 0) return ['management events'];
  const kinds = new Set(ofManagement.map((fields) => equals(fields, 'readOnly')[0] ?? 'all'));
  if (kinds.has('all') || kinds.size > 1) return [];
  return kinds.has('true') ? ['writes'] : ['reads'];
}

const whatever =
  (words: (call: CallByPrincipal) => string): DangerRule['reason'] =>
  (call) =>
    words(call);

export const loggingRules: readonly DangerRule[] = [
  {
    rule: 'trail-stopped',
    severity: 'high',
    source: silenced,
    calls: callsOf('cloudtrail', 'StopLogging'),
    reason: whatever((call) => `${trail(call)} records nothing any more`),
  },
  {
    rule: 'trail-deleted',
    severity: 'high',
    source: silenced,
    calls: callsOf('cloudtrail', 'DeleteTrail'),
    reason: whatever((call) => `${trail(call)} is gone`),
  },
  {
    rule: 'trail-narrowed',
    severity: 'high',
    source: 'Security Hub CloudTrail.1',
    calls: callsOf('cloudtrail', 'UpdateTrail'),
    reason: (call) => {
      const lost = [
        flag(call.request, 'isMultiRegionTrail') === false ? 'other regions' : '',
        flag(call.request, 'includeGlobalServiceEvents') === false ? 'global services' : '',
        flag(call.request, 'isOrganizationTrail') === false ? 'other accounts of the organization' : '',
      ].filter((words) => words !== '');
      return lost.length > 0 ? `${trail(call)} does not record ${enumerate(lost)}` : undefined;
    },
  },
  {
    rule: 'trail-events-narrowed',
    severity: 'high',
    source: 'Security Hub CloudTrail.1',
    calls: callsOf('cloudtrail', 'PutEventSelectors'),
    reason: (call) => {
      const lost = omissions(call);
      return lost.length > 0 ? `${trail(call)} does not record ${enumerate(lost)}` : undefined;
    },
  },
  {
    rule: 'trail-events-left-out',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html',
    calls: callsOf('cloudtrail', 'PutEventSelectors', 'UpdateEventDataStore'),
    reason: (call) => {
      const lost = leftOut(call.request);
      const isStore = call.eventName === 'UpdateEventDataStore';
      const where = isStore ? named('event data store', nameIn(call, 'eventDataStore', 'name')) : trail(call);
      return lost.length > 0 ? `${where} does not record ${enumerate(lost)}` : undefined;
    },
  },
  {
    rule: 'trail-insights-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutInsightSelectors.html',
    calls: callsOf('cloudtrail', 'PutInsightSelectors'),
    reason: (call) => {
      const selectors = valueAt(call.request, 'insightSelectors');
      return Array.isArray(selectors) && selectors.length === 0
        ? `unusual activity in ${named('trail', nameIn(call, 'trailName', 'trailARN'))} is no longer reported`
        : undefined;
    },
  },
  {
    rule: 'trail-validation-off',
    severity: 'medium',
    source: 'Security Hub CloudTrail.4',
    calls: callsOf('cloudtrail', 'UpdateTrail'),
    reason: (call) =>
      flag(call.request, 'enableLogFileValidation') === false
        ? `changes to the files of ${trail(call)} cannot be noticed`
        : undefined,
  },
  {
    rule: 'trail-encryption-removed',
    severity: 'medium',
    source: 'Security Hub CloudTrail.2',
    calls: callsOf('cloudtrail', 'UpdateTrail'),
    reason: (call) =>
      valueAt(call.request, 'kmsKeyId') === '' ? `the files of ${trail(call)} have no key of their own` : undefined,
  },
  {
    rule: 'event-data-store-stopped',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_StopEventDataStoreIngestion.html',
    calls: callsOf('cloudtrail', 'StopEventDataStoreIngestion', 'DeleteEventDataStore'),
    reason: whatever(
      (call) => `${named('event data store', nameIn(call, 'eventDataStore', 'name'))} takes in nothing any more`,
    ),
  },
  {
    rule: 'flow-logs-deleted',
    severity: 'high',
    source: 'Security Hub EC2.6',
    calls: callsOf('ec2', 'DeleteFlowLogs'),
    reason: ({ request }) => {
      const ids = [
        ...texts(request, 'DeleteFlowLogsRequest.FlowLogId', 'content'),
        ...texts(request, 'flowLogId', 'content', 'flowLogId'),
        ...texts(request, 'flowLogIdSet', 'flowLogId'),
      ];
      return `traffic is no longer recorded by ${named('flow log', enumerate(ids) || undefined)}`;
    },
  },
  {
    rule: 'configuration-recorder-stopped',
    severity: 'high',
    source: 'Security Hub Config.1',
    calls: callsOf('config', 'StopConfigurationRecorder', 'DeleteConfigurationRecorder'),
    reason: whatever(
      (call) =>
        `changes are no longer recorded by ${named('configuration recorder', nameIn(call, 'configurationRecorderName'))}`,
    ),
  },
  {
    rule: 'configuration-recorder-narrowed',
    severity: 'medium',
    source: 'Security Hub Config.1',
    calls: callsOf('config', 'PutConfigurationRecorder'),
    reason: (call) => {
      const group = 'configurationRecorder.recordingGroup';
      if (flag(call.request, `${group}.allSupported`) !== false) return undefined;
      const recorder = named('configuration recorder', nameAt(call.request, 'configurationRecorder.name'));
      const [only, none] = ['resourceTypes', 'exclusionByResourceTypes.resourceTypes'].map((path) =>
        enumerate(texts(call.request, `${group}.${path}`)),
      );
      if (none) return `${recorder} does not record changes of ${none}`;
      return only ? `${recorder} records changes of ${only} alone` : undefined;
    },
  },
  {
    rule: 'delivery-channel-deleted',
    severity: 'medium',
    source: 'Security Hub Config.1',
    calls: callsOf('config', 'DeleteDeliveryChannel'),
    reason: whatever(
      (call) =>
        `configuration is no longer delivered by ${named('delivery channel', nameIn(call, 'deliveryChannelName'))}`,
    ),
  },
  {
    rule: 'bucket-logging-off',
    severity: 'medium',
    source: 'GuardDuty Stealth:S3/ServerAccessLoggingDisabled',
    calls: callsOf('s3', 'PutBucketLogging'),
    reason: ({ request }) =>
      valueAt(request, 'BucketLoggingStatus') !== undefined &&
      text(request, 'BucketLoggingStatus.LoggingEnabled.TargetBucket') === undefined
        ? `access to ${named('bucket', text(request, 'bucketName'))} is no longer logged`
        : undefined,
  },
  {
    rule: 'load-balancer-logging-off',
    severity: 'medium',
    source: 'Security Hub ELB.5',
    calls: callsOf('elasticloadbalancing', 'ModifyLoadBalancerAttributes'),
    reason: ({ request }) => {
      const isOff =
        flag(request, 'loadBalancerAttributes.accessLog.enabled') === false ||
        objects(request, 'attributes').some(
          (each) => text(each, 'key') === 'access_logs.s3.enabled' && flag(each, 'value') === false,
        );
      const name = text(request, 'loadBalancerName', 'loadBalancerArn');
      return isOff
        ? `access to ${named('load balancer', name === undefined ? undefined : shortName(name))} is not logged`
        : undefined;
    },
  },
  {
    rule: 'warehouse-logging-off',
    severity: 'medium',
    source: 'Security Hub Redshift.4',
    calls: callsOf('redshift', 'DisableLogging'),
    reason: (call) => `${named('Redshift cluster', nameIn(call, 'clusterIdentifier'))} keeps no audit log`,
  },
  {
    rule: 'web-acl-logging-off',
    severity: 'medium',
    source: 'Security Hub WAF.11',
    calls: callsOf('wafv2', 'DeleteLoggingConfiguration'),
    reason: (call) => `requests to ${named('web ACL', nameIn(call, 'resourceArn'))} are no longer logged`,
  },
  {
    rule: 'model-invocation-logging-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html',
    calls: callsOf('bedrock', 'DeleteModelInvocationLoggingConfiguration'),
    reason: () => 'what models are asked and answer is no longer logged',
  },
  {
    rule: 'delivery-stream-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeleteDeliveryStream.html',
    calls: callsOf('firehose', 'DeleteDeliveryStream'),
    reason: (call) =>
      `nothing is delivered by ${named('delivery stream', nameIn(call, 'deliveryStreamName'))} any more`,
  },
  {
    rule: 'dns-query-logging-off',
    severity: 'medium',
    source: 'Security Hub Route53.2',
    calls: callsOf('route53', 'DeleteQueryLoggingConfig'),
    reason: (call) => `${named('query log', nameIn(call, 'id'))} of a hosted zone is gone`,
  },
  {
    rule: 'log-group-deleted',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogGroup.html',
    calls: callsOf('logs', 'DeleteLogGroup'),
    reason: whatever((call) => `all that ${logGroup(call)} held is lost`),
  },
  {
    rule: 'log-stream-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteLogStream.html',
    calls: callsOf('logs', 'DeleteLogStream'),
    reason: whatever(
      (call) => `${named('log stream', text(call.request, 'logStreamName'))} of ${logGroup(call)} is lost`,
    ),
  },
  {
    rule: 'log-forwarding-removed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/logs/SubscriptionFilters.html',
    calls: callsOf('logs', 'DeleteSubscriptionFilter', 'DeleteDestination'),
    reason: (call) =>
      call.eventName === 'DeleteDestination'
        ? `logs are no longer sent to ${named('log destination', text(call.request, 'destinationName'))}`
        : `${logGroup(call)} is no longer forwarded by ${named('subscription filter', text(call.request, 'filterName'))}`,
  },
  {
    rule: 'cluster-audit-log-off',
    severity: 'medium',
    source: 'Security Hub EKS.8',
    calls: callsOf('eks', 'UpdateClusterConfig'),
    reason: (call) => {
      const off = objects(call.request, 'logging.clusterLogging')
        .filter((item) => flag(item, 'enabled') === false)
        .flatMap((item) => texts(item, 'types'));
      return off.includes('audit')
        ? `${named('EKS cluster', nameIn(call, 'name', 'clusterName'))} keeps no audit log`
        : undefined;
    },
  },
];
