/** A name in a record may be as long as its writer liked: a row shows that it is long without filling the screen. */
import { numberText } from '../model/number-text.ts';

/** Characters; the longest sentences with AWS's own names are shorter. */
const most = 600;

/** A longer name is cut itself. */
const longestWord = 80;

/** Printable text, cut between two words if it is very long; JSON has all of it. */
export function brief(text: string): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(' ', most);
  const kept = end > most - longestWord ? text.slice(0, end) : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}… and ${numberText(text.length - kept.length)} more characters`;
}
