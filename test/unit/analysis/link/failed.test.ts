/** Calls that fail because a resource is off or gone: they follow the call that left it so. */
import { describe, expect, test } from 'vitest';
import { callEvent, refOf } from '../../../fixtures/events.ts';
import { bob } from '../../../fixtures/report-cast.ts';
import { linked, told } from './told.ts';

const key = refOf('AWS::KMS::Key', '1234abcd-12ab-34cd-56ef-1234567890ab');
const arn = `arn:aws:kms:us-east-1:111122223333:key/${key.id}`;
const onKey = (id: string, time: string, name: string) => callEvent(id, time, name, { source: 'kms', on: [key] });
const failing = (id: string, time: string, errorCode = 'DisabledException', more: object = {}) =>
  callEvent(id, time, 'Decrypt', {
    source: 'kms',
    on: [key],
    readOnly: true,
    outcome: 'failed',
    errorCode,
    by: bob,
    ...more,
  });
const disabled = onKey('disable', '14:00:00', 'DisableKey');

describe('a call that fails since its key is off', () => {
  test('follows the call that turned it off; of each caller the first tells it', () => {
    const events = [disabled, failing('first', '14:01:00'), failing('second', '14:02:00')];
    expect(told(events)).toEqual([{ root: 'disable', links: ['disable preceded first'] }]);
    expect(linked(events).chains[0]?.summary).toContain('then Decrypt failed (DisabledException)');
  });

  test('follows the deletion that was scheduled, and names the key in its error alone', () => {
    const call = failing('first', '14:01:00', 'KMSInvalidStateException', {
      on: [],
      errorMessage: `${arn} is pending deletion.`,
    });
    expect(told([onKey('schedule', '14:00:00', 'ScheduleKeyDeletion'), call])).toEqual([
      { root: 'schedule', links: ['schedule preceded first'] },
    ]);
  });

  test('does not follow what was undone before it, what came after it, or what turned off something else of the key', () => {
    expect(told([disabled, onKey('enable', '14:00:30', 'EnableKey'), failing('first', '14:01:00')])).toEqual([
      { root: 'disable', links: ['enable reverted disable'] },
    ]);
    expect(told([failing('first', '13:59:00'), disabled])).toEqual([]);
    expect(told([onKey('rotation', '14:00:00', 'DisableKeyRotation'), failing('first', '14:01:00')])).toEqual([]);
  });

  test('is no other failure: one that was denied, or one of another key', () => {
    expect(told([disabled, failing('first', '14:01:00', 'AccessDenied', { outcome: 'denied' })])).toEqual([]);
    const other = { on: [refOf('AWS::KMS::Key', '99999999-12ab-34cd-56ef-1234567890ab')] };
    expect(told([disabled, failing('first', '14:01:00', 'DisabledException', other)])).toEqual([]);
  });
});

describe('a call that fails since a secret is gone', () => {
  const secret = refOf('AWS::SecretsManager::Secret', 'orders/database');
  const deleted = callEvent('delete', '14:00:00', 'DeleteSecret', { source: 'secretsmanager', on: [secret] });
  const reading = (name: string, more: object = {}) =>
    callEvent('read', '14:01:00', name, {
      source: 'secretsmanager',
      on: [secret],
      readOnly: true,
      outcome: 'failed',
      errorCode: 'ResourceNotFoundException',
      by: bob,
      ...more,
    });

  test('follows the call that deleted it', () => {
    expect(told([deleted, reading('GetSecretValue')])).toEqual([{ root: 'delete', links: ['delete preceded read'] }]);
    const marked = {
      errorCode: 'InvalidRequestException',
      errorMessage: 'An error occurred: the secret was marked for deletion.',
    };
    expect(told([deleted, reading('GetSecretValue', marked)])).toHaveLength(1);
  });

  test('does not follow it where somebody only looks for what there is, or looks after what they deleted', () => {
    expect(told([deleted, reading('DescribeSecret')])).toEqual([]);
    expect(told([deleted, reading('GetSecretValue', { by: deleted.detail.principal })])).toEqual([]);
  });

  test('does not follow a call that only turned it off', () => {
    const off = callEvent('off', '14:00:00', 'DisableSecret', { source: 'secretsmanager', on: [secret] });
    expect(told([off, reading('GetSecretValue')])).toEqual([]);
  });
});
