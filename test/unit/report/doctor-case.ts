/** An examination of an account for the tests of doctor: everything is well watched except what a test changes. */
import type { DoctorCheck } from '../../../src/model/doctor.ts';
import type { AccountSurvey, RegionSurvey } from '../../../src/model/survey.ts';
import { doctorOf } from '../../../src/report/doctor.ts';
import { accountSurvey, probe, regionSurvey } from '../../fixtures/survey.ts';

export const now = Date.parse('2026-03-03T17:00:00Z');

export const sources = ['cloudtrail:LookupEvents', 'config:SelectResourceConfig', 'logs:StopQuery'];

export const examine = (surveys: readonly AccountSurvey[], before: readonly DoctorCheck[] = [], needed = sources) =>
  doctorOf({
    surveys,
    before,
    needed,
    regions: [],
    now,
    version: '0.0.0',
    generatedAt: now,
  });

export const wrong = (surveys: readonly AccountSurvey[]) =>
  examine(surveys).checks.filter(({ level }) => level !== 'ok');
export const ofRegion = (parts: Partial<RegionSurvey>) => accountSurvey({ regions: [regionSurvey(parts)] });

export const named = (checks: readonly DoctorCheck[], name: string) => checks.find((each) => each.name === name);

export const all = [
  probe('cloudtrail:LookupEvents', 'allowed'),
  probe('config:SelectResourceConfig', 'allowed'),
  probe('logs:StopQuery', 'allowed'),
];
