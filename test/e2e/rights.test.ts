/** What `obs3 policy` prints is enough for every command, and what `--plan` shows is what each of them asks. */
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { planV1 } from '../../src/report/schema-plan-v1.ts';
import { openSsh } from '../unit/examples/cases.ts';
import { obs3 } from './obs3.ts';
import { aggregator, instance, now, target, window, withAccount } from './whole-account.ts';

const conditions = 'change,out-of-band,dangerous,noncompliant,alarm,shift,denied,gap';
const moments = ['2026-03-03T14:00:00Z', '2026-03-03T15:00:00Z'];
/** The agents' session in the case. */
const accessKey = 'ASIAYIGFE7DWVEXAMPLE';

/** Name -> what is typed, without the output options; the exit codes are those of a gate that judges the case. */
const commands: Readonly<Record<string, readonly string[]>> = {
  'investigate a resource': ['investigate', target, ...window],
  'investigate a principal': ['investigate', 'alice', '--as', 'principal', ...window],
  'investigate an alarm': ['investigate', 'alarm:thumbnails-errors', ...window],
  'investigate a window': ['investigate', ...window],
  'who of a resource': ['who', target, ...window],
  'who of a window': ['who', ...window],
  'whois of a key': ['whois', accessKey, ...window],
  'whois of a call': ['whois', String(openSsh.truth.calls['opened']), '--now', now],
  'whois of a person': ['whois', 'alice', '--no-baseline', ...window],
  'what of a resource': ['what', target, ...window],
  'what of a window': ['what', ...window],
  'what at a time': ['what', target, '--at', moments[0] ?? '', '--now', now],
  'what between two times': ['what', target, '--between', ...moments, '--now', now],
  'compliance of a resource': ['compliance', target, ...window],
  'compliance of a rule': ['compliance', 'restricted-ssh', ...window],
  'compliance of the account': ['compliance', ...window],
  'compliance of an aggregator': ['compliance', '--aggregator', aggregator, ...window],
  'impact of an instance': ['impact', instance, ...window],
  'impact of a function': ['impact', 'thumbnails', ...window],
  'dashboard of an instance': ['dashboard', instance, ...window],
  'gate of a resource': ['gate', target, '--fail-on', conditions, '--allow-principal', 'deploy/*', ...window],
  'gate of a window': ['gate', '--fail-on', conditions, '--allow-principal', 'deploy/*', ...window],
  inventory: ['inventory', '--now', now],
  'inventory of what is gone, and by whom': ['inventory', '--deleted', ...window],
  'inventory of an aggregator': ['inventory', '--aggregator', aggregator, '--now', now],
};

const policies = new Map<string, Promise<readonly string[]>>();

function policyFor(purpose: string): Promise<readonly string[]> {
  const known = policies.get(purpose) ?? printed(purpose);
  policies.set(purpose, known);
  return known;
}

async function printed(purpose: string): Promise<readonly string[]> {
  const { stdout, code } = await obs3(['policy', '--for', purpose]);
  expect(code).toBe(0);
  const { Statement } = JSON.parse(stdout) as { Statement: { Action: string[]; Effect: string }[] };
  expect(Statement.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  return Statement.flatMap(({ Action }) => Action);
}

/** A dashboard has a body instead of formats; its plan is that of the investigation that it shows. */
const planOf = (args: readonly string[]) =>
  args[0] === 'dashboard'
    ? ['investigate', ...args.slice(1), '--plan', '-o', 'json']
    : [...args, '--plan', '-o', 'json'];
const asJson = (args: readonly string[]) => (args[0] === 'dashboard' ? args : [...args, '-o', 'json']);

const denied = /^(AccessDenied|UnauthorizedOperation)/;
const callOf = ({ action, region }: { readonly action: string; readonly region: string }) => `${action} ${region}`;
const isFree = ({ action }: { readonly action: string }) => action === 'sts:GetCallerIdentity';

describe.concurrent.each(Object.entries(commands))('%s', { timeout: 120_000 }, (_, args) => {
  test('has all that it needs by its own policy, and asks what was planned', async ({ expect }) => {
    const allow = await policyFor(args[0] ?? '');
    const { run, requests } = await withAccount({ allow }, async (env, { requests: log }) => ({
      run: await obs3(asJson(args), { env }),
      requests: [...log.all],
    }));
    expect(run.stderr).toBe('');
    expect([0, ...(args[0] === 'gate' ? [1] : [])]).toContain(run.code);
    expect(requests.filter(({ outcome }) => denied.test(outcome)).map(callOf)).toEqual([]);
    // nor does the report say that a right is missing
    expect(run.stdout).not.toContain('ACCESS_DENIED');

    const planned = await withAccount({ allow: [] }, async (env, { requests: log }) => {
      const plan = await obs3(planOf(args), { env });
      expect(plan).toMatchObject({ code: 0, stderr: '' });
      expect(log.all).toEqual([]);
      return planV1.parse(JSON.parse(plan.stdout)) as Plan;
    });
    const told = new Set(planned.requests.map(callOf));
    const made = new Set(requests.filter((request) => !isFree(request)).map(callOf));
    expect([...made].filter((call) => !told.has(call))).toEqual([]);
    const first = planned.requests.filter(({ round, least }) => round === 'first' && least > 0).map(callOf);
    expect(first.filter((call) => !made.has(call))).toEqual([]);
    expect(first.length).toBeGreaterThan(0);
  });
});

test('a policy is for its command: a right of it less is told as what it is', async () => {
  const allow = (await policyFor('who')).filter((action) => !action.startsWith('cloudtrail:'));
  const run = await withAccount({ allow }, (env) => obs3(['who', target, ...window], { env }));
  expect(run.code).toBe(4);
  expect(run.stderr).toMatch(/^obs3: nothing could be asked: cloudtrail:LookupEvents is not allowed/);
});

test('doctor needs no more than its own, and proves all of it', async () => {
  const allow = await policyFor('doctor');
  const { run, requests } = await withAccount({ allow }, async (env, { requests: log }) => ({
    run: await obs3(['doctor', '--now', now, '-o', 'json'], { env }),
    requests: [...log.all],
  }));
  expect(requests.filter(({ outcome }) => denied.test(outcome)).map(callOf)).toEqual([]);
  const { permissions } = JSON.parse(run.stdout) as { permissions: { action: string; state: string }[] };
  expect([...new Set(permissions.map(({ action }) => action))].sort()).toEqual([...allow].sort());
  expect(permissions.filter(({ state }) => state !== 'allowed')).toEqual([]);
});

test.each(['compliance', 'inventory', 'whois', 'dashboard', 'what'])('%s --plan is a table, too', async (name) => {
  const args = Object.values(commands).find(([first]) => first === name) ?? [];
  const run = await obs3([...args, '--plan', '--region', 'eu-west-1'], { env: { COLUMNS: '80' } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain(': nothing was asked');
  expect(Math.max(...run.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});
