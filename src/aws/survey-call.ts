/** Defines a survey call, and names that are sure not to exist. */
import type { AwsSession } from './session.ts';

export interface SurveyCall {
  /** The IAM action. */
  readonly action: string;
  /** Well below what AWS allows: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
  readonly ratePerSecond: number;
  send(session: AwsSession, region: string, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** No log group, query or rule has this name. */
export const noSuchName = 'obs3-doctor-asks-what-may-be-asked';
export const noSuchQuery = '00000000-0000-4000-8000-000000000000';

export const call = (action: string, ratePerSecond: number, send: SurveyCall['send']): SurveyCall => ({
  action,
  ratePerSecond,
  send,
});
