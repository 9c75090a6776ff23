/** Every form in which flow logs really occur gives the same traffic. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Traffic } from '../../src/model/traffic.ts';
import { account, eni, subscription, version2 } from '../fixtures/flow-logs.ts';
import { type Flow, flows, read, renamed, snakeCase, start } from './flow-log-quirks.ts';

/** What all forms of the case below show: somebody calls ssh and is answered, somebody else is rejected. */
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
