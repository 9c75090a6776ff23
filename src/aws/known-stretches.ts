/** Keeps the settled part of earlier answers between runs, as stretches of time, so that only the rest has to be asked for. */
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { CacheKey, SettledCache } from './cache.ts';
import { clip, joined, type Stretch, type StretchPage, type Timed } from './known-times.ts';

/** How an item is stored in the cache. */
export interface StretchForm<Item> {
  /** Limit per entry: a stretch that grows with each run is split into files that are quick to read. */
  readonly mostItems: number;
  write(item: Item): JsonValue;
  /** Never throws: undefined for anything but an item. `time` is the item's own, in the unit of its stretch. */
  read(value: JsonValue, time: number): Item | undefined;
}

export interface KnownStretches<Item> {
  readonly stretches: readonly Stretch<Item>[];
  /** Keeps what was just read, up to the last settled time, and joins it with the stretches it adjoins. */
  keep(read: readonly Stretch<Item>[], settled: number): void;
}

/** Times are whole numbers in any unit, as long as each key always uses the same one. */
export async function knownStretches<Item>(
  cache: SettledCache | undefined,
  key: CacheKey,
  form: StretchForm<Item>,
): Promise<KnownStretches<Item>> {
  if (!cache) return { stretches: [], keep: () => {} };
  const entries = (await cache.read(key)).flatMap(({ id, value }) => {
    const stretch = readStretch(value, form);
    return stretch ? [{ id, stretch }] : [];
  });
  return {
    stretches: entries.map(({ stretch }) => stretch),
    keep(read, settled) {
      const fresh = read.flatMap((stretch) => clip(stretch, Number.NEGATIVE_INFINITY, settled) ?? []);
      if (fresh.length === 0) return;
      const parts: Part<Item>[] = [...entries, ...fresh.map((stretch) => ({ stretch }))];
      for (const group of adjoining(parts, form.mostItems)) {
        const stretch = group.some(({ id }) => id === undefined) && joined(group.map((part) => part.stretch));
        if (!stretch) continue;
        cache.write(
          key,
          writeStretch(stretch, form),
          group.flatMap(({ id }) => id ?? []),
        );
      }
    },
  };
}

interface Part<Item> {
  /** Id of the cache entry; absent if it was just read. */
  readonly id?: string;
  readonly stretch: Stretch<Item>;
}

/** Groups of adjoining parts, newest first: in each group, a part ends where the one before it begins. */
function adjoining<Item>(parts: readonly Part<Item>[], mostItems: number): readonly (readonly Part<Item>[])[] {
  const groups: Part<Item>[][] = [];
  let items = 0;
  for (const part of [...parts].sort((a, b) => b.stretch.to - a.stretch.to || b.stretch.from - a.stretch.from)) {
    const group = groups.at(-1);
    const before = group?.at(-1)?.stretch;
    const own = itemsIn(part.stretch);
    if (group && before && before.from - 1 === part.stretch.to && items + own <= mostItems) {
      group.push(part);
      items += own;
    } else {
      groups.push([part]);
      items = own;
    }
  }
  return groups;
}

const itemsIn = ({ pages }: Stretch<unknown>): number => pages.reduce((sum, { items }) => sum + items.length, 0);

const writeStretch = <Item>({ from, to, pages, rest }: Stretch<Item>, form: StretchForm<Item>): JsonValue => ({
  from,
  to,
  pages: pages.map((page) => writePage(page, form)),
  ...(rest && { rest: writePage(rest, form) }),
});

const writePage = <Item>({ weight, items }: StretchPage<Item>, form: StretchForm<Item>): JsonValue => ({
  weight,
  items: items.map(([time, item]): JsonValue => [time, form.write(item)]),
});

/** Never throws: undefined for anything but a stretch. */
function readStretch<Item>(value: JsonValue, form: StretchForm<Item>): Stretch<Item> | undefined {
  if (!isJsonObject(value)) return undefined;
  const { from, to, pages, rest } = value as { [member: string]: JsonValue | undefined };
  if (!isTime(from) || !isTime(to) || from > to || !Array.isArray(pages)) return undefined;
  const read = pages.flatMap((page) => readPage(page, form) ?? []);
  const readRest = rest === undefined ? undefined : readPage(rest, form);
  return read.length === pages.length ? { from, to, pages: read, ...(readRest && { rest: readRest }) } : undefined;
}

const isTime = (value: JsonValue | undefined): value is number => Number.isSafeInteger(value);

function readPage<Item>(value: JsonValue, form: StretchForm<Item>): StretchPage<Item> | undefined {
  if (!isJsonObject(value)) return undefined;
  const { weight, items } = value as { [member: string]: JsonValue | undefined };
  if (typeof weight !== 'number' || !Array.isArray(items)) return undefined;
  const read = items.flatMap((item): Timed<Item>[] => {
    if (!Array.isArray(item)) return [];
    const [time, content = null] = item;
    if (!isTime(time)) return [];
    const found = form.read(content, time);
    return found === undefined ? [] : [[time, found]];
  });
  return read.length === items.length ? { weight, items: read } : undefined;
}
