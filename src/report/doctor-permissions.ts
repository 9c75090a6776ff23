/** What each permission is for: what one misses without it. */
import type { DoctorCheck, DoctorPermission } from '../model/doctor.ts';
import { plural } from '../model/number-text.ts';
import type { AccountSurvey, PermissionState } from '../model/survey.ts';
import { check, compare } from './doctor-checks.ts';
import { few } from './words.ts';

/** Action -> what does not work without it. */
export const lossOf: Readonly<Record<string, string>> = {
  'cloudtrail:LookupEvents': 'who did what is not visible at all',
  'cloudtrail:DescribeTrails': 'doctor cannot tell which trails there are',
  'cloudtrail:GetEventSelectors': 'doctor cannot tell which data events are recorded',
  'cloudtrail:GetInsightSelectors': 'doctor cannot tell whether Insights is on',
  'cloudtrail:GetTrailStatus': 'doctor cannot tell whether trails are logging',
  'cloudwatch:DescribeAlarmHistory': 'alarms that went off are not seen',
  'cloudwatch:DescribeAlarms': 'alarms of the target are not known',
  'cloudwatch:GetMetricData': 'metrics are not seen: what it did to the system stays open',
  'cloudwatch:ListMetrics': 'metrics beyond the known ones are not found',
  'config:BatchGetResourceConfig': 'the state before the window is found slowly, or not at all',
  'config:DescribeAggregateComplianceByConfigRules': 'compliance over the accounts of an aggregator is not seen',
  'config:DescribeComplianceByConfigRule': 'the inventory cannot tell which rules are broken',
  'config:DescribeConformancePacks': 'conformance packs are not named',
  'config:DescribeRemediationConfigurations': 'whether a rule puts right by itself is not known',
  'config:DescribeRemediationExecutionStatus': 'automatic remediations are not known',
  'config:GetAggregateComplianceDetailsByConfigRule': 'what rules say in the accounts of an aggregator is not seen',
  'config:GetDiscoveredResourceCounts': 'the inventory cannot count the resources',
  'config:SelectAggregateResourceConfig': 'the inventory of an aggregator is not seen',
  'config:DescribeConfigRules': 'which managed rule a rule is, is not known',
  'config:DescribeConfigurationRecorderStatus': 'pauses of the recorder are not seen',
  'config:DescribeConfigurationRecorders': 'what the recorder leaves out is not known',
  'config:DescribeDeliveryChannels': 'doctor cannot tell where AWS Config delivers',
  'config:DescribeRetentionConfigurations': 'how far back AWS Config reaches is not known',
  'config:GetComplianceDetailsByConfigRule': 'what a rule says of its resources is not seen',
  'config:GetComplianceDetailsByResource': 'what rules say of the target is not seen',
  'config:GetResourceConfigHistory': 'what changed is not seen: no state before and after',
  'config:ListDiscoveredResources': 'resources are not found by their names, nor those that are gone',
  'config:SelectResourceConfig': 'resources are not found by name, and neighbors are not known',
  'ec2:DescribeFlowLogs': 'traffic is not seen: where flow logs go is not known',
  'ec2:DescribeNetworkInterfaces': 'what stands behind an interface is not known where AWS Config does not tell',
  'ec2:DescribeRegions': '--region all cannot be used',
  'logs:DescribeLogGroups': 'log groups of the target are not found',
  'logs:GetQueryResults': 'log lines and traffic are not seen',
  'logs:StartQuery': 'log lines and traffic are not seen',
  'logs:StopQuery': 'an interrupted run leaves its queries running, which are paid for',
};

/** An investigation is complete without these: they name what it found, or only other commands need them. */
const beside = new Set([
  'config:DescribeAggregateComplianceByConfigRules',
  'config:DescribeComplianceByConfigRule',
  'config:DescribeConfigRules',
  'config:DescribeConformancePacks',
  'config:DescribeRemediationConfigurations',
  'config:DescribeRemediationExecutionStatus',
  'config:GetAggregateComplianceDetailsByConfigRule',
  'config:GetDiscoveredResourceCounts',
  'config:SelectAggregateResourceConfig',
  'ec2:DescribeRegions',
  'logs:StopQuery',
]);

const worst: readonly PermissionState[] = ['denied', 'unknown', 'allowed'];

/** One for each action and state, with its regions. */
export function permissionsOf(surveys: readonly AccountSurvey[]): readonly DoctorPermission[] {
  const found = new Map<string, DoctorPermission>();
  for (const { account, regions } of surveys) {
    for (const { probes } of regions) {
      for (const { action, region, state } of probes) {
        const key = JSON.stringify([account, action, state]);
        const known = found.get(key)?.regions ?? [];
        found.set(key, { action, account, state, regions: [...new Set([...known, region])].sort() });
      }
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      compare(a.account, b.account) || compare(a.action, b.action) || worst.indexOf(a.state) - worst.indexOf(b.state),
  );
}

/** Regions in which nothing at all may be asked. A single refused call says nothing about the others. */
const shutRegions = ({ regions }: AccountSurvey): readonly string[] =>
  regions
    .filter(({ probes }) => probes.length > 1 && probes.every(({ state }) => state === 'denied'))
    .map(({ region }) => region)
    .sort();

function shutCheck({ account, identityArn, regions }: AccountSurvey, shut: readonly string[]): DoctorCheck {
  const isAll = shut.length === regions.length;
  const isAsked = regions.some((each) => each.isAsked && shut.includes(each.region));
  const calls = new Set(
    regions.flatMap(({ probes, region }) => (shut.includes(region) ? probes : [])).map(({ action }) => action),
  );
  return check({
    level: isAsked ? 'critical' : 'warning',
    group: 'permissions',
    name: 'permissions-denied',
    blocking: isAsked,
    account,
    regions: shut,
    message: `all ${calls.size} calls are denied to ${identityArn}`,
    hint: isAll
      ? 'attach what obs3 policy prints to it; if it has that, a boundary or an organization forbids it'
      : 'other regions answer: a policy of the organization may forbid this one',
  });
}

/**
 * @param needed the actions that the sources use: without one of them an answer has a gap, except for the optional ones. An
 * action that only doctor uses is a warning if denied.
 */
export function permissionChecks(survey: AccountSurvey, needed: ReadonlySet<string>): readonly DoctorCheck[] {
  const { account } = survey;
  const permissions = permissionsOf([survey]);
  const shut = shutRegions(survey);
  const checks: DoctorCheck[] = shut.length > 0 ? [shutCheck(survey, shut)] : [];
  for (const { action, regions: all, state } of permissions) {
    // said once, about all calls
    const regions = all.filter((region) => state !== 'denied' || !shut.includes(region));
    if (state === 'allowed' || regions.length === 0) continue;
    const isNeeded = needed.has(action) && !beside.has(action);
    const message = survey.regions
      .flatMap(({ probes }) => probes)
      .find((probe) => probe.action === action && probe.state === state)?.message;
    const loss = lossOf[action] ?? 'a part of the answer is missing';
    const asks = survey.regions.some(({ region, isAsked }) => isAsked && regions.includes(region));
    if (state === 'denied') {
      checks.push(
        check({
          level: isNeeded ? 'critical' : 'warning',
          group: 'permissions',
          name: 'permission-denied',
          blocking: isNeeded && asks,
          account,
          regions,
          message: `${action} is denied: ${loss}`,
          hint: `allow it to ${survey.identityArn} (obs3 policy prints all that is needed)`,
        }),
      );
    } else {
      checks.push(
        check({
          level: isNeeded ? 'critical' : 'warning',
          group: 'permissions',
          name: 'permission-unknown',
          blocking: isNeeded && asks,
          account,
          regions,
          message: `${action} could not be asked (${message ?? 'no answer'}): ${loss}`,
          hint: 'check the network, the region and the credentials, and run it again',
        }),
      );
    }
  }
  const tried = new Set(permissions.map(({ action }) => action));
  const missing = [...needed].filter((action) => !tried.has(action)).sort();
  if (missing.length > 0) {
    checks.push(
      check({
        level: 'warning',
        group: 'permissions',
        name: 'permission-not-tried',
        account,
        message: `not tried: ${few(missing, 8)}`,
        hint: 'there is no call that proves them without reading',
      }),
    );
  }
  const allowed = new Set(permissions.filter(({ state }) => state === 'allowed').map(({ action }) => action));
  for (const { action, state } of permissions) if (state !== 'allowed') allowed.delete(action);
  if (allowed.size > 0) {
    checks.push(
      check({
        level: 'ok',
        group: 'permissions',
        name: 'permissions-allowed',
        account,
        regions: survey.regions.map(({ region }) => region).sort(),
        message: `${plural(allowed.size, 'permission')} of ${tried.size} proved by a call`,
      }),
    );
  }
  return checks;
}
