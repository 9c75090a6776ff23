import { expect, test } from 'vitest';
import type { Evidence } from '../../../src/model/evidence.ts';
import type { KnownResource } from '../../../src/model/inventory.ts';
import { ResourceList } from '../../../src/report/resource-list.ts';
import { questionOf, shuffled } from '../../fixtures/question.ts';
import { apiCall } from '../../fixtures/report-events.ts';

const state = (more: Partial<KnownResource>): KnownResource => ({
  type: 'AWS::S3::Bucket',
  id: 'a',
  name: null,
  arn: null,
  account: '111122223333',
  region: 'us-east-1',
  deleted: false,
  createdTime: null,
  changedTime: '2026-03-03T09:00:00.000Z',
  tags: null,
  ...more,
});
const origin = { source: 'config', backend: 'archive', account: null, region: null, ref: null, locator: 'f' };
const told = (resource: KnownResource): Evidence => ({ type: 'resource', resource, origin });

function listOf(states: readonly KnownResource[]): readonly KnownResource[] {
  const list = new ResourceList(questionOf());
  list.take(states.map(told));
  return list.resources();
}

test('gives back what is no resource, in its order', () => {
  const [first, last] = ['a', 'b'].map((name): Evidence => {
    const event = apiCall('2026-03-03T09:00:00.000Z', name, name);
    return { type: 'event', event, digest: name };
  }) as [Evidence, Evidence];
  const list = new ResourceList(questionOf());
  expect(list.take([first, told(state({})), last])).toEqual([first, last]);
  expect(list.take([first, last])).toEqual([first, last]);
  expect(list.resources()).toEqual([state({})]);
});

test('a resource is in its last state, with what only earlier ones tell, in whatever order they come', () => {
  const states = [
    state({ changedTime: null, createdTime: '2026-01-01T00:00:00.000Z', tags: { team: 'ops' } }),
    state({ changedTime: '2026-03-01T00:00:00.000Z', arn: 'arn:aws:s3:::a', tags: { team: 'web' } }),
    state({ changedTime: '2026-03-02T00:00:00.000Z', name: 'a' }),
    // two with the same time
    state({ changedTime: '2026-03-03T00:00:00.000Z', deleted: true, name: 'x' }),
    state({ changedTime: '2026-03-03T00:00:00.000Z', deleted: false }),
    state({ changedTime: '2026-03-02T12:00:00.000Z' }),
  ];
  for (let seed = 0; seed < 20; seed++)
    expect(listOf([...shuffled(states, seed), ...shuffled(states, seed + 1)])).toEqual([
      {
        ...state({}),
        changedTime: '2026-03-03T00:00:00.000Z',
        name: 'x',
        arn: 'arn:aws:s3:::a',
        createdTime: '2026-01-01T00:00:00.000Z',
        tags: { team: 'web' },
      },
    ]);
});

test('resources of one id are told apart by type and place, and stand in the order of their spellings', () => {
  const ids = ['b', 'a', 'a b', 'a!', 'a"', 'a#', 'a\\', 'a\u0001', '', 'ä', '\u{1f600}', 'a]', 'aa'];
  const resources = [
    ...ids.map((id) => state({ id })),
    ...ids.filter((id) => /^\w*$/.test(id)).map((id) => state({ id, type: 'AWS::S3::AccessPoint' })),
    state({ account: null }),
    state({ account: '444455556666' }),
    state({ region: null }),
    state({ region: 'eu-west-1' }),
  ];
  const spelled = ({ type, account, region, id }: KnownResource) => JSON.stringify([type, account, region, id]);
  const sorted = resources.map(spelled).sort();
  expect(listOf(shuffled(resources, 7)).map(spelled)).toEqual(sorted);
});
