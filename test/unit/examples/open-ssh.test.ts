// Compares the bundled case with the truth in its README, and its pieces of evidence with each other.
import { describe, expect, test } from 'vitest';
import {
  datapointsOf,
  type Flow,
  filesOf,
  flowsIn,
  groupBy,
  itemsOf,
  logFilesOf,
  openSsh,
  type Source,
  type TrafficTruth,
} from './cases.ts';

const { truth, readme } = openSsh;
const group = 'sg-0a1b2c3d4e5f60718';
const instance = 'i-0f1e2d3c4b5a69788';
const networkInterface = 'eni-0c4d5e6f708192a3b';
const logFiles = logFilesOf(openSsh);
const records = logFiles.flatMap((file) => file.records);
const recordOf = (id: unknown) => records.find((record) => record.eventID === id);
const at = (time: string) => Date.parse(`2026-03-03T${time}Z`);
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

describe('the calls', () => {
  test('open the group once and close it once, after one denied try', () => {
    const changes = records
      .filter(({ eventName }) => /^(Authorize|Revoke|Modify|Update)SecurityGroup/.test(eventName))
      .map(({ eventTime, eventName, errorCode, requestParameters }) => [
        eventTime.slice(11, 19),
        eventName,
        requestParameters?.['groupId'],
        errorCode,
      ])
      .toSorted();
    expect(changes).toEqual([
      ['14:03:27', 'AuthorizeSecurityGroupIngress', group, undefined],
      ['14:07:07', 'RevokeSecurityGroupIngress', group, 'Client.UnauthorizedOperation'],
      ['14:17:42', 'AuthorizeSecurityGroupIngress', 'sg-0b9c8d7e6f5a43210', 'Client.UnauthorizedOperation'],
      ['14:48:50', 'RevokeSecurityGroupIngress', group, undefined],
    ]);
    const turns = [
      truth.calls['opened'],
      truth.calls['firstRevoke'],
      truth.decoyCalls['deniedAttempt'],
      truth.calls['closed'],
    ];
    expect(turns.map((id) => recordOf(id)?.eventTime.slice(11, 19))).toEqual(changes.map(([time]) => time));
  });

  test('touch the group in one region, and the decoys do not', () => {
    const touching = records.filter((record) => JSON.stringify(record).includes(group));
    expect(touching.map((record) => record.eventID).toSorted()).toEqual([...truth.touching].toSorted());
    expect(touching.filter((record) => record.awsRegion !== 'us-east-1')).toEqual([]);
    const decoys = Object.values(truth.decoyCalls);
    expect(decoys.filter((id) => recordOf(id) === undefined || truth.touching.includes(id))).toEqual([]);
  });

  test('include a delivery without any', () => {
    expect(logFiles.filter((file) => file.text === '{"Records":[]}')).toHaveLength(1);
  });
});

describe('the configuration items', () => {
  const items = itemsOf(openSsh, 'AWS::EC2::SecurityGroup', group);
  const ports = items.map(({ configuration }) =>
    (configuration['ipPermissions'] as { toPort: number; ipRanges: string[] }[]).map((rule) => [
      rule.toPort,
      rule.ipRanges,
    ]),
  );

  test('of the group show it before, open, and closed', () => {
    const https = [443, ['0.0.0.0/0']];
    expect(ports).toEqual([[https], [https], [https], [https, [22, ['0.0.0.0/0']]], [https]]);
    expect(items.map(({ tags }) => tags['release'])).toEqual([
      '2026-02-19.1',
      '2026-02-26.1',
      '2026-03-03.1',
      '2026-03-03.1',
      '2026-03-03.1',
    ]);
    const told = [truth.itemBefore, ...truth.items].map(({ stateId, captureTime }) => [stateId, captureTime]);
    const there = items.map((item) => [String(item.configurationStateId), item.configurationItemCaptureTime]);
    expect(told).toEqual(there.slice(1));
  });

  test('come after the call that made each of them', () => {
    const made = [truth.calls['tagged'], truth.calls['opened'], truth.calls['closed']];
    truth.items.forEach(({ captureTime }, index) => {
      const lag = Date.parse(captureTime) - Date.parse(recordOf(made[index])?.eventTime ?? '');
      expect(lag).toBeGreaterThan(10_000);
      expect(lag).toBeLessThan(120_000);
    });
  });

  test('tell of the instance and the interface behind the group, both ways', () => {
    const related = (type: string, id: string) =>
      itemsOf(openSsh, type, id)
        .flatMap(({ relationships }) => relationships.map(({ resourceId }) => resourceId))
        .filter((resourceId) => [group, instance, networkInterface].includes(resourceId));
    expect(truth.neighbors).toEqual([instance, networkInterface]);
    expect(new Set(related('AWS::EC2::SecurityGroup', group))).toEqual(new Set([instance, networkInterface]));
    expect(related('AWS::EC2::Instance', instance)).toEqual([networkInterface, group]);
    expect(related('AWS::EC2::NetworkInterface', networkInterface)).toEqual([instance, group]);
  });

  test('have another group, which nobody changed', () => {
    expect(itemsOf(openSsh, 'AWS::EC2::SecurityGroup', 'sg-0b9c8d7e6f5a43210')).toHaveLength(1);
  });
});

describe('the compliance', () => {
  const states = itemsOf(openSsh, 'AWS::Config::ResourceCompliance', `AWS::EC2::SecurityGroup/${group}`).map(
    (item) => ({
      time: item.configurationItemCaptureTime,
      rules: Object.fromEntries(
        (item.configuration['configRuleList'] as { configRuleName: string; complianceType: string }[]).map((rule) => [
          rule.configRuleName,
          rule.complianceType,
        ]),
      ),
    }),
  );

  test('flips for one rule, and back', () => {
    expect(states.map(({ rules }) => rules['restricted-ssh'])).toEqual(['COMPLIANT', 'NON_COMPLIANT', 'COMPLIANT']);
    expect(new Set(states.map(({ rules }) => rules['ec2-security-group-attached-to-eni']))).toEqual(
      new Set(['COMPLIANT']),
    );
    expect(truth.flips.map(({ from, to, time }) => [from, to, time])).toEqual([
      ['COMPLIANT', 'NON_COMPLIANT', states[1]?.time],
      ['NON_COMPLIANT', 'COMPLIANT', states[2]?.time],
    ]);
  });

  test('flips after Config captured the change, for as long as the README says', () => {
    const [opened, closed] = [truth.items[1]?.captureTime ?? '', truth.items[2]?.captureTime ?? ''];
    const [broken, mended] = truth.flips.map(({ time }) => time);
    expect([opened, broken, closed, mended].toSorted()).toEqual([opened, broken, closed, mended]);
    const seconds = (since = '', until = '') => (Date.parse(until) - Date.parse(since)) / 1000;
    expect(truth.exposure).toEqual({
      secondsByRule: seconds(broken, mended),
      secondsByChange: seconds(recordOf(truth.calls['opened'])?.eventTime, recordOf(truth.calls['closed'])?.eventTime),
    });
    expect(readme).toContain('Open by change: 45 min 23 s');
    expect(readme).toContain('by rule: 45 min 17 s');
  });
});

describe('the metrics', () => {
  const sums = (metric: (typeof truth.quiet)[number]) =>
    datapointsOf(openSsh, metric).map(({ timestamp, value }) => ({ time: timestamp, sum: value.sum }));
  const isOfTheDay = ({ time }: { time: number }) => time >= at('00:00:00');
  /** From an hour before the trail begins to its end. */
  const isLookedAt = ({ time }: { time: number }) => time >= at('11:30:00');
  const most = (points: readonly { sum: number }[]) => Math.max(...points.map((point) => point.sum));

  test.each([...truth.shifts, ...truth.quiet])(
    'have $metricName every five minutes for nine days and the day',
    (metric) => {
      const times = sums(metric).map(({ time }) => time);
      expect(times[0]).toBe(Date.parse('2026-02-22T00:00:00Z'));
      expect(times.filter((time, index) => index > 0 && time - (times[index - 1] ?? 0) !== 300_000)).toEqual([]);
      expect(times.at(-1)).toBe(at('15:55:00'));
    },
  );

  test.each(truth.shifts)('have $metricName rise beyond all before, where the truth says', (shift) => {
    const points = sums(shift);
    const limit = 1.5 * most(points.filter((point) => !isOfTheDay(point)));
    const beyond = points.filter((point) => isOfTheDay(point) && point.sum > limit).map(({ time }) => time);
    const whole = beyond.filter((time) => time >= Date.parse(shift.onset));
    expect(whole.length).toBeGreaterThanOrEqual(4);
    expect(whole[0]).toBe(Date.parse(shift.onset));
    // a few seconds of it are in the five minutes before
    expect(beyond[0]).toBeGreaterThanOrEqual(Date.parse(shift.onset) - 300_000);
    expect(beyond.at(-1)).toBeLessThan(Date.parse(shift.end));
  });

  test.each(truth.quiet)('keep $metricName below what nine days have seen', (metric) => {
    const points = sums(metric);
    expect(most(points.filter(isLookedAt))).toBeLessThanOrEqual(most(points.filter((point) => !isOfTheDay(point))));
  });

  test('have a season and a nightly backup to be told from it', () => {
    const load = sums({ metricName: 'CPUUtilization', dimensions: { InstanceId: instance } });
    const days = groupBy(load, ({ time }) => new Date(time).toISOString().slice(0, 10));
    expect(days.size).toBe(10);
    for (const points of days.values()) {
      const between = (from: number, until: number) =>
        points.filter(({ time }) => new Date(time).getUTCHours() >= from && new Date(time).getUTCHours() < until);
      expect(most(between(2, 3))).toBeGreaterThan(1.3 * most(between(3, 24)));
      expect(most(between(12, 15))).toBeGreaterThan(1.3 * most(between(4, 6)));
    }
  });
});

describe('the flow logs', () => {
  const flowsOf = (interfaceId: string): readonly Flow[] =>
    filesOf(openSsh, /\/vpcflowlogs\//)
      .flatMap(([, text]) => flowsIn(text))
      .filter((flow) => flow['interface-id'] === interfaceId);
  const flows = flowsOf(networkInterface);
  const own = '172.31.16.20';
  const toSsh = (action: string) =>
    flows.filter((flow) => flow['dstaddr'] === own && flow['dstport'] === '22' && flow['action'] === action);
  const second = (flow: Flow | undefined, field: string) => Number(flow?.[field]) * 1000;

  test('let ssh in while the group was open, and at no other time', () => {
    const starts = (action: string) => toSsh(action).map((flow) => second(flow, 'start'));
    const [opened, closed] = [at('14:03:27'), at('14:48:50')];
    expect(starts('ACCEPT').length).toBeGreaterThan(8);
    expect(starts('ACCEPT').filter((time) => time < opened || time > closed)).toEqual([]);
    expect(starts('REJECT').filter((time) => time < opened).length).toBeGreaterThan(3);
    expect(starts('REJECT').filter((time) => time > closed).length).toBeGreaterThan(3);
    expect(starts('REJECT').filter((time) => time >= opened && time <= closed)).toEqual([]);
  });

  test.each(truth.flows)('add up to the truth: $action on port $port', ({ action, sources }: TrafficTruth) => {
    const added = [...groupBy(toSsh(action), (flow) => flow['srcaddr'] ?? '')].map(([address, of]): Source => {
      const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
      return {
        address,
        bytes: sum(of.map((flow) => Number(flow['bytes']))),
        packets: sum(of.map((flow) => Number(flow['packets']))),
        flows: of.length,
        firstTime: iso(Math.min(...of.map((flow) => second(flow, 'start')))),
        lastTime: iso(Math.max(...of.map((flow) => second(flow, 'end')))),
      };
    });
    const byAddress = (a: Source, b: Source) => (a.address < b.address ? -1 : 1);
    expect(added.toSorted(byAddress)).toEqual(sources.toSorted(byAddress));
  });

  test('give the intruder what the README says', () => {
    const [accepted] = truth.flows;
    expect(accepted?.sources[0]).toMatchObject({ address: '198.51.100.23', bytes: 380 * 2 ** 20 });
    expect(readme).toContain(
      `${sum(accepted?.sources.map(({ bytes }) => bytes) ?? []).toLocaleString('en')} bytes from 5`,
    );
  });

  test.each([
    ['NetworkIn', 'dstaddr'],
    ['NetworkOut', 'srcaddr'],
  ])('carry what the metric %s counts, within one part in a hundred', (metricName, end) => {
    const carried = flows.filter((flow) => flow[end] === own && flow['action'] === 'ACCEPT');
    const counted = datapointsOf(openSsh, { metricName, dimensions: { InstanceId: instance } }).filter(
      ({ timestamp }) => timestamp >= at('12:30:00'),
    );
    const ratio = sum(carried.map((flow) => Number(flow['bytes']))) / sum(counted.map(({ value }) => value.sum));
    expect(Math.abs(ratio - 1)).toBeLessThan(0.01);
  });

  test('have rows without data, and one file in a longer format', () => {
    expect(new Set(flowsOf('eni-07a6b5c4d3e2f1a09').map((flow) => flow['log-status']))).toEqual(new Set(['NODATA']));
    const longer = flowsOf('eni-0f9e8d7c6b5a40213');
    expect(longer.map((flow) => [flow['version'], flow['flow-direction'], flow['action']])).toEqual([
      ['5', 'ingress', 'REJECT'],
      ['5', 'ingress', 'ACCEPT'],
      ['5', 'egress', 'ACCEPT'],
    ]);
    expect(filesOf(openSsh, /_fl-0d2e3f4a5b6c71829_/)).toHaveLength(1);
  });
});

test('no alarm fires', () => {
  const { MetricAlarms } = JSON.parse(openSsh.files.get('cloudwatch/describe-alarms.json') ?? '');
  expect(truth.alarms).toEqual([]);
  expect(
    MetricAlarms.map(({ AlarmName, StateValue }: { AlarmName: string; StateValue: string }) => [AlarmName, StateValue]),
  ).toEqual([
    ['thumbnails-errors', 'INSUFFICIENT_DATA'],
    ['web-status-check', 'OK'],
  ]);
  expect(truth.quietAlarms).toEqual([MetricAlarms[1].AlarmArn]);
});
