/** The filters as typed: what they mean, and what is rejected by flag and value. */
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addFilterOptions, type FilterFlags, resolveFilters } from '../../../../src/cli/options/filters.ts';
import { usageErrorOf } from '../usage-error.ts';

const parse = (...words: string[]) =>
  addFilterOptions(new Command('ask')).parse(words, { from: 'user' }).opts<FilterFlags>();
const filtersOf = (...words: string[]) => resolveFilters(parse(...words));

test('without flags nothing is filtered but routine reads', () => {
  expect(filtersOf()).toEqual({
    reads: 'routine',
    outcome: [],
    eventName: [],
    errorCode: [],
    service: [],
    principal: [],
    sourceIp: [],
    regions: [],
    accounts: [],
  });
});

test.each<[string, string[], Partial<ReturnType<typeof filtersOf>>]>([
  ['--reads', ['--reads'], { reads: 'all' }],
  ['--writes', ['--writes'], { reads: 'writes' }],
  ['--outcome', ['--outcome', 'denied', '--outcome', 'failed'], { outcome: ['denied', 'failed'] }],
  [
    '--event-name',
    ['--event-name', 'RunInstances', '--event-name', 'StopInstances'],
    { eventName: ['RunInstances', 'StopInstances'] },
  ],
  ['--error-code', ['--error-code', 'AccessDenied'], { errorCode: ['AccessDenied'] }],
  ['--service', ['--service', 'ec2', '--service', 's3.amazonaws.com'], { service: ['ec2', 's3.amazonaws.com'] }],
  ['--principal', ['--principal', 'Admin/alice@example.com'], { principal: ['Admin/alice@example.com'] }],
  [
    '--source-ip',
    ['--source-ip', '192.0.2.7', '--source-ip', '2001:db8::1'],
    { sourceIp: ['192.0.2.7', '2001:db8::1'] },
  ],
  ['--source-ip of a service', ['--source-ip', 'ssm.amazonaws.com'], { sourceIp: ['ssm.amazonaws.com'] }],
  ['--region', ['--region', 'us-east-1', '--region', 'us-gov-west-1'], { regions: ['us-east-1', 'us-gov-west-1'] }],
  [
    '--region of other partitions',
    ['--region', 'us-isob-east-1', '--region', 'eusc-de-east-1'],
    { regions: ['us-isob-east-1', 'eusc-de-east-1'] },
  ],
  [
    '--account',
    ['--account', '111122223333', '--account', '444455556666'],
    { accounts: ['111122223333', '444455556666'] },
  ],
])('%s', (_, words, filters) => {
  expect(filtersOf(...words)).toEqual({ ...filtersOf(), ...filters });
});

test('a region that is not known yet is taken as it stands', () => {
  expect(filtersOf('--region', 'sa-west-1', '--region', 'xx-orbit-1').regions).toEqual(['sa-west-1', 'xx-orbit-1']);
});

test('an address may have zeros in front, as masked records have it', () => {
  expect(filtersOf('--source-ip', '255.18.064.253').sourceIp).toEqual(['255.18.064.253']);
});

describe('refusals', () => {
  test.each<[string[], string]>([
    [['--reads', '--writes'], '--reads and --writes exclude each other'],
    [['--outcome', 'Denied'], "--outcome does not take 'Denied'"],
    [['--outcome', 'denied', '--outcome', ''], "--outcome does not take ''"],
    [['--account', '1111-2222-3333'], "--account does not take '1111-2222-3333'"],
    [['--account', '111122223333', '--account', '11112222333'], "--account does not take '11112222333'"],
    [['--account', '111122223333,444455556666'], "--account does not take '111122223333,444455556666'"],
    [['--region', 'virginia'], "--region does not take 'virginia'"],
    [['--region', 'us-east-1a'], "--region does not take 'us-east-1a'"],
    [['--region', 'US-EAST-1'], "--region does not take 'US-EAST-1'"],
    [['--source-ip', '192.0.2.0/24'], "--source-ip does not take '192.0.2.0/24'"],
    [['--source-ip', '999.1.1.1'], "--source-ip does not take '999.1.1.1'"],
  ])('%j: %s', (words, message) => {
    const error = usageErrorOf(() => filtersOf(...words));
    expect(error.message).toBe(message);
    expect(error.hint).toMatch(/\w/);
  });

  test.each([
    ['EU-WEST-1', 'did you mean eu-west-1?'],
    ['us_east_1', 'did you mean us-east-1?'],
    ['us-east-1a', 'did you mean us-east-1?'],
    ['us-est-1', 'did you mean us-east-1 or us-west-1?'],
    ['US-ESAT-1', 'did you mean us-east-1?'],
    ['ap-souteast-2', 'did you mean ap-southeast-2?'],
    ['us-gov-wes-1', 'did you mean us-gov-west-1?'],
    ['virginia', 'a region looks like us-east-1'],
  ])('of the region %s: %s', (region, hint) => {
    expect(usageErrorOf(() => filtersOf('--region', region)).hint).toBe(hint);
  });

  // otherwise a script's unset variable would filter out everything, and the answer would be "nothing"
  test.each(['--event-name', '--error-code', '--service', '--principal', '--source-ip', '--region', '--account'])(
    '%s is not taken empty',
    (flag) => {
      expect(usageErrorOf(() => filtersOf(flag, '')).message).toBe(`${flag} is empty`);
      expect(usageErrorOf(() => filtersOf(flag, '  ')).message).toBe(`${flag} is empty`);
    },
  );
});
