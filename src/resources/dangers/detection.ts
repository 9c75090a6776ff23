/** What would raise the alarm: GuardDuty, Security Hub, Config rules, CloudWatch alarms, web ACLs. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { enumerate, flag, objects, text, texts } from '../read.ts';
import { named, nameIn, severalNamed } from '../words.ts';

const detector = (call: CallByPrincipal): string => named('detector', nameIn(call, 'detectorId'));

const protections = {
  malwareProtection: 'EBS_MALWARE_PROTECTION',
  kubernetes: 'EKS_AUDIT_LOGS',
  s3Logs: 'S3_DATA_EVENTS',
};

/**
 * The protections that a call turns off, by the names that they have as features; older calls tell them as data sources.
 * https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-feature-object-api-changes-march2023.html
 */
function protectionsOff({ request }: CallByPrincipal): readonly string[] {
  const features = objects(request, 'features').filter((each) => text(each, 'status') === 'DISABLED');
  const off = (path: string) => flag(request, `dataSources.${path}`) === false;
  return [
    ...new Set([
      ...features.map((each) => text(each, 'name') ?? 'a feature'),
      ...(off('s3Logs.enable') ? [protections.s3Logs] : []),
      ...(off('kubernetes.auditLogs.enable') ? [protections.kubernetes] : []),
      ...(off('malwareProtection.scanEc2InstanceWithFindings.ebsVolumes') ? [protections.malwareProtection] : []),
    ]),
  ];
}

/** Target tracking makes and deletes alarms of its own: https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html */
const alarmNames = ({ request }: CallByPrincipal): readonly string[] =>
  texts(request, 'alarmNames').filter((name) => !name.startsWith('TargetTracking-'));

export const detectionRules: readonly DangerRule[] = [
  {
    rule: 'guardduty-disabled',
    severity: 'high',
    source: 'Security Hub GuardDuty.1',
    calls: callsOf('guardduty', 'DeleteDetector', 'UpdateDetector'),
    reason: (call) =>
      call.eventName === 'DeleteDetector' || flag(call.request, 'enable') === false
        ? `${detector(call)} of GuardDuty finds nothing any more`
        : undefined,
  },
  {
    rule: 'guardduty-protection-off',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty-features-activation-model.html',
    calls: callsOf('guardduty', 'UpdateDetector', 'UpdateMemberDetectors'),
    reason: (call) => {
      const off = protectionsOff(call);
      const accounts = texts(call.request, 'accountIds');
      const where = accounts.length > 0 ? ` in ${severalNamed('account', accounts)}` : '';
      return off.length > 0 ? `GuardDuty no longer looks at ${enumerate(off)}${where}` : undefined;
    },
  },
  {
    rule: 'guardduty-member-released',
    severity: 'high',
    source: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html',
    calls: callsOf(
      'guardduty',
      'StopMonitoringMembers',
      'DisassociateMembers',
      'DeleteMembers',
      'DisassociateFromAdministratorAccount',
      'DisassociateFromMasterAccount',
    ),
    reason: (call) => {
      const accounts = texts(call.request, 'accountIds');
      const which =
        accounts.length > 0 ? severalNamed('account', accounts) : named('account', call.account ?? undefined);
      return `GuardDuty no longer watches ${which} for its administrator`;
    },
  },
  {
    rule: 'guardduty-findings-suppressed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/guardduty/latest/ug/findings_suppression-rule.html',
    calls: callsOf('guardduty', 'CreateFilter', 'UpdateFilter'),
    reason: (call) =>
      text(call.request, 'action') === 'ARCHIVE'
        ? `findings that ${named('filter', text(call.request, 'name', 'filterName'))} of ${detector(call)} matches are hidden`
        : undefined,
  },
  {
    rule: 'guardduty-addresses-trusted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_upload-lists.html',
    calls: callsOf('guardduty', 'CreateIPSet', 'UpdateIPSet'),
    reason: (call) =>
      flag(call.request, 'activate') === true
        ? `addresses on ${named('trusted IP list', text(call.request, 'name', 'ipSetId'))} raise no findings of ${detector(call)}`
        : undefined,
  },
  {
    rule: 'security-hub-disabled',
    severity: 'high',
    source: 'Config securityhub-enabled',
    calls: callsOf('securityhub', 'DisableSecurityHub', 'BatchDisableStandards'),
    reason: (call) => {
      const standards = texts(call.request, 'StandardsSubscriptionArns');
      if (call.eventName === 'DisableSecurityHub') return 'Security Hub checks nothing in the account any more';
      return `Security Hub no longer checks ${enumerate(standards.map((arn) => arn.split('/')[1] ?? arn)) || 'a standard'}`;
    },
  },
  {
    rule: 'access-analyzer-deleted',
    severity: 'medium',
    source: 'Security Hub IAM.28',
    calls: callsOf('access-analyzer', 'DeleteAnalyzer'),
    reason: (call) => `${named('analyzer', nameIn(call, 'analyzerName'))} of access from outside is gone`,
  },
  {
    rule: 'macie-disabled',
    severity: 'medium',
    source: 'Security Hub Macie.1',
    calls: callsOf('macie2', 'DisableMacie', 'UpdateMacieSession'),
    reason: ({ eventName, request }) =>
      eventName === 'DisableMacie' || text(request, 'status') === 'PAUSED'
        ? 'Macie no longer looks for sensitive data in the account'
        : undefined,
  },
  {
    rule: 'config-rule-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_DeleteConfigRule.html',
    calls: callsOf('config', 'DeleteConfigRule', 'DeleteConformancePack', 'DeleteRemediationConfiguration'),
    reason: (call) => {
      const rule = named('rule', nameIn(call, 'configRuleName'));
      if (call.eventName === 'DeleteConformancePack') {
        return `compliance with ${named('conformance pack', nameIn(call, 'conformancePackName'))} is no longer checked`;
      }
      return call.eventName === 'DeleteConfigRule'
        ? `compliance with ${rule} is no longer checked`
        : `violations of ${rule} are no longer remediated`;
    },
  },
  {
    rule: 'alarms-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAlarms.html',
    calls: callsOf('monitoring', 'DeleteAlarms'),
    reason: (call) => {
      const names = alarmNames(call);
      return names.length > 0 ? `nothing raises ${severalNamed('alarm', names)} any more` : undefined;
    },
  },
  {
    rule: 'alarm-actions-off',
    severity: 'medium',
    source: 'Config cloudwatch-alarm-action-enabled-check',
    calls: callsOf('monitoring', 'DisableAlarmActions', 'PutMetricAlarm', 'PutCompositeAlarm'),
    reason: (call) => {
      const isOff = call.eventName === 'DisableAlarmActions' || flag(call.request, 'actionsEnabled') === false;
      const names = [...alarmNames(call), ...texts(call.request, 'alarmName')];
      return isOff && names.length > 0 ? `nobody is notified of ${severalNamed('alarm', names)}` : undefined;
    },
  },
  {
    rule: 'metric-filter-deleted',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html',
    calls: callsOf('logs', 'DeleteMetricFilter'),
    reason: (call) =>
      `${named('metric filter', text(call.request, 'filterName'))} counts nothing in ${named('log group', nameIn(call, 'logGroupName'))} any more`,
  },
  {
    rule: 'web-acl-removed',
    severity: 'medium',
    source: 'Security Hub ELB.16',
    calls: callsOf('wafv2', 'DisassociateWebACL', 'DeleteWebACL'),
    reason: (call) =>
      call.eventName === 'DeleteWebACL'
        ? `${named('web ACL', nameIn(call, 'name', 'id'))} is gone`
        : `no web ACL guards ${nameIn(call, 'resourceArn') ?? 'the resource'}`,
  },
];
