/** Alarms of a region: they show that a change did harm. */
import type { DoctorCheck } from '../model/doctor.ts';
import { plural } from '../model/number-text.ts';
import type { RegionSurvey } from '../model/survey.ts';
import { amount, check, type Finding } from './doctor-checks.ts';
import { few } from './words.ts';

export function alarmChecks({ region, alarms }: RegionSurvey): readonly DoctorCheck[] {
  if (alarms === null) return [];
  const say = (finding: Omit<Finding, 'group'>) => check({ group: 'cloudwatch', regions: [region], ...finding });
  if (alarms.count === 0) {
    return [
      say({
        level: 'warning',
        name: 'alarms',
        message: 'there are no alarms: metrics can be examined, but nobody is notified when they shift',
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
