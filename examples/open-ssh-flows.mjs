// Who talked to the site's network interface that afternoon, 12:30 to 16:00, as VPC flow logs saw it: every ten minutes a
// record for each pair of ends and direction. Bytes are those of the metrics, less what single packets make.
import { minute, period } from './cloudwatch.mjs';
import { chance } from './deliver.mjs';
import { flowLogFiles, versionFive, versionTwo } from './flow-logs.mjs';
import { account, alice, database, date, standbyInterface, story, web } from './open-ssh-cast.mjs';
import { intruderBytes, siteBytes } from './open-ssh-metrics.mjs';

const siteLog = { account, region: 'us-east-1', id: 'fl-0c1d2e3f4a5b60718', format: versionTwo };
/** Of the database's subnet; somebody wanted to know more. */
const databaseLog = { account, region: 'us-east-1', id: 'fl-0d2e3f4a5b6c71829', format: versionFive };

const ten = 10 * minute;
const at = (time) => Date.parse(`${date}T${time}Z`);
const since = at('12:30:00');
const until = at('16:00:00');
const random = (label, least, most) => least + Math.floor(chance(`open-ssh flow ${label}`) * (most - least + 1));

const protocols = { tcp: 6, udp: 17 };
/** Anything from here on is a port that somebody was lent for one connection. */
const lentPort = (label) => random(`port ${label}`, 32_768, 60_999);
const packetsOf = (bytes) => Math.max(1, Math.ceil(bytes / 920));

/** One record. `first`, `last`: epoch milliseconds of the first and last packet. */
const flow = (interfaceId, [srcaddr, srcport], [dstaddr, dstport], first, last, more) => ({
  version: 2,
  'account-id': account,
  'interface-id': interfaceId,
  srcaddr,
  dstaddr,
  srcport,
  dstport,
  protocol: protocols.tcp,
  packets: packetsOf(more.bytes),
  start: first / 1000,
  end: last / 1000,
  action: 'ACCEPT',
  'log-status': 'OK',
  ...more,
});

/** A conversation on the site's interface: what came in and what went out. */
const both = (peer, own, first, last, bytes) => [
  flow(web.networkInterface, peer, own, first, last, { bytes: bytes.in }),
  flow(web.networkInterface, own, peer, first, last, { bytes: bytes.out }),
];

/** First and last packet of something that goes on through most of ten minutes. */
const most = (label, start) => [
  start + random(`first ${label}`, 1, 90) * 1000,
  start + ten - random(`last ${label}`, 1, 90) * 1000,
];

/** The site's visitors, and what it asks its database meanwhile. */
function siteFlows(start) {
  const [one, two] = [siteBytes(start), siteBytes(start + period)];
  const bytes = { in: one.in + two.in, out: one.out + two.out };
  const toDatabase = { in: Math.round(bytes.in * 0.1), out: Math.round(bytes.out * 0.02) };
  const visitors = random(`visitors ${start}`, 2, 3);
  const flows = [];
  const left = { in: bytes.in - toDatabase.in, out: bytes.out - toDatabase.out };
  for (let visitor = visitors; visitor > 0; visitor--) {
    const label = `${start} ${visitor}`;
    const part = visitor === 1 ? 1 : (0.8 + 0.4 * chance(`open-ssh part ${label}`)) / visitor;
    const share = { in: Math.round(left.in * part), out: Math.round(left.out * part) };
    left.in -= share.in;
    left.out -= share.out;
    const network = ['192.0.2', '198.51.100', '203.0.113'][random(`network ${label}`, 0, 2)];
    const peer = [`${network}.${random(`host ${label}`, 160, 250)}`, lentPort(`visitor ${label}`)];
    flows.push(...both(peer, [web.privateAddress, 443], ...most(`visitor ${label}`, start), share));
  }
  const own = [web.privateAddress, lentPort('database')];
  return [...flows, ...both([database.privateAddress, 5432], own, ...most(`database ${start}`, start), toDatabase)];
}

/** The standby interface has nothing to tell. */
const noData = (start) => ({
  version: 2,
  'account-id': account,
  'interface-id': standbyInterface,
  start: start / 1000 + 7,
  end: start / 1000 + 591,
  'log-status': 'NODATA',
});

/** Knocks that the groups turn away: time, from, port, packets; on tcp where nothing else is said. */
const turnedAway = [
  ['12:36:14', '203.0.113.88', 23, 1],
  ['12:47:31', '198.51.100.201', 22, 2],
  ['13:09:52', '203.0.113.90', 3389, 3],
  ['13:17:33', '198.51.100.201', 5060, 1, 'udp'],
  ['13:22:05', '203.0.113.9', 22, 2],
  ['13:40:47', '198.51.100.77', 22, 3],
  ['13:51:18', '203.0.113.9', 22, 2],
  ['14:01:39', '203.0.113.145', 22, 1],
  ['14:18:26', '203.0.113.88', 23, 1],
  ['14:37:03', '203.0.113.90', 3389, 3],
  ['14:52:13', '203.0.113.145', 22, 2],
  ['14:57:40', story.intruder.address, 22, 4],
  ['15:20:58', '203.0.113.9', 22, 2],
  ['15:41:33', '198.51.100.77', 22, 3],
];
/** Those who find the port open: time, seconds, from, bytes in and out. */
const letIn = [
  ['14:04:02', 402, alice.portal.address, 61_420, 184_306],
  ['14:11:05', 4, story.scanners[0], 1_204, 2_310],
  ['14:14:22', 3, story.scanners[1], 1_148, 2_270],
  ['14:16:48', 6, story.scanners[2], 2_902, 4_118],
  ['14:33:10', 3, story.scanners[1], 1_148, 2_270],
  ['14:46:20', 5, story.scanners[0], 1_204, 2_310],
];

const knocks = turnedAway.map(([time, peer, port, packets, protocol = 'tcp']) => {
  const first = at(time);
  const bytes = packets * 44;
  const from = [peer, lentPort(`knock ${time}`)];
  const end = first + (packets - 1) * 3000;
  const more = { packets, bytes, protocol: protocols[protocol], action: 'REJECT' };
  return flow(web.networkInterface, from, [web.privateAddress, port], first, end, more);
});

/** What lies in one of the ten minutes that begin at `start`. */
const clipped = (since, until, start) => [Math.max(since, start), Math.min(until, start + ten - 1000)];

/** A session on port 22, cut at each ten minutes. `bytesIn(start)` tells what one of them carried. */
function sshSession(peer, since, until, bytesOf) {
  const flows = [];
  for (let start = since - (since % ten); start <= until; start += ten) {
    const bytes = bytesOf(start);
    flows.push(...both(peer, [web.privateAddress, 22], ...clipped(since, until, start), bytes));
  }
  return flows;
}

const visits = letIn.flatMap(([time, seconds, address, bytesIn, bytesOut]) => {
  const first = at(time);
  const last = first + seconds * 1000;
  const bytesOf = (start) => {
    const [begin, end] = clipped(first, last, start);
    const part = (end - begin + (end === last ? 0 : 1000)) / (last - first);
    return { in: Math.round(bytesIn * part), out: Math.round(bytesOut * part) };
  };
  return sshSession([address, lentPort(`visit ${time}`)], first, last, bytesOf);
});

const intrusion = sshSession(
  [story.intruder.address, lentPort('intruder')],
  at(story.intruderIn),
  at(story.intruderDone),
  (start) => {
    const [one, two] = [intruderBytes(start), intruderBytes(start + period)];
    return { in: one.in + two.in, out: one.out + two.out };
  },
);

const starts = Array.from({ length: (until - since) / ten }, (_, index) => since + index * ten);
const siteRecords = [
  ...starts.flatMap((start) => [...siteFlows(start), noData(start)]),
  ...knocks,
  ...visits,
  ...intrusion,
];

/** The database's side of one of those ten minutes, in the longer format. */
function databaseRecords() {
  const more = {
    version: 5,
    'vpc-id': database.vpc,
    'subnet-id': database.subnet,
    'instance-id': database.instance,
    type: 'IPv4',
    'az-id': 'use1-az2',
  };
  const here = [database.privateAddress, 5432];
  const there = [web.privateAddress, lentPort('database')];
  const start = at('14:10:00');
  const [first, last] = most(`database ${start}`, start);
  const record = (from, to, first, last, extra) => ({
    ...flow(database.networkInterface, from, to, first, last, extra),
    ...more,
    'pkt-srcaddr': from[0],
    'pkt-dstaddr': to[0],
    'log-status': 'OK',
  });
  const ingress = { 'flow-direction': 'ingress' };
  // 1: to another resource in the VPC. The connection is an old one, so no flag but the knock's SYN
  const egress = { 'flow-direction': 'egress', 'traffic-path': 1 };
  const inside = siteRecords.find((flow) => flow.dstaddr === database.privateAddress && flow.start === first / 1000);
  const back = siteRecords.find((flow) => flow.srcaddr === database.privateAddress && flow.start === first / 1000);
  return [
    record(there, here, first, last, { bytes: inside.bytes, 'tcp-flags': 0, ...ingress }),
    record(here, there, first, last, { bytes: back.bytes, 'tcp-flags': 0, ...egress }),
    record(['172.31.16.41', 51_644], here, last - 44_000, last - 41_000, {
      bytes: 132,
      packets: 3,
      action: 'REJECT',
      'tcp-flags': 2,
      ...ingress,
    }),
  ];
}

export const flowFiles = () => [...flowLogFiles(siteLog, siteRecords), ...flowLogFiles(databaseLog, databaseRecords())];

/** What came to the site's port 22: by action, each peer's bytes, packets, flows, first and last second. */
export const sshTraffic = ['ACCEPT', 'REJECT'].map((action) => {
  const sources = new Map();
  for (const record of siteRecords) {
    if (record.dstaddr !== web.privateAddress || record.dstport !== 22 || record.action !== action) continue;
    const { srcaddr: address, bytes, packets, start, end } = record;
    const known = sources.get(address) ?? { address, bytes: 0, packets: 0, flows: 0, first: start, last: end };
    sources.set(address, {
      address,
      bytes: known.bytes + bytes,
      packets: known.packets + packets,
      flows: known.flows + 1,
      first: Math.min(known.first, start),
      last: Math.max(known.last, end),
    });
  }
  const iso = (seconds) => new Date(seconds * 1000).toISOString();
  return {
    interfaceId: web.networkInterface,
    action,
    protocol: 'tcp',
    port: 22,
    direction: 'ingress',
    sources: [...sources.values()]
      .map(({ first, last, ...source }) => ({ ...source, firstTime: iso(first), lastTime: iso(last) }))
      .toSorted((a, b) => b.bytes - a.bytes || (a.address < b.address ? -1 : 1)),
  };
});
