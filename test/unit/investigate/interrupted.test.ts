/** Ctrl-C during successive rounds of reading: what was cut off says so, whichever round it was in, and nothing else does. */
import { describe, expect, test } from 'vitest';
import { archiveEvidence } from '../../../src/investigate/evidence-reader.ts';
import { investigate } from '../../../src/investigate/investigate.ts';
import type { InvestigateContext } from '../../../src/investigate/reading-rounds.ts';
import { whoisReport } from '../../../src/investigate/whois.ts';
import type { Coverage } from '../../../src/model/report.ts';
import { planTarget } from '../../../src/plan/target.ts';
import { sources } from '../../../src/sources/index.ts';
import type { Archive } from '../../../src/sources/source.ts';
import { questionOf } from '../../fixtures/question.ts';
import { assumeRole, record, session, trailFile, userAlice } from '../../fixtures/trail.ts';
import { memoryArchive } from './memory-archive.ts';

const key = 'ASIAADMIN00000000001';
const files = {
  'a.json': trailFile(record({ userIdentity: session('Admin', 'alice', key) })),
  'b.json': trailFile(assumeRole(userAlice, 'Admin', key, '2026-03-03T13:00:00Z')),
};

/** Ends with Ctrl-C when it is read for the nth time. */
function interruptedAt(round: number): Pick<InvestigateContext, 'signal' | 'reader'> {
  const whole = memoryArchive(files);
  const abort = new AbortController();
  const archive: Archive = {
    async *scan(...asked) {
      if (whole.selections.length === round - 1) abort.abort();
      abort.signal.throwIfAborted();
      yield* whole.scan(...asked);
    },
  };
  return { signal: abort.signal, reader: archiveEvidence(sources, archive) };
}

const contextOf = (parts: Pick<InvestigateContext, 'signal' | 'reader' | 'onRead'>): InvestigateContext => ({
  sources,
  clock: () => Date.parse('2026-04-01T00:00:00Z'),
  version: '1.2.3',
  ...parts,
});

const gapsIn = (coverage: readonly Coverage[]) => coverage.flatMap(({ gaps }) => gaps.map(({ code }) => code));
const question = questionOf({ targets: [planTarget('i-0f1e2d3c4b5a69788')] });
const asked = {
  question: questionOf({ targets: [planTarget(key)] }),
  kind: 'access-key',
  comparesEarlier: false,
} as const;

describe.each([1, 2])('in round %i', (round) => {
  test('a timeline says so', async () => {
    const { coverage } = await investigate(question, contextOf(interruptedAt(round)));
    expect(gapsIn(coverage)).toContain('INTERRUPTED');
  });

  test('so does who somebody is', async () => {
    const { coverage } = await whoisReport(asked, contextOf(interruptedAt(round)));
    expect(gapsIn(coverage)).toContain('INTERRUPTED');
  });
});

test('once all is read nothing is cut off', async () => {
  const abort = new AbortController();
  const read: number[] = [];
  const { coverage, timeline } = await investigate(
    question,
    contextOf({
      signal: abort.signal,
      reader: archiveEvidence(sources, memoryArchive(files)),
      onRead(pieces) {
        read.push(pieces);
        abort.abort();
      },
    }),
  );
  expect(read).toEqual([expect.any(Number)]);
  expect(read[0]).toBeGreaterThanOrEqual(2);
  expect(timeline.length).toBeGreaterThanOrEqual(2);
  expect(gapsIn(coverage)).not.toContain('INTERRUPTED');
});
