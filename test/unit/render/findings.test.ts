import { describe, expect, test } from 'vitest';
import type { Report } from '../../../src/model/report.ts';
import { github } from '../../../src/render/github.ts';
import { junit } from '../../../src/render/junit.ts';
import { sarif } from '../../../src/render/sarif.ts';
import { emptyReport, openSshReport } from '../../fixtures/report.ts';
import { at } from '../../fixtures/report-cast.ts';
import { alarm } from '../../fixtures/report-events.ts';

const context = { width: 80, color: false, expand: false };
const report = openSshReport();
const [opened] = report.timeline.filter(({ severity, kind }) => severity === 'critical' && kind === 'api-call');
const [flip] = report.timeline.filter(({ kind }) => kind === 'compliance');
if (!opened || !flip) throw new Error('the case has changed');

const gate: Report['gate'] = {
  passed: false,
  exitCode: 1,
  conditions: ['dangerous', 'noncompliant', 'alarm', 'gap'],
  failures: [
    { condition: 'dangerous', event: opened.id, message: 'opened: ssh (open-admin-port, high), 100%' },
    { condition: 'gap', event: null, message: 'DAMAGED_FILE: cut' },
  ],
  excused: [
    {
      condition: 'noncompliant',
      event: flip.id,
      message: 'restricted-ssh',
      reason: 'the bastion',
      until: '2026-12-31',
    },
  ],
};
const passed: Report['gate'] = { passed: true, exitCode: 0, conditions: ['alarm'], failures: [] };

describe('github', () => {
  const linesOf = (of: Report) => [...github.render(of, context)];

  test('without a gate: dangerous calls, broken rules, alarms, by severity, and what could not be seen', () => {
    const [headline, ...rest] = linesOf(report);
    expect(headline).toMatch(/^::notice title=obs3::alice@example\.com opened/);
    expect(rest.map((line) => /^::(\w+) title=([^:]*)::/.exec(line)?.slice(1))).toEqual([
      ['error', 'obs3%3A dangerous (open-admin-port)'],
      ['error', 'obs3%3A alarm'],
      ['warning', 'obs3%3A noncompliant (restricted-ssh)'],
      ['warning', 'obs3%3A could not be seen'],
      ['notice', 'obs3%3A worth knowing'],
    ]);
  });

  test('with a gate: what failed it, what was excused, and a gap that failed it once', () => {
    expect(linesOf({ ...report, gate }).slice(1)).toEqual([
      '::error title=obs3 gate%3A dangerous::opened: ssh (open-admin-port, high), 100%25',
      '::error title=obs3 gate%3A gap::DAMAGED_FILE: cut',
      '::notice title=obs3 gate%3A noncompliant%2C excused until 2026-12-31::restricted-ssh (the bastion)',
      expect.stringMatching(/^::notice title=obs3%3A worth knowing::DATA_EVENTS_NOT_RECORDED/),
    ]);
    expect(linesOf({ ...report, gate: passed })[1]).toBe('::notice title=obs3 gate::gate passed');
  });

  test('more than GitHub shows are counted, and all printed', () => {
    const failures = Array.from({ length: 12 }, (_, index) => ({
      condition: 'change',
      event: null,
      message: `${index}`,
    }));
    const lines = linesOf(emptyReport({ gate: { passed: false, exitCode: 1, failures } }));
    expect(lines[1]).toMatch(/^::error title=obs3::12 failures: /);
    expect(lines.filter((line) => line.startsWith('::error title=obs3 gate'))).toHaveLength(12);
  });

  test('its page of the job is the markdown', () => {
    expect([...(github.summary?.(report, context) ?? [])][0]).toBe('<!-- obs3.report/v1 -->');
  });
});

describe('junit', () => {
  const form = /<testcase classname="([^"]*)" name="([^"]*)"[^>]*?(?:\/>|>\s*<(\w+))/g;
  const casesOf = (of: Report) =>
    [...[...junit.render(of, context)].join('\n').matchAll(form)].map(([, group, name, result = 'passed']) => [
      group,
      name,
      result,
    ]);

  test('without a gate: a case for each finding, and whether everything could be seen', () => {
    expect(casesOf(report)).toEqual([
      ['obs3.dangerous', 'open-admin-port on web', 'failure'],
      ['obs3.alarm', 'alarm on i-0f1e2d3c4b5a69788', 'failure'],
      ['obs3.noncompliant', 'restricted-ssh on web', 'failure'],
      ['obs3', 'everything could be seen', 'error'],
    ]);
    expect(casesOf(emptyReport())).toEqual([['obs3', 'everything could be seen', 'passed']]);
  });

  test('with a gate: a case for each condition, passed ones too', () => {
    expect(casesOf({ ...report, gate })).toEqual([
      ['obs3.gate', 'dangerous', 'failure'],
      ['obs3.gate', 'noncompliant', 'passed'],
      ['obs3.gate', 'alarm', 'passed'],
      ['obs3.gate', 'gap', 'error'],
    ]);
    expect(casesOf({ ...report, gate: passed })).toEqual([
      ['obs3.gate', 'alarm', 'passed'],
      ['obs3', 'everything could be seen', 'error'],
    ]);
  });
});

describe('sarif', () => {
  const runOf = (of: Report) => JSON.parse([...sarif.render(of, context)].join('\n')).runs[0];

  test('tells where each finding lies: its record, its resource, and the course of events', () => {
    const { results, tool } = runOf(report);
    const [danger] = results;
    expect(danger).toMatchObject({
      ruleId: 'danger/open-admin-port',
      level: 'error',
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'logs/cloudtrail.json.gz' } },
          logicalLocations: [{ name: 'sg-0a1b2c3d4e5f60718', kind: 'resource' }],
        },
      ],
      partialFingerprints: { 'obs3EventId/v1': opened.id },
    });
    const steps = danger.codeFlows[0].threadFlows[0].locations;
    expect(steps.map((step: { importance: string }) => step.importance)).toEqual(['essential', 'important']);
    expect(results.map(({ ruleId, level }: { ruleId: string; level: string }) => [ruleId, level])).toEqual([
      ['danger/open-admin-port', 'error'],
      ['gate/alarm', 'error'],
      ['config/restricted-ssh', 'warning'],
    ]);
    expect(tool.driver.rules[1]).toMatchObject({
      id: 'danger/open-admin-port',
      helpUri: 'https://docs.aws.amazon.com/config/latest/developerguide/restricted-ssh.html',
      properties: { 'security-severity': '8.0' },
    });
  });

  test('what was read from AWS lies in no file, and says so', () => {
    const [event] = [alarm(at('14:15:08'), 'OK', 'ALARM')];
    const live = { ...event, origin: { ...event.origin, backend: 'api', locator: 'cloudwatch:DescribeAlarmHistory' } };
    const [result] = runOf(emptyReport({ timeline: [live] })).results;
    expect(result.locations[0].physicalLocation.artifactLocation).toEqual({
      uri: 'aws/111122223333/us-east-1/AWS::EC2::Instance/i-0f1e2d3c4b5a69788',
      description: { text: 'not a file: the resource in AWS' },
    });
  });

  test.each([
    ['logs/a b#c.json.gz#12', 'logs/a%20b%23c.json.gz'],
    ['/var/logs/a.json#1', 'file:///var/logs/a.json'],
    ['s3://bucket/AWSLogs/a.json.gz#3', 's3://bucket/AWSLogs/a.json.gz'],
    ['C:\\logs\\a.json#1', 'file:///C:/logs/a.json'],
    ['a:b/c.json#1', 'a%3Ab/c.json'],
  ])('the locator %s lies in %s', (locator, uri) => {
    const event = { ...opened, origin: { ...opened.origin, locator } };
    const [result] = runOf(emptyReport({ timeline: [event] })).results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test('with a gate: what failed is an error, what is excused is suppressed, and both are told once', () => {
    const { results, invocations } = runOf({ ...report, gate });
    const told = results.map((result: Record<string, unknown>) => [
      result['ruleId'],
      result['level'],
      result['suppressions'],
    ]);
    expect(told).toEqual([
      ['gate/gap', 'error', undefined],
      ['danger/open-admin-port', 'error', undefined],
      ['gate/alarm', 'error', undefined],
      [
        'config/restricted-ssh',
        'warning',
        [{ kind: 'external', status: 'accepted', justification: 'the bastion (until 2026-12-31)' }],
      ],
    ]);
    expect(results.map((result: { properties: { failsGate: boolean } }) => result.properties.failsGate)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(invocations[0]).toMatchObject({
      exitCode: 1,
      toolExecutionNotifications: [{ level: 'warning' }, { level: 'note' }],
    });
  });
});
