/** The resources that a question's spellings name, for code that asks about each by its type. */
import type { Target } from '../model/question.ts';
import type { ResourceRef } from '../model/resource.ts';
import { refOfSpelling, typeOfId } from './identify.ts';

/** The resource that a spelling names, if its form reveals the type. */
const refOfText = (text: string): ResourceRef | undefined => {
  const ref = refOfSpelling(text);
  if (ref) return ref;
  const type = typeOfId(text);
  return type === undefined ? undefined : { type, id: text };
};

/**
 * Each resource once; if one spelling gives the region, those without a region are the same resource.
 * @param resources what is known of plain names
 */
export function refsOfSpellings(
  spellings: readonly string[],
  resources: readonly ResourceRef[] = [],
): readonly ResourceRef[] {
  const byResource = new Map<string, ResourceRef[]>();
  for (const ref of [...spellings.flatMap((text) => refOfText(text) ?? []), ...resources]) {
    const key = JSON.stringify([ref.type, ref.id]);
    byResource.set(key, [...(byResource.get(key) ?? []), ref]);
  }
  return [...byResource.values()].flatMap((refs) => {
    const placed = refs.filter(({ region }) => region !== undefined);
    const places = new Map((placed.length > 0 ? placed : refs.slice(0, 1)).map((ref) => [ref.region, ref]));
    return [...places.values()];
  });
}

/**
 * The resources that a target may be: those that its spellings reveal, otherwise what was typed, with each type that it may
 * have. A plain name without a type has the type null.
 */
export function refsOfTarget({ text, readings, aliases }: Target): readonly ResourceRef[] {
  const told = refsOfSpellings(aliases);
  if (told.length > 0) return told;
  const types = readings.flatMap(({ type }) => type ?? []);
  if (types.length > 0) return types.map((type) => ({ type, id: text }));
  return readings.some(({ kind }) => kind === 'resource') ? [{ type: null, id: text }] : [];
}
