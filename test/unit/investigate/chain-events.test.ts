/** Which events `--why` means, and what linking adds to an event. */
import { describe, expect, test } from 'vitest';
import { chainEvents } from '../../../src/investigate/chain-events.ts';
import type { TimelineEvent } from '../../../src/model/event.ts';
import { questionOf } from '../../fixtures/question.ts';
import { at } from '../../fixtures/report-cast.ts';
import { apiCall, configChange } from '../../fixtures/report-events.ts';

const opened = apiCall(at('14:03:27'), 'AuthorizeSecurityGroupIngress', 'opened tcp/22', {
  id: 'cloudtrail:8f1d2c3b-0000-4000-8000-000000000001',
  detail: {
    requestParameters: {
      groupId: 'sg-0a1b2c3d4e5f60718',
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
      },
    },
  },
});
const item = configChange(at('14:04:46'), 'ingress + tcp/22 from 0.0.0.0/0', [
  {
    path: '/configuration/ipPermissions/0',
    op: 'add',
    after: {
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      ipv4Ranges: [{ cidrIp: '0.0.0.0/0' }],
      ipRanges: ['0.0.0.0/0'],
    },
  },
]);
const events: readonly TimelineEvent[] = [opened, item];

const why = (text: string, command: 'investigate' | 'who' = 'investigate') =>
  chainEvents({
    question: { ...questionOf({ command }), why: text },
    events,
    evidence: [],
    asOf: Date.parse(at('16:00:00')),
  });

describe('an event that is to be explained', () => {
  test.each([
    ['its id', opened.id],
    ['its id at the source', '8f1d2c3b-0000-4000-8000-000000000001'],
    ['the beginning of it', '8f1d2c'],
    ['its time of day', '14:03:27'],
    ['its time', '2026-03-03T14:03:27'],
  ])('is found by %s', async (_, text) => {
    expect((await why(text)).explained?.map(({ event }) => event)).toEqual([opened.id]);
  });

  test.each(['8f1d', 'nothing', '14:03:28', ''])('is not found by %j', async (text) => {
    expect((await why(text)).explained).toEqual([]);
  });

  test('is told with what was weighed, and what was taken', async () => {
    const [explained] = (await why(item.id)).explained ?? [];
    expect(explained?.explanations[0]).toMatchObject({ relation: 'changed', from: opened.id, chosen: true });
    const [best] = explained?.explanations ?? [];
    const product = best?.arithmetic.reduce((all, { value }) => all * value, 1) ?? 0;
    expect(best?.score).toBeCloseTo(product, 2);
  });
});

test('a question about one lane joins nothing', async () => {
  expect(await why(opened.id, 'who')).toEqual({ events, chains: [] });
});
