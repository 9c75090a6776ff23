/** The human of an identity, for the tests of each type. */
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';
import { principalOf } from '../../../../src/sources/cloudtrail/principal.ts';
import { type RecordParts, recordOf } from '../../../fixtures/cloudtrail.ts';

export const account = '111122223333';

export const humanOf = (userIdentity: JsonValue, more: RecordParts = {}) =>
  principalOf(recordOf({ userIdentity, ...more })).human;

export const role = (more: JsonObject = {}, context: JsonObject = {}): JsonObject => ({
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEROLE00001:run',
  arn: `arn:aws:sts::${account}:assumed-role/deploy/run`,
  accountId: account,
  accessKeyId: 'ASIAEXAMPLEROLE00001',
  sessionContext: { sessionIssuer: { type: 'Role', userName: 'deploy' }, ...context },
  ...more,
});
