import { describe, expect, test } from 'vitest';
import { permissionsIn, permissionsInWords, portsInWords } from '../../../src/resources/ip-permissions.ts';

describe('portsInWords', () => {
  test.each([
    ['tcp', '22', '22', 'tcp/22'],
    ['tcp', '22', undefined, 'tcp/22'],
    ['6', '443', '443', 'tcp/443'],
    ['udp', '1000', '2000', 'udp/1000-2000'],
    ['tcp', '0', '65535', 'all tcp'],
    ['17', undefined, undefined, 'all udp'],
    ['tcp', '-1', '-1', 'all tcp'],
    ['-1', '0', '0', 'all traffic'],
    ['all', undefined, undefined, 'all traffic'],
    [undefined, '22', '22', 'traffic'],
    ['icmp', '-1', '-1', 'icmp'],
    ['icmp', '8', '-1', 'icmp type 8'],
    ['1', '3', '4', 'icmp type 3 code 4'],
    ['58', undefined, undefined, 'icmpv6'],
    ['50', undefined, undefined, 'esp'],
    ['constructor', '1', '1', 'constructor'],
    ['132', undefined, undefined, 'protocol 132'],
  ])('%s from %s to %s is %s', (protocol, from, to, words) => {
    expect(portsInWords(protocol, from, to)).toBe(words);
  });
});

describe('permissionsInWords', () => {
  const permission = (ports: object, ...cidrs: readonly string[]) => ({
    ipProtocol: 'tcp',
    ...ports,
    ipRanges: { items: cidrs.map((cidrIp) => ({ cidrIp })) },
  });

  test('joins the ports that are open to the same peers', () => {
    const rules = [
      permission({ fromPort: 22, toPort: 22 }, '192.0.2.0/24'),
      permission({ fromPort: 443, toPort: 443 }, '192.0.2.0/24'),
    ];
    expect(permissionsInWords(rules)).toBe('tcp/22 and tcp/443 to 192.0.2.0/24');
  });

  test('never hides that a rule is open to everywhere behind others', () => {
    const rules = [1, 2, 3, 4, 5].map((port) => permission({ fromPort: port, toPort: port }, `192.0.2.${port}/32`));
    const open = permission(
      { fromPort: 3389, toPort: 3389 },
      '198.51.100.0/24',
      '203.0.113.0/24',
      '192.0.2.0/24',
      '0.0.0.0/0',
    );
    expect(permissionsInWords([...rules, open])).toBe(
      'tcp/3389 to 0.0.0.0/0, 198.51.100.0/24 and 2 more, tcp/1 to 192.0.2.1/32 and 4 more',
    );
  });

  test.each([
    ['IPv6', { ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] } }, 'tcp/22 to ::/0'],
    ['prefix lists', { prefixListIds: { items: [{ prefixListId: 'pl-1' }] } }, 'tcp/22 to pl-1'],
    ['other groups', { groups: { items: [{ groupId: 'sg-2', userId: '111122223333' }] } }, 'tcp/22 to sg-2'],
    ['rules in an answer', { cidrIpv4: '0.0.0.0/0' }, 'tcp/22 to 0.0.0.0/0'],
    ['groups in an answer', { referencedGroupInfo: { groupId: 'sg-2' } }, 'tcp/22 to sg-2'],
    ['no peers', { ipRanges: {}, groups: {} }, 'tcp/22'],
  ])('reads %s', (_, peers, words) => {
    expect(permissionsInWords([{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ...peers }])).toBe(words);
  });

  test('says nothing of entries that name neither protocol nor peer', () => {
    expect(permissionsInWords([{}, { fromPort: 22 }, { ipRanges: null, ipProtocol: [] }])).toBe('');
  });
});

describe('permissionsIn', () => {
  test('reads the flat form of older calls', () => {
    const request = {
      groupId: 'sg-1',
      ipPermissions: {},
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIp: '0.0.0.0/0',
    };
    expect(permissionsIn(request, 'ipPermissions')).toBe('tcp/22 to 0.0.0.0/0');
  });

  test('is empty where no rule is named', () => {
    expect(permissionsIn({ groupId: 'sg-1', ipPermissions: {} }, 'ipPermissions')).toBe('');
  });
});
