// @ts-check
/** Joining events into chains: what a window with everything that happened in an account costs. */
import { modules } from './modules.mjs';
import { asMs } from './processes.mjs';

export const description = '100,000 events, 5,000 configuration items and 2,000 shifts, joined into chains';

const limitMs = 3000;
const limitMb = 1024;
const account = '111122223333';
const region = 'us-east-1';
const start = Date.parse('2026-03-03T00:00:00Z');

/** What is built; its types are those of the source, since types are checked before anything is built. */
async function load() {
  /** @type {typeof import('../src/analysis/link/link.ts')} */
  const { link } = await import(modules('analysis/link/link.js'));
  return link;
}

/** @param {number} seconds */
const at = (seconds) => new Date(start + seconds * 1000).toISOString();
/** @param {number} index */
const groupId = (index) => `sg-${String(index).padStart(17, '0')}`;
/** @param {number} index */
const instanceId = (index) => `i-${String(index).padStart(17, '0')}`;
/** @param {string} type @param {string} id */
const refOf = (type, id) => ({ type, id, account, region });
/** @param {string} source */
const originOf = (source) => ({ source, backend: 'archive', account, region, ref: null, locator: 'a.json#1' });

const shared = /** @type {const} */ ({ match: ['window'], chain: null, severity: 'notice' });

/** @param {number} number @param {number} groups @returns {import('../src/model/event.ts').ApiCallEvent} */
function callOf(number, groups) {
  const second = (number * 86_400) / 100_000;
  const group = groupId(number % groups);
  const isRead = number % 3 === 0;
  const isIssuing = number % 50 === 0;
  const session = number % 400;
  const eventName = isIssuing
    ? 'AssumeRole'
    : isRead
      ? 'DescribeSecurityGroups'
      : number % 2 === 0
        ? 'AuthorizeSecurityGroupIngress'
        : 'RevokeSecurityGroupIngress';
  const eventId = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const cidrIp = `10.${(number >> 8) % 256}.${number % 256}.0/24`;
  return {
    ...shared,
    id: `cloudtrail:${eventId}`,
    time: at(second),
    kind: 'api-call',
    resources: [refOf('AWS::EC2::SecurityGroup', group)],
    summary: `${eventName} ${group}`,
    origin: originOf('cloudtrail'),
    detail: {
      eventName,
      eventSource: isIssuing ? 'sts.amazonaws.com' : 'ec2.amazonaws.com',
      eventId,
      eventCategory: 'Management',
      readOnly: isRead && !isIssuing,
      outcome: number % 97 === 0 ? 'denied' : 'success',
      requestParameters: {
        groupId: group,
        ipPermissions: {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: number % 60_000,
              toPort: number % 60_000,
              ipRanges: { items: [{ cidrIp }] },
            },
          ],
        },
      },
      responseElements: isIssuing ? { credentials: { accessKeyId: `ASIA${session}` } } : { _return: true },
      principal: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${account}:assumed-role/deploy/run-${session}`,
        account,
        name: 'deploy',
        session: `run-${session}`,
        accessKeyId: `ASIA${(session + 1) % 400}`,
        human: null,
        path: [],
        workload: null,
        tool: { kind: 'terraform', name: 'Terraform', version: '1.14.4', disagrees: [] },
        userAgent: 'Terraform/1.14.4',
        sourceIp: '192.0.2.80',
        vpcEndpointId: null,
        mfa: false,
        crossAccount: false,
        service: false,
      },
    },
  };
}

/** The item that a call made. @param {import('../src/model/event.ts').ApiCallEvent} call @param {number} number @returns {import('../src/model/event.ts').ConfigChangeEvent} */
function itemOf(call, number) {
  const time = new Date(Date.parse(call.time) + 90_000).toISOString();
  const resource = /** @type {import('../src/model/resource.ts').ResourceRef} */ (call.resources[0]);
  const request = /** @type {any} */ (call.detail.requestParameters);
  const { fromPort, toPort, ipRanges } = request.ipPermissions.items[0];
  const rule = {
    ipProtocol: 'tcp',
    fromPort,
    toPort,
    ipv4Ranges: ipRanges.items,
    ipRanges: [ipRanges.items[0].cidrIp],
  };
  const isOpening = call.detail.eventName.startsWith('Authorize');
  return {
    ...shared,
    id: `config:${account}/${region}/${resource.type}/${resource.id}/${number}`,
    time,
    kind: 'config-change',
    resources: [resource],
    summary: 'ingress changed',
    origin: originOf('config'),
    detail: {
      resourceType: 'AWS::EC2::SecurityGroup',
      resourceId: resource.id,
      status: 'OK',
      captureTime: time,
      stateId: String(number),
      changes: [
        {
          path: '/configuration/ipPermissions/0',
          op: isOpening ? 'add' : 'remove',
          [isOpening ? 'after' : 'before']: rule,
        },
      ],
      relationshipOnly: false,
      inferred: false,
      before: null,
      after: { configuration: { ipPermissions: [rule] } },
    },
  };
}

/** @param {number} number @param {number} groups @returns {import('../src/model/event.ts').MetricEvent} */
function shiftOf(number, groups) {
  const time = at(600 + number * 40);
  const id = instanceId(number % groups);
  return {
    ...shared,
    id: `metric:AWS/EC2/NetworkIn/InstanceId=${id}/Sum/${time}`,
    time,
    endTime: at(1500 + number * 40),
    kind: 'metric',
    severity: 'warning',
    resources: [refOf('AWS::EC2::Instance', id)],
    summary: `NetworkIn of ${id} rose: median 1 MB → peak 40 MB`,
    origin: originOf('cloudwatch'),
    detail: {
      namespace: 'AWS/EC2',
      metricName: 'NetworkIn',
      dimensions: { InstanceId: id },
      statistic: 'Sum',
      periodSeconds: 300,
      unit: 'Bytes',
      direction: 'up',
      shape: 'spike',
      onset: time,
      peakTime: time,
      peak: 4e7,
      baseline: { median: 1e6, spread: 1e5, min: 1e5, max: 2e6, from: at(0), to: time, count: 288 },
      ratio: 40,
      excursion: 20,
      ongoing: false,
      beganBefore: false,
    },
  };
}

/** @param {Awaited<ReturnType<typeof load>>} link @param {string} name @param {number} groups */
function measure(link, name, groups) {
  const calls = Array.from({ length: 100_000 }, (_, number) => callOf(number, groups));
  const writes = calls.filter(
    ({ detail }) => /^(?:Authorize|Revoke)/.test(detail.eventName) && detail.outcome === 'success',
  );
  const items = Array.from({ length: 5000 }, (_, number) => writes[number * 12]).flatMap((call, number) =>
    call ? [itemOf(call, number)] : [],
  );
  const shifts = Array.from({ length: 2000 }, (_, number) => shiftOf(number, groups));
  const relations = Array.from({ length: groups }, (_, number) => ({
    a: groupId(number),
    b: instanceId(number),
    relation: 'Is associated with Instance',
  }));
  const begun = performance.now();
  const { chains } = link({ events: [...calls, ...items, ...shifts], relations, asOf: start + 86_400_000 });
  const took = performance.now() - begun;
  const megabytes = process.memoryUsage().rss / 2 ** 20;
  return [
    name,
    String(chains.length),
    asMs(took),
    megabytes.toFixed(0),
    took <= limitMs && megabytes <= limitMb ? 'yes' : 'no',
  ];
}

export async function run() {
  const link = await load();
  return {
    headings: ['window', 'chains', 'ms', 'MB', `within ${limitMs} ms and ${limitMb} MB`],
    rows: [measure(link, '2,000 resources', 2000), measure(link, '50 resources, each changed all day', 50)],
    notes: [
      '100,000 calls, two thirds of them writes, 5,000 items, 2,000 shifts; MB: the resident memory of the process, with the events',
    ],
  };
}
