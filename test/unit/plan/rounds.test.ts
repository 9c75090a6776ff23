/** Which access keys are asked about next, and in which window. */
import { describe, expect, test } from 'vitest';
import type { CredentialsEvidence } from '../../../src/model/evidence.ts';
import { identityRound } from '../../../src/plan/rounds.ts';
import { questionOf, shuffled, targetOf } from '../../fixtures/question.ts';
import { alice, at } from '../../fixtures/report-cast.ts';
import { apiCall, metric } from '../../fixtures/report-events.ts';

const call = (accessKeyId: string | null) =>
  apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1', { detail: { principal: { ...alice, accessKeyId } } });

const issued = (accessKeyId: string, issuerAccessKeyId: string | null): CredentialsEvidence => ({
  type: 'credentials',
  accessKeyId,
  issuerAccessKeyId,
  hop: {
    time: at('13:00:00'),
    event: 'cloudtrail:a',
    from: 'arn:aws:iam::111122223333:user/alice',
    to: 'arn:aws:iam::111122223333:role/Admin',
  },
});

const keysOf = (...args: Parameters<typeof identityRound>) => identityRound(...args)?.accessKeyIds;

describe('keys', () => {
  test('are the temporary ones of the events, each once, in one order', () => {
    const events = ['ASIA2', 'ASIA1', 'ASIA2', 'ASIA3'].map(call);
    for (let seed = 0; seed < 5; seed++)
      expect(keysOf(questionOf(), shuffled(events, seed), [])).toEqual(['ASIA1', 'ASIA2', 'ASIA3']);
  });

  test('that nobody issues are not asked about: long-term, of services, and none', () => {
    expect(keysOf(questionOf(), ['AKIA1', null, '', 'ABIA1'].map(call), [])).toBeUndefined();
    expect(keysOf(questionOf(), [metric(at('14:00:00'), at('15:00:00'))], [])).toBeUndefined();
    expect(keysOf(questionOf(), [], [])).toBeUndefined();
  });

  test('that are known are not asked about again; those that issued them are', () => {
    const events = [call('ASIA1'), call('ASIA2')];
    expect(keysOf(questionOf(), events, [issued('ASIA1', 'ASIA0')])).toEqual(['ASIA0', 'ASIA2']);
    expect(keysOf(questionOf(), events, [issued('ASIA1', 'ASIA0'), issued('ASIA2', 'AKIA1')])).toEqual(['ASIA0']);
    expect(keysOf(questionOf(), events, [issued('ASIA1', null), issued('ASIA2', 'AKIA1')])).toBeUndefined();
  });

  test('that issued each other in a circle leave nothing to ask', () => {
    expect(keysOf(questionOf(), [call('ASIA1')], [issued('ASIA1', 'ASIA2'), issued('ASIA2', 'ASIA1')])).toBeUndefined();
  });

  test('that are asked about themselves are looked for, long-term ones too', () => {
    const asked = (text: string) => questionOf({ targets: [targetOf(text, { kind: 'access-key' })] });
    expect(keysOf(asked('ASIA9'), [call('ASIA1')], [])).toEqual(['ASIA1', 'ASIA9']);
    expect(keysOf(asked('AKIA9'), [], [])).toEqual(['AKIA9']);
    expect(keysOf(asked('AKIA9'), [], [issued('AKIA9', 'ASIA1')])).toEqual(['ASIA1']);
    // a bucket's name is not a key, although it looks like one
    expect(keysOf(questionOf({ targets: [targetOf('ASIA9', { kind: 'resource' })] }), [], [])).toBeUndefined();
  });
});

describe('the window', () => {
  const windowText = (question: Parameters<typeof identityRound>[0]) => {
    const { since, until } = identityRound(question, [call('ASIA1')], [])?.window ?? {};
    return [since, until].map((time) => (time === undefined ? '…' : new Date(time).toISOString().slice(0, 16)));
  };

  test('begins as long before the question’s as a session may live, and ends with it', () => {
    expect(windowText(questionOf({ since: '2026-03-03T12:00Z', until: '2026-03-03T13:00Z' }))).toEqual([
      '2026-03-02T00:00',
      '2026-03-03T13:00',
    ]);
  });

  test('is open where the question’s is', () => {
    expect(windowText(questionOf())).toEqual(['…', '…']);
    expect(windowText(questionOf({ until: '2026-03-03T13:00Z' }))).toEqual(['…', '2026-03-03T13:00']);
    expect(Object.keys(identityRound(questionOf(), [call('ASIA1')], [])?.window ?? { none: 0 })).toEqual([]);
  });

  test('has no beginning for a long-term key, which may be of any age', () => {
    const targets = [targetOf('AKIA9', { kind: 'access-key' as const })];
    expect(windowText(questionOf({ targets, since: '2026-03-03T12:00Z', until: '2026-03-03T13:00Z' }))).toEqual([
      '…',
      '2026-03-03T13:00',
    ]);
  });
});

describe('what bears no key', () => {
  const callOf = (principal: Partial<typeof alice>, detail: { readonly sharedEventId?: string } = {}) =>
    apiCall(at('14:00:00'), 'StopInstances', 'stopped i-1', {
      detail: { ...detail, principal: { ...alice, accessKeyId: null, human: null, ...principal } },
    });

  test('users of whom only the id is known are asked for, until a name is', () => {
    const nameless = callOf({ userId: 'u-1', tool: { ...alice.tool, kind: 'sdk' } });
    expect(identityRound(questionOf(), [nameless], [])).toEqual({ accessKeyIds: [], userIds: ['u-1'], window: {} });
    const named = callOf({ userId: 'u-1', human: alice.human });
    expect(identityRound(questionOf(), [nameless, named], [])).toBeUndefined();
    const issuer = { ...alice, userId: 'u-2', human: null };
    expect(identityRound(questionOf(), [], [{ ...issued('ASIA1', null), issuer }])?.userIds).toEqual(['u-2']);
  });

  test('sessions of the console are, where nobody is known and no call issued the key', () => {
    const arn = alice.arn as string;
    expect(identityRound(questionOf(), [callOf({})], [])?.sessions).toEqual([arn]);
    expect(identityRound(questionOf(), [callOf({ human: alice.human })], [])).toBeUndefined();
    expect(identityRound(questionOf(), [callOf({ tool: { ...alice.tool, kind: 'cli' } })], [])).toBeUndefined();
    expect(identityRound(questionOf(), [callOf({ accessKeyId: 'ASIA1' })], [issued('ASIA1', null)])).toBeUndefined();
  });

  test('other accounts’ copies are, where the own one names the account alone', () => {
    const foreign = { type: 'AWSAccount', arn: null, tool: { ...alice.tool, kind: 'sdk' } } as const;
    expect(identityRound(questionOf(), [callOf(foreign, { sharedEventId: 's-1' })], [])?.sharedEventIds).toEqual([
      's-1',
    ]);
    const issuer = { ...alice, ...foreign };
    const known = { ...issued('ASIA1', null), issuer, sharedEventId: 's-2' };
    expect(identityRound(questionOf(), [], [known])?.sharedEventIds).toEqual(['s-2']);
    expect(identityRound(questionOf(), [callOf({ tool: foreign.tool }, { sharedEventId: 's-1' })], [])).toBeUndefined();
  });

  test('nothing is asked for twice', () => {
    const nameless = callOf({ userId: 'u-1' });
    const asked = new Set(['u-1', 'ASIA1', alice.arn as string]);
    expect(identityRound(questionOf(), [nameless, call('ASIA1')], [], asked)).toBeUndefined();
    expect(identityRound(questionOf(), [nameless, callOf({ userId: 'u-2' })], [], asked)?.userIds).toEqual(['u-2']);
  });
});
