/**
 * What the calls of CloudTrail, Config, CloudWatch, Logs, EventBridge, GuardDuty and Organizations do to whatever watches an
 * account.
 */
import type { JsonObject } from '../../model/json.ts';
import { built, type Effects, gain, lose, resource, sets, setTo, tagged, textsOf, unset } from '../effect.ts';
import { text } from '../read.ts';
import type { Call } from '../service.ts';

const trail = resource('AWS::CloudTrail::Trail', 'name', 'trailName');
const store = resource('AWS::CloudTrail::EventDataStore', 'eventDataStore', 'response.eventDataStoreArn');
const trailSettings = sets(
  'configuration',
  's3BucketName s3KeyPrefix snsTopicName includeGlobalServiceEvents isMultiRegionTrail enableLogFileValidation>logFileValidationEnabled cloudWatchLogsLogGroupArn cloudWatchLogsRoleArn kmsKeyId isOrganizationTrail',
);

export const cloudtrailEffects: Effects = {
  CreateTrail: trail.creates(sets('configuration', 'name'), trailSettings),
  UpdateTrail: trail.changes(trailSettings),
  DeleteTrail: trail.deletes(),
  StartLogging: trail.changes(setTo('configuration.isLogging', true)),
  StopLogging: trail.changes(setTo('configuration.isLogging', false)),
  PutEventSelectors: trail.changes(sets('configuration', 'eventSelectors advancedEventSelectors')),
  PutInsightSelectors: trail.changes(sets('configuration', 'insightSelectors')),
  CreateEventDataStore: store.creates(
    sets(
      'configuration',
      'name retentionPeriod multiRegionEnabled advancedEventSelectors terminationProtectionEnabled',
    ),
  ),
  UpdateEventDataStore: store.changes(
    sets(
      'configuration',
      'name retentionPeriod multiRegionEnabled advancedEventSelectors terminationProtectionEnabled',
    ),
  ),
  StopEventDataStoreIngestion: store.changes(setTo('configuration.status', 'STOPPED_INGESTION')),
  DeleteEventDataStore: store.deletes(),
};

const recorder = resource(
  'AWS::Config::ConfigurationRecorder',
  'configurationRecorderName',
  'configurationRecorder.name',
);
const rule = resource('AWS::Config::ConfigRule', 'configRuleName', 'configRule.configRuleName');
const channel = resource('AWS::Config::DeliveryChannel', 'deliveryChannelName', 'deliveryChannel.name');

export const configEffects: Effects = {
  PutConfigurationRecorder: recorder.changes(
    sets(
      'configuration',
      'configurationRecorder.roleARN configurationRecorder.recordingGroup configurationRecorder.recordingMode',
    ),
  ),
  StartConfigurationRecorder: recorder.changes(setTo('configuration.recording', true)),
  StopConfigurationRecorder: recorder.changes(setTo('configuration.recording', false)),
  DeleteConfigurationRecorder: recorder.deletes(),
  PutDeliveryChannel: channel.changes(
    sets('configuration', 'deliveryChannel.s3BucketName deliveryChannel.s3KeyPrefix deliveryChannel.snsTopicARN'),
  ),
  DeleteDeliveryChannel: channel.deletes(),
  PutConfigRule: rule.changes(
    sets(
      'configuration',
      'configRule.description configRule.scope configRule.source configRule.inputParameters configRule.configRuleState configRule.maximumExecutionFrequency',
    ),
  ),
  DeleteConfigRule: rule.deletes(),
};

const alarm = resource('AWS::CloudWatch::Alarm', 'alarmName', 'alarmNames');
const alarmSettings = sets(
  'configuration',
  'alarmDescription actionsEnabled oKActions alarmActions insufficientDataActions metricName namespace statistic extendedStatistic dimensions period unit evaluationPeriods datapointsToAlarm threshold comparisonOperator treatMissingData metrics',
);

export const cloudwatchEffects: Effects = {
  // it also creates alarms: the call does not show which of the two it did
  PutMetricAlarm: alarm.changes(alarmSettings),
  DeleteAlarms: alarm.deletes(),
  EnableAlarmActions: alarm.changes(setTo('configuration.actionsEnabled', true)),
  DisableAlarmActions: alarm.changes(setTo('configuration.actionsEnabled', false)),
};

const group = resource('AWS::Logs::LogGroup', 'logGroupName', 'logGroupIdentifier');

export const logsEffects: Effects = {
  CreateLogGroup: group.creates(sets('configuration', 'logGroupName kmsKeyId logGroupClass'), tagged('tags')),
  DeleteLogGroup: group.deletes(),
  PutRetentionPolicy: group.changes(sets('configuration', 'retentionInDays')),
  DeleteRetentionPolicy: group.changes(unset('configuration.retentionInDays')),
  AssociateKmsKey: group.changes(sets('configuration', 'kmsKeyId')),
  DisassociateKmsKey: group.changes(unset('configuration.kmsKeyId')),
  PutSubscriptionFilter: group.changes(
    gain(
      'configuration.subscriptionFilters',
      built({ filterName: 'filterName', filterPattern: 'filterPattern', destinationArn: 'destinationArn' }),
    ),
  ),
  DeleteSubscriptionFilter: group.changes(
    lose('configuration.subscriptionFilters', built({ filterName: 'filterName' })),
  ),
  PutMetricFilter: group.changes(
    gain(
      'configuration.metricFilters',
      built({
        filterName: 'filterName',
        filterPattern: 'filterPattern',
        metricTransformations: 'metricTransformations',
      }),
    ),
  ),
  DeleteMetricFilter: group.changes(lose('configuration.metricFilters', built({ filterName: 'filterName' }))),
};

const eventRule = resource('AWS::Events::Rule', 'name', 'rule');
const bus = resource('AWS::Events::EventBus', 'eventBusName');

export const eventsEffects: Effects = {
  PutRule: eventRule.changes(
    sets(
      'configuration',
      'eventPattern>EventPattern scheduleExpression>ScheduleExpression state>State description>Description roleArn>RoleArn',
    ),
  ),
  DeleteRule: eventRule.deletes(),
  EnableRule: eventRule.changes(setTo('configuration.State', 'ENABLED')),
  DisableRule: eventRule.changes(setTo('configuration.State', 'DISABLED')),
  PutTargets: eventRule.changes(gain('configuration.Targets', 'targets')),
  RemoveTargets: eventRule.changes(
    lose('configuration.Targets', (call) => textsOf(call, 'ids').map((id): JsonObject => ({ id }))),
  ),
  PutPermission: bus.changes(
    gain('configuration.Policy.Statement', (call) => {
      const [sid, principal] = [text(call.request, 'statementId'), text(call.request, 'principal')];
      return sid === undefined
        ? []
        : [{ Sid: sid, Effect: 'Allow', Principal: principal ?? null, Action: text(call.request, 'action') ?? null }];
    }),
  ),
  RemovePermission: bus.changes(lose('configuration.Policy.Statement', built({ Sid: 'statementId' }))),
};

const detector = resource('AWS::GuardDuty::Detector', 'detectorId', 'response.detectorId');
const detectorSettings = sets(
  'configuration',
  'enable>Enable findingPublishingFrequency>FindingPublishingFrequency dataSources>DataSources features>Features',
);
const filter = resource('AWS::GuardDuty::Filter', 'filterName', 'name');

export const guarddutyEffects: Effects = {
  CreateDetector: detector.creates(detectorSettings),
  UpdateDetector: detector.changes(detectorSettings),
  DeleteDetector: detector.deletes(),
  CreateFilter: filter.creates(
    sets('configuration', 'name>Name action>Action findingCriteria>FindingCriteria rank>Rank'),
  ),
  UpdateFilter: filter.changes(sets('configuration', 'action>Action findingCriteria>FindingCriteria rank>Rank')),
  DeleteFilter: filter.deletes(),
  CreateIPSet: detector.changes(
    gain('configuration.IPSets', built({ ipSetId: 'response.ipSetId', name: 'name', location: 'location' })),
  ),
  DeleteIPSet: detector.changes(lose('configuration.IPSets', built({ ipSetId: 'ipSetId' }))),
};

const policy = resource('AWS::Organizations::Policy', 'policyId', 'response.policy.policySummary.id');
/** What a policy is attached to: a root, a unit or an account; its type follows from the id. */
const policyTarget = (op: 'gain' | 'lose') => (call: Call) => {
  const target = text(call.request, 'targetId');
  const type = target === undefined ? undefined : targetType(target);
  const writes = (op === 'gain' ? gain : lose)('configuration.policies', built({ id: 'policyId' }))(call);
  return target === undefined || type === undefined || writes.length === 0
    ? []
    : [{ type, id: target, what: 'changed' as const, writes }];
};
const targetType = (id: string) =>
  /^\d{12}$/.test(id)
    ? 'AWS::Organizations::Account'
    : id.startsWith('ou-')
      ? 'AWS::Organizations::OrganizationalUnit'
      : id.startsWith('r-')
        ? 'AWS::Organizations::Root'
        : undefined;

export const organizationsEffects: Effects = {
  CreatePolicy: policy.createsNamed(
    'name',
    sets('configuration', 'name>Name type>Type content>Content description>Description'),
  ),
  UpdatePolicy: policy.changes(sets('configuration', 'name>Name content>Content description>Description')),
  DeletePolicy: policy.deletes(),
  AttachPolicy: policyTarget('gain'),
  DetachPolicy: policyTarget('lose'),
  MoveAccount: resource('AWS::Organizations::Account', 'accountId').changes(
    // the one field for which a call gives both states
    ({ request }) => {
      const [from, to] = [text(request, 'sourceParentId'), text(request, 'destinationParentId')];
      const path = ['configuration', 'ParentIds'];
      return [
        ...(from === undefined ? [] : [{ op: 'lose', path, element: from } as const]),
        ...(to === undefined ? [] : [{ op: 'gain', path, element: to } as const]),
      ];
    },
  ),
  RemoveAccountFromOrganization: resource('AWS::Organizations::Account', 'accountId').deletes(),
  EnableAWSServiceAccess: serviceAccess('gain'),
  DisableAWSServiceAccess: serviceAccess('lose'),
};

/** What the whole organization trusts; the calls do not name the organization. */
function serviceAccess(op: 'gain' | 'lose') {
  const writer = (op === 'gain' ? gain : lose)('configuration.enabledServicePrincipals', (call) =>
    textsOf(call, 'servicePrincipal'),
  );
  return (call: Call) => {
    const writes = writer(call);
    return writes.length === 0
      ? []
      : [{ type: 'AWS::Organizations::Organization', id: 'organization', what: 'changed' as const, writes }];
  };
}

const hub = resource('AWS::SecurityHub::Hub', 'hubArn', 'response.hubArn');

export const securityhubEffects: Effects = {
  UpdateSecurityHubConfiguration: (call) => {
    const writes = sets('configuration', 'AutoEnableControls ControlFindingGenerator')(call);
    return writes.length === 0 ? [] : [{ type: 'AWS::SecurityHub::Hub', id: 'hub', what: 'changed', writes }];
  },
  EnableSecurityHub: hub.creates(sets('configuration', 'EnableDefaultStandards')),
  DisableSecurityHub: () => [{ type: 'AWS::SecurityHub::Hub', id: 'hub', what: 'deleted', writes: [] }],
};

// by name, as in its ARN: Config's items have the name in addition to their own id
const webAcl = resource('AWS::WAFv2::WebACL', 'name', 'response.summary.name');

export const wafEffects: Effects = {
  CreateWebACL: webAcl.creates(sets('configuration', 'name defaultAction rules scope')),
  UpdateWebACL: webAcl.changes(sets('configuration', 'defaultAction rules visibilityConfig')),
  DeleteWebACL: webAcl.deletes(),
};
