/** The settled part of what a question was answered, kept between runs as stretches of time: only the rest is asked for. */
import { isJsonObject, type JsonValue } from '../model/json.ts';
import type { CacheKey, SettledCache } from './cache.ts';
import { clip, joined, type Stretch, type StretchPage, type Timed } from './known-times.ts';

/** What an item looks like in the cache. */
export interface StretchForm<Item> {
  /** Of one entry: what grows run by run stays in files that are quickly read. */
  readonly mostItems: number;
  write(item: Item): JsonValue;
  /** Total: undefined for what is none. `time` is the item's own, in the unit of its stretch. */
  read(value: JsonValue, time: number): Item | undefined;
}

export interface KnownStretches<Item> {
  readonly stretches: readonly Stretch<Item>[];
  /** Keeps what was read now, up to the last time that is settled, and joins it with what it adjoins. */
  keep(read: readonly Stretch<Item>[], settled: number): void;
}

/** Times are whole numbers, of whichever unit: the same one for a key. */
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
  /** Of the entry; absent: read now. */
  readonly id?: string;
  readonly stretch: Stretch<Item>;
}

/** Groups of parts of which each begins where the one before it ends, newest first. */
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

/** Total: undefined for what is no stretch. */
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
