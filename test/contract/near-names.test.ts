/** If nothing was found for a name, similar ones are suggested, and never taken for the answer. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { investigate } from '../../src/investigate/investigate.ts';
import { whoisKind, whoisReport } from '../../src/investigate/whois.ts';
import { planTarget } from '../../src/plan/target.ts';
import { ManualClock } from '../aws/clock.ts';
import type { Fault } from '../aws/faults.ts';
import type { AwsServer } from '../aws/server.ts';
import { questionOf } from '../fixtures/question.ts';
import { surveyOf } from '../fixtures/survey-question.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { serverFor } from './aws-server-harness.ts';
import { archiveReader, contextOf, liveReader, sessionWith, signalForAll, worldOf } from './live-harness.ts';

const { folder } = openSsh;
const about = (text: string, parts: Parameters<typeof questionOf>[0] = {}) =>
  questionOf({ command: 'who', targets: [planTarget(text)], from: [folder], ...parts });

async function headlineOf(question: ReturnType<typeof about>, fetchesAgain = false): Promise<string> {
  const reader = { ...archiveReader(folder), fetchesAgain };
  const { verdict, timeline } = await investigate(question, contextOf(question, reader));
  expect(timeline).toEqual([]);
  return verdict.headline;
}

test.each(['alice', 'carol'])('%s: the address that begins so', async (name) => {
  expect(await headlineOf(about(name))).toMatch(new RegExp(` Did you mean ${name}@example.com\\?$`));
});

test.each([
  ['a first name', 'ALICE', 'alice@example.com'],
  ['an address', 'Carol@Example.com', 'carol@example.com'],
  ['a role', 'GITHUB-deploy', 'github-deploy'],
])('%s in another case: who bears it in theirs', async (_, typed, name) => {
  expect((await headlineOf(about(typed))).endsWith(` Did you mean ${name}?`)).toBe(true);
});

test.each<[string, string, string, ReturnType<typeof about>['command']]>([
  ['an id', 'sg-0a1b2c3d4e5f60719', 'sg-0a1b2c3d4e5f60718', 'investigate'],
  ['an id in another case', 'SG-0A1B2C3D4E5F60718', 'sg-0a1b2c3d4e5f60718', 'what'],
  ['an id that lacks its last sign', 'i-0f1e2d3c4b5a6978', 'i-0f1e2d3c4b5a69788', 'impact'],
  ['a tag', 'databsae', 'i-0a9b8c7d6e5f40312 (Name=database) or sg-0b9c8d7e6f5a43210 (Name=database)', 'who'],
  ['a rule', 'restricted-ss', 'restricted-ssh', 'investigate'],
  ['a rule in another case', 'Restricted-SSH', 'restricted-ssh', 'compliance'],
])('%s, but for a slip: %s', async (_, typed, told, command) => {
  expect((await headlineOf(about(typed, { command }))).endsWith(` Did you mean ${told}?`)).toBe(true);
});

test('the call that --event-name all but names, with a target and without', async () => {
  const filters = { eventName: ['AuthorizeSecurityGroupIngres'] };
  for (const targets of [[], [planTarget('sg-0a1b2c3d4e5f60718')]])
    expect(await headlineOf(about('', { targets, filters }), true)).toMatch(
      / Did you mean --event-name AuthorizeSecurityGroupIngress\?$/,
    );
});

test('the rule that --rule all but names', async () => {
  const rule = (name: string) =>
    about('', { command: 'compliance', targets: [], survey: surveyOf('compliance', { rules: [name] }) });
  expect(await headlineOf(rule('restricted-sshh'))).toMatch(/ Did you mean restricted-ssh\?$/);
  expect(await headlineOf(rule('encrypted-volumes-off'))).not.toContain('Did you mean');
});

const named = (name: string, ...ids: readonly string[]) =>
  ` Did you mean ${ids.map((id) => `${id} (Name=${name})`).join(' or ')}?`;

test.each<[string, string, string, ReturnType<typeof about>['command']]>([
  ['a tag', 'web', named('web', 'i-0f1e2d3c4b5a69788', 'sg-0a1b2c3d4e5f60718'), 'investigate'],
  ['a tag, of states alone', 'web', named('web', 'i-0f1e2d3c4b5a69788', 'sg-0a1b2c3d4e5f60718'), 'what'],
  ['a tag in another case', 'DataBase', named('database', 'i-0a9b8c7d6e5f40312', 'sg-0b9c8d7e6f5a43210'), 'who'],
])('%s: the resources that bear it as their name', async (_, name, told, command) => {
  expect((await headlineOf(about(name, { command }))).endsWith(told)).toBe(true);
});

describe('asked of AWS', () => {
  const now = '2026-03-03T17:00:00Z';
  const world = worldOf(openSsh);
  async function askedOf(name: string, parts: Parameters<typeof questionOf>[0] = {}, faults: readonly Fault[] = []) {
    const given = {
      command: 'investigate',
      since: '2026-03-03T12:40:00Z',
      until: '2026-03-03T15:50:00Z',
      now,
    } as const;
    const question = about(name, { ...given, from: [], ...parts });
    const server = await serverFor({ world, clock: new ManualClock(now), rateFactor: Infinity });
    for (const fault of faults) server.faults.add(fault);
    const signal = signalForAll();
    const session = sessionWith(server, { account: openSsh.account, signal });
    onTestFinished(() => session.destroy());
    const reader = liveReader([session], { regions: ['us-east-1', 'eu-west-1'], now: question.now, signal });
    const { verdict, coverage } = await investigate(question, contextOf(question, reader, signal));
    return { headline: verdict.headline, coverage, requests: server.requests };
  }
  const queriesFor = (requests: AwsServer['requests']) =>
    requests
      .of('config:SelectResourceConfig')
      .filter(({ parameters }) => String(parameters['Expression']).includes('tags.tag'));

  test.each([
    ['web', 'web', 'i-0f1e2d3c4b5a69788', 'sg-0a1b2c3d4e5f60718'],
    ['DataBase', 'database', 'i-0a9b8c7d6e5f40312', 'sg-0b9c8d7e6f5a43210'],
  ])('%s: the resources that bear it as their name now, by one request in each region', async (typed, tag, ...ids) => {
    const { headline, requests } = await askedOf(typed);
    expect(headline.endsWith(named(tag, ...ids))).toBe(true);
    expect(
      queriesFor(requests)
        .map(({ region }) => region)
        .sort(),
    ).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('a query that is refused tells nothing, and what it lacks is told once', async () => {
    const { headline, coverage } = await askedOf('web', {}, [
      { kind: 'denied', action: 'config:SelectResourceConfig' },
    ]);
    expect(headline).not.toContain('Did you mean');
    const refused = coverage
      .flatMap(({ gaps }) => gaps)
      .filter(({ message }) => message.includes('SelectResourceConfig'));
    expect(refused).toHaveLength(1);
  });

  test('nothing where no resource bears it, and nobody is asked where there is none to mean', async () => {
    expect((await askedOf('nobody')).headline).not.toContain('Did you mean');
    for (const [name, parts] of [
      ['web', { command: 'who' }],
      ['web', { as: 'principal' }],
      ['sg-0000000000000000a', {}],
    ] as const)
      expect(queriesFor((await askedOf(name, parts)).requests)).toEqual([]);
  });
});

test('a rule, whose verdicts are no change of its own', async () => {
  const told = / Did you mean the rule restricted-ssh, of which compliance and investigate tell\?$/;
  expect(await headlineOf(about('restricted-ssh', { command: 'what' }))).toMatch(told);
  const before = { until: '2026-02-20T08:15:00Z' };
  expect(await headlineOf(about('restricted-ssh', { command: 'what', ...before }))).not.toMatch(told);
});

test('whois tells it too', async () => {
  const question = about('alice', { filters: { reads: 'all' } });
  const asked = { question, kind: whoisKind(question), comparesEarlier: false };
  const { headline, people } = await whoisReport(asked, contextOf(question, archiveReader(folder)));
  expect(people).toEqual([]);
  expect(headline).toMatch(/ Did you mean alice@example.com\?$/);
});

test.each<[string, ReturnType<typeof about>, boolean?]>([
  ['a name that nobody has', about('nobody')],
  ['a part of the name', about('alic')],
  ['an id', about('sg-0000000000000000a')],
  ['an id of another type', about('i-0a1b2c3d4e5f60718')],
  ['what is there, and nothing happened to', about('sg-0b9c8d7e6f5a43210', { until: '2026-03-03T12:40:00Z' })],
  ['what changed', about('alice', { command: 'what' })],
  ['what was done to it', about('alice', { as: 'target' })],
  ['what another resource did', about('web', { as: 'principal' })],
  ['another region', about('web', { filters: { regions: ['eu-west-1'] } })],
  ['another time', about('alice', { since: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z' })],
  ['files that would be fetched again', about('alice'), true],
])('nobody for %s', async (_, question, fetchesAgain) => {
  expect(await headlineOf(question, fetchesAgain)).not.toContain('Did you mean');
});
