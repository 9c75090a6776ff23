import { describe, expect, test } from 'vitest';
import { rangeOf } from '../../../../src/analysis/impact/address-range.ts';

describe('rangeOf', () => {
  test.each([
    ['0.0.0.0/0', '203.0.113.7', true],
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.7/32', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.8', false],
    // the bits after the prefix do not matter
    ['203.0.113.200/25', '203.0.113.129', true],
    ['203.0.113.200/25', '203.0.113.127', false],
    ['::/0', '2001:db8::7', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:DB8:0:0:0:0:0:7/128', '2001:db8::7', true],
    ['::ffff:192.0.2.0/120', '::ffff:192.0.2.9', true],
    // IPv4 and IPv6 do not mix
    ['0.0.0.0/0', '2001:db8::7', false],
    ['::/0', '203.0.113.7', false],
  ])('%s and %s: %s', (cidr, address, expected) => {
    expect(rangeOf(cidr)?.(address)).toBe(expected);
  });

  test.each([
    '',
    'all',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.256/8',
    '10.0.0.0/8/8',
    '::1::/64',
    '1:2:3/64',
    'sg-1',
    '/0',
  ])('%j is no range', (cidr) => expect(rangeOf(cidr)).toBeUndefined());

  test.each(['', '-', '1.2.3', '1.2.3.4.5', 'g::1', '1:2:3:4:5:6:7:8:9', ':'.repeat(500)])(
    '%j is no address',
    (address) => {
      expect(rangeOf('0.0.0.0/0')?.(address)).toBe(false);
      expect(rangeOf('::/0')?.(address)).toBe(false);
    },
  );
});
