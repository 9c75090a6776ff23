/** Chooses what to search for in bytes, so that no way of writing a text in JSON can hide it. */

/** JSON and URLs write these characters as they are; where they are escaped all the same, the escape itself is noticed. */
const run = /[A-Za-z0-9_.-]+/g;
/** Shorter runs occur in every other record. */
const shortest = 4;
const longest = 200;
/** If there are more needles than this, most are searched for together, token by token. */
const mostSingle = 4;
/** At most this many can be searched for one by one. */
export const mostBySelf = 16;
/** At most this many fit into the engine's tables. */
const mostNeedles = 1000;

/** The distinct needles of the texts; undefined if a text has none, or there are too many: then all records are read. */
export function needlesOf(texts: readonly string[]): readonly string[] | undefined {
  const found = new Set<string>();
  for (const text of texts) {
    const runs = text.match(run) ?? [];
    const needle = runs.reduce((best, each) => (each.length > best.length ? each : best), '');
    if (needle.length < shortest || needle.length > longest) return undefined;
    if (found.add(needle).size > mostNeedles) return undefined;
  }
  return found.size > 0 ? [...found] : undefined;
}

/** A needle that is found by four of its characters from `offset` on, where one of its tokens begins. */
export interface Marked {
  readonly needle: string;
  readonly offset: number;
}

const markSize = 4;
const marksOf = (needle: string): readonly number[] =>
  [...needle.matchAll(/[A-Za-z0-9]+/g)]
    .sort((a, b) => b[0].length - a[0].length || a.index - b.index)
    .map(({ index }) => index)
    .filter((offset) => offset + markSize <= needle.length);

/** How to search for each needle: by itself, or together with many others, by characters that few others share. */
export function split(needles: readonly string[]): {
  readonly single: readonly string[];
  readonly many: readonly Marked[];
} {
  if (needles.length <= mostSingle) return { single: needles, many: [] };
  const sharing = new Map<string, number>();
  const markAt = (needle: string, offset: number) => needle.slice(offset, offset + markSize);
  for (const needle of needles) {
    for (const mark of new Set(marksOf(needle).map((offset) => markAt(needle, offset))))
      sharing.set(mark, (sharing.get(mark) ?? 0) + 1);
  }
  const single: string[] = [];
  const many: Marked[] = [];
  for (const needle of needles) {
    const shared = (offset: number) => sharing.get(markAt(needle, offset)) ?? 0;
    // of marks shared equally often, the longest token's is the most selective
    const [offset] = marksOf(needle).toSorted((a, b) => shared(a) - shared(b));
    if (offset === undefined) single.push(needle);
    else many.push({ needle, offset });
  }
  return { single, many };
}

/** Whether a key has AWS's usual form: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const isUsualKey = (accessKeyId: string): boolean => /^A[KS]IA[A-Z0-9]{4,124}$/.test(accessKeyId);

/** The characters of trail files, most frequent first. */
const frequent = '"e:a,tnisroc-mudpl0v12E5A4S3gT6U87b9hR{}INywPCDk.fxL/MqOFGzVHj_BWYXJKQZ';

const rarityIn = (text: string) => (at: number) => {
  const rank = frequent.indexOf(text[at] ?? '');
  return rank < 0 ? frequent.length : rank;
};

/** The positions of a text's two rarest bytes, which are compared first. */
export function rarestTwo(text: string): readonly [number, number] {
  const rarity = rarityIn(text);
  const order = [...text].map((_, at) => at).sort((a, b) => rarity(b) - rarity(a) || a - b);
  const [first = 0] = order;
  // two equal bytes are less selective than two different ones
  const second = order.find((at) => text[at] !== text[first]) ?? first;
  return [first, second];
}

/** The positions of the first byte, and of the rarest that differs from it. */
export function rarestWithFirst(text: string): readonly [number, number] {
  const rarity = rarityIn(text);
  const others = [...text].map((_, at) => at).filter((at) => text[at] !== text[0]);
  return [0, others.sort((a, b) => rarity(b) - rarity(a) || a - b)[0] ?? 0];
}

/** The positions of the two rarest adjacent bytes. The text must have at least two bytes. */
export function rarestPair(text: string): readonly [number, number] {
  const rarity = rarityIn(text);
  let best = 0;
  for (let at = 1; at + 1 < text.length; at++) {
    if (rarity(at) + rarity(at + 1) > rarity(best) + rarity(best + 1)) best = at;
  }
  return [best, best + 1];
}
