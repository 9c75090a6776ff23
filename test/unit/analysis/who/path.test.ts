import { describe, expect, test } from 'vitest';
import { tracesFrom } from '../../../../src/analysis/who/path.ts';
import type { CredentialsEvidence } from '../../../../src/model/evidence.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { shuffled } from '../../../fixtures/question.ts';
import { alice, bob } from '../../../fixtures/report-cast.ts';

/** The call that issued `key`, made with `issuer`. */
const issued = (
  key: string,
  issuer: string | null,
  time = '2026-03-03T12:00:00.000Z',
  event = `cloudtrail:${key}`,
): CredentialsEvidence => ({
  type: 'credentials',
  accessKeyId: key,
  hop: { time, event, from: `holder of ${issuer}`, to: `holder of ${key}` },
  issuerAccessKeyId: issuer,
});

const eventsOf = (credentials: readonly CredentialsEvidence[], key: string | null) =>
  tracesFrom(credentials)(key).hops.map(({ event }) => event);

describe('a path', () => {
  const chain = [issued('ASIA1', 'AKIA0'), issued('ASIA2', 'ASIA1'), issued('ASIA3', 'ASIA2')];

  test('leads from the first issuer to the key, oldest first', () => {
    expect(tracesFrom(chain)('ASIA3')).toEqual({ hops: chain.map(({ hop }) => hop), links: chain, end: 'origin' });
    expect(eventsOf(chain, 'ASIA1')).toEqual(['cloudtrail:ASIA1']);
  });

  test('does not depend on the order of the evidence', () => {
    for (let seed = 1; seed <= 20; seed++) {
      expect(tracesFrom(shuffled(chain, seed))('ASIA3').hops).toEqual(chain.map(({ hop }) => hop));
    }
  });

  test('is empty for a key that nobody issued, and for no key', () => {
    expect(eventsOf(chain, 'AKIA0')).toEqual([]);
    expect(eventsOf(chain, 'ASIA9')).toEqual([]);
    expect(tracesFrom(chain)(null)).toEqual({ hops: [], links: [], end: undefined });
    expect(eventsOf([], 'ASIA1')).toEqual([]);
  });

  test('begins behind a hop that is missing, and says so', () => {
    const trace = tracesFrom([chain[0], chain[2]] as CredentialsEvidence[])('ASIA3');
    expect([trace.hops.map(({ event }) => event), trace.end]).toEqual([['cloudtrail:ASIA3'], 'missing']);
  });

  test('begins with a call that was made without a key', () => {
    expect(eventsOf([issued('ASIA1', null), issued('ASIA2', 'ASIA1')], 'ASIA2')).toEqual([
      'cloudtrail:ASIA1',
      'cloudtrail:ASIA2',
    ]);
  });

  test('ends where a circle closes, and says so', () => {
    expect(tracesFrom([issued('ASIA1', 'ASIA1')])('ASIA1')).toMatchObject({
      hops: [{ event: 'cloudtrail:ASIA1' }],
      end: 'cycle',
    });
    expect(eventsOf([issued('ASIA1', 'ASIA2'), issued('ASIA2', 'ASIA1')], 'ASIA1')).toEqual([
      'cloudtrail:ASIA2',
      'cloudtrail:ASIA1',
    ]);
    const tail = [issued('ASIA1', 'ASIA2'), issued('ASIA2', 'ASIA1'), issued('ASIA3', 'ASIA2')];
    expect(eventsOf(tail, 'ASIA3')).toEqual(['cloudtrail:ASIA1', 'cloudtrail:ASIA2', 'cloudtrail:ASIA3']);
    expect(tracesFrom(tail)('ASIA3').end).toBe('cycle');
  });

  test('of a hundred thousand hops is walked', () => {
    const long = Array.from({ length: 100_000 }, (_, n) => issued(`ASIA${n + 1}`, `ASIA${n}`));
    expect(eventsOf(long, 'ASIA100000')).toHaveLength(100_000);
  });

  test.each<[string, Partial<Principal>, string | null, string]>([
    ['a user’s own key', bob, 'AKIA0', 'origin'],
    ['a user’s session in the console', { ...bob, accessKeyId: 'ASIA0' }, 'ASIA0', 'origin'],
    ['root', { ...bob, type: 'Root', human: { name: 'root', via: 'root', certainty: 'proven' } }, 'ASIA0', 'origin'],
    ['root by sts:AssumeRoot', { ...bob, type: 'Root', human: null }, 'ASIA0', 'missing'],
    ['an identity provider', { ...bob, type: 'SAMLUser' }, null, 'origin'],
    ['a service', { ...bob, type: 'AWSService', human: null }, null, 'origin'],
    [
      'an Identity Center user of whom only the id is known',
      { ...bob, type: 'Unknown', human: null, userId: 'u' },
      null,
      'origin',
    ],
    ['an Identity Center session', alice, 'ASIA0', 'origin'],
    ['a role', { ...alice, human: null }, 'ASIA0', 'missing'],
    ['another account’s copy', { ...bob, type: 'AWSAccount', arn: null, human: null }, null, 'missing'],
  ])('ends at %s', (_, issuer, key, end) => {
    expect(tracesFrom([{ ...issued('ASIA1', key), issuer: { ...bob, ...issuer } }])('ASIA1').end).toBe(end);
  });
});

describe('two calls that say they issued one key', () => {
  const early = issued('ASIA1', null, '2026-03-03T12:00:00.000Z', 'cloudtrail:early');
  const late = issued('ASIA1', 'AKIA0', '2026-03-03T12:00:01.000Z', 'cloudtrail:late');

  test('the earlier one did', () => {
    expect(eventsOf([early, late], 'ASIA1')).toEqual(['cloudtrail:early']);
    expect(eventsOf([late, early], 'ASIA1')).toEqual(['cloudtrail:early']);
  });

  test('of copies in two accounts, the one that tells the key it was made with leads on', () => {
    const mine = issued('ASIA2', 'ASIA1', undefined, 'cloudtrail:z');
    const theirs = issued('ASIA2', null, undefined, 'cloudtrail:a');
    for (const copies of [
      [mine, theirs],
      [theirs, mine],
    ]) {
      expect(eventsOf([early, ...copies], 'ASIA2')).toEqual(['cloudtrail:early', 'cloudtrail:z']);
    }
  });

  test('of copies that tell the same, always the same one', () => {
    const [a, b] = [issued('ASIA1', null, undefined, 'cloudtrail:a'), issued('ASIA1', null, undefined, 'cloudtrail:b')];
    expect(eventsOf([a, b], 'ASIA1')).toEqual(['cloudtrail:a']);
    expect(eventsOf([b, a], 'ASIA1')).toEqual(['cloudtrail:a']);
  });
});
