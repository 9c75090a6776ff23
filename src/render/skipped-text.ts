/** What was set aside, as a count and a noun: "8 digests", "1 file outside the question", "21 NODATA". */
import { numberText } from '../model/number-text.ts';

/** What follows the counted noun: "check that passed", "flow record without a time". */
const behindNoun = / (?:of|that|without|outside|with|in) |: /;
/** Not pluralized: AWS's own words (NODATA), the form of a file (text, json), "metric data". */
const uncounted = /^[A-Z_]+$|^(?:text|json|binary|html|pdf|image|zip|bzip2|zstd|xz|avro|orc|parquet)$|data$|s$/;

/** `kind` as in the coverage, in the singular. */
export function skippedText(kind: string, count: number): string {
  const at = behindNoun.exec(kind)?.index ?? kind.length;
  const [noun, rest] = [kind.slice(0, at), kind.slice(at)];
  return `${numberText(count)} ${count === 1 || uncounted.test(noun) ? noun : manyOf(noun)}${rest}`;
}

const manyOf = (noun: string): string => {
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  return `${noun}s`;
};
