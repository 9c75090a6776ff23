/**
 * Items of the same resource and time in several files: copies are one, and differing items do not depend on which is read
 * first.
 */
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { group, historyFile, ofType } from '../../../fixtures/config.ts';
import { asking, captured, evidenceIn, inWindow } from './archive-case.ts';

const contents = async (...files: readonly JsonValue[]) =>
  ofType(await evidenceIn(asking(inWindow(group)), ...files), 'configuration-item')
    .map(({ digest }) => digest)
    .toSorted();

test.each(['12:00', '14:00'])('of two items of %s that differ both are kept, in any order', async (time) => {
  const [open, closed] = ['open', 'closed'].map((description): JsonObject => {
    const item = captured(time);
    return { ...item, configuration: { ...(item['configuration'] as JsonObject), description } };
  }) as [JsonObject, JsonObject];
  const both = await contents(historyFile(open), historyFile(closed));
  expect(both).toHaveLength(2);
  expect(await contents(historyFile(closed), historyFile(open))).toEqual(both);
  expect(await contents(historyFile(closed, open))).toEqual(both);
  const [first, second] = [historyFile(open), historyFile(closed)];
  expect(await contents(first, second, first, second)).toEqual(both);
});
