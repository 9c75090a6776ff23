import { describe, expect, test } from 'vitest';
import { refsOfSpellings, refsOfTarget } from '../../../src/resources/refs.ts';

const arn = 'arn:aws:ec2:us-east-1:111122223333:instance/i-0123456789abcdef0';

describe('refsOfSpellings', () => {
  test('takes what tells its type by its form, each resource once', () => {
    expect(refsOfSpellings(['i-0123456789abcdef0', arn, arn, 'web', '192.0.2.1'])).toEqual([
      { type: 'AWS::EC2::Instance', id: 'i-0123456789abcdef0', arn, account: '111122223333', region: 'us-east-1' },
    ]);
  });

  test('keeps those of several regions', () => {
    const other = arn.replace('us-east-1', 'eu-west-1');
    expect(refsOfSpellings([arn, other]).map(({ region }) => region)).toEqual(['us-east-1', 'eu-west-1']);
  });
});

describe('refsOfTarget', () => {
  test('reads a plain name by the type that was given', () => {
    const readings = [{ kind: 'resource', type: 'AWS::Lambda::Function' }] as const;
    expect(refsOfTarget({ text: 'checkout', readings, aliases: ['checkout'] })).toEqual([
      { type: 'AWS::Lambda::Function', id: 'checkout' },
    ]);
  });

  test('has no type for a plain name, and nothing for what is no resource', () => {
    const plain = { text: 'checkout', aliases: ['checkout'] };
    expect(refsOfTarget({ ...plain, readings: [{ kind: 'resource' }, { kind: 'principal' }] })).toEqual([
      { type: null, id: 'checkout' },
    ]);
    expect(refsOfTarget({ ...plain, readings: [{ kind: 'ip' }] })).toEqual([]);
  });
});
