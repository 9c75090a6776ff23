/** The answer: seen, not seen or unknown, and who did how much. */
import { describe, expect, test } from 'vitest';
import type { ApiCallEvent, TimelineEvent } from '../../../src/model/event.ts';
import { gap } from '../../../src/model/gap.ts';
import { nameOf } from '../../../src/model/person.ts';
import type { Principal } from '../../../src/model/principal.ts';
import type { Coverage, Verdict } from '../../../src/model/report.ts';
import { inOrder } from '../../../src/report/merge.ts';
import { shuffled } from '../../fixtures/question.ts';
import { covered } from '../../fixtures/report.ts';
import { account, alice, at, bob, otherAccount, remediation } from '../../fixtures/report-cast.ts';
import { metric } from '../../fixtures/report-events.ts';
import { closed, denied, failed, judge, looked, opened, pipeline, whoOf } from './verdict-case.ts';

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
