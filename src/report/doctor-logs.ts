/** Log groups and flow logs of a region: how long log lines are kept, and whose traffic is recorded. */
import type { DoctorCheck } from '../model/doctor.ts';
import { type JsonObject, stringAt } from '../model/json.ts';
import { plural } from '../model/number-text.ts';
import { shellWord } from '../model/shell-word.ts';
import type { InterfacesSurvey, LogGroupsSurvey, RegionSurvey } from '../model/survey.ts';
import { amount, check, compare, type Finding } from './doctor-checks.ts';
import { few } from './words.ts';

/** With less, a question on Monday about Friday, with the days before to compare, finds nothing. */
const leastDays = 14;

type Say = (finding: Omit<Finding, 'group'>) => DoctorCheck;

export function logChecks({ region, logGroups, flowLogs, interfaces }: RegionSurvey): readonly DoctorCheck[] {
  const say: Say = (finding) => check({ group: 'logs', regions: [region], ...finding });
  return [
    ...(logGroups === null ? [] : groupChecks(logGroups, region, say)),
    ...(flowLogs === null ? [] : flowLogChecks(flowLogs, interfaces, region, say)),
  ];
}

function groupChecks(groups: LogGroupsSurvey, region: string, say: Say): readonly DoctorCheck[] {
  const short = groups.retentions
    .filter(({ days }) => days < leastDays)
    .toSorted((a, b) => a.days - b.days || compare(a.logGroup, b.logGroup));
  const [first] = short;
  const forever = groups.count - groups.retentions.length;
  const kept = groups.isMore || groups.count === 0 ? '' : `, ${forever} of them keep lines for good`;
  return [
    ...(first
      ? [
          say({
            level: 'warning',
            name: 'log-retention',
            message: `${plural(short.length, 'log group keeps', 'log groups keep')} lines for less than ${leastDays} days: ${few(short.map(({ logGroup, days }) => `${logGroup} (${plural(days, 'day')})`))}`,
            hint: 'what was logged before is gone when somebody asks, and so is what is usual',
            command: `aws logs put-retention-policy --log-group-name ${shellWord(first.logGroup)} --retention-in-days 30 --region ${region}`,
          }),
        ]
      : []),
    say({ level: 'ok', name: 'log-groups', message: `${amount(groups, 'log group')}${kept}` }),
  ];
}

function flowLogChecks(
  told: readonly JsonObject[],
  interfaces: InterfacesSurvey | null,
  region: string,
  say: Say,
): readonly DoctorCheck[] {
  if (told.length === 0) {
    // without anything in a network there is no traffic
    if (interfaces?.count === 0)
      return [say({ level: 'ok', name: 'flow-logs', message: 'no flow logs, and no network interfaces' })];
    const unseen = interfaces ? ` of ${amount(interfaces, 'network interface')}` : '';
    return [
      say({
        level: 'warning',
        name: 'flow-logs',
        message: `there are no flow logs: what a firewall rule let in cannot be told${unseen}`,
        hint: 'record the traffic of the VPCs that matter',
        command: createCommand(interfaces?.list[0]?.vpc || 'VPC', region),
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
    ...(interfaces ? coverageChecks(told, interfaces, region, say) : []),
  ];
}

const createCommand = (vpc: string, region: string) =>
  `aws ec2 create-flow-logs --resource-type VPC --resource-ids ${vpc} --traffic-type ALL --log-group-name GROUP --deliver-logs-permission-arn ROLE --region ${region}`;

/**
 * A flow log is for a VPC, a subnet or an interface, and records accepted traffic, rejected traffic, or both.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-basics.html
 */
function coverageChecks(
  told: readonly JsonObject[],
  interfaces: InterfacesSurvey,
  region: string,
  say: Say,
): readonly DoctorCheck[] {
  const watched = new Set(told.flatMap((each) => stringAt(each, 'ResourceId') ?? []));
  // if some flow logs do not say what they are for, nothing is known about what is missing
  if (watched.size === 0 || interfaces.count === 0) return [];
  const accepting = new Set(
    told
      .filter((each) => stringAt(each, 'TrafficType') !== 'REJECT')
      .flatMap((each) => stringAt(each, 'ResourceId') ?? []),
  );
  const isIn = (ids: ReadonlySet<string>, { id, subnet, vpc }: InterfacesSurvey['list'][number]) =>
    ids.has(id) || ids.has(subnet) || ids.has(vpc);
  const bare = interfaces.list.filter((each) => !isIn(watched, each));
  const rejects = interfaces.list.filter((each) => isIn(watched, each) && !isIn(accepting, each));
  const all = amount(interfaces, 'network interface');
  if (bare.length === 0 && rejects.length === 0)
    return [say({ level: 'ok', name: 'flow-log-coverage', message: `flow logs record all traffic of ${all}` })];
  const [first] = byVpc(bare);
  return [
    ...(first
      ? [
          say({
            level: 'warning',
            name: 'flow-log-coverage',
            message: `${bare.length} of ${all} ${bare.length === 1 ? 'is' : 'are'} in no flow log: ${placesOf(bare)}`,
            hint: 'what reaches them, or leaves them, cannot be told',
            command: createCommand(first[0] || 'VPC', region),
          }),
        ]
      : []),
    ...(rejects.length > 0
      ? [
          say({
            level: 'warning',
            name: 'flow-log-traffic',
            message: `only rejected traffic is recorded of ${rejects.length} of ${all}: ${placesOf(rejects)}`,
            hint: 'what a firewall rule let in cannot be told: record ALL traffic, or ACCEPT beside it',
          }),
        ]
      : []),
  ];
}

/** VPC -> its number of interfaces, largest first. */
function byVpc(interfaces: InterfacesSurvey['list']): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { vpc } of interfaces) counts.set(vpc, (counts.get(vpc) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || compare(a, b));
}

const placesOf = (interfaces: InterfacesSurvey['list']): string =>
  few(byVpc(interfaces).map(([vpc, count]) => `${vpc || 'no VPC'} (${count})`));
