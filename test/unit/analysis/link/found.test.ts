/** Which call a finding is joined to: through the key that it names, or through what was opened or made of what it names. */
import { describe, expect, test } from 'vitest';
import type { FindingEvent } from '../../../../src/model/event.ts';
import type { ResourceRef } from '../../../../src/model/resource.ts';
import { bucket, callEvent, group, instance, permission, refOf } from '../../../fixtures/events.ts';
import { alice, at } from '../../../fixtures/report-cast.ts';
import { finding } from '../../../fixtures/report-events.ts';
import { linked, told } from './told.ts';

const key = (id: string) => refOf('AWS::IAM::AccessKey', id);
const found = (
  on: readonly ResourceRef[],
  title = 'APIs were invoked in an unusual way',
  [from, to] = ['14:00:00', '14:10:00'],
): FindingEvent => ({
  ...finding(at(from ?? '')),
  id: 'finding:f',
  endTime: at(to ?? ''),
  resources: on,
  detail: { ...finding(at('14:00:00')).detail, title },
});
const danger = { rule: 'r', severity: 'high', reason: 'it is dangerous', source: 's' } as const;
const made = (
  id: string,
  time: string,
  eventName: string,
  accessKeyId = 'AKIAEXAMPLE000000001',
  dangers?: [typeof danger],
) =>
  callEvent(id, time, eventName, {
    source: 'iam',
    by: { ...alice, accessKeyId },
    ...(dangers && { dangers }),
  });
const links = (...events: Parameters<typeof told>[0]) => told(events).flatMap((chain) => chain.links);

describe('a finding about an access key', () => {
  const about = [key('AKIAEXAMPLE000000001')];

  test('comes after the call that its title names', () => {
    const events = [made('list', '14:00:00', 'ListUsers'), made('user', '14:05:00', 'CreateUser')];
    expect(links(...events, found(about, 'The API ListUsers was invoked from a Tor exit node.'))).toEqual([
      'list preceded finding:f',
    ]);
  });

  test('else after the most dangerous, and of those that are as bad the first', () => {
    const events = [
      made('tag', '14:01:00', 'TagUser'),
      made('attach', '14:03:00', 'AttachUserPolicy', 'AKIAEXAMPLE000000001', [danger]),
      made('again', '14:02:00', 'AttachUserPolicy', 'AKIAEXAMPLE000000001', [danger]),
    ];
    expect(links(...events, found(about))).toEqual(['again preceded finding:f']);
    expect(linked([...events, found(about)]).chains[0]?.alternatives.map(({ from }) => from)).toEqual([
      'cloudtrail:attach',
      'cloudtrail:tag',
    ]);
  });

  test('has nothing to do with another key, or with what was done before and after it', () => {
    const events = [
      made('other', '14:01:00', 'CreateUser', 'AKIAEXAMPLE000000002'),
      made('before', '13:50:00', 'CreateUser'),
      made('after', '14:20:00', 'CreateUser'),
    ];
    expect(links(...events, found(about))).toEqual([]);
  });

  test('begins the chain where it tells of no change, but of a new key or a read', () => {
    const create = callEvent('key', '14:01:00', 'CreateAccessKey', {
      source: 'iam',
      by: { ...alice, accessKeyId: 'AKIAEXAMPLE000000001' },
    });
    const [chain] = linked([create, found(about)]).chains;
    expect(chain?.root).toBe('finding:f');
    expect(chain?.summary).toMatch(
      /^GuardDuty found: APIs were invoked in an unusual way \(HIGH\); before it alice.* CreateAccessKey/,
    );
  });

  test('is told in the sentence of the change that it tells of', () => {
    const [chain] = linked([made('call', '14:01:00', 'CreateUser'), found(about)]).chains;
    expect(chain?.root).toBe('cloudtrail:call');
    expect(chain?.summary).toMatch(/CreateUser.*; GuardDuty found: APIs were invoked in an unusual way \(HIGH\)$/);
  });
});

describe('a finding about a resource', () => {
  const web = group('sg-0a1b2c3d4e5f60718');
  const server = instance('i-0a1b2c3d4e5f60718');
  const opened = (id: string, time: string, dangers: readonly (typeof danger)[] | undefined = [danger]) =>
    callEvent(id, time, 'AuthorizeSecurityGroupIngress', {
      on: [web],
      request: permission(web.id, 22, '0.0.0.0/0'),
      ...(dangers && { dangers }),
    });
  const harmless = callEvent('harmless', '13:40:00', 'ModifySecurityGroupRules', { on: [web] });

  test('comes after what was opened, and not after a harmless change of it', () => {
    expect(links(opened('open', '13:30:00'), harmless, found([server, web]))).toEqual(['open preceded finding:f']);
    expect(links(harmless, found([server, web]))).toEqual([]);
  });

  test('comes after the launch of the instance, and not after that of another or of long ago', () => {
    const image = refOf('AWS::EC2::Image', 'ami-0a1b2c3d4e5f60718');
    const launch = (id: string, time: string, one = server) =>
      callEvent(id, time, 'RunInstances', { on: [image, one] });
    expect(links(launch('launch', '13:30:00'), found([server, image]))).toEqual(['launch preceded finding:f']);
    expect(links(launch('other', '13:30:00', instance('i-0a1b2c3d4e5f60719')), found([server, image]))).toEqual([]);
    const long = { ...launch('long', '13:30:00'), time: '2026-02-20T13:30:00.000Z' };
    expect(links(long, found([server, image]))).toEqual([]);
  });

  test('is not that of a change which came after it, nor of another bucket', () => {
    expect(links(opened('late', '14:30:00'), found([server, web]))).toEqual([]);
    expect(links(opened('open', '13:30:00'), found([bucket('b')]))).toEqual([]);
  });
});
