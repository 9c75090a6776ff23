/** Shared by the tables of dangerous calls: a call by an ordinary user of the account, and what the rules say about it. */
import type { JsonObject } from '../../../../src/model/json.ts';
import type { CallByPrincipal } from '../../../../src/resources/danger-rule.ts';
import { dangersOf } from '../../../../src/resources/dangers.ts';

export type Parts = Partial<Pick<CallByPrincipal, 'response' | 'additional' | 'service' | 'outcome' | 'account'>> & {
  readonly request?: JsonObject;
  readonly principal?: Partial<CallByPrincipal['principal']>;
};

/** Rule, `service:EventName`, what it says about a call, and a call of the same name that it leaves alone. */
export type Case = readonly [rule: string, event: string, reason: string, firing: Parts, quiet: Parts | 'always fires'];

export function callOf(event: string, { principal, ...parts }: Parts): CallByPrincipal {
  const [service, eventName = ''] = event.split(':');
  return {
    eventSource: `${service}.amazonaws.com`,
    eventName,
    request: {},
    response: {},
    additional: {},
    outcome: 'success',
    account: '111122223333',
    principal: { type: 'IAMUser', name: 'alice', account: '111122223333', accessKeyId: null, ...principal },
    ...parts,
  };
}

/** What one rule says about a call; undefined if it says nothing. */
export const said = (rule: string, event: string, parts: Parts): string | undefined =>
  dangersOf(callOf(event, parts)).find((danger) => danger.rule === rule)?.reason;

/** A policy with one statement that allows something, as text: most policies in CloudTrail are recorded so. */
export const allowing = (statement: JsonObject): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] });
