/** Removes secrets from an item in such a way that changes to them still show. */
import { isJsonObject, type JsonObject, type JsonValue, pointerStep } from '../../model/json.ts';
import { openJsonText } from '../../resources/read.ts';
import { redact } from '../../resources/secrets.ts';
import { digestOf } from './digest.ts';

export interface Redacted {
  readonly sections: JsonObject;
  /** JSON Pointer -> digest of the value that was replaced there. */
  readonly redactions: Readonly<Record<string, string>>;
}

export function redactSections(sections: JsonObject): Redacted {
  const clean = redact(sections);
  const redactions = new Map<string, string>();
  if (clean !== sections) note({ before: sections, after: clean }, '', [], redactions);
  return { sections: isJsonObject(clean) ? clean : {}, redactions: Object.fromEntries(redactions) };
}

interface Values {
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** What is unchanged keeps its identity; a text that holds JSON is compared by its content. `names`: only member names. */
function note({ before, after }: Values, path: string, names: readonly string[], into: Map<string, string>) {
  if (before === after) return;
  const [left, right] = [opened(before), opened(after)];
  if (Array.isArray(left) && Array.isArray(right)) {
    for (const [index, element] of left.entries())
      note({ before: element, after: right[index] }, path + pointerStep(index), names, into);
  } else if (isJsonObject(left) && isJsonObject(right)) {
    for (const key of Object.keys(left))
      note({ before: left[key], after: right[key] }, path + pointerStep(key), [...names, key], into);
  } else if (left !== right) {
    // salted by the names of the members above it, without positions: in a set, the same secret may be at another position
    into.set(path, digestOf([names, left]).slice(0, 16));
  }
}

const opened = (value: JsonValue | undefined) => (typeof value === 'string' ? (openJsonText(value) ?? value) : value);
