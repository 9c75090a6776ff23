/** The sentence that says what was seen. */
import { describe, expect, test } from 'vitest';
import type { ApiCallEvent, TimelineEvent } from '../../../src/model/event.ts';
import type { Principal } from '../../../src/model/principal.ts';
import type { Question, SubjectKind } from '../../../src/model/question.ts';
import { inOrder } from '../../../src/report/merge.ts';
import { questionOf, targetOf } from '../../fixtures/question.ts';
import { account, alice, at, bob, remediation } from '../../fixtures/report-cast.ts';
import { alarm, apiCall, metric } from '../../fixtures/report-events.ts';
import { closed, denied, failed, judge, looked, opened, pipeline } from './verdict-case.ts';

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
      'many writes in one second',
      [opened(bob), opened(bob, at('14:03:27')), opened(bob, at('14:03:27'))],
      'bob made 3 changes to sg-1 at 14:03:27.',
    ],
    [
      'many writes of many',
      [opened(), opened(bob), opened(pipeline), closed(remediation), closed(remediation, at('15:00:00'))],
      'alice@example.com, bob and 2 others made 5 changes to sg-1 between 14:03:27 and 15:00:00.',
    ],
    [
      'a write that does not explain a shift',
      [opened(), metric(at('15:00:00'), at('15:30:00'))],
      `alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27; at 15:00:00 ${metric(at('15:00:00'), at('15:30:00')).summary}.`,
    ],
    [
      'reads beside shifts',
      [looked(), metric(at('15:00:00'), at('15:30:00')), metric(at('16:00:00'), at('16:30:00'))],
      `alice@example.com made 1 read on sg-1 and changed nothing; at 15:00:00 ${metric(at('15:00:00'), at('15:30:00')).summary}, and 1 other metric shifted.`,
    ],
    ['one read', [looked()], 'alice@example.com made 1 read on sg-1 and changed nothing.'],
    [
      'reads of several',
      [looked(), looked(bob), looked(bob)],
      'bob and alice@example.com made 3 reads on sg-1 and changed nothing.',
    ],
    ['one alarm', [alarm(at('14:05:10'), 'OK', 'ALARM')], 'At 14:05:10 alarm web-network-in went off.'],
    [
      'one alarm that flaps',
      [
        alarm(at('14:05:10'), 'OK', 'ALARM'),
        alarm(at('14:08:10'), 'ALARM', 'OK'),
        alarm(at('14:11:10'), 'OK', 'ALARM'),
      ],
      'At 14:05:10 alarm web-network-in went off, and 1 more time until 14:11:10.',
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

  describe('of who made calls', () => {
    const danger = { rule: 'r', severity: 'high', reason: 'why', source: 'https://docs.aws.amazon.com/' } as const;
    const grave = (call: ApiCallEvent, severity: 'warning' | 'critical'): ApiCallEvent => ({
      ...call,
      severity,
      detail: { ...call.detail, dangers: [danger] },
    });
    const tags = ['13:00:00', '13:01:00', '13:02:00'].map((time) => apiCall(at(time), 'CreateTags', 'tagged sg-1'));
    const of = (...events: readonly TimelineEvent[]) =>
      judge({ question: questionOf({ command: 'who' }), events: [...events].sort(inOrder) }).headline;

    test('counts the grave ones and names the worst', () => {
      const begin = 'alice@example.com made 5 changes between 13:00:00 and 14:48:50';
      expect(of(...tags, grave(closed(), 'warning'), grave(opened(), 'critical'))).toBe(
        `${begin}; 2 calls were grave, the worst: at 14:03:27 alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1.`,
      );
      expect(of(...tags, closed(), grave(opened(bob), 'warning'))).toBe(
        `alice@example.com and bob made 5 changes between 13:00:00 and 14:48:50; grave: at 14:03:27 bob opened tcp/22 to 0.0.0.0/0 on sg-1.`,
      );
    });

    test('takes the first of equally grave ones for the worst, whatever the order of their reading', () => {
      const [first, second] = [grave(opened(), 'critical'), grave(closed(bob), 'critical')];
      for (const events of [
        [first, second],
        [second, first],
      ])
        expect(judge({ question: questionOf({ command: 'who' }), events: [...tags, ...events] }).headline).toContain(
          'the worst: at 14:03:27 alice@example.com opened',
        );
    });

    test('does not repeat what it names anyway', () => {
      expect(of(grave(opened(), 'critical'))).toBe('alice@example.com opened tcp/22 to 0.0.0.0/0 on sg-1 at 14:03:27.');
    });
  });

  test('has large numbers as people read them', () => {
    const writers = Array.from({ length: 1002 }, (_, n) => ({ ...remediation, session: `Automation-${n}` }));
    const events = writers.map((writer, n) => ({ ...opened(writer), id: `${n}` }));
    expect(judge({ events }).headline).toMatch(/ and 1,000 others made 1,002 changes to sg-1 at /);
  });

  test('of one day has its date where the window is longer: which day it was is not plain', () => {
    const shift = [metric(at('14:20:00'), at('14:45:00'))];
    const of = (since: string, until: string) =>
      judge({ question: questionOf({ command: 'impact', since, until }), events: shift }).headline;
    expect(of('2026-02-22T00:00:00Z', '2026-03-03T16:00:00Z')).toMatch(/^At 2026-03-03 14:20 /);
    // within one day, a time of day is unambiguous
    expect(of('2026-03-02T16:00:00Z', '2026-03-03T16:00:00Z')).toMatch(/^At 14:20:00 /);
  });

  test('over several days has dates', () => {
    const events = [opened(), opened(alice, at('09:00:00', '2026-03-04')), closed(alice, at('10:00:00', '2026-03-05'))];
    expect(judge({ events }).headline).toBe(
      'alice@example.com made 3 changes to sg-1 between 2026-03-03 14:03 and 2026-03-05 10:00.',
    );
  });

  test('of two writes in one second does not tell the time between them', () => {
    expect(judge({ events: [opened(), closed(alice, at('14:03:27'))] }).headline).toContain(
      'closed tcp/22 to 0.0.0.0/0 on sg-1 in the same second.',
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

  test('is not done in an event, which is the call', () => {
    const id = '8f1d2a3b-4c5d-4e6f-8a9b-0c1d2e3f4a5b';
    expect(asked(id, 'event', [denied()])).toBe('Nothing was changed: 1 denied attempt by alice@example.com.');
    expect(asked(id, 'event', [looked()])).toBe('alice@example.com made 1 read and changed nothing.');
  });

  test('does not name it twice', () => {
    expect(asked('bob', 'principal', [denied(bob)])).toBe('Nothing was changed: 1 denied attempt by bob.');
    expect(asked('bob', 'principal', [looked(bob)])).toBe('bob made 1 read and changed nothing.');
  });
});
