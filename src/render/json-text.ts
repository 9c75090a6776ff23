/**
 * JSON text that is also safe on a terminal: characters that could move the cursor, reverse the text or hide in it (tags can
 * spell whole sentences that a language model reads and a person does not see) are escaped.
 */

/** C1 controls and DEL, line and paragraph separators, and invisible characters. JSON.stringify only escapes C0. */
const unsafe = /[\u007f-\u009f\u2028\u2029\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** The same value in a different spelling: `\u202e` represents the character itself. */
export function safeJson(text: string): string {
  // a quick check of the whole text, where the expression looks at each character: all but DEL take two bytes or more
  if (Buffer.byteLength(text) === text.length && !text.includes('\u007f')) return text;
  return text.replace(unsafe, escaped);
}

/** A character beyond the first 65,536 takes two escapes. */
function escaped(character: string): string {
  let escapes = '';
  for (let index = 0; index < character.length; index++)
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  return escapes;
}
