/** Log groups and flow logs for the tests of Logs Insights, questions to it, and the same from files. */
import { scanFile } from '../../src/archive/scan-file.ts';
import type { Reading } from '../../src/model/evidence.ts';
import { firstInterests } from '../../src/plan/interests.ts';
import { planTarget } from '../../src/plan/target.ts';
import { archive } from '../../src/sources/logs/backends/archive.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import { createWorld, type LogGroup, type RegionWorld } from '../aws/world.ts';
import { questionOf } from '../fixtures/question.ts';
import { account, region } from './aws-server-harness.ts';
import { evidenceIn, type LiveSetting } from './live-backend.ts';

const since = '2026-03-03T12:00:00Z';
const until = '2026-03-03T14:00:00Z';
const now = '2026-03-03T15:00:00Z';
export const window = { since: Date.parse(since), until: Date.parse(until) };

export const logGroupName = '/aws/lambda/checkout';

export const line = (time: string, message: string) => ({
  timestamp: Date.parse(`2026-03-0${time}Z`),
  logStreamName: '2026/03/03/[$LATEST]0123456789abcdef0123456789abcdef',
  message,
});
export const checkout: LogGroup = {
  logGroupName,
  events: [
    line('2T13:00:00.000', 'INFO order 1 placed'),
    line('2T14:00:00.000', 'ERROR timeout after 30 ms'),
    line('3T12:00:00.000', 'ERROR timeout after 31 ms'),
    line('3T12:30:00.250', 'ERROR denied: user 7'),
    line('3T12:30:00.250', 'INFO order 2 placed'),
    line('3T13:59:59.999', 'ERROR denied: user 8'),
    line('3T14:00:00.000', 'ERROR denied: user 9'),
  ],
};

export const eni = 'eni-0a1b2c3d4e5f60718';
export const flow = (seconds: number, from: string, port: number, action = 'ACCEPT', of = eni) => {
  const start = Date.parse(since) / 1000 + seconds;
  return {
    timestamp: start * 1000,
    logStreamName: `${of}-all`,
    message: `2 ${account} ${of} ${from} 10.0.0.5 40000 ${port} 6 10 840 ${start} ${start + 59} ${action} OK`,
  };
};
export const flows: LogGroup = {
  logGroupName: 'vpc-flow-logs',
  events: [
    flow(-7200, '198.51.100.7', 443),
    // its interval extends into the window
    flow(-30, '198.51.100.7', 443),
    flow(60, '203.0.113.5', 22),
    flow(120, '203.0.113.5', 22),
    flow(180, '203.0.113.9', 22, 'REJECT'),
    flow(240, '203.0.113.9', 22, 'ACCEPT', 'eni-0fffffffffffffff0'),
    flow(7200, '203.0.113.5', 22),
  ],
};
export const formatOf = (fields: string) => fields.replaceAll(/\S+/g, (field) => `\${${field}}`);
export const defaultFields =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';
export const flowLog = {
  FlowLogId: 'fl-0a1b2c3d4e5f60718',
  LogDestinationType: 'cloud-watch-logs',
  LogGroupName: 'vpc-flow-logs',
  LogFormat: formatOf(defaultFields),
  ResourceId: 'vpc-0a1b2c3d4e5f60718',
};
const toBucket = { ...flowLog, FlowLogId: 'fl-1', LogDestinationType: 's3', LogGroupName: undefined };
export const here: Partial<RegionWorld> = { logGroups: [checkout, flows], flowLogs: [flowLog, { ...toBucket }] };

export const setting = (world: Partial<RegionWorld>, more: Partial<LiveSetting> = {}): LiveSetting => ({
  world: createWorld({ [account]: { regions: { [region]: world, 'eu-west-1': {} } } }),
  since,
  until,
  now,
  ...more,
});

export function ask(target?: string, command: 'impact' | 'gate' = 'impact'): SourceRequest {
  const question = questionOf({
    command,
    targets: target === undefined ? [] : [planTarget(target)],
    since,
    until,
    now,
    from: [],
  });
  return { kind: 'evidence', question, interests: firstInterests(question) };
}

export async function fromFiles(target: string, name: string, text: string): Promise<readonly Reading[]> {
  return [await scanFile(name, Buffer.from(text), archive.createScanners(ask(target)))];
}

export const shapes = (readings: readonly Reading[]) => {
  const found = evidenceIn(readings, 'log-shape').map(({ shape }) => ({
    ...shape,
    spellings: [...shape.spellings].sort(),
  }));
  return found.sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
};

export const subscription = ({ logGroupName: logGroup, events }: LogGroup) =>
  JSON.stringify({
    messageType: 'DATA_MESSAGE',
    owner: account,
    logGroup,
    logStream: events[0]?.logStreamName,
    subscriptionFilters: ['all'],
    logEvents: events.map(({ timestamp, message }, at) => ({ id: String(at), timestamp, message })),
  });
