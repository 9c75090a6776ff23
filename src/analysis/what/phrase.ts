/** The words that sentences about items are made of. */
import { isJsonObject, type JsonValue } from '../../model/json.ts';
import { parseArn } from '../../resources/arn.ts';
import { enumerate } from '../../resources/read.ts';

export const addedSign = '+';
/** As wide as the plus sign, and no list marker in Markdown. */
export const removedSign = '−';

/** "ingress + tcp/22": values that came or went are listed once behind the same words. */
export interface Phrase {
  readonly words: string;
  /** "from 0.0.0.0/0 and 192.0.2.7/32", behind the words; phrases with equal words share one list. */
  readonly value?: string;
}

/** How many phrases a sentence has. */
const mostTold = 3;

export function joinPhrases(phrases: readonly Phrase[]): string {
  const values = new Map<string, string[]>();
  for (const { words, value } of phrases) {
    const known = values.get(words) ?? [];
    if (value !== undefined && value !== '' && !known.includes(value)) known.push(value);
    values.set(words, known);
  }
  const told = [...values].map(([words, list]) => (list.length > 0 ? `${words} ${enumerate(list)}` : words));
  // if not all fit, those that open or protect something come first
  if (told.length > mostTold) told.sort((a, b) => rankOf(a) - rankOf(b));
  const rest = told.length - mostTold;
  return told.slice(0, mostTold).join('; ') + (rest > 0 ? ` and ${rest} more` : '');
}

const ranks = [
  /^(?:encryption|ingress|egress|route|(?:trust )?policy)\b/,
  /encrypt|public|logging|versioning|protection/i,
];
const rankOf = (phrase: string): number => {
  const rank = ranks.findIndex((words) => words.test(phrase));
  return rank < 0 ? ranks.length : rank;
};

/** Longer values do not go into a sentence. */
const longestValue = 40;

/**
 * A value in a few words: a scalar, the few scalars of an object, the resource of an ARN that is too long. undefined if it has
 * none.
 */
export function shortValue(value: JsonValue | undefined): string | undefined {
  if (value === undefined || Array.isArray(value)) return undefined;
  if (!isJsonObject(value)) return shortText(value === '' ? '""' : String(value));
  const members = Object.entries(value).filter(([, member]) => member !== null && member !== undefined);
  if (members.length === 0 || members.some(([, member]) => typeof member === 'object')) return undefined;
  return shortText(members.map(([key, member]) => `${key} ${member}`).join(', '));
}

function shortText(text: string): string | undefined {
  const told = text.length > longestValue ? (parseArn(text)?.resource ?? text) : text;
  return told.length > longestValue || told.includes('\n') ? undefined : told;
}
