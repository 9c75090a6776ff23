/** Flow logs as they really occur, through the real reader: nothing is lost silently. */
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { account, eni, idleLine, line, secondsAt, subscription, version2 } from '../fixtures/flow-logs.ts';
import { questionOf } from '../fixtures/question.ts';
import { delivered, record } from '../fixtures/trail.ts';
import { read, renamed, snakeCase, start } from './flow-log-quirks.ts';

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
