/** JSON text that is safe on a terminal too: what could move a cursor or turn the text around is written as an escape. */

/** C1 controls, DEL, bidirectional and zero-width controls, line and paragraph separators. JSON.stringify escapes C0 alone. */
const unsafe = /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** The same value, in other spelling: `\u202e` stands for the character itself. */
export function safeJson(text: string): string {
  // told of a whole text at once, where an expression looks at each character: all but DEL take two bytes or more
  if (Buffer.byteLength(text) === text.length && !text.includes('\u007f')) return text;
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
