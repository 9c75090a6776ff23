/** The bundled cases in `compliance` and `inventory`: each one's exposure is as its truth says, live as from files. */
import { describe, expect, test } from 'vitest';
import type { EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { takeInventory } from '../../src/investigate/inventory.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { Human } from '../../src/model/principal.ts';
import type { Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { questionOf } from '../fixtures/question.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { archiveReader, askLive, contextOf, type ExampleCase, exampleCases } from './live-harness.ts';

const archiveOf = ({ bundle }: ExampleCase): EvidenceReader => archiveReader(bundle.folder);

const about = ({ bundle, since, until, now }: ExampleCase, isAccount: boolean, from: readonly string[]): Question =>
  questionOf({
    command: 'compliance',
    targets: isAccount ? [] : [planTarget(bundle.truth.target)],
    survey: surveyOf('compliance'),
    since,
    until,
    now,
    from,
  });

const nameAndCertainty = ({ name, certainty }: Human) => ({ name, certainty });

const ask = (question: Question, reader: EvidenceReader): Promise<Report> =>
  investigate(question, contextOf(question, reader));

describe.each(exampleCases)('$name', (asked) => {
  test('was exposed as long as it is told', async () => {
    const question = about(asked, false, [asked.bundle.folder]);
    const { timeline } = await ask(question, archiveOf(asked));
    const { calls, exposure } = asked.bundle.truth;
    const found = timeline.flatMap((event) => (event.kind === 'compliance' ? (event.detail.exposure ?? []) : []));
    const [opened, closed] = [calls['opened'] ?? calls['removed'], calls['closed'] ?? calls['fixed']];
    expect(found).toMatchObject([
      {
        startedBy: `cloudtrail:${opened}`,
        fixedBy: `cloudtrail:${closed}`,
        open: false,
        seconds: exposure.secondsByRule,
        secondsByChange: exposure.secondsByChange,
      },
    ]);
    // the calls that it names are in the timeline
    expect(timeline.map(({ id }) => id)).toEqual(
      expect.arrayContaining([`cloudtrail:${opened}`, `cloudtrail:${closed}`]),
    );
  });

  test.each(['compliance', 'investigate'] as const)(
    'its rule is told by whose change it broke: %s',
    async (command) => {
      const { calls, target } = asked.bundle.truth;
      const expected = [calls['opened'] ?? calls['removed'], calls['closed'] ?? calls['fixed']];
      const [rule = ''] = (await ask(about(asked, false, [asked.bundle.folder]), archiveOf(asked))).timeline.flatMap(
        (event) => (event.kind === 'compliance' && event.detail.to === 'NON_COMPLIANT' ? [event.detail.rule] : []),
      );
      const { survey: _, ...plain } = about(asked, false, []);
      const question: Question = { ...(command === 'compliance' ? about(asked, false, []) : plain), command };
      const ofRule = { ...question, targets: [planTarget(rule)] };
      const fromFiles = await ask({ ...ofRule, from: [asked.bundle.folder] }, archiveOf(asked));
      const fromAws = (await askLive(asked, (reader) => ask(ofRule, reader))).answer;
      for (const { timeline, chains } of [fromFiles, fromAws]) {
        expect(timeline.map(({ id }) => id)).toEqual(expect.arrayContaining(expected.map((id) => `cloudtrail:${id}`)));
        const flips = timeline.flatMap((event) => (event.kind === 'compliance' ? [event] : []));
        expect(new Set(flips.map(({ detail }) => `${detail.rule} ${detail.resource.id}`))).toContain(
          `${rule} ${target}`,
        );
        expect(flips.every(({ detail }) => detail.rule === rule)).toBe(true);
        // nothing is listed that does not explain a verdict
        const explained = new Set(chains.flatMap(({ events }) => events));
        const changes = timeline.filter(({ kind, match }) => kind === 'config-change' || match.includes('neighbor'));
        if (command === 'investigate')
          expect(changes.map(({ id }) => id).filter((id) => !explained.has(id))).toEqual([]);
        else
          expect(flips.flatMap(({ detail }) => detail.exposure ?? [])).toMatchObject([
            { startedBy: `cloudtrail:${expected[0]}` },
          ]);
      }
      expect(fromAws.timeline.map(({ id }) => id)).toEqual(fromFiles.timeline.map(({ id }) => id));
    },
  );

  test('flipped no other rule, recorded or derived', async () => {
    const question: Question = { ...about(asked, false, [asked.bundle.folder]), command: 'investigate' };
    const { timeline } = await ask(question, archiveOf(asked));
    const flips = timeline.flatMap((event) => (event.kind === 'compliance' ? [event] : []));
    expect(flips.map(({ detail: { from, to, derived } }) => [from, to, derived])).toEqual([
      ['COMPLIANT', 'NON_COMPLIANT', false],
      ['NON_COMPLIANT', 'COMPLIANT', false],
    ]);
  });

  test('its account stands the same, asked of AWS and of files', async () => {
    const fromFiles = await ask(about(asked, true, [asked.bundle.folder]), archiveOf(asked));
    const question = about(asked, true, []);
    const fromAws = (await askLive(asked, (reader) => ask(question, reader))).answer;
    const standing = ({ verdict }: Report) =>
      verdict.compliance?.rules.map(({ name, status, resource }) => `${name} ${resource.id} ${status}`);
    const flips = ({ timeline }: Report) => timeline.filter(({ kind }) => kind === 'compliance').map(({ id }) => id);
    expect(standing(fromFiles)?.length).toBeGreaterThan(2);
    expect(standing(fromAws)).toEqual(standing(fromFiles));
    expect(flips(fromAws)).toEqual(flips(fromFiles));
  });

  test('its inventory is the same, asked of AWS and of files', async () => {
    const question = questionOf({ command: 'compliance', now: asked.now, from: [asked.bundle.folder] });
    const survey = surveyOf('inventory');
    const fromFiles = await takeInventory(question, survey, {
      ...contextOf(question, archiveOf(asked)),
      clock: () => 0,
    });
    const toAws: Question = { ...question, from: [], window: { since: question.now - 1000, until: question.now } };
    const { answer: fromAws } = await askLive(asked, (reader) =>
      takeInventory(toAws, survey, { ...contextOf(toAws, reader), clock: () => 0 }),
    );
    const facts = ({ resources }: typeof fromAws) => resources.map(({ changedBy: _, ...resource }) => resource);
    expect(facts(fromFiles).length).toBeGreaterThan(2);
    expect(facts(fromAws)).toEqual(facts(fromFiles));
    const timeline = await ask(about(asked, false, [asked.bundle.folder]), archiveOf(asked));
    const changedBy = fromFiles.resources.find(({ id }) => id === asked.bundle.truth.target)?.changedBy;
    const told = timeline.timeline.find(({ id }) => id === changedBy?.event);
    expect(told?.kind).toBe('api-call');
    const principal = told?.kind === 'api-call' ? told.detail.principal : undefined;
    // the same human whom other commands name behind the call
    if (principal?.human) expect(changedBy).toMatchObject(nameAndCertainty(principal.human));
    else expect(changedBy).not.toHaveProperty('certainty');
  });
});
