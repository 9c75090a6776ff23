/** The calls that issue credentials: they link a session's calls to the call that began it, and so to the caller. */
import type { CredentialsEvidence } from '../../model/evidence.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import { digestOf } from './canonical.ts';
import { cloudTrailId } from './normalize.ts';
import { principalOf } from './principal.ts';
import { type CloudTrailRecord, eventTime, outcomeOf } from './record.ts';
import { workloadIssuedTo } from './workload.ts';

/** The access key that a call issued; undefined if it issued none. */
export function issuedAccessKey(record: CloudTrailRecord): string | undefined {
  const response = objectAt(record, 'responseElements');
  return (
    stringAt(response['credentials'], 'accessKeyId') ??
    stringAt(response['accessKey'], 'accessKeyId') ??
    stringAt(response['roleCredentials'], 'accessKeyId')
  );
}

/** The hop from the caller to the credentials issued; undefined for a call that failed or issued none. */
export function credentialsEvidence(record: CloudTrailRecord): CredentialsEvidence | undefined {
  const accessKeyId = issuedAccessKey(record);
  const time = eventTime(record);
  if (accessKeyId === undefined || time === undefined || outcomeOf(record) !== 'success') return undefined;
  const issuer = principalOf(record);
  const response = objectAt(record, 'responseElements');
  const request = objectAt(record, 'requestParameters');
  const workload = workloadIssuedTo(record);
  const sharedEventId = stringAt(record, 'sharedEventID');
  const to =
    stringAt(response['assumedRoleUser'], 'arn') ??
    stringAt(response['federatedUser'], 'arn') ??
    stringAt(request, 'roleArn') ??
    stringAt(response['accessKey'], 'userName') ??
    issuer.arn ??
    issuer.name;
  return {
    type: 'credentials',
    accessKeyId,
    hop: {
      time: new Date(time).toISOString(),
      event: cloudTrailId(stringAt(record, 'eventID'), digestOf(record)),
      from: issuer.arn ?? issuer.name,
      to,
    },
    issuerAccessKeyId: issuer.accessKeyId,
    issuer,
    ...(stringAt(request, 'serialNumber') !== undefined && { mfa: true }),
    ...(workload && { workload }),
    ...(sharedEventId !== undefined && { sharedEventId }),
  };
}
