/**
 * JSON text that is safe on a terminal too: what could move a cursor, turn the text around or stand in it unseen (tags spell
 * whole sentences that a language model reads and a person does not) is written as an escape.
 */

/** C1 controls and DEL, separators of lines and paragraphs, and what is shown as nothing. JSON.stringify escapes C0 alone. */
const unsafe = /[\u007f-\u009f\u2028\u2029\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** The same value, in other spelling: `\u202e` stands for the character itself. */
export function safeJson(text: string): string {
  // told of a whole text at once, where an expression looks at each character: all but DEL take two bytes or more
  if (Buffer.byteLength(text) === text.length && !text.includes('\u007f')) return text;
  return text.replace(unsafe, escaped);
}

/** A character beyond the first 65,536 is two escapes. */
function escaped(character: string): string {
  let escapes = '';
  for (let index = 0; index < character.length; index++)
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  return escapes;
}
