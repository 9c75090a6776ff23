/** Both bundled cases from their other ends: from the alarm that went off, and from a window without a target. */
import { describe, expect, test } from 'vitest';
import { dashboardBody } from '../../src/analysis/impact/dashboard.ts';
import { openArchive } from '../../src/archive/reader.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { EventKind, TimelineEvent } from '../../src/model/event.ts';
import type { Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { questionOf } from '../fixtures/question.ts';
import { type Case, openSsh, unencryptedBucket } from '../unit/examples/cases.ts';

async function ask({ folder }: Case, targets: readonly string[], more: Partial<Question> = {}): Promise<Report> {
  const question = {
    ...questionOf({
      targets: targets.map((target) => planTarget(target)),
      from: [folder],
      now: '2026-06-01T00:00:00Z',
    }),
    ...more,
  };
  const archive = openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) });
  const reader = archiveEvidence(sources, archive);
  return investigate(question, { sources, reader, clock: () => question.now, version: '0.0.0' });
}

const ofKind = <Kind extends EventKind>({ timeline }: Report, kind: Kind) =>
  timeline.filter((event): event is Extract<TimelineEvent, { kind: Kind }> => event.kind === kind);
const shiftsIn = (report: Report) =>
  ofKind(report, 'metric')
    .map(({ detail }) => `${detail.metricName} ${detail.onset}`)
    .sort();

describe('the alarm that went off', () => {
  const alarm = unencryptedBucket.truth.alarms[0]?.alarm ?? '';
  const arn = `arn:aws:cloudwatch:eu-central-1:${unencryptedBucket.account}:alarm:${alarm}`;

  test.each([[alarm], [`alarm:${alarm}`], [arn]])(
    '%s leads to the bucket, and to what was done to it before',
    async (text) => {
      const report = await ask(unencryptedBucket, [text]);
      expect(report.subject).toMatchObject({ type: 'AWS::CloudWatch::Alarm' });
      const fired = ofKind(report, 'alarm').filter(({ detail }) => detail.alarmName === alarm);
      expect(fired.map(({ time, detail }) => [time, detail.to])).toEqual(
        unencryptedBucket.truth.alarms.map(({ time, to }) => [time, to]),
      );
      const { calls, items, shifts } = unencryptedBucket.truth;
      const told = new Set(ofKind(report, 'api-call').map(({ detail }) => detail.eventId));
      const [first = ''] = fired.map(({ time }) => time);
      const cause = ofKind(report, 'api-call').filter(({ time, severity }) => time < first && severity === 'warning');
      expect(cause.length).toBeGreaterThan(0);
      expect(
        Object.values(calls)
          .flat()
          .filter((id) => told.has(id)).length,
      ).toBeGreaterThan(0);
      expect(ofKind(report, 'config-change').map(({ detail }) => detail.stateId)).toEqual(
        expect.arrayContaining(items.map(({ stateId }) => stateId)),
      );
      expect(shiftsIn(report)).toEqual(
        shifts.map(({ metricName, onset }) => `${metricName} ${new Date(onset).toISOString()}`).sort(),
      );
    },
  );
});

test('of the alarm of another resource nothing of this one is told', async () => {
  const [quiet = ''] = openSsh.truth.quietAlarms ?? [];
  const report = await ask(unencryptedBucket, [quiet]);
  expect(report.timeline).toEqual([]);
  const own = await ask(openSsh, [quiet], { listsWatched: true });
  expect(ofKind(own, 'alarm')).toEqual([]);
  expect(own.alarms?.map(({ arn }) => arn)).toEqual([quiet]);
});

describe.each([openSsh, unencryptedBucket])('$name, with nothing named', (bundle) => {
  test('looks at the metrics of what was changed, and tells their shifts', async () => {
    const report = await ask(bundle, []);
    const named = await ask(bundle, [bundle.truth.target]);
    // the function that repaired the bucket was changed in the window, too, and took longer than before
    expect(shiftsIn(report)).toEqual(expect.arrayContaining(shiftsIn(named)));
    expect(shiftsIn(named).length).toBeGreaterThan(0);
    for (const { match } of ofKind(report, 'metric')) expect(match).toEqual(['window']);
  });

  test('has a dashboard of the target with its shifted metrics', async () => {
    const report = await ask(bundle, [bundle.truth.target], { listsWatched: true });
    const body = JSON.stringify(dashboardBody(report, 'us-east-1'));
    for (const { metricName } of bundle.truth.shifts) expect(body).toContain(`"${metricName}"`);
    expect(body).toContain('"vertical"');
  });
});

test('who used the hole: the traffic that came in names the call that let it in', async () => {
  const report = await ask(openSsh, [openSsh.truth.target]);
  const admitted = ofKind(report, 'flow').filter(({ detail }) => detail.admittedBy !== undefined);
  expect(admitted.map(({ detail }) => [detail.dstPort, detail.action, detail.direction])).toEqual([
    [22, 'ACCEPT', 'ingress'],
  ]);
  const opener = report.timeline.find(({ id }) => id === admitted[0]?.detail.admittedBy);
  expect(opener?.kind === 'api-call' && opener.detail.eventName).toBe('AuthorizeSecurityGroupIngress');
  expect(opener?.severity).toBe('critical');
});
