/** What was typed as a target -> what to look for. */
import type { Target } from '../model/question.ts';
import { aliasesOf } from '../resources/aliases.ts';
import { identify } from '../resources/identify.ts';

/** An alarm may be written so, where its name alone could be another thing's. */
const alarmPrefix = 'alarm:';

export function planTarget(text: string, type?: string): Target {
  const name = text.startsWith(alarmPrefix) && type === undefined ? text.slice(alarmPrefix.length) : '';
  if (name !== '') return { text: name, readings: identify(name, 'AWS::CloudWatch::Alarm'), aliases: [name] };
  return { text, readings: identify(text, type), aliases: aliasesOf(text) };
}
