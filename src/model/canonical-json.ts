/** One text for a value whichever order its keys came in, so that copies are known as copies and nothing else is. */

/** What JSON writes otherwise than it stands: quotes, backslashes, controls, and halves of characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

const textOf = (text: string) => (escaped.test(text) ? JSON.stringify(text) : `"${text}"`);

/** JSON with the keys of all objects sorted; members that are undefined are left out. Total for what JSON can hold. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return textOf(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  // every record read is written so: no lists in between
  let text = '';
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at++) text += (at === 0 ? '' : ',') + canonicalJson(value[at]);
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) text += `${(text === '' ? '' : ',') + textOf(key)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}
