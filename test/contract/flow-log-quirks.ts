/** Flows in every version and order of fields, and what a file of them is read as. */
import { cloudtrail } from '../../src/sources/cloudtrail/index.ts';
import { logs } from '../../src/sources/logs/index.ts';
import { account, eni, ownAddress, readFiles, secondsAt } from '../fixtures/flow-logs.ts';

const sources = [cloudtrail, logs];
export const read = (files: Readonly<Record<string, string | Buffer>>, options = {}) =>
  readFiles(sources, files, options);
export const start = secondsAt('14:11:20');

export interface Flow {
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

export const flows = [
  flow('198.51.100.23', ownAddress, 50_412, 22, 1000, 'ACCEPT'),
  flow(ownAddress, '198.51.100.23', 22, 50_412, 500, 'ACCEPT'),
  flow('203.0.113.99', ownAddress, 61_000, 3389, 40, 'REJECT'),
];

export const renamed = (
  rename: (field: string) => string,
  number: (value: number) => string | number = (value) => value,
) =>
  flows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([field, value]) => [rename(field), typeof value === 'number' ? number(value) : value]),
    ),
  );
export const snakeCase = (field: string) => field.replaceAll('-', '_');
