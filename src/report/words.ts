/** Lists in words, for the sentences of a report. */
import { numberText } from '../model/number-text.ts';
import { nameOf } from '../model/person.ts';
import type { Principal } from '../model/principal.ts';

/** `a, b, c and 4 more` */
export const few = (texts: readonly string[], most = 4): string =>
  texts.length <= most + 1
    ? texts.join(', ')
    : `${texts.slice(0, most).join(', ')} and ${numberText(texts.length - most)} more`;

const mostNear = 3;

/** Asks whether one of these was meant; empty if there is none. Begins with a space. */
export function whoElse(names: readonly string[]): string {
  if (names.length === 0) return '';
  const rest = names.length - mostNear;
  const more = rest > 0 ? ` (${numberText(rest)} more)` : '';
  return ` Did you mean ${names.slice(0, mostNear).join(' or ')}?${more}`;
}

/** Nobody should be called because a guess was presented as a fact. */
export const toldName = (principal: Principal): string =>
  principal.human?.certainty === 'guess' ? `${nameOf(principal)}?` : nameOf(principal);
