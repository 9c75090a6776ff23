/** Both bundled cases: the chains in their written truth, link by link, with the exposure. */
import { describe, expect, test } from 'vitest';
import { explain, type Linked, link } from '../../../../src/analysis/link/link.ts';
import { openArchive } from '../../../../src/archive/reader.ts';
import { archiveEvidence } from '../../../../src/investigate/evidence-reader.ts';
import { investigate } from '../../../../src/investigate/investigate.ts';
import type { Report } from '../../../../src/model/report.ts';
import { planTarget } from '../../../../src/plan/target.ts';
import { sources } from '../../../../src/sources/index.ts';
import { questionOf, shuffled } from '../../../fixtures/question.ts';
import { type Case, openSsh, unencryptedBucket } from '../../examples/cases.ts';

async function reportOf({ folder, truth }: Case): Promise<Report> {
  const question = questionOf({
    targets: [planTarget(truth.target)],
    filters: { reads: 'all' },
    from: [folder],
    now: '2026-06-01T00:00:00Z',
  });
  const archive = openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) });
  const reader = archiveEvidence(sources, archive);
  return investigate(question, { sources, reader, clock: () => question.now, version: '0.0.0' });
}

/** The calls on the target itself: those that led to them may be listed, too. */
const inputOf = ({ timeline, query }: Report) => ({
  events: timeline.filter(({ kind, match }) => kind !== 'api-call' || match.includes('target')),
  relations: [],
  asOf: Date.parse(query.window.until ?? query.now),
});

/** Each link once, in the words of the truth. */
const told = ({ chains }: Linked, position: number) => {
  const links = chains[position]?.links ?? [];
  return links.map(({ from, relation, to }) => `${from} ${relation} ${to}`).sort();
};
const call = (id: string | readonly string[] | undefined) => `cloudtrail:${String(id)}`;

describe('open-ssh', async () => {
  const { truth } = openSsh;
  const report = await reportOf(openSsh);
  const linked = link(inputOf(report));
  const { opened, closed, again, secondStart, tagged } = truth.calls;
  const idOf = (kind: string, time: string) =>
    report.timeline.find((event) => event.kind === kind && event.time === time)?.id ?? '';
  const [tag, gained, lost] = truth.items.map(({ captureTime }) => idOf('config-change', captureTime));
  const [broke, healed] = truth.flips.map(({ time }) => idOf('compliance', time));
  const shifts = report.timeline.filter(({ kind }) => kind === 'metric').map(({ id }) => id);
  const flow = `flow:${truth.flows.find(({ action }) => action === 'ACCEPT')?.interfaceId}/ACCEPT/tcp/22`;

  test('is one incident and one tag', () => {
    expect(linked.chains.map(({ root }) => root)).toEqual([call(opened), call(tagged)]);
    expect(told(linked, 0)).toEqual(
      [
        `${call(opened)} changed ${gained}`,
        `${gained} flipped ${broke}`,
        ...shifts.map((shift) => `${call(opened)} preceded ${shift}`),
        `${call(opened)} preceded ${flow}`,
        `${broke} remediated ${call(closed)}`,
        `${call(again)} continued ${call(secondStart)}`,
        `${call(secondStart)} continued ${call(closed)}`,
        `${call(closed)} reverted ${call(opened)}`,
        `${call(closed)} changed ${lost}`,
        `${lost} flipped ${healed}`,
      ].sort(),
    );
    expect(told(linked, 1)).toEqual([`${call(tagged)} changed ${tag}`]);
    expect(shifts).toHaveLength(truth.shifts.length);
  });

  test('was open as long as the truth says', () => {
    expect(linked.chains[0]?.exposure).toMatchObject({
      open: false,
      startedBy: call(opened),
      fixedBy: call(closed),
      seconds: truth.exposure.secondsByRule,
      secondsByChange: truth.exposure.secondsByChange,
      rules: [truth.flips[0]?.rule],
    });
  });

  test('is told in a sentence', () => {
    expect(linked.chains[0]?.summary).toBe(
      'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-0a1b2c3d4e5f60718 through PowerUser (console); ' +
        'restricted-ssh noticed after 3 min and stayed NON_COMPLIANT 45 min; ' +
        'then tcp/22 came in at eni-0c4d5e6f708192a3b, and NetworkIn and NetworkOut of i-0f1e2d3c4b5a69788 rose; ' +
        'AWS Config remediation, started by carol@example.com, closed tcp/22 to 0.0.0.0/0 on sg-0a1b2c3d4e5f60718',
    );
    expect(linked.chains[0]?.links.find(({ relation }) => relation === 'changed')?.because).toContain(
      'ipPermissions gained tcp/22 0.0.0.0/0, as the call asked',
    );
  });

  test('puts every event of a chain into it, and none twice', () => {
    for (const { id, events } of linked.chains)
      for (const event of events) expect(linked.events.find((one) => one.id === event)?.chain).toBe(id);
    const listed = linked.chains.flatMap(({ events }) => events);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('explains a flip with all that was weighed, and how', () => {
    const explanations = explain(inputOf(report), broke ?? '');
    const into = explanations.filter(({ to }) => to === broke);
    expect(into.length).toBeGreaterThan(1);
    expect(into.filter(({ chosen }) => chosen).map(({ from }) => from)).toEqual([gained]);
    for (const { score, arithmetic } of explanations)
      expect(arithmetic.reduce((product, { value }) => product * value, 1)).toBeCloseTo(score, 2);
  });
});

describe('unencrypted-bucket', async () => {
  const { truth } = unencryptedBucket;
  const report = await reportOf(unencryptedBucket);
  const linked = link(inputOf(report));
  const idOf = (kind: string, time: string) =>
    report.timeline.find((event) => event.kind === kind && event.time === time)?.id ?? '';
  const { removed, fixed, tagged } = truth.calls;
  const [tag, without, back] = truth.items.map(({ captureTime }) => idOf('config-change', captureTime));
  const [broke, healed] = truth.flips.map(({ time }) => idOf('compliance', time));
  const [rose, settled] = truth.alarms.map(({ time }) => idOf('alarm', time));
  const [shift] = report.timeline.filter(({ kind }) => kind === 'metric').map(({ id }) => id);

  test('is one incident and one tag', () => {
    expect(linked.chains.map(({ root }) => root)).toEqual([call(removed), call(tagged)]);
    expect(told(linked, 0)).toEqual(
      [
        `${call(removed)} changed ${without}`,
        `${without} flipped ${broke}`,
        `${call(removed)} preceded ${shift}`,
        `${shift} alarmed ${rose}`,
        `${shift} alarmed ${settled}`,
        `${broke} remediated ${call(fixed)}`,
        `${call(fixed)} reverted ${call(removed)}`,
        `${call(fixed)} changed ${back}`,
        `${back} flipped ${healed}`,
      ].sort(),
    );
    expect(told(linked, 1)).toEqual([`${call(tagged)} changed ${tag}`]);
  });

  test('was open as long as the truth says, and is the same in any order', () => {
    expect(linked.chains[0]?.exposure).toMatchObject({
      seconds: truth.exposure.secondsByRule,
      secondsByChange: truth.exposure.secondsByChange,
    });
    for (const seed of [1, 2, 3]) {
      const input = inputOf(report);
      expect(link({ ...input, events: shuffled(input.events, seed) }).chains).toEqual(linked.chains);
    }
  });
});
