/** Identities for the tests of principals. */
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { type RecordParts, recordOf } from '../../../fixtures/cloudtrail.ts';

export const account = '111122223333';

export const of = (userIdentity: JsonValue | undefined, more: RecordParts = {}): Principal =>
  principalOf(recordOf({ userIdentity, ...more }));

export const roleSession = (role: string, session: string, more: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: `AROAEXAMPLEROLE00001:${session}`,
  arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLEROLE00001',
  sessionContext: {
    sessionIssuer: {
      type: 'Role',
      principalId: 'AROAEXAMPLEROLE00001',
      arn: `arn:aws:iam::${account}:role/path/${role}`,
      accountId: account,
      userName: role,
    },
    attributes: { creationDate: '2026-03-03T13:00:00Z', mfaAuthenticated: 'false' },
  },
  ...more,
});
