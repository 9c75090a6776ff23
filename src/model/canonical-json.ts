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
  for (const { key, written } of inOrder(Object.keys(value))) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) text += (text === '' ? written : `,${written}`) + canonicalJson(member);
  }
  return `{${text}}`;
}

/** The keys of an object, sorted, each with how it is written: `"key":`. */
type Order = readonly { readonly key: string; readonly written: string }[];

const sorted = (keys: string[]): Order => keys.sort().map((key) => ({ key, written: `${textOf(key)}:` }));

/** Where some keys that came one after another lead to: to the order of just these, and to those that came behind them. */
interface Step {
  order?: Order;
  /** The key that came behind last, and its step: it is the likeliest one. */
  key?: string;
  next?: Step;
  readonly others: Map<string, Step>;
}

// a few lists of keys make nearly all records; keys that are made up as one goes must not fill memory
let start: Step = { others: new Map() };
let stepsLeft = 20_000;
const mostKeys = 100;
const longestKept = 100;

function inOrder(keys: string[]): Order {
  if (keys.length > mostKeys) return sorted(keys);
  let step = start;
  for (const key of keys) {
    let next = step.key === key ? step.next : step.others.get(key);
    if (next === undefined) {
      if (key.length > longestKept) return sorted(keys);
      next = { others: new Map() };
      step.others.set(key, next);
      stepsLeft--;
    }
    step.key = key;
    step.next = next;
    step = next;
  }
  step.order ??= sorted(keys);
  if (stepsLeft < 0) {
    start = { others: new Map() };
    stepsLeft = 20_000;
    return sorted(keys);
  }
  return step.order;
}
