/** Small incidents with decoys: the links that must hold, and no others. */
import { describe, expect, test } from 'vitest';
import {
  bucket,
  callEvent,
  flipEvent,
  group,
  instance,
  itemEvent,
  permission,
  refOf,
  rule,
} from '../../../fixtures/events.ts';
import { at, bob, remediation } from '../../../fixtures/report-cast.ts';
import { linked, told } from './told.ts';

const web = group('sg-0a1b2c3d4e5f60718');
const opened = callEvent('open', '14:03:27', 'AuthorizeSecurityGroupIngress', {
  on: [web],
  request: permission(web.id, 22, '0.0.0.0/0'),
});
const closed = callEvent('close', '14:48:50', 'RevokeSecurityGroupIngress', {
  on: [web],
  request: permission(web.id, 22, '0.0.0.0/0'),
  by: remediation,
});
const gained = itemEvent('gained', '14:05:01', web, [
  { path: '/configuration/ipPermissions/1', op: 'add', after: rule(22, '0.0.0.0/0') },
]);
const lost = itemEvent(
  'lost',
  '14:50:11',
  web,
  [{ path: '/configuration/ipPermissions/1', op: 'remove', before: rule(22, '0.0.0.0/0') }],
  { since: '14:05:01' },
);
const broke = flipEvent('14:06:12', 'restricted-ssh', web, 'NON_COMPLIANT');
const healed = flipEvent('14:51:29', 'restricted-ssh', web, 'COMPLIANT');
const tagged = callEvent('tag', '14:04:20', 'CreateTags', {
  on: [web],
  by: bob,
  request: {
    resourcesSet: { items: [{ resourceId: web.id }] },
    tagSet: { items: [{ key: 'team', value: 'platform' }] },
  },
});

describe('what a call changed', () => {
  test('a tag set just before the item was captured is not the cause of an opened port', () => {
    expect(told([opened, tagged, gained])).toEqual([{ root: 'open', links: ['open changed gained'] }]);
  });

  test('a port of another number is not what the call opened', () => {
    const other = callEvent('other', '14:04:30', 'AuthorizeSecurityGroupIngress', {
      on: [web],
      request: permission(web.id, 443, '0.0.0.0/0'),
    });
    expect(told([other, opened, gained])).toEqual([{ root: 'open', links: ['open changed gained'] }]);
  });

  test('neither a denied call, nor a later one, nor one of another group', () => {
    const denied = { ...opened, detail: { ...opened.detail, outcome: 'denied' as const } };
    const later = { ...opened, time: at('14:05:30') };
    const elsewhere = callEvent('elsewhere', '14:03:27', 'AuthorizeSecurityGroupIngress', {
      on: [group('sg-0b9c8d7e6f5a43210')],
      request: permission('sg-0b9c8d7e6f5a43210', 22, '0.0.0.0/0'),
    });
    for (const call of [denied, later, elsewhere]) expect(linked([call, gained]).chains).toEqual([]);
    expect(linked([denied, gained]).notes.get(denied.id)).toContain('denied');
  });

  test('what was done before the item before was captured is in that one', () => {
    const next = {
      ...gained,
      detail: { ...gained.detail, before: { stateId: 'a', captureTime: at('14:20:00'), locator: '' } },
      time: at('14:30:00'),
    };
    expect(linked([opened, next]).chains).toEqual([]);
  });

  test('daily recording: several calls into one item, each with its part; the root is what the rule found', () => {
    const daily = itemEvent('daily', '19:00:00', web, [
      { path: '/configuration/ipPermissions/1', op: 'add', after: rule(22, '0.0.0.0/0') },
      { path: '/tags/team', op: 'add', after: 'platform' },
    ]);
    const early = { ...tagged, time: at('09:00:00') };
    expect(told([early, opened, daily, flipEvent('19:01:00', 'restricted-ssh', web, 'NON_COMPLIANT')])).toEqual([
      {
        root: 'open',
        links: [`daily flipped restricted-ssh/${web.id}/NON_COMPLIANT`, 'open changed daily', 'tag changed daily'],
      },
    ]);
  });

  test('one call into the item of an instance and that of its interface', () => {
    const [host, card] = [
      instance('i-0f1e2d3c4b5a69788'),
      refOf('AWS::EC2::NetworkInterface', 'eni-0c4d5e6f708192a3b'),
    ];
    const moved = callEvent('move', '14:00:00', 'ModifyInstanceAttribute', {
      on: [host, web],
      request: { instanceId: host.id, groupSet: { items: [{ groupId: web.id }] } },
    });
    const changes = (path: string) => [{ path, op: 'add' as const, after: { groupId: web.id, groupName: 'web' } }];
    const events = [
      moved,
      itemEvent('host', '14:01:00', host, changes('/configuration/securityGroups/1')),
      itemEvent('card', '14:01:10', card, changes('/configuration/groups/1')),
    ];
    expect(told(events, { relations: [{ a: host.id, b: card.id, relation: 'Contains NetworkInterface' }] })).toEqual([
      { root: 'move', links: ['move changed card', 'move changed host'] },
    ]);
  });

  test('a deletion, and what the item itself names as its events', () => {
    const removed = callEvent('remove', '14:00:00', 'DeleteSecurityGroup', { on: [web], request: { groupId: web.id } });
    const gone = itemEvent('gone', '14:02:00', web, [], { status: 'ResourceDeleted', after: null });
    expect(told([tagged, removed, gone])).toEqual([{ root: 'remove', links: ['remove changed gone'] }]);
    const { chains } = linked([opened, tagged, gained], { relatedEvents: new Map([[gained.id, ['tag']]]) });
    expect(chains[0]?.links).toEqual([expect.objectContaining({ from: tagged.id, score: 1 })]);
  });
});

describe('an incident', () => {
  test('from the call to the remediation, with the exposure', () => {
    const events = [opened, tagged, gained, broke, closed, lost, healed];
    expect(told(events)).toEqual([
      {
        root: 'open',
        links: [
          'close changed lost',
          'close reverted open',
          `gained flipped restricted-ssh/${web.id}/NON_COMPLIANT`,
          `lost flipped restricted-ssh/${web.id}/COMPLIANT`,
          'open changed gained',
          `restricted-ssh/${web.id}/NON_COMPLIANT remediated close`,
        ],
      },
    ]);
    const [chain] = linked(events).chains;
    expect(chain?.exposure).toEqual({
      startedTime: opened.time,
      detectedTime: broke.time,
      fixedTime: closed.time,
      clearedTime: healed.time,
      startedBy: opened.id,
      fixedBy: closed.id,
      open: false,
      seconds: 2717,
      secondsByChange: 2723,
      rules: ['restricted-ssh'],
    });
    expect(chain?.summary).toMatch(
      /^alice@example\.com .*restricted-ssh noticed after 3 min.*45 min.*AWS Config remediation/,
    );
  });

  test('what nobody put right is open, and counted to the end', () => {
    const { exposure } = linked([opened, gained, broke]).chains[0] ?? {};
    expect(exposure).toMatchObject({
      open: true,
      fixedBy: null,
      clearedTime: null,
      seconds: 21_228,
      secondsByChange: null,
    });
  });

  test('where the records end with the verdict, no time is told for which it held', () => {
    const [chain] = linked([opened, gained, broke], { asOf: Date.parse(broke.time) }).chains;
    expect(chain?.exposure).toMatchObject({ open: true, seconds: 0 });
    expect(chain?.summary).toContain('restricted-ssh noticed after 3 min and is NON_COMPLIANT where the records end');
    expect(linked([opened, gained, broke]).chains[0]?.summary).toContain('is NON_COMPLIANT still, for 5 h 54 min');
  });

  test('a call that changed nothing else is no chain', () => {
    expect(linked([opened]).chains).toEqual([]);
  });
});

test('a setting that is put back reverts the call that took it away', () => {
  const data = bucket('amzn-s3-demo-invoices');
  const path =
    '/supplementaryConfiguration/ServerSideEncryptionConfiguration/rules/0/applyServerSideEncryptionByDefault/sseAlgorithm';
  const removed = callEvent('remove', '09:17:44', 'DeleteBucketEncryption', {
    source: 's3',
    on: [data],
    request: { bucketName: data.id, encryption: '' },
  });
  const back = callEvent('back', '09:42:09', 'PutBucketEncryption', {
    source: 's3',
    on: [data],
    request: {
      bucketName: data.id,
      ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } } },
    },
  });
  const events = [
    removed,
    back,
    itemEvent('without', '09:19:02', data, [{ path, op: 'replace', before: 'aws:kms', after: 'AES256' }]),
    itemEvent('with', '09:43:30', data, [{ path, op: 'replace', before: 'AES256', after: 'aws:kms' }], {
      since: '09:19:02',
    }),
  ];
  expect(told(events)).toEqual([
    { root: 'remove', links: ['back changed with', 'back reverted remove', 'remove changed without'] },
  ]);
});

describe('a backup that is made and another that is deleted', () => {
  const [database, old, fresh] = [
    refOf('AWS::RDS::DBInstance', 'orders'),
    refOf('AWS::RDS::DBSnapshot', 'orders-1'),
    refOf('AWS::RDS::DBSnapshot', 'orders-2'),
  ];
  const snapshot = (id: string, time: string, verb: 'Create' | 'Delete', of: typeof old) =>
    callEvent(id, time, `${verb}DBSnapshot`, {
      source: 'rds',
      on: verb === 'Create' ? [database, of] : [of, database],
      request: { dBSnapshotIdentifier: of.id, ...(verb === 'Create' && { dBInstanceIdentifier: database.id }) },
    });

  test('do not undo each other, though both are of one database', () => {
    expect(told([snapshot('gone', '02:00:00', 'Delete', old), snapshot('new', '04:00:00', 'Create', fresh)])).toEqual(
      [],
    );
  });

  test('do where it is the same', () => {
    expect(told([snapshot('new', '02:00:00', 'Create', old), snapshot('gone', '04:00:00', 'Delete', old)])).toEqual([
      { root: 'new', links: ['gone reverted new'] },
    ]);
  });
});
