/** Both bundled cases: everything in their written truth is on the timeline, and nothing that should not be there. */
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/reader.ts';
import { archiveEvidence } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { EventKind, TimelineEvent } from '../../src/model/event.ts';
import type { CommandName } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { questionOf } from '../fixtures/question.ts';
import { type Case, openSsh, unencryptedBucket } from '../unit/examples/cases.ts';

const reports = new Map<string, Promise<Report>>();

/** Asked only once: several tests read the answer. */
function ask({ folder }: Case, target: string, command: CommandName = 'investigate'): Promise<Report> {
  const key = `${folder} ${target} ${command}`;
  const report = reports.get(key) ?? reportOf(folder, target, command);
  reports.set(key, report);
  return report;
}

async function reportOf(folder: string, target: string, command: CommandName): Promise<Report> {
  const question = questionOf({
    command,
    targets: [planTarget(target)],
    filters: { reads: 'all' },
    from: [folder],
    now: '2026-06-01T00:00:00Z',
  });
  const archive = openArchive([folder], { standardInput: () => Promise.reject(new Error('standard input was read')) });
  return investigate(question, {
    sources,
    reader: archiveEvidence(sources, archive),
    clock: () => question.now,
    version: '0.0.0',
  });
}

const ofKind = <Kind extends EventKind>({ timeline }: Report, kind: Kind) =>
  timeline.filter((event): event is Extract<TimelineEvent, { kind: Kind }> => event.kind === kind);

describe.each([openSsh, unencryptedBucket])('$name', (bundle) => {
  const { truth } = bundle;

  test('lists every call that touched the target, and no other', async () => {
    const report = await ask(bundle, truth.target);
    const calls = ofKind(report, 'api-call');
    const own = calls.filter(({ match }) => match.includes('target')).map(({ detail }) => detail.eventId);
    expect([...own].sort()).toEqual([...truth.touching].sort());
    // anything else that is listed is needed by a chain
    for (const { match, chain } of calls) expect(match.includes('target') || chain !== null).toBe(true);
    for (const decoy of Object.values(truth.decoyCalls))
      expect(calls.map(({ detail }) => detail.eventId)).not.toContain(decoy);
  });

  test('lists every recorded state in the window, against the one before it', async () => {
    const items = ofKind(await ask(bundle, truth.target), 'config-change');
    expect(items.map(({ detail }) => [detail.stateId, detail.captureTime])).toEqual(
      truth.items.map(({ stateId, captureTime }) => [stateId, captureTime]),
    );
    expect(items[0]?.detail.before).toMatchObject(truth.itemBefore);
    for (const [index, { changed }] of truth.items.entries()) {
      const paths = items[index]?.detail.changes.map(({ path }) => path) ?? [];
      for (const part of changed) expect(paths.some((path) => path.split('/').includes(part))).toBe(true);
    }
  });

  test('lists every flip of a rule, and tells what holds at the end', async () => {
    const report = await ask(bundle, truth.target);
    expect(
      ofKind(report, 'compliance').map(({ time, detail }) => ({
        rule: detail.rule,
        resourceId: detail.resource.id,
        from: detail.from,
        to: detail.to,
        time,
      })),
    ).toEqual(truth.flips);
    const last = truth.flips.at(-1);
    expect(report.verdict.compliance?.rules).toContainEqual(
      expect.objectContaining({ name: last?.rule, status: last?.to }),
    );
  });

  test('lists every alarm transition of the target, and no decoy', async () => {
    const alarms = ofKind(await ask(bundle, truth.target), 'alarm');
    expect(
      alarms.map(({ time, detail }) => ({ alarm: detail.alarmName, from: detail.from, to: detail.to, time })),
    ).toEqual(truth.alarms);
  });

  test('adds up the traffic of the interfaces behind the target, and of no other', async () => {
    const flows = ofKind(await ask(bundle, truth.target), 'flow');
    for (const { detail } of flows) expect(truth.neighbors).toContain(detail.interfaceId);
    for (const { interfaceId, action, port, sources: peers } of truth.flows) {
      const flow = flows.find(
        ({ detail }) =>
          detail.interfaceId === interfaceId &&
          detail.action === action &&
          detail.dstPort === port &&
          detail.direction === 'ingress',
      );
      const found = flow?.detail.sources.map(({ answerBytes: _, ...source }) => source);
      expect(found).toHaveLength(peers.length);
      expect(found).toEqual(expect.arrayContaining(peers.map((peer) => expect.objectContaining(peer))));
    }
  });

  test('has the series and alarms that impact will be judged by', async () => {
    const resources = [truth.target, ...truth.neighbors];
    const own = [...truth.shifts, ...truth.quiet].filter(({ dimensions }) =>
      Object.values(dimensions).some((value) => resources.includes(value)),
    );
    const { metrics = [] } = await ask(bundle, truth.target, 'impact');
    const named = metrics.map(({ metricName, dimensions }) => JSON.stringify([metricName, dimensions]));
    expect(own.length).toBeGreaterThan(0);
    for (const { metricName, dimensions } of own) expect(named).toContain(JSON.stringify([metricName, dimensions]));
    for (const { dimensions } of metrics)
      expect(Object.values(dimensions).some((value) => resources.includes(value))).toBe(true);
  });
});

test('the function that put the bucket right said so in its log', async () => {
  const { truth } = unencryptedBucket;
  const report = await ask(unencryptedBucket, truth.logs?.logGroup ?? '');
  const lines = ofKind(report, 'log')
    .flatMap(({ detail }) => detail.examples)
    .join('\n');
  for (const message of truth.logs?.newMessages ?? []) expect(lines).toContain(message);
});
