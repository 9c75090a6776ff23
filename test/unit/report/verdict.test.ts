/** The answer: seen, not seen or unknown, who did how much, and the sentence that says so. */
import { describe, expect, test } from 'vitest';
import type { ApiCallEvent, TimelineEvent } from '../../../src/model/event.ts';
import { gap } from '../../../src/model/gap.ts';
import type { Principal } from '../../../src/model/principal.ts';
import type { Question, SubjectKind } from '../../../src/model/question.ts';
import type { Chain, Coverage, Verdict } from '../../../src/model/report.ts';
import { inOrder } from '../../../src/report/merge.ts';
import { verdictOf } from '../../../src/report/verdict.ts';
import { nameOf, whoOf } from '../../../src/report/who.ts';
import { questionOf, shuffled, targetOf } from '../../fixtures/question.ts';
import { account, alice, apiCall, at, bob, covered, metric, otherAccount, remediation } from '../../fixtures/report.ts';

const web = targetOf('sg-1', { kind: 'resource', type: 'AWS::EC2::SecurityGroup' });

interface Case {
  readonly question?: Question;
  readonly kind?: SubjectKind;
  readonly type?: string;
  readonly events?: readonly TimelineEvent[];
  readonly chains?: readonly Chain[];
  readonly coverage?: readonly Coverage[];
}

/** Of a question about `sg-1` in the files of 2026-03-03, 12:00 to 16:00, unless the case says otherwise. */
function judge({
  question = questionOf({ targets: [web] }),
  kind,
  type,
  events = [],
  chains = [],
  coverage = [covered('cloudtrail', 'archive')],
}: Case = {}): Verdict {
  const looks = question.targets[0]?.readings[0]?.kind;
  const subject = {
    kind: kind ?? looks ?? 'window',
    type: type ?? null,
    id: null,
    name: null,
    arn: null,
    account: null,
    region: null,
    deleted: null,
    aliases: [],
    neighbors: [],
  } as const;
  const { since = Date.parse(at('12:00:00')), until = Date.parse(at('16:00:00')) } = question.window;
  return verdictOf({ question, subject, events, chains, coverage, window: { since, until } });
}

const pipeline: Principal = {
  ...alice,
  name: 'deploy',
  human: { name: 'repo:example/infra:ref:refs/heads/main', via: 'oidc', certainty: 'proven' },
};

const opened = (principal: Principal = alice, time = at('14:03:27')) =>
  apiCall(time, 'AuthorizeSecurityGroupIngress', 'opened tcp/22 to 0.0.0.0/0 on sg-1', { detail: { principal } });
const closed = (principal: Principal = alice, time = at('14:48:50')) =>
  apiCall(time, 'RevokeSecurityGroupIngress', 'closed tcp/22 to 0.0.0.0/0 on sg-1', { detail: { principal } });
const looked = (principal: Principal = alice, time = at('13:00:00')) =>
  apiCall(time, 'DescribeSecurityGroups', 'described sg-1', { detail: { principal, readOnly: true } });
const denied = (principal: Principal = alice, time = at('14:10:00')) =>
  apiCall(time, 'DeleteSecurityGroup', 'tried to delete sg-1: denied', {
    detail: { principal, outcome: 'denied', errorCode: 'Client.UnauthorizedOperation' },
  });
const failed = (principal: Principal = alice, time = at('14:11:00')) =>
  apiCall(time, 'DeleteSecurityGroup', 'tried to delete sg-1: failed', {
    detail: { principal, outcome: 'failed', errorCode: 'Client.DependencyViolation' },
  });

describe('the answer', () => {
  const sure = covered('cloudtrail', 'archive');
  const damaged = covered('cloudtrail', 'archive', { complete: false, gaps: [gap('DAMAGED_FILE', 'a.json: cut off')] });
  const late = covered('cloudtrail', 'archive', { gaps: [gap('DELIVERY_LAG', 'may not have arrived')] });
  const told = covered('cloudtrail', 'archive', { gaps: [gap('UNRECOGNIZED_FILE', 'notes.txt')] });
  const placeless = covered('archive', 'archive', { account: null, region: null });
  const placelessDamage = { ...damaged, source: 'archive', account: null, region: null };

  test.each<[string, readonly TimelineEvent[], readonly Coverage[], Verdict['answer']]>([
    ['an event, everything read', [opened()], [sure], 'seen'],
    ['an event, something missed', [opened()], [damaged, late], 'seen'],
    ['denied attempts alone', [denied()], [sure], 'seen'],
    ['reads alone', [looked()], [sure], 'seen'],
    ['no event, everything read', [], [sure], 'not-seen'],
    ['no event, files set aside', [], [sure, placeless], 'not-seen'],
    ['no event, something merely worth knowing', [], [told], 'not-seen'],
    ['no event, damage', [], [damaged], 'unknown'],
    ['no event, damage in one place of several', [], [sure, damaged, sure], 'unknown'],
    ['no event, damage nobody knows the place of', [], [sure, placelessDamage], 'unknown'],
    ['no event, records that may come late', [], [late], 'unknown'],
    ['no event, records that may come late in one region', [], [sure, late], 'unknown'],
    ['no event, no records', [], [], 'unknown'],
    ['no event, no file that any source knew', [], [placeless], 'unknown'],
  ])('%s', (_, events, coverage, answer) => {
    expect(judge({ events, coverage }).answer).toBe(answer);
  });
});

describe('who', () => {
  test('has a line for each human, however many sessions and tools', () => {
    const cli: Principal = { ...alice, session: 'alice-cli', tool: bob.tool };
    const who = whoOf([opened(alice), closed(cli), looked(bob)]);
    expect(who).toMatchObject([
      {
        human: { name: 'alice@example.com' },
        principals: [alice, cli],
        calls: 2,
        writes: 2,
        firstTime: at('14:03:27'),
        lastTime: at('14:48:50'),
      },
      { human: { name: 'bob' }, principals: [bob], calls: 1, writes: 0 },
    ]);
  });

  test('names a principal by its session where no human is known', () => {
    const service: Principal = { ...remediation, name: 'config.amazonaws.com' };
    Reflect.deleteProperty(service, 'session');
    expect([alice, remediation, service].map(nameOf)).toEqual([
      'alice@example.com',
      `ConfigRemediation/${remediation.session}`,
      'config.amazonaws.com',
    ]);
    expect(whoOf([opened(remediation)])).toMatchObject([{ human: null, principals: [remediation] }]);
  });

  test('counts attempts apart from writes, and reads not at all among them', () => {
    expect(whoOf([opened(), denied(), denied(), failed(), looked()])).toMatchObject([
      { calls: 5, writes: 1, denied: 2, failed: 1 },
    ]);
  });

  test('begins with the most writes, then the most calls, then the alphabet', () => {
    const events = [
      looked(bob),
      looked(bob),
      opened(pipeline),
      looked(alice),
      looked({ ...alice, human: null, name: 'a', session: 'a' }),
    ];
    const names = (each: readonly TimelineEvent[]) =>
      whoOf([...each].sort(inOrder)).map(({ principals: [first] }) => first && nameOf(first));
    const expected = ['repo:example/infra:ref:refs/heads/main', 'bob', 'a/a', 'alice@example.com'];
    for (let seed = 0; seed < 10; seed++) expect(names(shuffled(events, seed))).toEqual(expected);
  });

  test('leaves out what is no call', () => {
    expect(whoOf([metric(at('14:00:00'), at('15:00:00'))])).toEqual([]);
  });
});

describe('a call that several accounts recorded', () => {
  const shared = 'e1b2c3d4-0000-4000-8000-000000000001';
  const theirs: Principal = { ...alice, type: 'AWSAccount', arn: null, name: `account:${account}`, human: null };
  Reflect.deleteProperty(theirs, 'session');
  const copy = (call: ApiCallEvent, id: string, principal: Principal, recipient: string): ApiCallEvent => ({
    ...call,
    id,
    origin: { ...call.origin, account: recipient },
    detail: { ...call.detail, principal, sharedEventId: shared },
  });

  test('is counted once, for the one who is known to have made it', () => {
    for (const [known, bare] of [
      ['a', 'b'],
      ['b', 'a'],
    ] as const) {
      const call = opened();
      const events = [copy(call, known, alice, account), copy(call, bare, theirs, otherAccount)].sort(inOrder);
      const verdict = judge({ events });
      expect(verdict.who).toMatchObject([{ human: { name: 'alice@example.com' }, calls: 1, writes: 1 }]);
      expect(verdict.headline).toBe('alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27.');
    }
  });

  test('is another call where its name is another', () => {
    expect(whoOf([copy(opened(), 'a', alice, account), copy(closed(), 'b', alice, account)])).toMatchObject([
      { calls: 2 },
    ]);
  });
});

describe('the headline of what was seen', () => {
  const cases: readonly (readonly [string, readonly TimelineEvent[], string])[] = [
    ['one write', [looked(), opened()], 'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27.'],
    [
      'one write and attempts',
      [opened(), denied(), failed()],
      'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27; 2 other calls did not succeed.',
    ],
    [
      'two writes of one person',
      [opened(), closed()],
      'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27; closed tcp/22 to 0.0.0.0/0 on sg-1 45 minutes later.',
    ],
    [
      'two writes of two',
      [opened(), closed(bob)],
      'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27; bob closed tcp/22 to 0.0.0.0/0 on sg-1 45 minutes later.',
    ],
    [
      'two writes and an attempt',
      [opened(), denied(bob), closed(bob)],
      'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27; bob closed tcp/22 to 0.0.0.0/0 on sg-1 45 minutes later; 1 other call did not succeed.',
    ],
    [
      'many writes, people first',
      [opened(remediation, at('13:00:00')), opened(remediation, at('13:30:00')), opened(bob), closed()],
      `alice@example.com, bob and ConfigRemediation/${remediation.session} made 4 changes to sg-1 between 13:00:00 and 14:48:50.`,
    ],
    [
      'many writes of many',
      [opened(), opened(bob), opened(pipeline), closed(remediation), closed(remediation, at('15:00:00'))],
      'alice@example.com, bob and 2 others made 5 changes to sg-1 between 14:03:27 and 15:00:00.',
    ],
    ['one read', [looked()], 'alice@example.com made 1 read on sg-1 and changed nothing.'],
    [
      'reads of several',
      [looked(), looked(bob), looked(bob)],
      'bob and alice@example.com made 3 reads on sg-1 and changed nothing.',
    ],
    ['one denied attempt', [denied()], 'Nothing was changed: 1 denied attempt on sg-1 by alice@example.com.'],
    [
      'denied attempts, people first',
      [denied(remediation), denied(remediation), denied(bob)],
      `Nothing was changed: 3 denied attempts on sg-1 by bob and ConfigRemediation/${remediation.session}.`,
    ],
    [
      'denied attempts',
      [denied(), denied(bob)],
      'Nothing was changed: 2 denied attempts on sg-1 by alice@example.com and bob.',
    ],
    ['failed calls', [failed(), looked()], 'Nothing was changed: 1 failed call on sg-1 by alice@example.com.'],
    [
      'denied and failed calls',
      [denied(), failed()],
      'Nothing was changed: 2 calls that did not succeed (1 denied) on sg-1 by alice@example.com.',
    ],
    [
      'one write, by whoever is guessed to be behind it',
      [opened({ ...alice, human: { name: 'carol', via: 'invoked-by', certainty: 'guess' } })],
      'carol? opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27.',
    ],
    [
      'no call',
      [metric(at('14:00:00'), at('15:00:00'))],
      'At 14:00:00 NetworkIn of i-0f1e2d3c4b5a69788 rose from 1.2 MB to 41 MB a minute (×34).',
    ],
  ];

  test.each(cases)('%s', (_, events, headline) => {
    expect(judge({ events: [...events].sort(inOrder) }).headline).toBe(headline);
  });

  test('tells what was done to the resource itself; what belongs to it is counted', () => {
    const type = 'AWS::EC2::SecurityGroup';
    const tagged = apiCall(at('13:58:34'), 'CreateTags', 'tagged sg-1');
    const automated = apiCall(at('14:48:35'), 'StartAutomationExecution', 'started automation', {
      detail: { eventSource: 'ssm.amazonaws.com' },
    });
    const events = [tagged, opened(), automated, closed(remediation)];
    const story = `alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27; ConfigRemediation/${remediation.session} closed tcp/22 to 0.0.0.0/0 on sg-1 45 minutes later; 2 related changes`;
    expect(judge({ type, events }).headline).toBe(`${story}.`);
    expect(judge({ type, events: [...events, denied()] }).headline).toBe(`${story}; 1 other call did not succeed.`);
    expect(judge({ type, events: [tagged, opened(), automated] }).headline).toBe(
      'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27; 2 related changes.',
    );
    expect(
      judge({ type, events: [tagged, tagged, automated].map((call, at) => ({ ...call, id: `${at}` })) }).headline,
    ).toBe('alice@example.com made 3 changes to sg-1 between 13:58:34 and 14:48:35.');
  });

  test('has large numbers as people read them', () => {
    const writers = Array.from({ length: 1002 }, (_, n) => ({ ...remediation, session: `Automation-${n}` }));
    const events = writers.map((writer, n) => ({ ...opened(writer), id: `${n}` }));
    expect(judge({ events }).headline).toMatch(/ and 1,000 others made 1,002 changes to sg-1 between /);
  });

  test('over several days has dates', () => {
    const events = [opened(), opened(alice, at('09:00:00', '2026-03-04')), closed(alice, at('10:00:00', '2026-03-05'))];
    expect(judge({ events }).headline).toBe(
      'alice@example.com made 3 changes to sg-1 between 2026-03-03 14:03 and 2026-03-05 10:00.',
    );
  });

  test.each([
    ['14:03:28', '1 second'],
    ['14:05:26', '119 seconds'],
    ['14:05:27', '2 minutes'],
    ['15:03:27', '60 minutes'],
    ['16:03:27', '2 hours'],
  ])('tells the time between two writes: up to %s', (time, words) => {
    expect(judge({ events: [opened(), closed(alice, at(time))] }).headline).toContain(`on sg-1 ${words} later.`);
  });

  test('without a target names none', () => {
    const question = questionOf();
    const events = [opened(), closed(), closed(alice, at('15:00:00'))];
    expect(judge({ question, events }).headline).toBe(
      'alice@example.com made 3 changes between 14:03:27 and 15:00:00.',
    );
    expect(judge({ question, events: [looked()] }).headline).toBe('alice@example.com made 1 read and changed nothing.');
    expect(judge({ question, events: [denied()] }).headline).toBe(
      'Nothing was changed: 1 denied attempt by alice@example.com.',
    );
  });

  test('says that nothing was changed only where changes were asked for', () => {
    const filters = (given: Partial<Question['filters']>) =>
      questionOf({ filters: { ...questionOf().filters, ...given } });
    const tried = '1 denied attempt by alice@example.com';
    const told = (given: Partial<Question['filters']>, event: TimelineEvent = denied()) =>
      judge({ question: filters(given), events: [event] }).headline;
    expect(told({ outcome: ['denied'] })).toBe(`${tried}.`);
    expect(told({ errorCode: ['AccessDenied'] })).toBe(`${tried}.`);
    expect(told({ outcome: ['denied', 'success'] })).toBe(`Nothing was changed: ${tried}.`);
    expect(told({ eventName: ['DescribeInstances'] }, looked())).toBe('alice@example.com made 1 read.');
  });

  test('counts no sign-in among the changes, and tells sign-ins alone as what they are', () => {
    const enter = (time: string, principal: Principal, eventName = 'CredentialChallenge') =>
      apiCall(at(time), eventName, 'signed in', { detail: { eventSource: 'signin.amazonaws.com', principal } });
    const question = questionOf();
    const entries = [enter('13:55:00', bob), enter('13:56:00', alice), enter('13:57:00', alice, 'ConsoleLogin')];
    const changes = [opened(), closed(), closed(alice, at('15:00:00'))];
    expect(judge({ question, events: [...entries, ...changes] }).headline).toBe(
      'alice@example.com made 3 changes between 14:03:27 and 15:00:00.',
    );
    expect(judge({ question, events: [...entries, opened()] }).headline).toBe(
      'alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27.',
    );
    expect(judge({ question, events: entries }).headline).toBe(
      'alice@example.com and bob made 3 calls to sign in between 13:55:00 and 13:57:00.',
    );
    expect(judge({ question, events: entries.slice(2) }).headline).toBe('alice@example.com signed in at 13:57:00.');
  });

  test('of several targets', () => {
    const of = (...texts: string[]) =>
      questionOf({ targets: texts.map((text) => targetOf(text, { kind: 'resource' })) });
    expect(judge({ question: of('sg-1', 'sg-2'), events: [looked()] }).headline).toContain(
      '1 read on sg-1 and sg-2 and',
    );
    expect(judge({ question: of('sg-1', 'sg-2', 'sg-3'), events: [looked()] }).headline).toContain(
      '1 read on 3 targets and',
    );
  });
});

describe('the headline of what a principal did', () => {
  const three = [opened(), closed(), closed(alice, at('15:00:00'))];
  const asked = (text: string, kind: SubjectKind, events: readonly TimelineEvent[]) =>
    judge({ question: questionOf({ targets: [targetOf(text, { kind })] }), events }).headline;

  test.each<[string, SubjectKind, string]>([
    ['Admin', 'principal', 'as Admin'],
    ['ASIAEXAMPLEALICE0001', 'access-key', 'with ASIAEXAMPLEALICE0001'],
    ['203.0.113.7', 'ip', 'from 203.0.113.7'],
    [account, 'account', `in ${account}`],
  ])('%s: %s', (text, kind, words) => {
    expect(asked(text, kind, three)).toBe(`alice@example.com made 3 changes ${words} between 14:03:27 and 15:00:00.`);
    expect(asked(text, kind, [looked()])).toBe(`alice@example.com made 1 read ${words} and changed nothing.`);
    expect(asked(text, kind, [denied()])).toBe(`Nothing was changed: 1 denied attempt ${words} by alice@example.com.`);
  });

  test('that is a resource too, where it only acted', () => {
    const acted = (call: ApiCallEvent): ApiCallEvent => ({ ...call, match: ['principal'] });
    expect(asked('arn:aws:iam::111122223333:role/Admin', 'resource', [acted(looked())])).toBe(
      'alice@example.com made 1 read as arn:aws:iam::111122223333:role/Admin and changed nothing.',
    );
  });

  test('that is a resource too, where things were done to it', () => {
    const both: ApiCallEvent = { ...looked(), match: ['target', 'principal'] };
    expect(asked('Admin', 'resource', [both, looked()])).toBe(
      'alice@example.com made 2 reads on Admin and changed nothing.',
    );
  });

  test('does not name it twice', () => {
    expect(asked('bob', 'principal', [denied(bob)])).toBe('Nothing was changed: 1 denied attempt by bob.');
    expect(asked('bob', 'principal', [looked(bob)])).toBe('bob made 1 read and changed nothing.');
  });
});

describe('the headline of nothing', () => {
  const span = 'between 2026-03-03 12:00 and 2026-03-03 16:00 UTC';
  const nothing = (parts: Parameters<typeof questionOf>[0] = {}, coverage?: readonly Coverage[]) =>
    judge({ question: questionOf({ targets: [web], ...parts }), ...(coverage && { coverage }) }).headline;

  test.each<[string, Parameters<typeof questionOf>[0], string]>([
    ['reads too', { filters: { reads: 'all' } }, `Nothing about sg-1 was found in the files given ${span}.`],
    [
      'routine reads left out',
      {},
      `Nothing about sg-1 was found in the files given ${span}; routine reads were not asked for (--reads).`,
    ],
    [
      'writes alone',
      { filters: { reads: 'writes' } },
      `Nothing about sg-1 was found in the files given ${span}; only --writes was asked for.`,
    ],
    [
      'filters that lift the default',
      { filters: { outcome: ['denied', 'failed'], eventName: ['RunInstances'] } },
      `Nothing about sg-1 was found in the files given ${span}; only --outcome denied or failed, --event-name RunInstances was asked for.`,
    ],
    [
      'filters that do not',
      { filters: { principal: ['alice'] } },
      `Nothing about sg-1 was found in the files given ${span}; only --principal alice was asked for, and routine reads were not asked for (--reads).`,
    ],
    [
      'places',
      { filters: { reads: 'all', regions: ['eu-west-1', 'mars-1'], accounts: ['444455556666'] } },
      `Nothing about sg-1 was found in the files given ${span}; only --region eu-west-1 or mars-1, --account 444455556666 was asked for.`,
    ],
    ['no target', { targets: [], filters: { reads: 'all' } }, `Nothing was found in the files given ${span}.`],
    ['live', { from: [], filters: { reads: 'all' } }, `Nothing about sg-1 was found ${span}.`],
  ])('%s', (_, parts, headline) => {
    expect(nothing(parts)).toBe(headline);
  });

  test('never says so plainly where something may have been missed', () => {
    const damaged = covered('cloudtrail', 'archive', {
      complete: false,
      gaps: [gap('DAMAGED_FILE', 'a.json: cut off at byte 7')],
    });
    expect(nothing({}, [damaged])).toBe(
      `Nothing about sg-1 was found in the files given ${span}, but something may have been missed: a.json: cut off at byte 7.`,
    );
    const late = covered('cloudtrail', 'archive', {
      gaps: [gap('UNRECOGNIZED_FILE', 'notes.txt'), gap('DELIVERY_LAG', 'the last minutes may come')],
    });
    expect(nothing({}, [late])).toMatch(/, but something may have been missed: the last minutes may come\.$/);
    // what was found may not have been told when the run was cut off
    const cutOff = covered('cloudtrail', 'archive', {
      complete: false,
      gaps: [gap('INTERRUPTED', 'the run was interrupted before everything was read')],
    });
    expect(nothing({}, [damaged, cutOff])).toBe(
      'Nothing about sg-1 can be told yet: the run was interrupted before everything was read.',
    );
  });

  test('says where no record could tell', () => {
    const headline = 'Nothing about sg-1 was found, and there were no records that could tell in the files given.';
    expect(nothing({}, [])).toBe(headline);
    expect(nothing({}, [covered('archive', 'archive', { since: null, until: null })])).toBe(headline);
  });

  test.each([
    ['2020-01-01', '2020-01-02'],
    ['2026-03-10', '2026-03-11'],
  ])('of a window outside the files says what they hold, and what to ask: %s', (since, until) => {
    const outside = covered('cloudtrail', 'archive', {
      complete: false,
      since: at('12:31:04'),
      until: at('15:56:42'),
      gaps: [gap('WINDOW_NOT_COVERED', 'outside')],
    });
    expect(nothing({ since, until }, [outside])).toBe(
      'The window asked for lies outside the files: they hold 2026-03-03 12:31 to 2026-03-03 15:56 UTC. ' +
        'Ask --since 2026-03-03T12:31:04Z --until 2026-03-03T15:56:43Z.',
    );
  });
});
