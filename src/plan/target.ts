/** What was typed as a target -> what to look for. */
import type { Target } from '../model/question.ts';
import { aliasesOf } from '../resources/aliases.ts';
import { identify } from '../resources/identify.ts';

export const planTarget = (text: string, type?: string): Target => ({
  text,
  readings: identify(text, type),
  aliases: aliasesOf(text),
});
