/**
 * Asks about a scenario, from the files that were delivered and over the APIs, and gives the answer in the case's own names.
 */
import { expect, onTestFinished } from 'vitest';
import type { EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import type { TimelineEvent } from '../../src/model/event.ts';
import type { Question } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { ManualClock } from '../aws/clock.ts';
import { createWorld } from '../aws/world.ts';
import { worldFromArchive } from '../aws/world-from-archive.ts';
import { questionOf, shuffled } from '../fixtures/question.ts';
import { deliver } from '../fixtures/scenarios/delivery.ts';
import type { Expected, Scenario } from '../fixtures/scenarios/scenario.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { serverFor } from './aws-server-harness.ts';
import { archiveReader, liveReader, sessionWith, signalForAll, signInRegions } from './live-harness.ts';

const questionAbout = ({ targets, since, until, now }: Scenario): Question =>
  questionOf({ targets: targets.map((target) => planTarget(target)), since, until, now });

const folderOf = async (files: ReadonlyMap<string, string>): Promise<string> => {
  const folder = await temporaryFolder();
  deliver.writeTree(files, folder);
  return folder;
};

export interface ArchiveOptions {
  /** How the files are laid out; absent: as delivered. */
  readonly files?: ReadonlyMap<string, string>;
  /** Evidence comes in a different order. */
  readonly seed?: number;
  readonly targets?: readonly string[];
  /** As from a bucket whose files are not kept. */
  readonly fetchesAgain?: boolean;
}

const reports = new Map<Scenario, Promise<Report>>();

/** There is one report on a scenario as it was delivered, with which several tests compare others. */
export function fromArchive(scenario: Scenario, options?: ArchiveOptions): Promise<Report> {
  if (options) return readArchive(scenario, options);
  const report = reports.get(scenario) ?? readArchive(scenario, {});
  reports.set(scenario, report);
  return report;
}

async function readArchive(scenario: Scenario, options: ArchiveOptions): Promise<Report> {
  const { files = scenario.files, seed, targets = scenario.targets, fetchesAgain = false } = options;
  const folder = await folderOf(files);
  const question = { ...questionAbout({ ...scenario, targets }), from: [folder] };
  const reader = { ...archiveReader(folder), fetchesAgain };
  return investigate(question, {
    sources,
    reader: seed === undefined ? reader : inAnotherOrder(reader, seed),
    clock: () => question.now,
    version: '0.0.0',
  });
}

const inAnotherOrder = (reader: EvidenceReader, seed: number): EvidenceReader => ({
  ...reader,
  async *read(...asked) {
    for await (const reading of reader.read(...asked)) yield { ...reading, evidence: shuffled(reading.evidence, seed) };
  },
});

export async function fromApis(scenario: Scenario, denied: readonly string[] = []): Promise<Report> {
  const question = { ...questionAbout(scenario), from: [] };
  const read = worldFromArchive(await folderOf(scenario.files)).world.accounts;
  const accounts = [...new Set([...scenario.places.map(({ account }) => account), ...Object.keys(read)])];
  const world = createWorld(
    Object.fromEntries(
      accounts.map((account) => [account, { regions: { ...signInRegions, ...read[account]?.regions } }] as const),
    ),
  );
  const server = await serverFor({ world, clock: new ManualClock(scenario.now), rateFactor: Infinity });
  for (const action of denied) server.faults.add({ kind: 'denied', action });
  const signal = signalForAll();
  const sessions = accounts.map((account) => sessionWith(server, { account, signal }));
  onTestFinished(() => {
    for (const session of sessions) session.destroy();
  });
  const regions = [...new Set(scenario.places.map(({ region }) => region))];
  const reader = liveReader(sessions, { regions, now: question.now, signal });
  return investigate(question, { sources, reader, signal, clock: () => question.now, version: '0.0.0' });
}

const clock = (time: string) => time.slice(11, 19);

/** A call by the name that the case gave it; any other event by its resource and time. */
export function nameOf(event: TimelineEvent, { names }: Scenario): string {
  const named = (id: string) => names.get(id) ?? id;
  switch (event.kind) {
    case 'api-call':
      return named(event.detail.eventId ?? event.id);
    case 'config-change':
      return event.detail.inferred
        ? `inferred ${named(event.id.replace(/^inferred:/, ''))}`
        : `${event.detail.resourceId}@${clock(event.time)}`;
    case 'compliance':
      return `${event.detail.rule}=${event.detail.to}@${clock(event.time)}`;
    case 'metric':
      return `${event.detail.metricName} of ${Object.values(event.detail.dimensions)[0]} ${event.detail.direction}@${clock(event.time)}`;
    case 'alarm':
      return `${event.detail.alarmName}=${event.detail.to}@${clock(event.time)}`;
    case 'flow':
      return `${event.detail.action} ${event.detail.protocol}/${event.detail.dstPort} ${event.detail.interfaceId}`;
    case 'log':
      return `log ${event.detail.pattern}`;
    default:
      return event.id;
  }
}

/** The report in the terms of the expectation. */
export function told(report: Report, scenario: Scenario) {
  const byId = new Map(report.timeline.map((event) => [event.id, event]));
  const name = (id: string | null) => {
    if (id === null) return null;
    const event = byId.get(id);
    return event ? nameOf(event, scenario) : `${scenario.names.get(id.replace(/^cloudtrail:/, '')) ?? id}, not listed`;
  };
  return {
    answer: report.verdict.answer,
    chains: report.chains.map(({ root, links, exposure }) => ({
      root: name(root),
      links: links.map(({ from, to, relation }) => `${name(from)} ${relation} ${name(to)}`).sort(),
      exposure: exposure && {
        startedBy: name(exposure.startedBy),
        fixedBy: name(exposure.fixedBy),
        open: exposure.open,
        seconds: exposure.seconds,
        secondsByChange: exposure.secondsByChange,
        rules: exposure.rules,
      },
    })),
    unlinked: report.timeline
      .filter(({ chain }) => chain === null)
      .map((event) => {
        const note = event.kind === 'metric' ? / \(([^()]*)\)$/.exec(event.summary)?.[1] : undefined;
        return `${nameOf(event, scenario)}${note === undefined ? '' : ` | ${note}`}`;
      }),
  };
}

const asTold = ({ answer, chains, unlinked }: Expected) => ({
  answer,
  chains: chains.map(({ root, links, exposure }) => ({ root, links: [...links].sort(), exposure })),
  unlinked,
});

export function expectChains(report: Report, scenario: Scenario): void {
  const { expected } = scenario;
  expect(told(report, scenario)).toEqual(asTold(expected));
  for (const [position, { says = [] }] of expected.chains.entries())
    for (const words of says) expect(report.chains[position]?.summary).toContain(words);
  if (expected.headline) expect(report.verdict.headline).toMatch(expected.headline);
  const listed = new Set(report.timeline.map(({ id }) => id));
  for (const { id, root, events, links } of report.chains) {
    expect(events).toContain(root);
    for (const event of events) expect(report.timeline.find((one) => one.id === event)?.chain).toBe(id);
    for (const { from, to, score, because } of links) {
      expect([listed.has(from), listed.has(to)]).toEqual([true, true]);
      expect(score).toBeGreaterThanOrEqual(0.5);
      expect(score).toBeLessThanOrEqual(1);
      expect(because.length).toBeGreaterThan(0);
    }
  }
}
