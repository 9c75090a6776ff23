/** Secrets taken out of an item, so that it can still be told whether they changed. */
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
  if (clean !== sections) note(sections, clean, '', redactions);
  return { sections: isJsonObject(clean) ? clean : {}, redactions: Object.fromEntries(redactions) };
}

/** What is unchanged keeps its identity; a text that holds JSON is compared by what it holds. */
function note(before: JsonValue | undefined, after: JsonValue | undefined, path: string, into: Map<string, string>) {
  if (before === after) return;
  const [left, right] = [opened(before), opened(after)];
  if (Array.isArray(left) && Array.isArray(right)) {
    for (const [index, element] of left.entries()) note(element, right[index], path + pointerStep(index), into);
  } else if (isJsonObject(left) && isJsonObject(right)) {
    for (const key of Object.keys(left)) note(left[key], right[key], path + pointerStep(key), into);
  } else if (left !== right) {
    into.set(path, digestOf([path, left]).slice(0, 16));
  }
}

const opened = (value: JsonValue | undefined) => (typeof value === 'string' ? (openJsonText(value) ?? value) : value);
