/** How checks are made, combined over regions, and ordered. */
import type { CheckGroup, CheckLevel, Doctor, DoctorAnswer, DoctorCheck } from '../model/doctor.ts';
import { numberText, plural } from '../model/number-text.ts';
import type { Counted } from '../model/survey.ts';

export type Finding = Pick<DoctorCheck, 'level' | 'group' | 'name' | 'message'> &
  Partial<Pick<DoctorCheck, 'blocking' | 'account' | 'regions' | 'hint' | 'command'>>;

export const check = (finding: Finding): DoctorCheck => ({
  blocking: false,
  account: null,
  regions: [],
  hint: null,
  command: null,
  ...finding,
});

const levels: readonly CheckLevel[] = ['critical', 'warning', 'ok'];
const groups: readonly CheckGroup[] = [
  'credentials',
  'permissions',
  'files',
  'cloudtrail',
  'config',
  'cloudwatch',
  'logs',
  'findings',
];

/** Worst first, then what hides events, then by subject. */
export const inOrder = (a: DoctorCheck, b: DoctorCheck): number =>
  levels.indexOf(a.level) - levels.indexOf(b.level) ||
  Number(b.blocking) - Number(a.blocking) ||
  groups.indexOf(a.group) - groups.indexOf(b.group) ||
  compare(a.account ?? '', b.account ?? '') ||
  compare(a.name, b.name) ||
  compare(a.message, b.message) ||
  compare(a.regions.join(), b.regions.join());

export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What is the same for several regions is said once. The command stays that of the first region. */
export function overRegions(checks: readonly DoctorCheck[]): readonly DoctorCheck[] {
  const same = new Map<string, DoctorCheck>();
  for (const each of checks) {
    const { regions, command, ...words } = each;
    const key = JSON.stringify([words, command?.replaceAll(regions[0] ?? '\0', 'REGION')]);
    const known = same.get(key);
    same.set(key, known ? { ...known, regions: [...new Set([...known.regions, ...regions])].sort() } : each);
  }
  return [...same.values()];
}

/** The overall result; 'nothing' is left to the caller, who knows whether anybody answered. */
export function conclusion(
  checks: readonly DoctorCheck[],
  canAsk = true,
): { readonly answer: DoctorAnswer; readonly exitCode: Doctor['exitCode'] } {
  if (!canAsk) return { answer: 'nothing', exitCode: 4 };
  return checks.some(({ blocking }) => blocking)
    ? { answer: 'incomplete', exitCode: 3 }
    : { answer: 'complete', exitCode: 0 };
}

/** The amount of a list of which only the first pages were counted. */
export const amount = ({ count, isMore }: Counted, one: string) =>
  isMore ? `more than ${numberText(count)} ${one}s` : plural(count, one);
