/** Alarms, log groups and flow logs of a region: what tells what a change did. */
import type { DoctorCheck } from '../model/doctor.ts';
import { type JsonObject, stringAt } from '../model/json.ts';
import type { RegionSurvey } from '../model/survey.ts';
import { amount, check, type Finding, few, plural } from './doctor-checks.ts';

export function alarmChecks({ region, alarms }: RegionSurvey): readonly DoctorCheck[] {
  if (alarms === null) return [];
  const say = (finding: Omit<Finding, 'group'>) => check({ group: 'cloudwatch', regions: [region], ...finding });
  if (alarms.count === 0) {
    return [
      say({
        level: 'warning',
        name: 'alarms',
        message: 'there are no alarms: metrics are looked at all the same, but nobody is told when they shift',
        hint: 'set an alarm on what must not fail',
      }),
    ];
  }
  return [
    ...(alarms.withoutData.length > 0
      ? [
          say({
            level: 'warning',
            name: 'alarms-without-data',
            message: `${plural(alarms.withoutData.length, 'alarm')} in INSUFFICIENT_DATA: ${few(alarms.withoutData)}`,
            hint: 'what it watches is gone, or is measured no more',
            command: `aws cloudwatch describe-alarms --state-value INSUFFICIENT_DATA --region ${region}`,
          }),
        ]
      : []),
    say({ level: 'ok', name: 'alarms', message: amount(alarms, 'alarm') }),
  ];
}

export function logChecks({ region, logGroups, flowLogs }: RegionSurvey): readonly DoctorCheck[] {
  const say = (finding: Omit<Finding, 'group'>) => check({ group: 'logs', regions: [region], ...finding });
  return [
    ...(logGroups === null ? [] : [say({ level: 'ok', name: 'log-groups', message: amount(logGroups, 'log group') })]),
    ...(flowLogs === null ? [] : flowLogChecks(flowLogs)),
  ];

  function flowLogChecks(told: readonly JsonObject[]): readonly DoctorCheck[] {
    if (told.length === 0) {
      return [
        say({
          level: 'warning',
          name: 'flow-logs',
          message: 'there are no flow logs: what a firewall rule let in cannot be told',
          hint: 'record the traffic of the VPCs that matter',
          command: `aws ec2 create-flow-logs --resource-type VPC --resource-ids VPC --traffic-type ALL --log-group-name GROUP --deliver-logs-permission-arn ROLE --region ${region}`,
        }),
      ];
    }
    const failing = told.filter((each) => stringAt(each, 'DeliverLogsStatus') === 'FAILED');
    const inGroups = told.filter((each) => stringAt(each, 'LogGroupName') !== undefined);
    const idsOf = (list: readonly JsonObject[]) => list.flatMap((each) => stringAt(each, 'FlowLogId') ?? []).sort();
    return [
      ...(failing.length > 0
        ? [
            say({
              level: 'critical',
              name: 'flow-logs-delivery',
              message: `flow logs cannot be delivered: ${failing
                .map(
                  (each) => `${stringAt(each, 'FlowLogId')} (${stringAt(each, 'DeliverLogsErrorMessage') ?? 'failed'})`,
                )
                .sort()
                .join(', ')}`,
              hint: 'check the role or the bucket that they go to',
              command: `aws ec2 describe-flow-logs --flow-log-ids ${idsOf(failing).join(' ')} --region ${region}`,
            }),
          ]
        : []),
      inGroups.length === 0
        ? say({
            level: 'warning',
            name: 'flow-logs',
            message: `${plural(told.length, 'flow log')} to S3 alone: live they are not seen`,
            hint: 'ask their files with --from',
          })
        : say({
            level: 'ok',
            name: 'flow-logs',
            message: `${plural(told.length, 'flow log')}, ${inGroups.length} to CloudWatch Logs`,
          }),
    ];
  }
}
