/** Flow logs as they really come, through the real reader: every form gives the same traffic, and nothing is lost in silence. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Traffic } from '../../src/model/traffic.ts';
import { cloudtrail } from '../../src/sources/cloudtrail/index.ts';
import { logs } from '../../src/sources/logs/index.ts';
import {
  account,
  eni,
  idleLine,
  line,
  ownAddress,
  readFiles,
  secondsAt,
  subscription,
  version2,
} from '../fixtures/flow-logs.ts';
import { questionOf } from '../fixtures/question.ts';
import { delivered, record } from '../fixtures/trail.ts';

const sources = [cloudtrail, logs];
const read = (files: Readonly<Record<string, string | Buffer>>, options = {}) => readFiles(sources, files, options);
const start = secondsAt('14:11:20');

/** What all forms of the case below tell: somebody calls ssh and is answered, somebody else is turned away. */
const told = (traffic: readonly Traffic[]) =>
  traffic
    .map(({ interfaceId, action, protocol, port, direction, peers }) => ({
      interfaceId,
      action,
      protocol,
      port,
      direction,
      peers: peers.map(({ address, bytes, flows, answerBytes }) => [address, bytes, flows, answerBytes]),
    }))
    .sort((a, b) => (a.action < b.action ? -1 : 1));

const expected = [
  {
    interfaceId: eni,
    action: 'ACCEPT',
    protocol: 'tcp',
    port: 22,
    direction: 'ingress',
    peers: [['198.51.100.23', 1000, 1, 500]],
  },
  {
    interfaceId: eni,
    action: 'REJECT',
    protocol: 'tcp',
    port: 3389,
    direction: 'ingress',
    peers: [['203.0.113.99', 40, 1, 0]],
  },
];

interface Flow {
  readonly [field: string]: string | number;
}

const flow = (source: string, destination: string, from: number, to: number, bytes: number, action: string): Flow => ({
  version: 5,
  'account-id': account,
  'interface-id': eni,
  srcaddr: source,
  dstaddr: destination,
  srcport: from,
  dstport: to,
  protocol: 6,
  packets: 4,
  bytes,
  start,
  end: start + 59,
  action,
  'log-status': 'OK',
  'vpc-id': 'vpc-0a1b2c3d4e5f60718',
  'subnet-id': 'subnet-0a1b2c3d4e5f60718',
  'instance-id': 'i-0f1e2d3c4b5a69788',
  'tcp-flags': 0,
  type: 'IPv4',
  'pkt-srcaddr': source,
  'pkt-dstaddr': destination,
  region: 'eu-west-1',
  'az-id': 'euw1-az2',
  'sublocation-type': '-',
  'sublocation-id': '-',
  'pkt-src-aws-service': '-',
  'pkt-dst-aws-service': '-',
  'flow-direction': source === ownAddress ? 'egress' : 'ingress',
  'traffic-path': '-',
  'ecs-cluster-name': 'orders',
  'reject-reason': '-',
  'encryption-status': 0,
  'next-hop-vpc-id': '-',
});

const flows = [
  flow('198.51.100.23', ownAddress, 50_412, 22, 1000, 'ACCEPT'),
  flow(ownAddress, '198.51.100.23', 22, 50_412, 500, 'ACCEPT'),
  flow('203.0.113.99', ownAddress, 61_000, 3389, 40, 'REJECT'),
];
const rowsOf = (fields: string) =>
  flows.map((row) =>
    fields
      .split(' ')
      .map((field) => row[field])
      .join(' '),
  );
const withHeader = (fields: string, separator = '\n') => [fields, ...rowsOf(fields)].join(separator);

const everyVersion = Object.keys(flows[0] as Flow).join(' ');
const reordered =
  'action dstport srcport bytes interface-id end start dstaddr srcaddr protocol log-status account-id packets';
const allOfVersion5 = everyVersion.split(' ').slice(0, 29).join(' ');
const documentedVersion5 =
  'version srcaddr dstaddr srcport dstport protocol start end type packets bytes account-id vpc-id subnet-id instance-id interface-id region az-id sublocation-type sublocation-id action tcp-flags pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service traffic-path flow-direction log-status';

const renamed = (rename: (field: string) => string, number: (value: number) => string | number = (value) => value) =>
  flows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [rename(field), typeof value === 'number' ? number(value) : value]),
    ),
  );
const snakeCase = (field: string) => field.replaceAll('-', '_');
const camelCase = (field: string) => field.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const insightsNames = (field: string) =>
  ({ srcaddr: 'srcAddr', dstaddr: 'dstAddr', srcport: 'srcPort', dstport: 'dstPort' })[field] ?? camelCase(field);

describe('the same flows are told by', () => {
  test.each<[string, string | Buffer]>([
    ['a file of the default format', withHeader(version2)],
    ['the same gzipped', gzipSync(withHeader(version2))],
    ['a header with a blank line behind it', withHeader(version2).replace('\n', '\n\n')],
    ['Windows line ends', withHeader(version2, '\r\n')],
    ['fields in another order', withHeader(reordered)],
    ['fields of every version, ECS and next hop too', withHeader(everyVersion)],
    ['fields that nobody knows yet', withHeader(`${reordered} packet-mood`).replaceAll(/ $/gm, ' -')],
    ['no header', rowsOf(version2).join('\n')],
    ['no header, all fields up to version 5', rowsOf(allOfVersion5).join('\n')],
    ['no header, in the order of the documented example', rowsOf(documentedVersion5).join('\n')],
    [
      'two files in one, of two formats',
      `${withHeader(version2).split('\n').slice(0, 3).join('\n')}\n${reordered}\n${rowsOf(reordered)[2]}`,
    ],
    ['JSON rows with float numbers', JSON.stringify(renamed((field) => field)).replaceAll(/:(\d+)([,}])/g, ':$1.0$2')],
    ['JSON rows of text', JSON.stringify(renamed(snakeCase, String))],
    [
      'JSON lines with snake_case names',
      renamed(snakeCase)
        .map((row) => JSON.stringify(row))
        .join('\n'),
    ],
    ['rows of Logs Insights', JSON.stringify({ rows: renamed(insightsNames) })],
    [
      'a log subscription',
      JSON.stringify(
        subscription(
          '/vpc/flow',
          rowsOf(version2).map((row) => ['14:12:20', row] as const),
          `${eni}-all`,
        ),
      ),
    ],
    [
      'a log subscription with fields of version 5',
      JSON.stringify(
        subscription(
          '/vpc/flow',
          rowsOf(documentedVersion5).map((row) => ['14:12:20', row] as const),
        ),
      ),
    ],
    [
      'an export of the log group',
      rowsOf(version2)
        .map((row) => `2026-03-03T14:12:20.000Z ${row}`)
        .join('\n'),
    ],
    [
      'get-log-events',
      JSON.stringify({
        events: rowsOf(version2).map((message) => ({ timestamp: start * 1000, message, ingestionTime: start * 1000 })),
      }),
    ],
  ])('%s', async (_, content) => {
    const { traffic, gaps, spans } = await read({ flows: content });
    expect(told(traffic)).toEqual(expected);
    expect(gaps).toEqual([]);
    expect(spans.reduce((sum, { records }) => sum + records, 0)).toBe(3);
  });

  test('a format that the flow log itself defines', async () => {
    const fields = reordered.split(' ');
    const { traffic } = await read({
      'describe-flow-logs.json': JSON.stringify({
        FlowLogs: [
          {
            FlowLogId: 'fl-0a1b2c3d4e5f60718',
            LogGroupName: '/vpc/flow',
            LogFormat: fields.map((field) => `\${${field}}`).join(' '),
          },
        ],
      }),
      'messages.json': JSON.stringify(
        subscription(
          '/vpc/flow',
          rowsOf(reordered).map((row) => ['14:12:20', row] as const),
        ),
      ),
    });
    expect(told(traffic)).toEqual(expected);
  });

  // the fixture: written once with hyparquet-writer 0.17, pages in GZIP as delivered, the case above and an interval without data
  test('Parquet', async () => {
    const content = readFileSync(new URL('../fixtures/flow-logs/version-2.parquet', import.meta.url));
    const { traffic, skipped, gaps } = await read({ 'flows.log.parquet': content });
    expect(told(traffic)).toEqual([
      { ...expected[0], peers: [['198.51.100.23', 312_000_000, 1, 100_000_000]] },
      expected[1],
    ]);
    expect(skipped).toEqual([{ source: 'logs', account, region: null, kind: 'NODATA', count: 1 }]);
    expect(gaps).toEqual([]);
  });
});

describe('what is no flow is told', () => {
  test('intervals without data and with lost records are counted, and cover their time', async () => {
    const { traffic, skipped, spans, gaps } = await read({
      flows: [version2, idleLine('NODATA', { at: '13:00:00' }), idleLine('SKIPDATA'), idleLine('NODATA')].join('\n'),
    });
    expect(traffic).toEqual([]);
    expect(skipped.map(({ kind, count, account: of }) => [kind, count, of])).toEqual([
      ['NODATA', 2, account],
      ['SKIPDATA', 1, account],
    ]);
    expect(spans).toEqual([
      { source: 'logs', account, region: null, first: secondsAt('13:00:00') * 1000, last: start * 1000, records: 3 },
    ]);
    expect(gaps).toEqual([]);
  });

  test.each([
    ['text', 'bogus line'],
    ['fewer columns', line().split(' ').slice(0, 9).join(' ')],
    ['text where a number belongs', line({ bytes: 'many' })],
    ['a port that does not exist', line({ ports: [1, 70_000] })],
    ['a time that does not exist', line().replaceAll(/\b17\d{8}\b/g, '99999999999999')],
    ['a negative number', line({ packets: -1 })],
  ])('a line of %s is counted as damage, and costs no other', async (_, bogus) => {
    const { traffic, gaps } = await read({ flows: [version2, bogus, line(), bogus].join('\n') });
    expect(traffic).toHaveLength(1);
    expect(gaps).toEqual(['flows: 2 records: no flow-log record']);
  });

  test('flow logs of a transit gateway are set aside', async () => {
    const header =
      'version resource-type account-id tgw-id tgw-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end';
    const row = `6 TransitGateway ${account} tgw-1 tgw-attach-1 10.0.0.1 10.1.0.1 50000 22 6 1 40 ${start} ${start + 59}`;
    const { traffic, skipped, gaps } = await read({ flows: `${header}\n${row}` });
    expect(traffic).toEqual([]);
    expect(gaps).toEqual([]);
    expect(skipped.map(({ kind, count }) => [kind, count])).toEqual([['transit gateway flow record', 1]]);
  });

  test('records of a format without times are set aside', async () => {
    const { evidence, skipped, gaps } = await read({
      flows: `interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr\n${eni} 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5`,
    });
    expect(evidence).toEqual([]);
    expect(gaps).toEqual([]);
    expect(skipped.map(({ kind, count }) => [kind, count])).toEqual([['flow record without a time', 1]]);
  });

  test.each([
    ['prose', 'start of action srcaddr packets end here the srcport and the dstport end\nand go on'],
    ['numbers', '1 2 3 4 5 6 7 8 9 10 11 12 13 14'],
    ['a table of another kind', 'name size\na 1'],
    ['known words alone', 'start end\n1 2'],
    ['one field', 'srcaddr\n10.0.0.1'],
  ])('text that is %s stays unknown', async (_, content) => {
    const { evidence, skipped } = await read({ file: content });
    expect(evidence).toEqual([]);
    expect(skipped).toEqual([{ source: null, account: null, region: null, kind: 'text', count: 1 }]);
  });

  test('control messages are counted as such', async () => {
    const control = {
      ...subscription('/vpc/flow', [['14:00:00', 'CWL CONTROL MESSAGE: Checking health']]),
      messageType: 'CONTROL_MESSAGE',
      owner: 'CloudwatchLogs',
    };
    const { evidence, skipped } = await read({ a: JSON.stringify(control) });
    expect(evidence).toEqual([]);
    expect(skipped).toEqual([{ source: 'logs', account: null, region: null, kind: 'control message', count: 1 }]);
  });
});

describe('addresses and numbers of other forms', () => {
  test('IPv6', async () => {
    const own = 'fd00:1234:5678::20';
    const { traffic } = await read({
      flows: [
        line({ source: '2001:db8::7', destination: own }),
        line({ source: own, destination: '2001:db8::7', ports: [22, 50_412] }),
      ].join('\n'),
    });
    expect(traffic.map(({ port, direction, peers }) => [port, direction, peers.map(({ address }) => address)])).toEqual(
      [[22, 'ingress', ['2001:db8::7']]],
    );
  });

  test('an account whose leading zeros an exporter lost', async () => {
    const { spans } = await read({ rows: JSON.stringify([{ ...renamed(snakeCase)[0], account_id: 12_345_678 }]) });
    expect(spans.map((span) => span.account)).toEqual(['000012345678']);
  });

  test.each([
    [1, 'icmp', null],
    [58, 'icmpv6', null],
    [17, 'udp', 53],
    [132, '132', 53],
  ])('protocol %i', async (protocol, name, port) => {
    const ports: readonly [number, number] = port === null ? [0, 0] : [40_000, port];
    const { traffic } = await read({ flows: line({ protocol, ports }) });
    expect(traffic.map((found) => [found.protocol, found.port, found.direction])).toEqual([[name, port, 'ingress']]);
  });
});

test('a delivered file tells its region by its key, and one of another time is not opened', async () => {
  const key = (time: string) =>
    `AWSLogs/${account}/vpcflowlogs/eu-west-1/2026/03/03/${account}_vpcflowlogs_eu-west-1_fl-0a1b2c3d4e5f60718_20260303T${time}Z_2ad4bef5.log.gz`;
  const { spans, skipped } = await read(
    {
      [key('1410')]: gzipSync(`${version2}\n${line()}`),
      [key('0400')]: gzipSync(`${version2}\n${line({ at: '04:01:00' })}`),
    },
    { question: questionOf({ since: '2026-03-03T14:00:00Z', until: '2026-03-03T15:00:00Z' }) },
  );
  expect(spans.map(({ region, records }) => [region, records])).toEqual([
    ['eu-west-1', 1],
    ['eu-west-1', 0],
  ]);
  expect(skipped.map(({ kind }) => kind)).toEqual(['file outside the question']);
});

test('a trail through CloudWatch Logs stays the trail: its records are no log lines', async () => {
  const { evidence, spans } = await read({
    'trail.json': JSON.stringify(subscription('/aws/cloudtrail/logs', [['14:00:00', JSON.stringify(record())]])),
    'trail.json.gz': delivered(record()),
  });
  expect(evidence.map(({ type }) => type)).toEqual(['event', 'event']);
  expect(new Set(spans.map(({ source }) => source))).toEqual(new Set(['cloudtrail']));
});
