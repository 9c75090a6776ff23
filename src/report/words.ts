/** Lists in words, as sentences of a report hold them. */
import { numberText } from '../model/number-text.ts';

/** `a, b, c and 4 more` */
export const few = (texts: readonly string[], most = 4): string =>
  texts.length <= most + 1
    ? texts.join(', ')
    : `${texts.slice(0, most).join(', ')} and ${numberText(texts.length - most)} more`;
