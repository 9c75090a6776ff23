/**
 * Files are asked about impact without a target: calls explain what was measured and what flowed. If there is nothing to
 * explain, no call is kept; otherwise only those that explain something.
 */
import { describe, expect, test } from 'vitest';
import type { EvidenceReader } from '../../src/investigate/evidence-reader.ts';
import { investigate } from '../../src/investigate/investigate.ts';
import { readMeasured } from '../../src/investigate/measured.ts';
import { whoisKind, whoisReport } from '../../src/investigate/whois.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { planTarget } from '../../src/plan/target.ts';
import { sources } from '../../src/sources/index.ts';
import { apiItem, historyFile, historyKey } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { deliver } from '../fixtures/scenarios/delivery.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { account, deliveredKey, record, region, trailFile } from '../fixtures/trail.ts';
import { archiveReader } from './live-harness.ts';

const call = (eventName: string, requestParameters: JsonObject) =>
  record({ eventTime: '2026-03-01T14:00:00Z', eventSource: 'ec2.amazonaws.com', eventName, requestParameters });

const instance = 'i-0f1e2d3c4b5a69788';
const started = call('StartInstances', { instancesSet: { items: [{ instanceId: instance }] } });
const opened = call('AuthorizeSecurityGroupIngress', { groupId: 'sg-0a1b2c3d4e5f60718' });
const insight = record({
  eventTime: '2026-03-01T14:05:00Z',
  eventType: 'AwsCloudTrailInsight',
  eventCategory: 'Insight',
  insightDetails: {
    state: 'Start',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    insightType: 'ApiCallRateInsight',
    insightContext: { statistics: { baseline: { average: 0.1 }, insight: { average: 9 } } },
  },
});

const trail: readonly [string, string] = [
  deliveredKey('20260301T1410Z'),
  JSON.stringify(trailFile(started, opened, insight)),
];
const flows: readonly [string, string] = [
  `AWSLogs/${account}/vpcflowlogs/${region}/2026/03/01/${account}_vpcflowlogs_${region}_fl-0a1b2c3d4e5f60718_20260301T1400Z_0a1b2c3d.log`,
  [
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status',
    `2 ${account} eni-0c4d5e6f708192a3b 203.0.113.9 10.0.0.4 40000 22 6 5 500 1772373660 1772373720 ACCEPT OK`,
  ].join('\n'),
];
const metrics: readonly [string, string] = [
  'metrics.json',
  JSON.stringify({
    metric_stream_name: 'all',
    account_id: account,
    region,
    namespace: 'AWS/EC2',
    metric_name: 'CPUUtilization',
    dimensions: { InstanceId: instance },
    timestamp: Date.parse('2026-03-01T14:00:00Z'),
    value: { count: 5, sum: 50, max: 11, min: 9 },
    unit: 'Percent',
  }),
];

async function folderOf(...files: readonly (readonly [string, string])[]): Promise<string> {
  const folder = await temporaryFolder();
  deliver.writeTree(new Map(files), folder);
  return folder;
}

const calledIn = (evidence: readonly Evidence[]): readonly string[] =>
  evidence.flatMap((found) =>
    found.type === 'event' && found.event.kind === 'api-call' ? [found.event.detail.eventName] : [],
  );

/** What came from the files, reading by reading. */
function watched(reader: EvidenceReader) {
  const given: string[] = [];
  const spans = new Set<string>();
  let rounds = 0;
  const watching: EvidenceReader = {
    ...reader,
    async *read(...all) {
      rounds++;
      for await (const reading of reader.read(...all)) {
        given.push(...calledIn(reading.evidence));
        for (const { source } of reading.spans) spans.add(source);
        yield reading;
      }
    },
  };
  return { watching, given, spans, rounds: () => rounds };
}

const impactOf = (folder: string) =>
  questionOf({ command: 'impact', from: [folder], filters: { reads: 'routine' }, windowGiven: false });
const contextOf = (reader: EvidenceReader) => ({ sources, reader, clock: () => 0, version: '0.0.0' });

describe('of impact without a target', () => {
  test('no call is kept where nothing was measured; unusual activity is told all the same', async () => {
    const folder = await folderOf(trail);
    const { watching, given, rounds } = watched(archiveReader(folder));
    const report = await investigate(impactOf(folder), contextOf(watching));
    expect(given).toEqual([]);
    expect(rounds()).toBe(1);
    expect(report.timeline.map(({ kind }) => kind)).toEqual(['insight']);
  });

  test('beside traffic, calls that let it in are kept alone', async () => {
    const folder = await folderOf(trail, flows);
    const { watching, given } = watched(archiveReader(folder));
    await investigate(impactOf(folder), contextOf(watching));
    expect(given).toEqual(['AuthorizeSecurityGroupIngress']);
  });

  test.each([false, true])(
    'beside metrics, what others changed is told and they pass by; of a bucket: %s',
    async (far) => {
      const folder = await folderOf(trail, metrics);
      const { watching, given } = watched({ ...archiveReader(folder), fetchesAgain: far });
      const { readings, changed } = await readMeasured(impactOf(folder), contextOf(watching));
      expect(given.toSorted()).toEqual(['AuthorizeSecurityGroupIngress', 'StartInstances']);
      expect(calledIn(readings.flatMap(({ evidence }) => evidence))).toEqual(['AuthorizeSecurityGroupIngress']);
      expect(changed?.targets).toContain(instance);
    },
  );
});

test('whois reads what CloudTrail delivers alone', async () => {
  const config = JSON.stringify(historyFile(apiItem()));
  const folder = await folderOf(trail, flows, [historyKey('AWS::EC2::SecurityGroup', '2026/3/1'), config]);
  const { watching, spans } = watched(archiveReader(folder));
  const question = questionOf({ command: 'who', targets: [planTarget('alice')], from: [folder] });
  await whoisReport({ question, kind: whoisKind(question), comparesEarlier: true }, contextOf(watching));
  expect([...spans]).toEqual(['cloudtrail']);
});
