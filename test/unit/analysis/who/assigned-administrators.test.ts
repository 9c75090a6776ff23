/** Permission sets that give every right, and who is assigned to them. */
import { describe, expect, test } from 'vitest';
import { CallSurvey } from '../../../../src/analysis/who/survey.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { record, resolvedCalls, sessionsOf, userIdentity } from '../../../fixtures/sessions.ts';

const rule = 'identity-center-administrator-assigned';
const set = 'arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/ps-0a1b2c3d4e5f6071';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const policyOf = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

type Call = readonly [eventName: string, request?: JsonObject | undefined, parts?: JsonObject];

const attach: Call = ['AttachManagedPolicyToPermissionSet', { managedPolicyArn: administrator }];
const detach: Call = ['DetachManagedPolicyFromPermissionSet', { managedPolicyArn: administrator }];
const inline = (action: string): Call => ['PutInlinePolicyToPermissionSet', { inlinePolicy: policyOf(action) }];
const bound: Call = ['PutPermissionsBoundaryToPermissionSet'];
const unbound: Call = ['DeletePermissionsBoundaryFromPermissionSet'];
const assign: Call = [
  'CreateAccountAssignment',
  { targetId: '444455556666', targetType: 'AWS_ACCOUNT', principalType: 'GROUP', principalId: 'g-1' },
];

const recordsOf = (calls: readonly Call[]) =>
  calls.map(([eventName, request, parts], n) =>
    record(n + 1, n, {
      eventSource: 'sso.amazonaws.com',
      eventName,
      userIdentity: userIdentity('alice'),
      readOnly: false,
      requestParameters: { permissionSetArn: set, ...request },
      ...parts,
    }),
  );

const said = (...calls: readonly Call[]) =>
  resolvedCalls(recordsOf(calls)).flatMap(
    ({ detail }) => detail.dangers?.flatMap((danger) => (danger.rule === rule ? [danger.reason] : [])) ?? [],
  );

const everything = (by: string) =>
  `Identity Center group g-1 may do everything in account 444455556666: permission set ps-0a1b2c3d4e5f6071 was given ${by} before`;
const byManaged = everything('AdministratorAccess');
const byInline = everything('every right by its inline policy');

describe('an assignment of a permission set', () => {
  test.each<readonly [string, readonly Call[], readonly string[]]>([
    ['that has AdministratorAccess', [attach, assign], [byManaged]],
    ['whose inline policy allows everything', [inline('*'), assign], [byInline]],
    ['that keeps one of two', [attach, inline('*'), detach, assign], [byInline]],
    ['whose boundary is gone again', [attach, bound, unbound, assign], [byManaged]],
    ['to two', [attach, assign, assign], [byManaged, byManaged]],
  ])('%s makes administrators', (_, calls, reasons) => {
    expect(said(...calls)).toEqual(reasons);
  });

  test.each<readonly [string, readonly Call[]]>([
    ['of which nothing is known', [assign]],
    ['before it has the policy', [assign, attach]],
    ['that lost the policy', [attach, detach, assign]],
    ['whose inline policy was replaced', [inline('*'), inline('s3:GetObject'), assign]],
    ['whose inline policy was deleted', [inline('*'), ['DeleteInlinePolicyFromPermissionSet'], assign]],
    ['that a boundary limits', [attach, bound, assign]],
    ['that another one’s policy is of', [[attach[0], { ...attach[1], permissionSetArn: `${set}0` }], assign]],
    ['that was refused the policy', [[attach[0], attach[1], { errorCode: 'AccessDenied' }], assign]],
    ['that was refused', [attach, [assign[0], assign[1], { errorCode: 'AccessDenied' }]]],
  ])('%s does not', (_, calls) => {
    expect(said(...calls)).toEqual([]);
  });

  test('is critical', () => {
    expect(resolvedCalls(recordsOf([attach, assign]))[1]).toMatchObject({
      severity: 'critical',
      detail: { dangers: [{ rule, severity: 'high', source: expect.stringContaining('singlesignon') }] },
    });
  });
});

test('calls that pass by leave what was given to a permission set', () => {
  const survey = new CallSurvey();
  for (const call of sessionsOf(recordsOf([attach, detach])).events) survey.take(call, call.id);
  expect(survey.held.map(({ call }) => call.detail.requestParameters)).toEqual([
    { permissionSetArn: set, ...attach[1] },
    { permissionSetArn: set, ...detach[1] },
  ]);
});
