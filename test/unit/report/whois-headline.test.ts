/** The sentence of `whois`: when, from where, and which of several is meant. */
import { expect, test } from 'vitest';
import type { Tally, WhoisPerson } from '../../../src/model/whois.ts';
import { buildWhois, personWith } from '../../../src/report/whois.ts';
import { questionOf, targetOf } from '../../fixtures/question.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const person = (account: string, ...times: readonly string[]): WhoisPerson => {
  const principal = { ...alice, account };
  const calls = times.map((time) => apiCall(time, 'StopInstances', 'stopped', { detail: { principal } }));
  const found = personWith({ calls, earlier: [], baseline: null, callOf: () => undefined, isSensitive: () => false });
  if (!found) throw new Error('nobody called');
  return found;
};

const from = (of: WhoisPerson, ...addresses: readonly string[]): WhoisPerson => {
  const tally = (value: string): Tally => ({ value, calls: 1, firstTime: at('14:00:00'), lastTime: at('14:00:00') });
  return { ...of, usage: { ...of.usage, addresses: addresses.map(tally) } };
};

const say = (...people: readonly WhoisPerson[]): string =>
  buildWhois({
    question: questionOf({ targets: [targetOf('alice@example.com')] }),
    kind: 'name',
    target: 'alice@example.com',
    window: undefined,
    event: undefined,
    people,
    coverage: [],
    near: [],
    version: '0.0.0',
    generatedAt: 0,
  }).headline;

const one = person('111122223333', at('14:00:00'), at('15:00:00'));

test('tells the day once, and both where they differ', () => {
  expect(say(one)).toContain('between 2026-03-03 14:00:00 and 15:00:00');
  expect(say(person('111122223333', at('14:00:00'), at('15:00:00', '2026-03-05')))).toContain(
    'between 2026-03-03 14:00:00 and 2026-03-05 15:00:00',
  );
});

test('takes no service for an address', () => {
  expect(say(from(one, 'AWS Internal', '192.0.2.24', 'health.amazonaws.com'))).toMatch(/ from 192\.0\.2\.24\.$/);
  expect(say(from(one, '192.0.2.24', '2001:db8::1', '198.51.100.7'))).toMatch(
    / from 192\.0\.2\.24 and 2 other addresses\.$/,
  );
  expect(say(from(one, 'AWS Internal', 'health.amazonaws.com'))).toMatch(/ from AWS Internal and 1 more\.$/);
});

test('tells principals of one name apart', () => {
  const other = person('444455556666', at('14:00:00'));
  expect(say(one, other)).toBe(
    'alice@example.com stands for 2 principals: alice@example.com of 111122223333, alice@example.com of 444455556666; 3 calls in all.',
  );
});
