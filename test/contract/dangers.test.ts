import { describe, expect, test } from 'vitest';
import { dangerRules, dangersOf } from '../../src/resources/dangers.ts';
import { sentenceOf } from '../../src/resources/index.ts';
import { hostile, wrappings } from './hostile-calls.ts';

const principals = [
  { type: 'IAMUser', name: 'alice', account: '111122223333', accessKeyId: null },
  { type: 'Root', name: 'root', account: '111122223333', accessKeyId: 'AKIAEXAMPLE' },
  { type: 'Unknown', name: '', account: null, accessKeyId: '' },
] as const;

/** The forms in which rules name their AWS source. */
const sourceForms = [
  /^Security Hub [A-Z][A-Za-z0-9]+\.[1-9][0-9]*$/,
  /^Config [a-z0-9]+(?:-[a-z0-9]+)+$/,
  /^GuardDuty [A-Z][A-Za-z]+:[A-Z][A-Za-z0-9]+\/[A-Z][A-Za-z]+$/,
  /^https:\/\/docs\.aws\.amazon\.com\/[A-Za-z0-9/_.-]+\.html$/,
];

/** Calls of services in the catalog for which it has no sentence. */
const withoutSentence = [
  'rds.amazonaws.com/RestoreDBInstanceFromS3',
  'ec2.amazonaws.com/ModifyInstanceMetadataDefaults',
];

describe('the rules', () => {
  test('are many, each under an id of its own', () => {
    const ids = dangerRules.map(({ rule }) => rule);
    expect(ids.length).toBeGreaterThanOrEqual(45);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test('know the calls of the catalog by the names that it uses', () => {
    const unknown = dangerRules
      .flatMap(({ calls }) => calls)
      .filter((call) => call !== '*' && !withoutSentence.includes(call))
      .filter((call) => {
        const [source = '', name = ''] = call.split('/');
        const isCataloged = ['ec2', 'iam', 's3', 'rds', 'kms'].some((service) => source === `${service}.amazonaws.com`);
        return isCataloged && sentenceOf(source, name) === undefined;
      });
    expect(unknown).toEqual([]);
  });
});

describe.each(dangerRules)('rule $rule', (rule) => {
  test('says where it comes from and what it looks at', () => {
    expect(rule.rule).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)+$/);
    expect(sourceForms.filter((form) => form.test(rule.source))).toHaveLength(1);
    expect(rule.calls.length).toBeGreaterThan(0);
    expect(new Set(rule.calls).size).toBe(rule.calls.length);
    for (const call of rule.calls) expect(call).toMatch(/^(?:\*|[a-z0-9-]+\.amazonaws\.com\/[A-Z][A-Za-z0-9]+)$/);
  });

  test('reads as a sentence whatever the record holds', () => {
    for (const name of rule.calls) {
      const [eventSource = '', eventName = ''] = (name === '*' ? 's3.amazonaws.com/ListBuckets' : name).split('/');
      for (const [kind, member] of hostile) {
        for (const [where, wrap] of wrappings) {
          for (const principal of principals) {
            const account = principal.account;
            const call = { eventSource, eventName, outcome: 'success', account, principal, ...wrap(member) } as const;
            const reason = rule.reason(call);
            const context = `${name}, ${kind} ${where}: ${reason}`;
            if (reason === undefined) continue;
            expect(reason, context).toMatch(/^\S+(?: \S+)+$/);
            expect(reason, context).not.toMatch(/undefined|null|Infinity|\[object|native code|\(\)|[.,]$|\ba (a|an)\b/);
            expect(dangersOf(call), context).toContainEqual({
              rule: rule.rule,
              severity: rule.severity,
              reason,
              source: rule.source,
            });
          }
        }
      }
    }
  });
});
