import { expect, test } from 'vitest';
import { groupSearches } from '../../../../src/sources/logs/group-plan.ts';

const searchesOf = (type: string | null, id: string) =>
  groupSearches([{ type, id }]).map(({ by, text }) => ({ by, text }));

test('by the convention of the type', () => {
  expect(searchesOf('AWS::Lambda::Function', 'checkout')).toEqual([{ by: 'prefix', text: '/aws/lambda/checkout' }]);
  const [search] = groupSearches([{ type: 'AWS::Lambda::Function', id: 'checkout' }]);
  expect(search?.isMeant('/aws/lambda/checkout')).toBe(true);
  expect(search?.isMeant('/aws/lambda/checkout-2')).toBe(false);
});

test('by a prefix where the type has several groups', () => {
  const [search] = groupSearches([{ type: 'AWS::RDS::DBInstance', id: 'shop', region: 'eu-west-1' }]);
  expect(search).toMatchObject({ by: 'prefix', text: '/aws/rds/instance/shop/', region: 'eu-west-1' });
  expect(search?.isMeant('/aws/rds/instance/shop/error')).toBe(true);
});

test('by any part of its name where the type is not known', () => {
  const [search] = groupSearches([{ type: null, id: 'checkout' }]);
  expect(search).toMatchObject({ by: 'pattern', text: 'checkout' });
  expect(search?.isMeant('/aws/lambda/checkout')).toBe(true);
  expect(search?.isMeant('/shop/checkout')).toBe(true);
  expect(search?.isMeant('/aws/lambda/checkout-2')).toBe(false);
});

test('not for what can be no name of a group, or has none', () => {
  expect(searchesOf(null, 'no name!')).toEqual([]);
  expect(searchesOf('AWS::EC2::SecurityGroup', 'sg-1')).toEqual([]);
});
