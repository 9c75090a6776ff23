/** What holds for any events: their order decides nothing, and what happens elsewhere changes no link. */
import { describe, expect, test } from 'vitest';
import { link } from '../../../../src/analysis/link/link.ts';
import type { TimelineEvent } from '../../../../src/model/event.ts';
import {
  alarmEvent,
  callEvent,
  flipEvent,
  group,
  itemEvent,
  lambda,
  permission,
  rule,
  shiftEvent,
} from '../../../fixtures/events.ts';
import { seededRandom, shuffled } from '../../../fixtures/question.ts';
import { alice, at, bob, remediation } from '../../../fixtures/report-cast.ts';

const asOf = Date.parse(at('23:59:00'));
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}:00`;

/** Incidents on several resources: some are opened, found and closed; functions are deployed and fail. */
function incidents(seed: number, name: string, people = [alice, bob, remediation]): TimelineEvent[] {
  const random = seededRandom(seed);
  const pick = (most: number) => Math.floor(random() * most);
  return Array.from({ length: 12 }, (_, number): TimelineEvent[] => {
    const [begin, port] = [60 + pick(900), [22, 443, 3389][pick(3)] ?? 22];
    const [web, code] = [group(`sg-${name}${pick(4)}`), lambda(`${name}-${pick(3)}`)];
    const id = (what: string) => `${name}-${number}-${what}`;
    const by = people[pick(people.length)] ?? alice;
    const request = permission(web.id, port, '0.0.0.0/0');
    const change = { path: '/configuration/ipPermissions/0', after: rule(port, '0.0.0.0/0') };
    const shift = shiftEvent('Errors', code, clock(begin + 4 + pick(3)), clock(begin + 40));
    const flip = flipEvent(clock(begin + 3), `restricted-ssh-${name}-${number}`, web, 'NON_COMPLIANT');
    return [
      callEvent(id('open'), clock(begin), 'AuthorizeSecurityGroupIngress', { on: [web], request, by }),
      itemEvent(id('gained'), clock(begin + 1), web, [{ ...change, op: 'add' }]),
      flip,
      callEvent(id('close'), clock(begin + 20), 'RevokeSecurityGroupIngress', { on: [web], request }),
      callEvent(id('tag'), clock(begin + 2), 'CreateTags', {
        on: [web],
        request: { tagSet: { items: [{ key: 'a', value: 'release' }] } },
      }),
      callEvent(id('deploy'), clock(begin + 1), 'UpdateFunctionCode20150331v2', { source: 'lambda', on: [code], by }),
      shift,
      alarmEvent(id('alarm'), clock(begin + 9), 'ALARM', shift),
    ];
  }).flat();
}

const unique = (events: readonly TimelineEvent[]) => [...new Map(events.map((event) => [event.id, event])).values()];
const linksOf = (events: readonly TimelineEvent[]) => {
  const { chains } = link({ events, relations: [], asOf });
  return { chains, links: chains.flatMap(({ links }) => links.map((one) => JSON.stringify(one))).sort() };
};

describe.each([1, 2, 3, 4, 5, 6])('seed %i', (seed) => {
  const events = unique(incidents(seed, 'a'));
  const { chains, links } = linksOf(events);

  test('the order of the events decides nothing', () => {
    expect(chains.length).toBeGreaterThan(3);
    for (const other of [seed + 100, seed + 200]) expect(linksOf(shuffled(events, other)).chains).toEqual(chains);
  });

  test('what happens to other resources changes no link', () => {
    const more = linksOf(shuffled([...events, ...unique(incidents(seed + 50, 'b'))], seed));
    expect(more.links).toEqual(expect.arrayContaining(links));
    expect(
      more.links.filter((one) => one.includes(':a-') || one.includes('sg-a') || one.includes('/a-')).sort(),
    ).toEqual(links);
  });

  test('an event is in one chain at most, a root is a successful write, and every link says why', () => {
    const listed = chains.flatMap(({ events: members }) => members);
    expect(new Set(listed).size).toBe(listed.length);
    for (const { root, links: own } of chains) {
      const event = events.find(({ id }) => id === root);
      expect(event?.kind === 'api-call' && event.detail.outcome).toBe('success');
      for (const { because, score } of own) {
        expect(because.length).toBeGreaterThan(0);
        expect(score).toBeGreaterThanOrEqual(0.5);
        expect(score).toBeLessThanOrEqual(1);
      }
    }
  });
});

test.each([
  null,
  [],
  'text',
  { a: { b: [] } },
  JSON.parse(`${'['.repeat(150)}1${']'.repeat(150)}`),
  { ipProtocol: 7, fromPort: 'x', key: 1, value: { key: [] } },
  '{"Statement": [{"Effect": ',
])('a request of any shape is linked, or is not, without a throw: %j', (request) => {
  const web = group('sg-a');
  const call = callEvent('odd', '14:00:00', 'Authorize', { on: [web], request, response: request });
  const item = itemEvent(
    'odd',
    '14:01:00',
    web,
    [
      { path: '//~0~', op: 'add', after: request },
      { path: '', op: 'replace', before: request },
    ],
    { after: request },
  );
  expect(() =>
    link({ events: [call, item], relations: [{ a: '', b: 'sg-a', relation: '' }], asOf: Number.NaN }),
  ).not.toThrow();
});
