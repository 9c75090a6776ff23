/**
 * Text from logs inside Markdown as GitHub renders it: it must look as it was recorded, and neither become markup nor call
 * somebody (`@name`), point at an issue (`#12`) or offer a link. https://github.github.com/gfm/
 */
import { printable } from './printable.ts';

/**
 * What begins markup, as a character reference: those are never taken for structure, in Markdown and in HTML alike, so one
 * escaping serves table cells, list items and `<summary>`. https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
const markup = /[&<>"`*[\]\\|~$]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** What begins a heading, a list, a rule or a quote at the start of a line. */
const blockStart = /^(?:[-+=#]|\d+(?=[.)](?:\s|$)))/;

/**
 * What GitHub finds in plain text after all references are resolved: mentions and mail addresses, `#12` and `GH-12`,
 * addresses of pages. https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
 */
const autolinks: readonly RegExp[] = [
  /(?<=@)(?=\S)/g,
  /(?<=#)(?=\d)/g,
  /(?<=\bgh-)(?=\d)/gi,
  /(?<=\b[a-z][a-z\d+.-]{0,30}:)(?=\/\/)/gi,
  /(?<=\b(?:mailto|xmpp):)/gi,
  /(?<=\bwww)(?=\.)/gi,
];

/** A width of nothing between two characters: what is broken by it reads the same. */
const apart = '&#8203;';

const reference = (character: string): string => `&#${character.codePointAt(0)};`;

/** One line, in which nothing is markup. */
export function escapeMarkdown(text: string): string {
  // printable text holds no NUL: it keeps the place until all else is escaped
  const broken = autolinks.reduce((whole, link) => whole.replace(link, '\0'), printable(text).trim());
  return broken
    .replace(markup, reference)
    .replace(blockStart, (start) => (/^\d/.test(start) ? `${start}${apart}` : reference(start)))
    .replaceAll('\0', apart);
}

/** As code where it can be told so: what is copied from there is what was recorded. */
export function codeMarkdown(text: string): string {
  const shown = printable(text).trim();
  return shown === '' || /[`|\\]/.test(shown) ? escapeMarkdown(text) : `\`${shown}\``;
}

/** At most so many characters, the last of them an ellipsis where some were left out. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\u{D800}-\u{DBFF}]$/u, '')}…`;
