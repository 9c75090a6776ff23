/** What was typed as a target -> what to look for. */
import type { Question, Target } from '../model/question.ts';
import type { ResourceRef } from '../model/resource.ts';
import { aliasesOf } from '../resources/aliases.ts';
import { parseArn } from '../resources/arn.ts';
import { identify } from '../resources/identify.ts';

/** The prefix for alarms whose names could also be something else's. */
const alarmPrefix = 'alarm:';

/** A call's id as reports write it, so that it can be asked about in the form in which it was read. */
const callPrefix = 'cloudtrail:';

export function planTarget(text: string, type?: string): Target {
  const name = text.startsWith(alarmPrefix) && type === undefined ? text.slice(alarmPrefix.length) : '';
  if (name !== '') return { text: name, readings: identify(name, 'AWS::CloudWatch::Alarm'), aliases: [name] };
  const id = text.startsWith(callPrefix) ? text.slice(callPrefix.length) : '';
  if (identify(id, type)[0]?.kind === 'event') return planTarget(id, type);
  return { text, readings: identify(text, type), aliases: aliasesOf(text) };
}

/** A name may exist in any account and region; if all targets are ARNs, they determine both. */
export function placeOf({
  targets,
}: Pick<Question, 'targets'>): (place: Pick<ResourceRef, 'account' | 'region'>) => boolean {
  const arns = targets.map(({ text }) => parseArn(text));
  if (arns.length === 0 || arns.some((arn) => arn === undefined)) return () => true;
  const isSame = (asked: string | undefined, own: string | undefined) =>
    !asked || own === undefined || own === 'global' || own === asked;
  return ({ account, region }) => arns.some((arn) => isSame(arn?.account, account) && isSame(arn?.region, region));
}
