/**
 * Log text is hostile: a user agent or a tag may contain what clears a screen, fakes a line or reverses text. Everything that a
 * terminal would obey or not show becomes a visible character here.
 */

const replacement = '\u{FFFD}';

const plain = /^[ -~]*$/;

/** ECMA-48, 5.4: CSI, parameter bytes, intermediate bytes, a final byte. Of other sequences, the text in them stays visible. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these control characters are what is looked for
const controlSequence = /(?:\u{1B}\[|\u{9B})[0-?]*[ -/]*[@-~]/gu;

const lineBreakOrTab = /\r\n|[\t-\r\u{85}\u{2028}\u{2029}]/gu;

/** Selects a symbol's text or emoji form. Terminals disagree on the resulting width; without it they agree. */
const presentationSelector = /(?<=\p{Emoji})[\u{FE0E}\u{FE0F}]/gu;

/**
 * Cc: C0 and C1. Cf: bidi controls, zero-width characters, tags. Cs: lone surrogates. Co: private use, without an agreed
 * meaning. Default_Ignorable_Code_Point: all other invisible characters (Hangul fillers, variation selectors).
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** No script stacks more marks on one letter; more would overprint the lines around it. */
const excessMarks = /(?<=\p{M}{8})\p{M}+/gu;

/** A mark without a letter would modify whatever is printed before it. */
const leadingMark = /^(?=\p{M})/u;

/** Text on one line that no terminal obeys, with its letters kept. */
export function printable(text: string): string {
  if (plain.test(text)) return text;
  return text
    .replace(controlSequence, replacement)
    .replace(lineBreakOrTab, ' ')
    .replace(presentationSelector, '')
    .replace(unprintable, replacement)
    .replace(excessMarks, replacement)
    .replace(leadingMark, '\u{25CC}');
}
