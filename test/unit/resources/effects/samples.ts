/** A record's parameters and answer for each call, in the shape that CloudTrail documents, and the effect it must have. */
import type { JsonObject } from '../../../../src/model/json.ts';

export interface Sample {
  /** `s3:PutBucketPolicy` */
  readonly call: string;
  readonly request: JsonObject;
  readonly response?: JsonObject;
  /** A path that must be among the changes. */
  readonly path: string;
}

type Row = readonly [call: string, request: JsonObject, path: string, response?: JsonObject];

export const samplesOf = (rows: readonly Row[]): readonly Sample[] =>
  rows.map(([call, request, path, response]) => ({ call, request, path, ...(response && { response }) }));

export const policyText = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Sid: 'read', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' }],
});
export const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:111122223333:${resource}`;
