/** Who is behind a call, according to LookupEvents: the services that acted, and the keys of sessions. */
import { describe, expect, test } from 'vitest';
import type { SourceRequest } from '../../src/sources/source.ts';
import { assumeRole, record, userAlice } from '../fixtures/trail.ts';
import { codesOf, eventsOf, liveFor, lookups, namesOf, worldOf } from './live-cloudtrail.ts';

describe('services that acted for somebody', () => {
  test('lead to the calls that had them act', async () => {
    const source = { eventSource: 'cloudformation.amazonaws.com' };
    const { collect } = await liveFor(
      worldOf([
        record({ ...source, eventName: 'UpdateStack' }),
        record({ ...source, eventName: 'DescribeStacks', readOnly: true }),
        record({ ...source, eventName: 'DeleteStack', errorCode: 'AccessDenied' }),
      ]),
    );
    const readings = await collect({
      kind: 'credentials',
      accessKeyIds: [],
      services: ['cloudformation.amazonaws.com'],
    });
    expect(namesOf(readings)).toEqual(['UpdateStack']);
    expect(eventsOf(readings)[0]?.event.match).toEqual(['chain']);
  });
});

describe('access keys', () => {
  const issued = (key: string, eventTime = '2026-03-03T13:00:00Z') => assumeRole(userAlice, 'deploy', key, eventTime);
  const credentials = (...accessKeyIds: string[]): SourceRequest => ({ kind: 'credentials', accessKeyIds });

  test('lead to the calls that issued them, a day before the window and in the region of STS', async () => {
    const { collect } = await liveFor(
      worldOf([issued('ASIAEXAMPLEEXAMPLE01', '2026-03-02T13:00:00Z')], {
        'eu-west-1': [issued('ASIAEXAMPLEEXAMPLE02')],
      }),
      { regions: ['eu-west-1'] },
    );
    const readings = await collect(credentials('ASIAEXAMPLEEXAMPLE01', 'ASIAEXAMPLEEXAMPLE02'));
    const found = readings.flatMap(({ evidence }) => evidence).filter((each) => each.type === 'credentials');
    expect(found.map(({ accessKeyId }) => accessKeyId).sort()).toEqual([
      'ASIAEXAMPLEEXAMPLE01',
      'ASIAEXAMPLEEXAMPLE02',
    ]);
    expect(codesOf(readings)).toEqual([]);
  });

  test('that no index knows are looked for in the calls that issue keys', async () => {
    // the server's index knows only the member `credentials`
    const unlisted = record({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRoleWithSAML',
      eventTime: '2026-03-03T13:00:00Z',
      responseElements: { roleCredentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE03' } },
    });
    const { collect } = await liveFor(worldOf([unlisted, issued('ASIAEXAMPLEEXAMPLE04')]));
    const found = (await collect(credentials('ASIAEXAMPLEEXAMPLE03'))).flatMap(({ evidence }) => evidence);
    expect(found).toMatchObject([
      { type: 'credentials', accessKeyId: 'ASIAEXAMPLEEXAMPLE03' },
      // the call itself, if a chain needs it
      { type: 'event', event: { match: ['chain'] } },
    ]);
  });
});

describe('many access keys', () => {
  test('are found in the calls that issue keys, not looked up one by one', async () => {
    const keys = Array.from({ length: 60 }, (_, index) => `ASIAEXAMPLEEXAMPLE${String(index).padStart(2, '0')}`);
    const { collect, server } = await liveFor(
      worldOf(keys.map((key) => assumeRole(userAlice, 'deploy', key, '2026-03-03T13:00:00Z'))),
    );
    const readings = await collect({ kind: 'credentials', accessKeyIds: keys });
    expect(readings.flatMap(({ evidence }) => evidence).filter(({ type }) => type === 'credentials')).toHaveLength(60);
    expect(server.requests.of(lookups).length).toBeLessThan(10);
  });
});
