/** A name in a record may be as long as its writer liked: a row tells that it is, and does not fill the screen with it. */
import { numberText } from '../model/number-text.ts';

/** Characters; the longest sentences that AWS's own names make are shorter. */
const most = 600;

/** A name longer than this is cut itself. */
const longestWord = 80;

/** Printable text, cut between two words where it goes on for pages; JSON holds all of it. */
export function brief(text: string): string {
  if (text.length <= most) return text;
  const end = text.lastIndexOf(' ', most);
  const kept = end > most - longestWord ? text.slice(0, end) : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept}… and ${numberText(text.length - kept.length)} more characters`;
}
