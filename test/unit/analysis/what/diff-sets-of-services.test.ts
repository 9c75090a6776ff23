/** Lists whose order AWS Config changes by itself: the same elements in a different order are no change. */
import { expect, test } from 'vitest';
import { diff } from '../../../../src/analysis/what/diff.ts';
import type { JsonValue } from '../../../../src/model/json.ts';

test.each<[string, string, readonly JsonValue[], JsonValue, string]>([
  [
    'AWS::WAFv2::WebACL',
    'rules',
    [
      { name: 'a', priority: 0 },
      { name: 'b', priority: 1 },
    ],
    { name: 'b', priority: 7 },
    'replace /configuration/rules/0/priority',
  ],
  [
    'AWS::Route53::HostedZone',
    'resourceRecords',
    [{ value: '192.0.2.1' }, { value: '192.0.2.2' }],
    { value: '192.0.2.3' },
    'add /configuration/resourceRecords/0',
  ],
  [
    'AWS::EKS::Cluster',
    'EnabledTypes',
    [{ Type: 'api' }, { Type: 'audit' }],
    { Type: 'scheduler' },
    'add /configuration/EnabledTypes/0',
  ],
])('%s %s', (resourceType, name, list, other, expected) => {
  const told = (after: readonly JsonValue[]) =>
    diff({ [name]: [...list] }, { [name]: [...after] }, { resourceType, names: ['configuration'] }).map(
      ({ op, path }) => `${op} ${path}`,
    );
  const [first = null, second = null] = list;
  expect(told([second, first])).toEqual([]);
  expect(told([other, first])).toContain(expected);
});
