/** Answers of the query protocols. */
import { isJsonObject, type JsonValue } from '../../../src/model/json.ts';

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');

/** The element's name for a member, and for the elements of a list. */
export interface XmlNames {
  elementOf(member: string, parent: string): string;
  readonly listElement: string;
}

/** The members of a value as elements, without an enclosing element. */
export function xmlOf(value: JsonValue, names: XmlNames, parent = ''): string {
  if (Array.isArray(value)) {
    const { listElement } = names;
    return value.map((element) => `<${listElement}>${xmlOf(element, names, parent)}</${listElement}>`).join('');
  }
  if (!isJsonObject(value)) return escapeXml(String(value ?? ''));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined && member !== null)
    .map(([key, member]) => {
      const element = names.elementOf(key, parent);
      return `<${element}>${xmlOf(member ?? null, names, key)}</${element}>`;
    })
    .join('');
}
