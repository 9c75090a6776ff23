import { describe, expect, test } from 'vitest';
import { pathsFrom, withPaths } from '../../../../src/analysis/who/path.ts';
import type { TimelineEvent } from '../../../../src/model/event.ts';
import type { CredentialsEvidence } from '../../../../src/model/evidence.ts';
import { shuffled } from '../../../fixtures/question.ts';
import { openSshReport } from '../../../fixtures/report.ts';

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
  pathsFrom(credentials)(key).map(({ event }) => event);

describe('a path', () => {
  const chain = [issued('ASIA1', 'AKIA0'), issued('ASIA2', 'ASIA1'), issued('ASIA3', 'ASIA2')];

  test('leads from the first issuer to the key, oldest first', () => {
    expect(pathsFrom(chain)('ASIA3')).toEqual(chain.map(({ hop }) => hop));
    expect(eventsOf(chain, 'ASIA1')).toEqual(['cloudtrail:ASIA1']);
  });

  test('does not depend on the order of the evidence', () => {
    for (let seed = 1; seed <= 20; seed++) {
      expect(pathsFrom(shuffled(chain, seed))('ASIA3')).toEqual(chain.map(({ hop }) => hop));
    }
  });

  test('is empty for a key that nobody issued, and for no key', () => {
    expect(eventsOf(chain, 'AKIA0')).toEqual([]);
    expect(eventsOf(chain, 'ASIA9')).toEqual([]);
    expect(eventsOf(chain, null)).toEqual([]);
    expect(eventsOf([], 'ASIA1')).toEqual([]);
  });

  test('begins behind a hop that is missing', () => {
    expect(eventsOf([chain[0], chain[2]] as CredentialsEvidence[], 'ASIA3')).toEqual(['cloudtrail:ASIA3']);
  });

  test('begins with a call that was made without a key', () => {
    expect(eventsOf([issued('ASIA1', null), issued('ASIA2', 'ASIA1')], 'ASIA2')).toEqual([
      'cloudtrail:ASIA1',
      'cloudtrail:ASIA2',
    ]);
  });

  test('ends where a circle closes', () => {
    expect(eventsOf([issued('ASIA1', 'ASIA1')], 'ASIA1')).toEqual(['cloudtrail:ASIA1']);
    expect(eventsOf([issued('ASIA1', 'ASIA2'), issued('ASIA2', 'ASIA1')], 'ASIA1')).toEqual([
      'cloudtrail:ASIA2',
      'cloudtrail:ASIA1',
    ]);
    const tail = [issued('ASIA1', 'ASIA2'), issued('ASIA2', 'ASIA1'), issued('ASIA3', 'ASIA2')];
    expect(eventsOf(tail, 'ASIA3')).toEqual(['cloudtrail:ASIA1', 'cloudtrail:ASIA2', 'cloudtrail:ASIA3']);
  });

  test('of a hundred thousand hops is walked', () => {
    const long = Array.from({ length: 100_000 }, (_, n) => issued(`ASIA${n + 1}`, `ASIA${n}`));
    expect(eventsOf(long, 'ASIA100000')).toHaveLength(100_000);
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

describe('withPaths', () => {
  const report = openSshReport();
  const calls = report.timeline.flatMap((event) => (event.kind === 'api-call' ? [event] : []));
  const [call] = calls;
  const key = call?.detail.principal.accessKeyId ?? '';
  const pathOf = (event: TimelineEvent) => (event.kind === 'api-call' ? event.detail.principal.path : undefined);

  test('puts the path to the principal of each call that was made with such a key, and changes nothing else', () => {
    const evidence = issued(key, null);
    const changed = withPaths(report.timeline, [evidence]);
    expect(changed.map(({ id }) => id)).toEqual(report.timeline.map(({ id }) => id));
    for (const [index, event] of changed.entries()) {
      const before = report.timeline[index] as TimelineEvent;
      if (event.kind !== 'api-call' || event.detail.principal.accessKeyId !== key) expect(event).toBe(before);
      else {
        expect(pathOf(event)).toEqual([evidence.hop]);
        expect({ ...event, detail: { ...event.detail, principal: { ...event.detail.principal, path: [] } } }).toEqual({
          ...before,
          detail: { ...event.detail, principal: { ...event.detail.principal, path: [] } },
        });
      }
    }
    expect(changed.filter((event, index) => event !== report.timeline[index]).length).toBeGreaterThan(0);
  });

  test('without credentials gives the events themselves', () => {
    expect(withPaths(report.timeline, [])).toBe(report.timeline);
  });
});
