import { describe, expect, test } from 'vitest';
import { isIpAddress, isPublicAddress } from '../../../src/resources/ip-address.ts';

describe('public', () => {
  test.each([
    ['198.51.100.23', true],
    ['172.15.255.255', true],
    ['172.32.0.1', true],
    ['100.63.255.255', true],
    ['100.128.0.1', true],
    ['2001:db8::7', true],
    ['::ffff:198.51.100.23', true],
    ['10.0.0.1', false],
    ['172.16.0.1', false],
    ['172.31.255.255', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['100.127.255.255', false],
    ['127.0.0.1', false],
    ['224.0.0.251', false],
    ['255.255.255.255', false],
    ['fd00:1234::1', false],
    ['fe80::1', false],
    ['ff02::1', false],
    ['::1', false],
    ['', false],
    ['unknown', false],
    ['AWS Internal', false],
  ])('%s: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});

test.each(['', '1.2.3', '1.2.3.4.5', 'sg-0a1b', 'a:b', 'eni-1:2', ':'.repeat(50), 'arn:aws:s3:::a', '12:34'])(
  '%j is no address',
  (text) => {
    expect(isIpAddress(text)).toBe(false);
  },
);
