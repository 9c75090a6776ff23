import { describe, expect, test } from 'vitest';
import type { TimelineEvent } from '../../../src/model/event.ts';
import type { Chain, Relation } from '../../../src/model/report.ts';
import { changeSetsOf } from '../../../src/report/change-sets.ts';
import { shuffled } from '../../fixtures/question.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall, compliance } from '../../fixtures/report-events.ts';

const call = (id: string, time: string, who: string, more: { readonly readOnly?: boolean } = {}): TimelineEvent => {
  const event = apiCall(at(time), 'ModifyInstanceAttribute', 'changed an attribute', { id, severity: 'notice' });
  const principal = { ...alice, name: who, human: { name: who, via: 'iam-user', certainty: 'proven' } } as const;
  return { ...event, detail: { ...event.detail, ...more, principal } };
};

const chain = (root: string, ...links: readonly (readonly [string, string, Relation])[]): Chain => ({
  id: 'c1',
  root,
  events: [...new Set([root, ...links.map(([from]) => from), ...links.map(([, to]) => to)])],
  links: links.map(([from, to, relation]) => ({ from, to, relation, score: 1, because: ['so'] })),
  alternatives: [],
  exposure: null,
  summary: 'what happened',
});

describe('change sets', () => {
  test('take one actor`s writes together until a pause, and leave reads out', () => {
    const sets = changeSetsOf(
      [
        call('a', '14:00:00', 'alice'),
        call('b', '14:05:00', 'alice'),
        call('c', '14:05:30', 'bob'),
        call('d', '14:06:00', 'alice', { readOnly: true }),
        call('e', '14:16:00', 'alice'),
      ],
      [],
    );
    expect(sets.map(({ principal, events }) => [principal, events])).toEqual([
      ['alice', ['a', 'b']],
      ['bob', ['c']],
      ['alice', ['e']],
    ]);
  });

  test('leave out that people came in, though it is recorded as a write', () => {
    const enter = (id: string, time: string, eventName: string) =>
      apiCall(at(time), eventName, 'signed in', {
        id,
        detail: { eventSource: 'signin.amazonaws.com', principal: alice },
      });
    const open = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened', { id: 'open' });
    const sets = changeSetsOf(
      [enter('a', '13:55:40', 'CredentialChallenge'), enter('b', '13:56:32', 'ConsoleLogin'), open],
      [],
    );
    expect(sets).toMatchObject([{ since: at('14:03:27'), writes: 1, events: ['open'] }]);
  });

  test('give what a service did in an operation to whoever started it', () => {
    const events = [call('stack', '14:00:00', 'alice'), call('by', '14:20:00', 'service')];
    const [set, ...more] = changeSetsOf(events, [chain('stack', ['stack', 'by', 'continued'])]);
    expect(set?.events).toEqual(['stack', 'by']);
    expect(set?.principal).toBe('alice');
    expect(more).toEqual([]);
  });

  test('tell what a set broke by its own chain, and who put it right', () => {
    const flip = { ...compliance(at('14:03:00'), 'COMPLIANT', 'NON_COMPLIANT', 'a rule'), id: 'flip' };
    const events = [call('x', '14:00:00', 'alice'), flip, call('y', '14:30:00', 'bob')];
    const sets = changeSetsOf(events, [chain('x', ['x', 'flip', 'flipped'], ['flip', 'y', 'remediated'])]);
    expect(sets.map(({ principal, broke, repaired }) => ({ principal, broke, repaired }))).toEqual([
      { principal: 'alice', broke: ['flip'], repaired: [] },
      { principal: 'bob', broke: [], repaired: ['flip'] },
    ]);
  });

  test('are the same for calls that share a moment, in whatever order they come', () => {
    const at = '14:00:00';
    const events = ['a', 'b', 'c', 'd'].map((id) => call(id, at, 'alice'));
    expect(changeSetsOf(shuffled(events, 3), [])).toEqual(changeSetsOf(events, []));
  });
});
