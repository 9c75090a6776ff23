/** The content of items, in the shapes that Config delivers, for the cases of the rules. */
import type { JsonObject, JsonValue } from '../../../../../src/model/json.ts';
import type { State } from '../../../../fixtures/config.ts';

export interface RuleCases {
  readonly rule: string;
  readonly type: string;
  readonly complies: readonly State[];
  /** With part of what is said about it. */
  readonly violates: readonly (readonly [State, string])[];
  readonly doesNotApply?: readonly State[];
  readonly isNotTold?: readonly State[];
}

export const group = (...ipPermissions: readonly JsonObject[]): State => ({
  configuration: { groupName: 'web', groupId: 'sg-1', ipPermissions: [...ipPermissions], ipPermissionsEgress: [] },
});
export const open = (ipProtocol: string, fromPort?: number, toPort = fromPort, cidr = '0.0.0.0/0'): JsonObject => ({
  ipProtocol,
  ...(fromPort !== undefined && { fromPort, toPort: toPort as number }),
  userIdGroupPairs: [],
  prefixListIds: [],
  ipv6Ranges: cidr.includes(':') ? [{ cidrIpv6: cidr }] : [],
  ipv4Ranges: cidr.includes(':') ? [] : [{ cidrIp: cidr }],
  ipRanges: cidr.includes(':') ? [] : [cidr],
});
export const config = (configuration: JsonValue): State => ({ configuration });
export const bucket = (supplementaryConfiguration: JsonObject): State => ({
  configuration: { name: 'a-bucket' },
  supplementaryConfiguration: { IsRequesterPaysEnabled: false, ...supplementaryConfiguration },
});
export const noSupplement: State = { configuration: { name: 'a-bucket' }, supplementaryConfiguration: {} };
const policyText = (...Statement: readonly JsonObject[]) => JSON.stringify({ Version: '2012-10-17', Statement });
export const bucketPolicy = (...statements: readonly JsonObject[]) => ({
  BucketPolicy: { policyText: policyText(...statements) },
});
export const acl = (...grantList: readonly JsonObject[]) => ({
  AccessControlList: JSON.stringify({ grantSet: null, grantList, owner: { id: 'an-owner' } }),
});
export const block = (...on: readonly string[]) => ({
  PublicAccessBlockConfiguration: Object.fromEntries(
    ['blockPublicAcls', 'ignorePublicAcls', 'blockPublicPolicy', 'restrictPublicBuckets'].map((name) => [
      name,
      on.includes(name),
    ]),
  ),
});
export const everyone = { Effect: 'Allow', Principal: '*', Resource: 'arn:aws:s3:::a-bucket/*' };
export const plain = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
export const database = (parts: JsonObject): State =>
  config({ dBInstanceIdentifier: 'orders', engine: 'mysql', dBInstanceStatus: 'available', ...parts });
export const key = (parts: JsonObject, supplementaryConfiguration: JsonObject = {}): State => ({
  configuration: { keyId: 'a-key', keyManager: 'CUSTOMER', keyState: 'Enabled', origin: 'AWS_KMS', ...parts },
  supplementaryConfiguration,
});
export const policyVersion = (document: JsonValue, isDefaultVersion = true) => ({
  versionId: 'v1',
  isDefaultVersion,
  document,
});
export const managed = (...policyVersionList: readonly JsonObject[]): State =>
  config({ policyName: 'a-policy', policyVersionList: [...policyVersionList] });
export const statements = (...Statement: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: [...Statement],
});
export const admin = { Effect: 'Allow', Action: '*', Resource: '*' };
export const topicArn = 'arn:aws:sns:us-east-1:111122223333:alerts';
export const trail = (parts: JsonObject): State =>
  config({ name: 'org', s3BucketName: 'logs', homeRegion: 'us-east-1', ...parts });
export const anyone = (Action: string, Condition?: JsonObject) =>
  policyText({ Effect: 'Allow', Principal: { AWS: '*' }, Action, Resource: '*', ...(Condition && { Condition }) });

export function attributes(value: string): State {
  return {
    configuration: { loadBalancerName: 'web' },
    supplementaryConfiguration: {
      LoadBalancerAttributes: [
        { key: 'idle_timeout.timeout_seconds', value: '60' },
        { key: 'deletion_protection.enabled', value },
      ],
    },
  };
}

export function shared(part: string, attributeValues: readonly string[]): State {
  return {
    configuration: { status: 'available' },
    supplementaryConfiguration: { [part]: [{ attributeName: 'restore', attributeValues: [...attributeValues] }] },
  };
}

export function recovery(pointInTimeRecoveryStatus: string): State {
  return {
    configuration: { tableName: 'orders' },
    supplementaryConfiguration: {
      ContinuousBackupsDescription: {
        continuousBackupsStatus: 'ENABLED',
        pointInTimeRecoveryDescription: { pointInTimeRecoveryStatus },
      },
    },
  };
}
