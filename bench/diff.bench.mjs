// @ts-check
/** Comparing two states of a resource: what every configuration item costs, at the sizes that the largest ones have. */
import { modules } from './modules.mjs';
import { asMs } from './processes.mjs';

export const description = 'the diff of a long policy, and of items of 256 KB, with their sentences';

const rounds = 30;
const limitMs = 50;

/** @typedef {import('../src/model/json.ts').JsonObject} JsonObject */

/** What is built; its types are those of the source, since types are checked before anything is built. @param {string} file */
const built = (file) => import(modules(`analysis/what/${file}`));

async function load() {
  /** @type {typeof import('../src/analysis/what/config-changes.ts')} */
  const { configChanges } = await built('config-changes.js');
  /** @type {typeof import('../src/analysis/what/diff.ts')} */
  const { diff } = await built('diff.js');
  return { configChanges, diff };
}

/** @param {number} index */
const range = (index) => `${(index >> 8) % 256}.${index % 256}.0.0/16`;

/** @param {number} count @param {string} action of one statement in the middle */
function policyOf(count, action) {
  const statements = Array.from({ length: count }, (_, index) => ({
    Sid: `Statement${index}`,
    Effect: 'Allow',
    Principal: { AWS: Array.from({ length: 5 }, (__, role) => `arn:aws:iam::111122223333:role/role-${index}-${role}`) },
    Action: ['s3:GetObject', 's3:PutObject', index === count >> 1 ? action : 's3:ListBucket'],
    Resource: [`arn:aws:s3:::amzn-s3-demo-bucket-${index}`, `arn:aws:s3:::amzn-s3-demo-bucket-${index}/*`],
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** @param {number} ports @param {number} ranges in each */
const groupOf = (ports, ranges) => ({
  groupName: 'web',
  ipPermissions: Array.from({ length: ports }, (_, port) => {
    const cidrs = Array.from({ length: ranges }, (__, index) => range(port * ranges + index));
    return {
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ipRanges: cidrs,
      ipv4Ranges: cidrs.map((cidrIp) => ({ cidrIp, description: 'an office, or what was one once' })),
    };
  }),
});

/** Every list the other way round: the most that can be moved. @type {(value: any) => any} */
const reversed = (value) => {
  if (Array.isArray(value)) return value.map(reversed).reverse();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, reversed(member)]));
};

/** @param {string} resourceType @param {JsonObject} configuration @param {number} index */
const evidenceOf = (resourceType, configuration, index) => ({
  type: /** @type {const} */ ('configuration-item'),
  digest: String(index),
  origin: { source: 'config', backend: 'archive', account: null, region: null, ref: null, locator: `a.json#${index}` },
  item: {
    resourceType,
    resourceId: 'id',
    resourceName: null,
    arn: null,
    account: '111122223333',
    region: 'us-east-1',
    captureTime: `2026-03-03T1${index}:00:00.000Z`,
    status: 'OK',
    stateId: String(index),
    configuration,
    supplementaryConfiguration: {},
    tags: {},
    relationships: [],
    relatedEvents: [],
  },
});

/**
 * A new copy for each run, which nothing has looked at yet.
 * @param {Awaited<ReturnType<typeof load>>} code
 * @param {string} name @param {string} resourceType @param {JsonObject} before @param {JsonObject} after
 */
function measure({ configChanges, diff }, name, resourceType, before, after) {
  /** @type {number[]} */
  const diffs = [];
  /** @type {number[]} */
  const items = [];
  let changes = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [old, now] = [structuredClone(before), structuredClone(after)];
    let start = performance.now();
    changes = diff(old, now, { resourceType, names: ['configuration'] }).length;
    diffs.push(performance.now() - start);
    const evidence = [before, after].map((state, index) => evidenceOf(resourceType, structuredClone(state), index));
    start = performance.now();
    configChanges({ items: evidence, window: undefined, matches: () => ['target'] });
    items.push(performance.now() - start);
  }
  const [first = 0] = items;
  const kilobytes = (JSON.stringify(after).length / 1024).toFixed(0);
  const middle = (/** @type {number[]} */ times) => times.sort((a, b) => a - b)[times.length >> 1] ?? 0;
  const median = middle(items);
  return [
    name,
    kilobytes,
    String(changes),
    ...[middle(diffs), median, first].map(asMs),
    median <= limitMs ? 'yes' : 'no',
  ];
}

export async function run() {
  const code = await load();
  const role = (/** @type {number} */ count, /** @type {string} */ action) => ({ policy: policyOf(count, action) });
  const encoded = (/** @type {string} */ action) => ({ policy: encodeURIComponent(policyOf(100, action)) });
  const group = groupOf(60, 50);
  const opened = { ...group, ipPermissions: [...group.ipPermissions, ...groupOf(61, 50).ipPermissions.slice(60)] };
  const list = Array.from({ length: 4000 }, (_, index) => ({ name: `parameter-${index}`, value: { on: true, index } }));
  const bucket = 'AWS::S3::Bucket';
  const firewall = 'AWS::EC2::SecurityGroup';
  return {
    headings: ['state', 'KB', 'changes', 'diff ms', 'item ms', 'first ms', `within ${limitMs} ms`],
    rows: [
      measure(code, 'policy of 100 statements, one action new', bucket, role(100, 's3:ListBucket'), role(100, 's3:*')),
      measure(code, 'the same, URL-encoded', 'AWS::IAM::Role', encoded('s3:ListBucket'), encoded('s3:*')),
      measure(code, 'group, one port opened', firewall, group, opened),
      measure(code, 'group, every list reversed', firewall, group, reversed(group)),
      measure(code, 'group, all of it new', firewall, { ipPermissions: [] }, group),
      measure(
        code,
        'list of 4,000 objects, the first removed',
        'AWS::SSM::Document',
        { list },
        { list: list.slice(1) },
      ),
    ],
    notes: [
      `${rounds} runs of each, on values that were not looked at before; times are medians, save of the first run`,
      'item: the diff again, the sentence, and all else that the event of two items takes; its median is what counts',
    ],
  };
}
