/** Just enough of an XML 1.0 parser to say whether a document without DTD, comments and CDATA is well-formed. */

/** https://www.w3.org/TR/xml/#charsets */
const illegal = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const token = /<(\/?)([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w-]*="[^"<]*")*)\s*(\/?)>|[^<]+/gy;
/** An ampersand may only begin a reference. */
const bareAmpersand = /&(?!(?:#\d+|amp|lt|gt|quot|apos);)/;

export function xmlProblems(text: string): readonly string[] {
  const problems: string[] = [];
  if (!text.startsWith(declaration)) return ['no declaration'];
  if (illegal.test(text)) problems.push('a character that XML does not know');
  const body = text.slice(declaration.length);
  if (bareAmpersand.test(body)) problems.push('an ampersand that begins nothing');
  if (body.includes(']]>')) problems.push(']]> in text');
  const open: string[] = [];
  let roots = 0;
  token.lastIndex = 0;
  for (let at = 0; at < body.length; at = token.lastIndex) {
    const found = token.exec(body);
    if (!found) return [...problems, `no token at ${body.slice(at, at + 40)}`];
    const [whole, isEnd, name, attributes = '', isEmpty] = found;
    if (name === undefined) {
      if (open.length === 0 && whole.trim() !== '') problems.push('text outside the root');
      continue;
    }
    const names = [...attributes.matchAll(/([A-Za-z][\w-]*)=/g)].map(([, each]) => each);
    if (isEnd === '' && isEmpty === '' && open.length === 0) roots++;
    if (isEnd !== '') {
      const last = open.pop();
      if (last !== name) problems.push(`</${name}> closes <${last}>`);
    } else if (isEmpty === '') open.push(name);
    if (new Set(names).size < names.length && attributes.split('"').length === names.length * 2 + 1)
      problems.push(`an attribute of ${name} stands twice`);
  }
  if (open.length > 0) problems.push(`${open.join(' ')} not closed`);
  if (roots !== 1) problems.push(`${roots} roots`);
  return problems;
}
