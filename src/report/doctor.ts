/** How AWS is being monitored, according to AWS -> what can be seen, worst first. Pure. */
import type { Doctor, DoctorCheck } from '../model/doctor.ts';
import type { Gap } from '../model/gap.ts';
import type { AccountSurvey } from '../model/survey.ts';
import { momentText } from '../model/time-text.ts';
import { check, conclusion, inOrder } from './doctor-checks.ts';
import { permissionChecks, permissionsOf } from './doctor-permissions.ts';
import { serviceChecks } from './doctor-services.ts';
import { trailChecks } from './doctor-trails.ts';

export interface DoctorInput {
  readonly surveys: readonly AccountSurvey[];
  /** The IAM actions that the sources use: each denied one is a gap. */
  readonly needed: readonly string[];
  /** What was found before anything could be asked: an account that could not be entered. */
  readonly before: readonly DoctorCheck[];
  /** As asked for; empty if the environment's region is used. */
  readonly regions: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly version: string;
  readonly generatedAt: number;
}

export function doctorOf(input: DoctorInput): Doctor {
  const { surveys, before, now } = input;
  const needed = new Set(input.needed);
  const permissions = permissionsOf(surveys);
  const checks = [
    ...before,
    ...surveys.flatMap((survey) => [
      credentialsCheck(survey, now),
      ...permissionChecks(survey, needed),
      ...trailChecks(survey, now),
      ...serviceChecks(survey),
    ]),
  ];
  const canAsk = permissions.some(({ action, state }) => state === 'allowed' && needed.has(action));
  return {
    schema: 'obs3.doctor/v1',
    tool: { name: 'obs3', version: input.version },
    generatedAt: new Date(input.generatedAt).toISOString(),
    query: { regions: input.regions, from: [], now: new Date(now).toISOString() },
    ...conclusion(checks, canAsk),
    identities: surveys.map(({ account, identityArn, accessKeyId, expiration }) => ({
      account,
      arn: identityArn,
      accessKeyId,
      expirationTime: expiration === null ? null : new Date(expiration).toISOString(),
    })),
    permissions,
    spans: [],
    files: null,
    checks: checks.sort(inOrder),
  };
}

/** If nobody could sign in, nothing can be asked. */
export const noCredentialsCheck = (message: string, hint: string | null): DoctorCheck =>
  check({ level: 'critical', group: 'credentials', name: 'credentials', blocking: true, message, hint });

/** An account that could not be entered, or not as requested. */
export const gapCheck = (account: string | null, { blocking, message, hint }: Gap): DoctorCheck =>
  check({
    level: blocking ? 'critical' : 'warning',
    group: 'credentials',
    name: 'account-entered',
    blocking,
    account,
    message,
    hint: hint ?? null,
  });

const soon = 15 * 60_000;

function credentialsCheck({ account, identityArn, accessKeyId, expiration }: AccountSurvey, now: number): DoctorCheck {
  const say = { group: 'credentials', name: 'credentials', account } as const;
  const end = expiration === null ? '' : `, until ${momentText(expiration)}`;
  const key = accessKeyId === null ? '' : ` with ${accessKeyId}`;
  if (expiration !== null && expiration - now < soon) {
    return check({
      ...say,
      level: 'warning',
      message: `you are ${identityArn}${key}${end}: a long run will not be finished by then`,
      hint: 'renew the credentials first (aws sso login)',
    });
  }
  if (identityArn.endsWith(':root')) {
    return check({
      ...say,
      level: 'warning',
      message: `you are ${identityArn}${key}: the root user needs no access keys, and should have none`,
      hint: 'ask as a role that has what obs3 policy prints',
    });
  }
  return check({ ...say, level: 'ok', message: `you are ${identityArn}${key}${end}` });
}
