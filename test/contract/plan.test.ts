/**
 * What --plan shows is what is asked: the same question is planned, then run against the test server, and the two are compared.
 */
import { describe, expect, test } from 'vitest';
import { investigate } from '../../src/investigate/investigate.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Question } from '../../src/model/question.ts';
import { planLive } from '../../src/plan/plan.ts';
import { planTarget } from '../../src/plan/target.ts';
import { planV1 } from '../../src/report/schema-plan-v1.ts';
import { sources } from '../../src/sources/index.ts';
import { isArchiveBackend, type LiveBackend, type Source } from '../../src/sources/source.ts';
import { ManualClock } from '../aws/clock.ts';
import type { AwsServer } from '../aws/server.ts';
import { questionOf } from '../fixtures/question.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { serverFor } from './aws-server-harness.ts';
import { liveReader, sessionWith, signalForAll, worldOf } from './live-harness.ts';

const now = '2026-03-03T17:00:00Z';
const window = { since: '2026-03-03T12:40:00Z', until: '2026-03-03T15:50:00Z' };
const regions = ['us-east-1', 'eu-west-1'];
const { account } = openSsh;
const lookups = 'cloudtrail:LookupEvents';

const survey = surveyOf('compliance');

const questions: Readonly<Record<string, Question>> = {
  'investigate a security group': about(openSsh.truth.target),
  'who of a user': about('alice', { command: 'who', as: 'principal' }),
  'who of a window': questionOf({ ...window, now, command: 'who' }),
  'what of a bucket by name': about('amzn-s3-demo-audit-logs', { command: 'what' }),
  'what of a window': questionOf({ ...window, now, command: 'what', from: [] }),
  'impact of a window': questionOf({ ...window, now, command: 'impact', from: [] }),
  'compliance of an account': questionOf({ ...window, now, command: 'compliance', survey, from: [] }),
  'impact of a function': about('thumbnails', { command: 'impact' }),
  'investigate a window': questionOf({ ...window, now }),
  'gate on the shifts of a security group': about(openSsh.truth.target, { command: 'gate', metrics: true }),
  'gate on the shifts of a window': questionOf({ ...window, now, command: 'gate', metrics: true }),
};

function about(target: string, parts: Partial<Question> = {}): Question {
  const { window: _, now: __, filters: ___, ...rest } = parts;
  return { ...questionOf({ ...window, now, ...rest, targets: [planTarget(target)] }), from: [] };
}

const backends = await Promise.all(
  (sources as readonly Source[]).flatMap(({ name: source, backends: all }) =>
    all
      .filter((backend): backend is LiveBackend => !isArchiveBackend(backend))
      .map(async ({ name, reach, loadPlan }) => ({ source, backend: { name, reach, plan: await loadPlan() } })),
  ),
);

const planFor = (question: Question): Plan =>
  planLive({
    question,
    window: { since: question.window.since ?? 0, until: question.window.until ?? 0 },
    accounts: [account],
    partition: 'aws',
    regions,
    backends,
    notes: [],
    version: '0.0.0',
    generatedAt: question.now,
  });

/** Asked once for everything that is compared with it. */
const runs = new Map<Question, Promise<AwsServer['requests']>>();

function requestsOf(question: Question): Promise<AwsServer['requests']> {
  const run = runs.get(question) ?? ask(question);
  runs.set(question, run);
  return run;
}

async function ask(question: Question): Promise<AwsServer['requests']> {
  const server = await serverFor({ world: worldOf(openSsh), clock: new ManualClock(now), rateFactor: Infinity });
  const signal = signalForAll();
  const session = sessionWith(server, { account, signal, identityArn: `arn:aws:iam::${account}:user/auditor` });
  try {
    const reader = liveReader([session], { regions, now: question.now, signal });
    await investigate(question, { sources, reader, clock: () => question.now, version: '0.0.0' });
  } finally {
    session.destroy();
  }
  return server.requests;
}

describe.each(Object.entries(questions))('%s', { timeout: 60_000 }, (_, question) => {
  test('asks nothing that was not planned, and all that was planned for the first round', async () => {
    const plan = planFor(question);
    const asked = (await requestsOf(question)).all;
    const planned = new Set(plan.requests.map(({ action, region }) => `${action} ${region}`));
    const made = new Set(asked.map(({ action, region }) => `${action} ${region}`));
    expect([...made].filter((call) => !planned.has(call))).toEqual([]);
    const first = plan.requests.filter(({ round, least }) => round === 'first' && least > 0);
    expect(first.map(({ action, region }) => `${action} ${region}`).filter((call) => !made.has(call))).toEqual([]);
    expect(made.size).toBeGreaterThan(0);
  });

  test('asks every planned lookup once, whatever the answers', async () => {
    const plan = planFor(question);
    const asked = (await requestsOf(question)).of(lookups).filter(({ parameters }) => !parameters['NextToken']);
    const made = asked.map(({ parameters, region }) => {
      const [attribute] = (parameters['LookupAttributes'] ?? []) as { AttributeKey: string; AttributeValue: string }[];
      const of = attribute
        ? `${attribute.AttributeKey}=${attribute.AttributeValue}`
        : `EventCategory=${parameters['EventCategory']}`;
      return `${of} ${region}`;
    });
    const first = plan.requests.filter(({ action, round }) => action === lookups && round === 'first');
    const told = first.map(({ of, region }) => `${of} ${region}`);
    expect(told.filter((lookup) => !made.includes(lookup))).toEqual([]);
    expect(new Set(told).size).toBe(told.length);
    // further calls belong to a later round, and there are plans for it
    const later = plan.requests.filter(({ action, round }) => action === lookups && round === 'later');
    const beyond = made.filter((lookup) => !told.includes(lookup));
    const places = new Set(later.map(({ region }) => region));
    expect(beyond.filter((lookup) => !places.has(lookup.split(' ').at(-1) ?? ''))).toEqual([]);
  });

  test('is a document of the published form', () => {
    const plan = planFor(question);
    expect(planV1.parse(JSON.parse(JSON.stringify(plan)))).toEqual(JSON.parse(JSON.stringify(plan)));
  });
});

test.each(['gate on the shifts of a security group', 'gate on the shifts of a window'])(
  '%s asks for metrics, and pays for no log query',
  { timeout: 60_000 },
  async (name) => {
    const requests = await requestsOf(questions[name] as Question);
    expect(requests.of('cloudwatch:GetMetricData').length).toBeGreaterThan(0);
    expect(requests.all.filter(({ action }) => action.startsWith('logs:'))).toEqual([]);
  },
);

test('a user without filters is looked up by name, a window by its writes first', () => {
  const of = (question: Question | undefined) =>
    planFor(question as Question)
      .requests.filter(({ action, round, region }) => action === lookups && round === 'first' && region === 'us-east-1')
      .map((request) => request.of);
  expect(of(questions['who of a user'])).toContain('Username=alice');
  expect(of(questions['who of a window'])[0]).toBe('ReadOnly=false');
});

test('where it is not known yet whether calls are asked for, none are planned for the first round, and it is said', () => {
  const { requests, notes } = planFor(questions['compliance of an account'] as Question);
  const own = requests.filter(({ action }) => action === lookups);
  expect(own.some(({ of, most }) => of === 'ReadOnly=false' && most === 100)).toBe(true);
  expect(own.filter(({ round, least }) => round !== 'later' || least > 0)).toEqual([]);
  expect(notes).toContainEqual(expect.stringMatching(/^calls are looked up only where a verdict turned/));
});

test.each(['what of a window', 'impact of a window'])('%s is planned without reads', (name) => {
  const { requests, notes } = planFor(questions[name] as Question);
  expect(requests.flatMap(({ of }) => of ?? []).filter((of) => of.startsWith('ReadOnly='))).toEqual(
    regions.map(() => 'ReadOnly=false'),
  );
  expect(notes).toContainEqual(expect.stringMatching(/^all writes of the window are read/));
});
