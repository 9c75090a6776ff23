import { expect, test } from 'vitest';
import { guardduty } from '../../../../src/resources/services/guardduty.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['deleted detector d1', 'DeleteDetector', { request: { detectorId: 'd1' } }],
  ['deleted a detector', 'DeleteDetector', { request: { detectorId: '' } }],
  ['turned off detector d1', 'UpdateDetector', { request: { detectorId: 'd1', enable: false } }],
  ['turned on detector d1', 'UpdateDetector', { request: { detectorId: 'd1', enable: true } }],
  ['changed detector d1', 'UpdateDetector', { request: { detectorId: 'd1', findingPublishingFrequency: 'SIX_HOURS' } }],
  [
    'changed detector d1 (S3_DATA_EVENTS off)',
    'UpdateDetector',
    { request: { detectorId: 'd1', features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] } },
  ],
  [
    'changed detector d1 (S3_DATA_EVENTS off, RUNTIME_MONITORING on)',
    'UpdateDetector',
    {
      request: {
        detectorId: 'd1',
        enable: true,
        features: [
          { name: 'S3_DATA_EVENTS', status: 'DISABLED' },
          { name: 'RUNTIME_MONITORING', status: 'ENABLED' },
        ],
      },
    },
  ],
  [
    'changed the detector of account 444455556666 (S3_DATA_EVENTS off)',
    'UpdateMemberDetectors',
    { request: { accountIds: ['444455556666'], features: [{ name: 'S3_DATA_EVENTS', status: 'DISABLED' }] } },
  ],
  [
    'created suppression filter quiet of detector d1',
    'CreateFilter',
    { request: { detectorId: 'd1', name: 'quiet', action: 'ARCHIVE' } },
  ],
  [
    'created trusted IP list mine of detector d1 (active)',
    'CreateIPSet',
    { request: { detectorId: 'd1', name: 'mine', activate: true } },
  ],
  ['archived 2 findings of detector d1', 'ArchiveFindings', { request: { detectorId: 'd1', findingIds: ['a', 'b'] } }],
  [
    'disassociated account 444455556666 from the administrator',
    'DisassociateMembers',
    { request: { detectorId: 'd1', accountIds: ['444455556666'] } },
  ],
  [
    'left the administrator account of GuardDuty',
    'DisassociateFromAdministratorAccount',
    { request: { detectorId: 'd1' } },
  ],
])('%s', (expected, eventName, members) => {
  expect(say(guardduty, eventName, members)).toBe(expected);
});
