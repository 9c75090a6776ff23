/**
 * Log text inside Markdown as GitHub renders it: it must look as recorded, without becoming markup, mentioning anybody
 * (`@name`), referring to an issue (`#12`) or becoming a link. https://github.github.com/gfm/
 */
import { printable } from './printable.ts';

/**
 * Characters that start markup become character references, which are never parsed as structure, neither in Markdown nor in
 * HTML: so one escaping serves table cells, list items and `<summary>`.
 * https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
const markup = /[&<>"`*[\]\\|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** What starts a heading, a list, a rule or a quote at the beginning of a line. */
const blockStart = /^(?:[-+=#]|\d+(?=[.)](?:\s|$)))/;

/**
 * What GitHub recognizes in plain text after all references are resolved: mentions and mail addresses, `#12` and `GH-12`, URLs.
 * https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
const autolinks: readonly RegExp[] = [
  /(?<=@)(?=\S)/g,
  /(?<=#)(?=\d)/g,
  /(?<=\bgh-)(?=\d)/gi,
  /(?<=\b[a-z][a-z\d+.-]{0,30}:)(?=\/\/)/gi,
  /(?<=\b(?:mailto|xmpp):)/gi,
  /(?<=\bwww)(?=\.)/gi,
];

/** A zero-width character: text that is split by it looks the same. */
const apart = '&#8203;';

const reference = (character: string): string => `&#${character.codePointAt(0)};`;

/** One line without any markup. */
export function escapeMarkdown(text: string): string {
  // printable text has no NUL: it serves as a placeholder until everything else is escaped
  const broken = autolinks.reduce((whole, link) => whole.replace(link, '\0'), printable(text).trim());
  return broken
    .replace(markup, reference)
    .replace(blockStart, (start) => (/^\d/.test(start) ? `${start}${apart}` : reference(start)))
    .replaceAll('\0', apart);
}

/** As code if possible, so that it can be copied exactly as recorded. */
export function codeMarkdown(text: string): string {
  const shown = printable(text).trim();
  return shown === '' || /[`|\\]/.test(shown) ? escapeMarkdown(text) : `\`${shown}\``;
}

/** At most this many characters; the last is an ellipsis if some were cut off. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\u{D800}-\u{DBFF}]$/u, '')}…`;
