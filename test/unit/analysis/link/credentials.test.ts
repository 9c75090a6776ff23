/** What a new access key, password or service credential led to, and who revoked it. */
import { describe, expect, test } from 'vitest';
import type { JsonValue } from '../../../../src/model/json.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { callEvent, instance, itemEvent, refOf } from '../../../fixtures/events.ts';
import { alice, bob } from '../../../fixtures/report-cast.ts';
import { linked, told } from './told.ts';

const user = refOf('AWS::IAM::User', 'backup-svc');
const key = 'AKIAEXAMPLE000000001';
const asUser = (accessKeyId: string | null, more: Partial<Principal> = {}): Principal => ({
  ...alice,
  type: 'IAMUser',
  arn: 'arn:aws:iam::111122223333:user/backup-svc',
  name: 'backup-svc',
  human: { name: 'backup-svc', via: 'iam-user', certainty: 'proven' },
  accessKeyId,
  path: [],
  ...more,
});

const iam = (id: string, time: string, eventName: string, request: JsonValue, response: JsonValue = null, by = alice) =>
  callEvent(id, time, eventName, { source: 'iam', on: [user], request, response, by });
const made = iam(
  'made',
  '13:00:00',
  'CreateAccessKey',
  { userName: user.id },
  { accessKey: { userName: user.id, accessKeyId: key, status: 'Active' } },
);
const status = (id: string, time: string, to: string) =>
  iam(id, time, 'UpdateAccessKey', { userName: user.id, accessKeyId: key, status: to }, null, bob);
const deleted = iam('deleted', '15:00:00', 'DeleteAccessKey', { userName: user.id, accessKeyId: key }, null, bob);
const used = (id: string, time: string, by = asUser(key)) =>
  callEvent(id, time, 'SendCommand', { source: 'ssm', by, on: [instance('i-0a1b2c3d4e5f60718')] });
const summaries = (...events: Parameters<typeof linked>[0]) => linked(events).chains.map(({ summary }) => summary);

describe('an access key', () => {
  test('is joined to what was done with it, and to its deletion', () => {
    expect(told([made, used('one', '13:10:00'), used('two', '13:20:00'), deleted])).toEqual([
      { root: 'one', links: ['deleted reverted made', 'made enabled one', 'made enabled two'] },
    ]);
    expect(summaries(made, used('one', '13:10:00'), used('two', '13:20:00'), deleted)).toEqual([
      expect.stringMatching(
        /^backup-svc SendCommand .*, with an access key that .+ created 10 min before; bob DeleteAccessKey backup-svc, 110 min later$/,
      ),
    ]);
  });

  test('is not joined to calls with another key, before it, or to the end of another', () => {
    const other = asUser('AKIAEXAMPLE000000002');
    const otherEnd = iam('other-end', '15:00:00', 'DeleteAccessKey', {
      userName: user.id,
      accessKeyId: 'AKIAEXAMPLE000000002',
    });
    expect(told([made, used('early', '12:00:00'), used('other', '13:10:00', other), otherEnd])).toEqual([]);
  });

  test('ends where it was turned off: that it was deleted later is told beside it', () => {
    const events = [made, used('one', '13:10:00'), status('off', '14:00:00', 'Inactive'), deleted];
    expect(told(events)).toEqual([
      { root: 'one', links: ['deleted reverted made', 'made enabled one', 'off reverted made'] },
    ]);
    expect(summaries(...events)).toEqual([expect.stringContaining('bob UpdateAccessKey backup-svc, 50 min later')]);
    expect(summaries(...events)[0]).not.toContain('DeleteAccessKey');
  });

  test('that was turned on again leads to what was done with it since', () => {
    const events = [made, status('off', '13:10:00', 'Inactive'), status('on', '13:20:00', 'Active')];
    const all = [...events, used('one', '13:30:00'), deleted];
    expect(told(all)).toEqual([{ root: 'one', links: ['deleted reverted on', 'on enabled one'] }]);
  });

  test('leads into a chain that a change made with it begins, and its end is told there', () => {
    const change = callEvent('change', '13:30:00', 'ModifyInstanceAttribute', {
      on: [instance('i-1')],
      by: asUser(key),
      request: { instanceId: 'i-1', instanceType: { value: 'm5.large' } },
    });
    const item = itemEvent('type', '13:31:00', instance('i-1'), [
      { path: '/configuration/instanceType', op: 'replace', before: 't3.large', after: 'm5.large' },
    ]);
    const events = [made, change, item, deleted];
    expect(told(events)).toEqual([
      { root: 'change', links: ['change changed type', 'deleted reverted made', 'made enabled change'] },
    ]);
    expect(summaries(...events)).toEqual([
      expect.stringMatching(/, with an access key that .+ created 30 min before; bob DeleteAccessKey backup-svc, /),
    ]);
  });

  test('with which nothing was changed stands in no chain', () => {
    expect(linked([made]).chains).toEqual([]);
    expect(linked([made, deleted]).chains).toEqual([]);
    expect(linked([deleted]).chains).toEqual([]);
  });

  test('is told with no more than the first fifty of its calls', () => {
    const many = Array.from({ length: 60 }, (_, at) => used(`u${at}`, `13:${String(at).padStart(2, '0')}:30`));
    expect(linked([made, ...many]).chains[0]?.links).toHaveLength(50);
  });
});

describe('a console password', () => {
  const set = (id: string, time: string, eventName: string, by = alice) =>
    iam(id, time, eventName, { userName: user.id, passwordResetRequired: false }, null, by);
  const session = { tool: { kind: 'console' as const, name: 'AWS Console', version: null, disagrees: [] } };
  const signedIn = (id: string, time: string, more: Partial<Principal> = {}) =>
    callEvent(id, time, 'ConsoleLogin', { source: 'signin', by: asUser(null, { ...session, ...more }) });

  test('leads to the sign-in, what was done after it, and ends with its deletion', () => {
    const events = [
      set('given', '13:00:00', 'CreateLoginProfile'),
      signedIn('in', '13:10:00'),
      used('did', '13:12:00', asUser('ASIAEXAMPLE000000001', session)),
      set('taken', '14:00:00', 'DeleteLoginProfile', bob),
    ];
    expect(told(events)).toEqual([
      { root: 'did', links: ['given enabled in', 'in enabled did', 'taken reverted given'] },
    ]);
  });

  test('is the last that was set, of the same user in the same account', () => {
    const events = [
      set('given', '13:00:00', 'CreateLoginProfile'),
      set('renewed', '13:05:00', 'UpdateLoginProfile'),
      signedIn('in', '13:10:00'),
      signedIn('elsewhere', '13:11:00', { account: '444455556666' }),
      signedIn('another', '13:12:00', { name: 'carol' }),
    ];
    expect(told(events)).toEqual([{ root: 'renewed', links: ['renewed enabled in'] }]);
  });
});

test.each([
  ['CreateServiceSpecificCredential', 'DeleteServiceSpecificCredential', 'serviceSpecificCredential', 'Id'],
  ['UploadSSHPublicKey', 'DeleteSSHPublicKey', 'sSHPublicKey', 'Id'],
  ['UploadSigningCertificate', 'DeleteSigningCertificate', 'certificate', 'Id'],
])('%s is ended by %s of the same', (give, end, member, id) => {
  const response = { [member]: { userName: user.id, [`${member}${id}`]: 'X1', status: 'Active' } };
  const given = iam('given', '13:00:00', give, { userName: user.id }, response);
  const ending = (what: string) =>
    iam('ended', '14:00:00', end, { userName: user.id, [`${member}${id}`]: what }, null, bob);
  expect(told([given, ending('X1')])).toEqual([{ root: 'given', links: ['ended reverted given'] }]);
  expect(told([given, ending('X2')])).toEqual([]);
});
