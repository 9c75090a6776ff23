/** The bundled cases, as `compliance` and `inventory` tell them: the exposure of each is as its truth says, live as from files. */
import { describe, expect, test } from 'vitest';
import { derivableTypes } from '../../src/analysis/compliant/rules/index.ts';
import { openArchive } from '../../src/archive/reader.ts';
import { createSession } from '../../src/aws/session.ts';
import { archiveEvidence, type EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { takeInventory } from '../../src/investigate/inventory.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { liveEvidence } from '../../src/investigate/live-evidence.ts';
import type { Question, Survey } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import { createWorld } from '../aws/world.ts';
import { worldFromArchive } from '../aws/world-from-archive.ts';
import { questionOf } from '../fixtures/question.ts';
import { openSsh, unencryptedBucket } from '../unit/examples/cases.ts';
import { serverFor } from './aws-server-harness.ts';

const cases = [
  {
    bundle: openSsh,
    since: '2026-03-03T12:40:00Z',
    until: '2026-03-03T15:50:00Z',
    now: '2026-03-03T17:00:00Z',
    regions: ['us-east-1', 'eu-west-1'],
  },
  {
    bundle: unencryptedBucket,
    since: '2026-05-12T08:45:00Z',
    until: '2026-05-12T10:30:00Z',
    now: '2026-05-12T12:00:00Z',
    regions: ['eu-central-1', 'us-east-1'],
  },
].map((each) => ({ ...each, name: each.bundle.name }));
type Case = (typeof cases)[number];

const surveyOf = (of: Survey['of']): Survey => ({
  of,
  types: [],
  rules: [],
  derivable: of === 'compliance' ? derivableTypes : [],
  deleted: false,
});
const context = { sources, version: '0.0.0' };

function archiveOf({ bundle }: Case): EvidenceReader {
  const { folder } = bundle;
  return archiveEvidence(
    sources,
    openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) }),
  );
}

async function live<Result>(asked: Case, question: Question, use: (reader: EvidenceReader) => Promise<Result>) {
  const { bundle, now, regions } = asked;
  const world = worldFromArchive(bundle.folder).world.accounts[bundle.account]?.regions ?? {};
  const signIns = { 'us-east-1': {}, 'us-east-2': {}, 'us-west-2': {}, 'eu-north-1': {}, 'ap-southeast-2': {} };
  const server = await serverFor({
    world: createWorld({ [bundle.account]: { regions: { ...signIns, ...world } } }),
    clock: new ManualClock(now),
    rateFactor: Infinity,
  });
  const { endpoint, credentials } = server.clientConfig({ account: bundle.account });
  const { signal } = new AbortController();
  const session = createSession({
    account: bundle.account,
    accessKeyId: credentials.accessKeyId,
    identityArn: `arn:aws:iam::${bundle.account}:user/obs3`,
    config: { endpoint, credentials },
    timer: { now: () => 0, sleep: async () => {} },
    signal,
    random: () => 0.5,
    rateFactor: Infinity,
  });
  const reader = liveEvidence({
    sources,
    sessions: [session],
    gaps: [],
    regions,
    now: question.now,
    signal,
    onProgress: () => {},
  });
  return use(reader).finally(() => session.destroy());
}

const about = ({ bundle, since, until, now }: Case, isAccount: boolean, from: readonly string[]): Question =>
  questionOf({
    command: 'compliance',
    targets: isAccount ? [] : [planTarget(bundle.truth.target)],
    survey: surveyOf('compliance'),
    since,
    until,
    now,
    from,
  });

const ask = (question: Question, reader: EvidenceReader): Promise<Report> =>
  investigate(question, { ...context, reader, clock: () => question.now });

describe.each(cases)('$name', (asked) => {
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
    // the calls that it names are there to be read
    expect(timeline.map(({ id }) => id)).toEqual(
      expect.arrayContaining([`cloudtrail:${opened}`, `cloudtrail:${closed}`]),
    );
  });

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
    const fromAws = await live(asked, question, (reader) => ask(question, reader));
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
    const fromFiles = await takeInventory(question, survey, { ...context, reader: archiveOf(asked), clock: () => 0 });
    const toAws: Question = { ...question, from: [], window: { since: question.now - 1000, until: question.now } };
    const fromAws = await live(asked, toAws, (reader) =>
      takeInventory(toAws, survey, { ...context, reader, clock: () => 0 }),
    );
    const facts = ({ resources }: typeof fromAws) => resources.map(({ changedBy: _, ...resource }) => resource);
    expect(facts(fromFiles).length).toBeGreaterThan(2);
    expect(facts(fromAws)).toEqual(facts(fromFiles));
    expect(fromFiles.resources.find(({ id }) => id === asked.bundle.truth.target)?.changedBy).not.toBeNull();
  });
});
