/** Which function repaired something: not judged by the name of its role, which others may have, too. */
import { expect, test } from 'vitest';
import { functionBehind, remedyOf } from '../../../../src/analysis/link/remediated.ts';
import type { Principal } from '../../../../src/model/principal.ts';
import { at, remediation } from '../../../fixtures/report-cast.ts';
import { apiCall } from '../../../fixtures/report-events.ts';

const by = (parts: Partial<Principal>) =>
  apiCall(at('14:48:50'), 'RevokeSecurityGroupIngress', 'closed', {
    detail: {
      principal: {
        ...remediation,
        name: 'fixer',
        session: 'fix-fn',
        human: null,
        sourceIp: '198.51.100.7',
        tool: { kind: 'sdk', name: 'boto3', version: null, disagrees: [] },
        ...parts,
      },
    },
  });

test('a function is named, and known by its credentials whatever its user agent says', () => {
  const call = by({ userAgent: 'Boto3/1.34', workload: { type: 'AWS::Lambda::Function', id: 'fix-fn' } });
  expect(remedyOf(call)).toBe('function');
  expect(functionBehind(call)).toBe('function fix-fn');
});

test('of a role alone, the role is named as one', () => {
  const call = by({ userAgent: 'Boto3/1.34 exec-env/AWS_Lambda_python3.12', workload: null });
  expect(remedyOf(call)).toBe('function');
  expect(functionBehind(call)).toBe('function of role fixer');
});
