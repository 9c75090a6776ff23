import { describe, expect, test } from 'vitest';
import { readRows, selectInterfaces, selectNamed, selectNaming } from '../../../../src/sources/config/select.ts';

describe('expressions', () => {
  test('ask for any of the names', () => {
    expect(selectNamed(['web', 'web'])).toEqual([
      "SELECT resourceId, resourceType, resourceName, arn, accountId, awsRegion WHERE resourceId IN ('web') OR resourceName IN ('web') OR arn IN ('web')",
    ]);
  });

  test.each([[selectNamed], [selectNaming], [selectInterfaces]])('are short enough, and lose no name', (select) => {
    const names = Array.from({ length: 300 }, (_, index) => `eni-${String(index).padStart(17, '0')}`);
    const expressions = select(names);
    expect(expressions.length).toBeGreaterThan(1);
    for (const expression of expressions) expect(expression.length).toBeLessThanOrEqual(4096);
    for (const name of names) expect(expressions.filter((text) => text.includes(`'${name}'`))).toHaveLength(1);
  });

  test('hold a single long name', () => {
    const [expression = '', ...others] = selectNamed(['x'.repeat(768)]);
    expect(others).toEqual([]);
    expect(expression.length).toBeLessThanOrEqual(4096);
  });

  test.each([[["it's"]], [['a\\']], [['a\nb']], [['']], [['x'.repeat(769)]], [[]]])(
    'nothing is asked for %j',
    (names) => {
      expect(selectNamed(names)).toEqual([]);
    },
  );
});

describe('rows', () => {
  const row = (value: unknown) => JSON.stringify(value);

  test.each([null, 7, 'no JSON', '[]', '{}', '"text"', row({ resourceId: 'sg-1' })])('%j is none', (value) => {
    expect(readRows([value])).toEqual([]);
  });

  test('get the catalog’s words for relationships that have none', () => {
    const words = (resourceType: string, named: string) =>
      readRows([
        row({ resourceType, resourceId: 'x', relationships: [{ resourceType: named, resourceId: 'y' }, 7] }),
      ]).map(({ relationships }) => relationships);
    const worded = (resourceType: string, relationshipName: string) => [
      [{ resourceType, resourceId: 'y', relationshipName }],
    ];
    expect(words('AWS::EC2::NetworkInterface', 'AWS::EC2::Instance')).toEqual(
      worded('AWS::EC2::Instance', 'Is attached to'),
    );
    // named by the other side
    expect(words('AWS::AutoScaling::AutoScalingGroup', 'AWS::EC2::Instance')).toEqual(
      worded('AWS::EC2::Instance', 'Contains'),
    );
    expect(words('AWS::New::Thing', 'AWS::New::Other')).toEqual(worded('AWS::New::Other', 'Is associated with'));
  });

  test('keep the words that they have', () => {
    const relationships = [
      { resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1', relationshipName: 'Is contained in ' },
    ];
    const item = { resourceType: 'AWS::EC2::Subnet', resourceId: 'subnet-1', relationships };
    expect(readRows([row(item)])).toEqual([item]);
  });
});
