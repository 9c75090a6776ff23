/** For small archives of every kind, the answer is that of a reader which holds all items, whatever is asked. */
import { expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { scannersOf } from '../../src/cli/passing.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { CommandName, Filters } from '../../src/model/question.ts';
import { sources } from '../../src/sources/index.ts';
import { below, oneOf } from '../fixtures/flow-lines.ts';
import { heldBackArchive, heldBackWindows } from '../fixtures/held-back/archive.ts';
import { questionOf, seededRandom } from '../fixtures/question.ts';
import { deliver } from '../fixtures/scenarios/delivery.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account, region } from '../fixtures/trail.ts';
import { contextOf } from './live-harness.ts';

const commands: readonly CommandName[] = ['investigate', 'gate', 'what', 'compliance', 'impact'];

const filters: readonly Partial<Filters>[] = [
  {},
  {},
  { service: ['ec2'] },
  { regions: [region] },
  { regions: ['eu-west-1'] },
  { accounts: [account] },
  { principal: ['alice'] },
  { outcome: ['denied'] },
];

/** What would be fetched once more says that it was not: all else is the same. */
const isOfFetching = ({ hint = '' }: { readonly hint?: string }) => hint.startsWith('--keep ');

const withoutBytes = (answer: object): unknown =>
  JSON.parse(
    JSON.stringify(answer, (key, value) =>
      key === 'bytes' || key === 'seconds'
        ? undefined
        : key === 'gaps'
          ? value.filter((gap: object) => !isOfFetching(gap))
          : value,
    ),
  );

/** `OBS3_SEED`: the first seed; `OBS3_SEEDS`: multiplies their number. */
const first = Number(process.env['OBS3_SEED'] ?? 1);
const count = 8 * Number(process.env['OBS3_SEEDS'] ?? 1);

test.each(commands)(
  '%s',
  async (command) => {
    for (let seed = first; seed < first + count; seed++) {
      const folder = await temporaryFolder();
      deliver.writeTree(heldBackArchive(seed), folder);
      const random = seededRandom(seed * 7 + commands.indexOf(command));
      const question = questionOf({
        command,
        from: [folder],
        now: '2026-03-02T10:00:00Z',
        ...oneOf(random, heldBackWindows),
        filters: { reads: 'routine', ...oneOf(random, filters) },
        ...(command === 'compliance' && { survey: surveyOf('compliance') }),
        ...(below(random, 4) === 0 && { neighbors: true }),
      });
      const answers = [];
      for (const fetchesAgain of [false, true]) {
        const archive = openArchive([folder], { standardInput: () => Promise.reject(new Error('it was read')) });
        const reader = archiveEvidence(sources, archive, scannersOf, fetchesAgain);
        answers.push(withoutBytes(await investigate(question, contextOf(question, reader))));
      }
      expect(answers[0], `OBS3_SEED=${seed}`).toEqual(answers[1]);
    }
  },
  3_600_000,
);
