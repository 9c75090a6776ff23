/** A history that is partly known reads like one that is asked for completely, however much of it is read. */
import { describe, expect, test } from 'vitest';
import type { SettledCache } from '../../../../../src/aws/cache.ts';
import type { JsonObject } from '../../../../../src/model/json.ts';
import type { AskedRegion } from '../../../../../src/sources/config/backends/api/asked-region.ts';
import type { HistoryRange } from '../../../../../src/sources/config/backends/api/calls.ts';
import { historyPages, isFirstKnown, keepFirst } from '../../../../../src/sources/config/backends/api/history-pages.ts';
import { apiItem, group, groupType } from '../../../../fixtures/config.ts';
import { memoryCache } from '../../../../fixtures/memory-cache.ts';
import { seededRandom } from '../../../../fixtures/question.ts';

const of = { resourceType: groupType, resourceId: group };
const start = Date.parse('2026-01-01T00:00:00Z');
const minute = 60_000;
const week = 7 * 86_400_000;

interface Answering {
  readonly cache?: SettledCache;
  /** Fails after this many pages. */
  readonly failsAfter?: number;
}

/** Answers as Config does: newest first, a week per page, with a limit of items. */
function regionOf(items: readonly JsonObject[], { cache, failsAfter = Infinity }: Answering = {}) {
  const calls: HistoryRange[] = [];
  const timeOf = (item: JsonObject) => Math.round(Number(item['configurationItemCaptureTime']) * 1000);
  async function* history(_: unknown, range: HistoryRange): AsyncGenerator<readonly JsonObject[]> {
    calls.push(range);
    let pages = 0;
    for (let end = range.later; end >= range.earlier; end -= week) {
      const inSpan = items.filter(
        (item) => timeOf(item) <= end && timeOf(item) > end - week && timeOf(item) >= range.earlier,
      );
      inSpan.sort((a, b) => timeOf(b) - timeOf(a));
      for (let at = 0; at === 0 || at < inSpan.length; at += range.limit) {
        if (pages++ >= failsAfter) throw new Error('gone');
        yield inSpan.slice(at, at + range.limit);
      }
    }
  }
  const asked = {
    region: 'us-east-1',
    context: { cache, now: cache?.now ?? start },
    recording: { isDaily: () => false },
    calls: { history },
  } as unknown as AskedRegion;
  return { asked, calls };
}

const itemAt = (time: number, stateId = String(time)): JsonObject =>
  apiItem({ captureTime: new Date(time).toISOString(), stateId });

/** The states that are read, up to a limit. */
async function read(asked: AskedRegion, range: HistoryRange, most = Infinity): Promise<readonly string[]> {
  const states: string[] = [];
  for await (const items of historyPages(asked, of, range))
    for (const { stateId } of items) {
      states.push(stateId);
      if (states.length >= most) return states;
    }
  return states;
}

const range = (earlier: number, later: number, limit = 100): HistoryRange => ({
  earlier: start + earlier * minute,
  later: start + later * minute,
  limit,
});
const longAfter = () => memoryCache(start + 100 * week);

describe('what was read', () => {
  const items = [10, 20, 30, 40].map((at) => itemAt(start + at * minute));

  test('is not asked for again, nor is what lies within it', async () => {
    const cache = longAfter();
    const { asked, calls } = regionOf(items, { cache });
    const whole = await read(asked, range(0, 50));
    expect(whole).toHaveLength(4);
    expect(await read(asked, range(0, 50))).toEqual(whole);
    expect(await read(asked, range(15, 35))).toEqual(whole.slice(1, 3));
    expect(calls).toHaveLength(1);
  });

  test('in part is known as far as it was read', async () => {
    const cache = longAfter();
    const { asked, calls } = regionOf(items, { cache });
    const first = await read(asked, range(0, 50, 1), 1);
    expect(await read(asked, range(0, 50, 1), 1)).toEqual(first);
    expect(calls).toHaveLength(1);
    // a second reading begins with the item that the first one ended on, and returns it once
    expect(await read(asked, range(0, 50))).toHaveLength(4);
    expect(calls[1]).toMatchObject({ later: start + 40 * minute });
  });

  test('until a failure is known', async () => {
    const cache = longAfter();
    await expect(read(regionOf(items, { cache, failsAfter: 2 }).asked, range(0, 50, 1))).rejects.toThrow('gone');
    const { asked, calls } = regionOf(items, { cache });
    expect(await read(asked, range(0, 50))).toHaveLength(4);
    expect(calls).toEqual([{ ...range(0, 30), limit: 100 }]);
  });

  test('is not kept where an item cannot be read, or tells no time', async () => {
    for (const broken of [{ configurationItemCaptureTime: 'soon' }, { configuration: '['.repeat(300) }]) {
      const cache = longAfter();
      const { asked } = regionOf([...items, { ...itemAt(start + 45 * minute), ...broken }], { cache });
      const told = await read(asked, range(0, 50));
      expect(await read(asked, range(0, 50))).toEqual(told);
    }
  });

  test('of the last half hour is asked again', async () => {
    const cache = memoryCache(start + 60 * minute);
    const { asked, calls } = regionOf(items, { cache });
    await read(asked, range(0, 60));
    expect(await read(asked, range(0, 60))).toHaveLength(4);
    expect(calls[1]).toEqual(range(30, 60));
  });
});

test('the item before a window may be known without a reading', async () => {
  const cache = longAfter();
  const { asked, calls } = regionOf([itemAt(start + 10 * minute)], { cache });
  const before = range(0, 50, 1);
  expect(await isFirstKnown(asked, of, before)).toBe(false);
  for await (const [item] of historyPages(asked, of, range(10, 11, 1))) {
    if (item) await keepFirst(asked, of, item, before.later);
    break;
  }
  expect(await isFirstKnown(asked, of, before)).toBe(true);
  expect(await read(asked, before, 1)).toHaveLength(1);
  expect(calls).toHaveLength(1);
  // that there is no item is known, too
  await read(asked, range(-50, -1, 1));
  expect(await isFirstKnown(asked, of, range(-50, -1, 1))).toBe(true);
});

test('whatever is read in whatever order, it is what is there', async () => {
  const random = seededRandom(11);
  const upTo = (most: number) => Math.floor(random() * most);
  for (let round = 0; round < 60; round++) {
    const now = start + 20_000 * minute + upTo(20_000) * minute;
    const items = Array.from({ length: upTo(40) }, (_, at) =>
      itemAt(start + upTo(20_000) * minute + upTo(3) * 1234, `${at}`),
    );
    // there is one item for each moment: Config tells them apart by time
    const own = [...new Map(items.map((item) => [item['configurationItemCaptureTime'], item])).values()];
    const cache = memoryCache(now);
    for (let question = 0; question < 12; question++) {
      const [a = 0, b = 0] = [upTo(20_000), upTo(20_000)].sort((x, y) => x - y);
      const asked = range(a, b, [1, 3, 100][upTo(3)]);
      const most = random() < 0.5 ? Infinity : 1 + upTo(4);
      expect(await read(regionOf(own, { cache }).asked, asked, most)).toEqual(
        await read(regionOf(own).asked, asked, most),
      );
    }
  }
});
