/**
 * Redacted secrets all look the same. For comparisons each is marked with its digest, so that a secret that changed, moved or
 * is part of a set can be told from others like any value; the marks are removed from the result.
 */
import type { ConfigurationItem } from '../../model/configuration-item.ts';
import type { Change } from '../../model/event.ts';
import { isJsonObject, type JsonValue, pointerStep } from '../../model/json.ts';
import { openJsonText } from '../../resources/read.ts';
import { redacted } from '../../resources/secrets.ts';

/** Does not occur in text from elsewhere, is not an escape in JSON, and is never shown. */
const separator = '\u{E000}';
const mark = new RegExp(`${redacted}${separator}[0-9a-f]+`, 'gu');

type Sections = Pick<ConfigurationItem, 'configuration' | 'supplementaryConfiguration' | 'tags'>;

/** Both items with marks; unchanged if either has no digests, since then nothing can be compared. */
export function markSecrets(before: ConfigurationItem, after: ConfigurationItem): readonly [Sections, Sections] {
  const [old, now] = [before.redactions, after.redactions];
  return old && now ? [marked(before, old), marked(after, now)] : [before, after];
}

const marked = (item: ConfigurationItem, digests: Readonly<Record<string, string>>): Sections => {
  const places = ancestorsOf(digests);
  const { configuration, supplementaryConfiguration, tags } = item;
  return markedAt({ configuration, supplementaryConfiguration, tags }, '', digests, places) as JsonValue & Sections;
};

/** Every pointer that leads to a digest: everything else stays as it is. */
function ancestorsOf(digests: Readonly<Record<string, string>>): ReadonlySet<string> {
  const places = new Set<string>();
  for (const path of Object.keys(digests))
    for (let at = path; !places.has(at); at = at.slice(0, at.lastIndexOf('/'))) {
      places.add(at);
      if (at === '') break;
    }
  return places;
}

function markedAt(
  value: JsonValue,
  path: string,
  digests: Readonly<Record<string, string>>,
  places: ReadonlySet<string>,
): JsonValue {
  if (!places.has(path)) return value;
  if (Array.isArray(value))
    return value.map((element, index) => markedAt(element, path + pointerStep(index), digests, places));
  if (isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        markedAt(member ?? null, path + pointerStep(key), digests, places),
      ]),
    );
  if (typeof value !== 'string') return value;
  if (value.includes(redacted) && Object.hasOwn(digests, path))
    return value.replaceAll(redacted, `${redacted}${separator}${digests[path]}`);
  const inside = openJsonText(value);
  return inside === undefined ? value : JSON.stringify(markedAt(inside, path, digests, places));
}

/** The changes as they are to be shown. */
export const unmarkChanges = (changes: readonly Change[]): readonly Change[] =>
  changes.map(({ before, after, ...change }) => ({
    ...change,
    ...(before !== undefined && { before: unmarked(before) }),
    ...(after !== undefined && { after: unmarked(after) }),
  }));

function unmarked(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.includes(separator) ? value.replace(mark, redacted) : value;
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, unmarked(member ?? null)]));
}
