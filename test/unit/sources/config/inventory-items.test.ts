/** What is kept of an item where only what there is is asked for: most of a snapshot is content that nobody tells of. */
import { expect, test } from 'vitest';
import { deliveredItem, historyFile, ofType } from '../../../fixtures/config.ts';
import { questionOf } from '../../../fixtures/question.ts';
import { asking, evidenceIn } from './archive-case.ts';

const survey = { of: 'inventory', types: [], rules: [], derivable: [], deleted: false } as const;

test('the resource and its tags, without its content and relationships', async () => {
  const item = deliveredItem({ tags: { team: 'web' } });
  const [asked, whole] = await Promise.all(
    [{ survey }, {}].map(async (parts) =>
      ofType(await evidenceIn(asking(questionOf(parts)), historyFile(item)), 'configuration-item').map(
        (each) => each.item,
      ),
    ),
  );
  expect(whole?.[0]?.configuration).not.toBeNull();
  expect(asked).toEqual([{ ...whole?.[0], configuration: null, supplementaryConfiguration: {}, relationships: [] }]);
});
