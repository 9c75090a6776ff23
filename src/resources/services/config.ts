/** AWS Config: the recorder, its rules and their remediation. */
import { enumerate, list, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { counted, did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const recorder = (call: Call): string =>
  named('configuration recorder', nameIn(call, 'configurationRecorderName', 'configurationRecorder.name'));
const channel = ({ request }: Call): string =>
  named('delivery channel', text(request, 'deliveryChannelName', 'deliveryChannel.name'));
const rule = ({ request }: Call): string => named('rule', text(request, 'configRuleName', 'configRule.configRuleName'));
const rules = ({ request }: Call): string => enumerate(texts(request, 'configRuleNames')) || 'rules';

const onRecorder =
  (words: string): Sentence =>
  (call) =>
    `${words} ${recorder(call)}`;

function putRecorder(call: Call): string {
  const group = 'configurationRecorder.recordingGroup';
  const types = texts(call.request, `${group}.resourceTypes`);
  const excluded = texts(call.request, `${group}.exclusionByResourceTypes.resourceTypes`);
  return `set ${recorder(call)}${inBrackets(
    types.length > 0 && `only ${enumerate(types)}`,
    excluded.length > 0 && `without ${enumerate(excluded)}`,
  )}`;
}

/** Keys are `{resourceType, resourceId}`. */
const resources = ({ request }: Call): string => enumerate(texts(request, 'resourceKeys', 'resourceId'));

const remediation = (call: Call): string => {
  const targets = texts(call.request, 'remediationConfigurations', 'targetId');
  const names = texts(call.request, 'remediationConfigurations', 'configRuleName');
  return `set remediation of ${names.length > 0 ? `rule ${enumerate(names)}` : 'rules'}${inBrackets(...targets)}`;
};

function putEvaluations(call: Call): string {
  const verdicts = texts(call.request, 'evaluations', 'complianceType');
  const bad = verdicts.filter((verdict) => verdict === 'NON_COMPLIANT').length;
  const of = text(call.additional, 'configRuleName');
  return `reported ${counted(list(call.request, 'evaluations').length, 'evaluation')}${of ? ` of rule ${of}` : ''}${inBrackets(bad > 0 && `${bad} non-compliant`)}`;
}

export const config: Service = {
  name: 'config',
  title: 'Config',
  eventSources: ['config.amazonaws.com'],
  types: [
    {
      type: 'AWS::Config::ConfigRule',
      title: 'rule',
      arn: 'arn:{partition}:config:{region}:{account}:config-rule/{id}',
      example: {
        id: 'config-rule-a1b2c3',
        arn: 'arn:aws:config:us-east-1:111122223333:config-rule/config-rule-a1b2c3',
      },
    },
    {
      type: 'AWS::Config::ConfigurationRecorder',
      title: 'configuration recorder',
      arn: 'arn:{partition}:config:{region}:{account}:configuration-recorder/{id}/{recorder}',
      configId: '{id}',
      example: {
        id: 'default',
        arn: 'arn:aws:config:us-east-1:111122223333:configuration-recorder/default/a1b2c3d4e5f60718',
      },
    },
    {
      type: 'AWS::Config::ConformancePack',
      title: 'conformance pack',
      arn: 'arn:{partition}:config:{region}:{account}:conformance-pack/{id}/{pack}',
      configId: '{id}',
      example: {
        id: 'baseline',
        arn: 'arn:aws:config:us-east-1:111122223333:conformance-pack/baseline/conformance-pack-a1b2c3d4e',
      },
    },
    {
      type: 'AWS::Config::ConfigurationAggregator',
      title: 'configuration aggregator',
      arn: 'arn:{partition}:config:{region}:{account}:config-aggregator/{id}',
      example: {
        id: 'config-aggregator-a1b2c3d4',
        arn: 'arn:aws:config:us-east-1:111122223333:config-aggregator/config-aggregator-a1b2c3d4',
      },
    },
  ],
  parameters: {
    configRuleName: 'AWS::Config::ConfigRule',
    configRuleNames: 'AWS::Config::ConfigRule',
    configRuleArn: 'AWS::Config::ConfigRule',
    configRuleId: 'AWS::Config::ConfigRule',
    configurationRecorderName: 'AWS::Config::ConfigurationRecorder',
    conformancePackName: 'AWS::Config::ConformancePack',
    configurationAggregatorName: 'AWS::Config::ConfigurationAggregator',
    s3BucketName: 'AWS::S3::Bucket',
    snsTopicARN: 'AWS::SNS::Topic',
  },
  calls: () => ({
    PutConfigurationRecorder: putRecorder,
    StartConfigurationRecorder: onRecorder('started'),
    StopConfigurationRecorder: onRecorder('stopped'),
    DeleteConfigurationRecorder: onRecorder('deleted'),
    PutDeliveryChannel: (call) =>
      `set ${channel(call)}${inBrackets(text(call.request, 'deliveryChannel.s3BucketName') && `bucket ${text(call.request, 'deliveryChannel.s3BucketName')}`)}`,
    DeleteDeliveryChannel: (call) => `deleted ${channel(call)}`,
    PutConfigRule: (call) =>
      `set ${rule(call)}${inBrackets(nameAt(call.request, 'configRule.source.sourceIdentifier'))}`,
    DeleteConfigRule: (call) => `deleted ${rule(call)}`,
    StartConfigRulesEvaluation: (call) => `started an evaluation of ${rules(call)}`,
    DeleteEvaluationResults: (call) => `deleted the evaluation results of ${rule(call)}`,
    PutEvaluations: putEvaluations,
    PutRemediationConfigurations: remediation,
    DeleteRemediationConfiguration: (call) => `removed remediation from ${rule(call)}`,
    StartRemediationExecution: (call) => {
      const on = resources(call);
      return `started remediation of ${rule(call)}${on ? ` on ${on}` : ''}`;
    },
    PutRemediationExceptions: (call) => `excluded ${resources(call) || 'resources'} from remediation of ${rule(call)}`,
    DeleteRemediationExceptions: (call) =>
      `removed the remediation exceptions of ${resources(call) || 'resources'} from ${rule(call)}`,
    PutConformancePack: did('set', 'conformance pack', 'conformancePackName'),
    DeleteConformancePack: did('deleted', 'conformance pack', 'conformancePackName'),
    PutOrganizationConfigRule: did('set', 'organization rule', 'organizationConfigRuleName'),
    DeleteOrganizationConfigRule: did('deleted', 'organization rule', 'organizationConfigRuleName'),
    PutOrganizationConformancePack: did('set', 'organization conformance pack', 'organizationConformancePackName'),
    DeleteOrganizationConformancePack: did(
      'deleted',
      'organization conformance pack',
      'organizationConformancePackName',
    ),
    PutRetentionConfiguration: ({ request }) =>
      `set retention of configuration history to ${text(request, 'retentionPeriodInDays') ?? 'some'} days`,
    DeleteRetentionConfiguration: did('deleted', 'retention configuration', 'retentionConfigurationName'),
    PutConfigurationAggregator: did('set', 'configuration aggregator', 'configurationAggregatorName'),
    DeleteConfigurationAggregator: did('deleted', 'configuration aggregator', 'configurationAggregatorName'),
    PutAggregationAuthorization: ({ request }) =>
      `allowed ${named('account', text(request, 'authorizedAccountId'))} to aggregate configuration`,
    DeleteAggregationAuthorization: ({ request }) =>
      `removed the aggregation authorization of ${named('account', text(request, 'authorizedAccountId'))}`,
  }),
};
