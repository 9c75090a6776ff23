/**
 * Text from logs is hostile: a user agent or a tag may hold what clears a screen, forges a line or turns text around.
 * Whatever a terminal would obey, and whatever it would not show, becomes a visible character here.
 */

const replacement = '\u{FFFD}';

const plain = /^[ -~]*$/;

/** ECMA-48, 5.4: CSI, parameter bytes, intermediate bytes, a final byte. Of other sequences the text in them stays visible. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these control characters are what is looked for
const controlSequence = /(?:\u{1B}\[|\u{9B})[0-?]*[ -/]*[@-~]/gu;

const lineBreakOrTab = /\r\n|[\t-\r\u{85}\u{2028}\u{2029}]/gu;

/** Asks for a symbol's text or emoji form. Terminals disagree on the width of what results; without it they agree. */
const presentationSelector = /(?<=\p{Emoji})[\u{FE0E}\u{FE0F}]/gu;

/**
 * Cc: C0 and C1. Cf: bidi controls, zero-width characters, tags. Cs: lone surrogates. Co: private use, of no agreed
 * meaning. Default_Ignorable_Code_Point: the rest of what is shown as nothing (Hangul fillers, variation selectors).
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** No script stacks more on one letter; more than that paints over the lines around it. */
const excessMarks = /(?<=\p{M}{8})\p{M}+/gu;

/** A mark without a letter would change whatever is printed before it. */
const leadingMark = /^(?=\p{M})/u;

/** Text that no terminal obeys, in one line, its letters kept. */
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
