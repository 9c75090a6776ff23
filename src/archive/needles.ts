/** What to look for in bytes, so that no way of writing a text in JSON can hide it. */

/** These stand for themselves in JSON and in URLs; whoever escapes them all the same is found out by the escape. */
const run = /[A-Za-z0-9_.-]+/g;
/** Shorter ones stand in every other record. */
const shortest = 4;
const longest = 200;
/** More than these are not looked for one by one, but token by token. */
export const mostSingle = 16;
/** So many fit. */
const mostNeedles = 1000;

/** A needle of every text; undefined where one has none, or there are too many: then all records are read. */
export function needlesOf(texts: readonly string[]): readonly string[] | undefined {
  const found = new Set<string>();
  for (const text of texts) {
    const runs = text.match(run) ?? [];
    const needle = runs.reduce((best, each) => (each.length > best.length ? each : best), '');
    if (needle.length < shortest || needle.length > longest) return undefined;
    found.add(needle);
  }
  return found.size > 0 && found.size <= mostNeedles ? [...found] : undefined;
}

/** The token by which a needle is found where there are many: its longest, and the first of such. */
export function tokenOf(needle: string): { readonly offset: number; readonly size: number } {
  let best = { offset: 0, size: 0 };
  for (const { 0: token, index } of needle.matchAll(/[A-Za-z0-9]+/g)) {
    if (token.length > best.size) best = { offset: index, size: token.length };
  }
  return best;
}

/** As AWS makes them: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const isUsualKey = (accessKeyId: string): boolean => /^A[KS]IA[A-Z0-9]{4,124}$/.test(accessKeyId);

/** The characters of trail files, the most frequent first. */
const frequent = '"e:a,tnisroc-mudpl0v12E5A4S3gT6U87b9hR{}INywPCDk.fxL/MqOFGzVHj_BWYXJKQZ';

/** The places of the two rarest bytes of a text: where they stand is looked at first. */
export function rarestTwo(text: string): readonly [number, number] {
  const rarity = (at: number) => {
    const rank = frequent.indexOf(text[at] ?? '');
    return rank < 0 ? frequent.length : rank;
  };
  const order = [...text].map((_, at) => at).sort((a, b) => rarity(b) - rarity(a) || a - b);
  const [first = 0] = order;
  // two equal bytes tell less than two different ones
  const second = order.find((at) => text[at] !== text[first]) ?? first;
  return [first, second];
}
