// @ts-check
/** Makes trail files, shaped like real ones and the same on every machine: what a benchmark reads. */
import { createWriteStream, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { keptFiles, randomFrom, sizeOf } from './made-files.mjs';

const start = Date.UTC(2026, 2, 1);
const accounts = ['111122223333', '444455556666'];
const regions = ['us-east-1', 'eu-west-1', 'us-west-2', 'ap-southeast-2'];
/** In about one event in ten thousand. */
export const wanted = 'sg-0a1b2c3d4e5f60718';

const calls = /** @type {const} */ ([
  ['ec2.amazonaws.com', 'DescribeInstances', true],
  ['ec2.amazonaws.com', 'DescribeSecurityGroups', true],
  ['ec2.amazonaws.com', 'DescribeNetworkInterfaces', true],
  ['sts.amazonaws.com', 'AssumeRole', true],
  ['s3.amazonaws.com', 'GetBucketAcl', true],
  ['s3.amazonaws.com', 'PutObject', false],
  ['kms.amazonaws.com', 'Decrypt', true],
  ['logs.amazonaws.com', 'CreateLogStream', false],
  ['lambda.amazonaws.com', 'GetFunction20150331v2', true],
  ['secretsmanager.amazonaws.com', 'GetSecretValue', true],
  ['ssm.amazonaws.com', 'UpdateInstanceInformation', false],
  ['ec2.amazonaws.com', 'AuthorizeSecurityGroupIngress', false],
]);

const agents = [
  'aws-cli/2.22.0 md/awscrt#0.23.4 ua/2.0 os/linux#5.15.0 md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython',
  'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.70.0',
  'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#6.1.109 md/arch#x86_64 lang/python#3.11.10',
  'aws-internal/3 aws-sdk-java/1.12.770 Linux/5.10.225 OpenJDK_64-Bit_Server_VM/25.422-b05 java/1.8.0_422',
  'AWS Internal',
];

/** Makes events, the same ones in the same order each time. */
function createEvents() {
  const random = randomFrom(42);
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const hex = (/** @type {number} */ length) => Array.from({ length }, () => '0123456789abcdef'[below(16)]).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const upper = (/** @type {number} */ length) =>
    Array.from({ length }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[below(32)]).join('');
  const groups = Array.from({ length: 400 }, () => `sg-${hex(17)}`);
  const instances = Array.from({ length: 800 }, () => `i-${hex(17)}`);
  const roles = Array.from({ length: 60 }, (_, n) => ({ name: `service-role-${n}`, id: `AROA${upper(17)}` }));
  const sessions = Array.from({ length: 300 }, (_, n) => ({
    role: roles[n % roles.length] ?? { name: '', id: '' },
    key: `ASIA${upper(16)}`,
    session: n % 3 === 0 ? (instances[n] ?? '') : `session-${hex(10)}`,
  }));
  /** What the call asks for, and what it is answered. @param {(typeof calls)[number]} call @param {{ account: string, role: { name: string, id: string }, session: string, group: string }} by */
  const parametersOf = ([service, name], { account, role, session, group }) => {
    if (name === 'AssumeRole') {
      return {
        request: {
          roleArn: `arn:aws:iam::${account}:role/${role.name}`,
          roleSessionName: session,
          durationSeconds: 3600,
        },
        response: {
          credentials: {
            accessKeyId: `ASIA${upper(16)}`,
            sessionToken: hex(300),
            expiration: 'Mar 3, 2026, 3:03:27 PM',
          },
          assumedRoleUser: {
            assumedRoleId: `${role.id}:${session}`,
            arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${session}`,
          },
        },
      };
    }
    if (name.startsWith('Describe')) {
      const items = Array.from({ length: 1 + below(6) }, () => ({ instanceId: instances[below(800)] }));
      const filter = { name: 'group-id', valueSet: { items: [{ value: group }] } };
      return { request: { instancesSet: { items }, filterSet: { items: [filter] } }, response: null };
    }
    if (name.startsWith('Authorize')) {
      const ipRanges = { items: [{ cidrIp: '203.0.113.0/24' }] };
      return {
        request: {
          groupId: group,
          ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges }] },
        },
        response: { requestId: uuid(), _return: true },
      };
    }
    if (service === 's3.amazonaws.com') {
      const bucketName = `data-${hex(6)}`;
      const key = `logs/2026/03/${hex(24)}.parquet`;
      return { request: { bucketName, Host: service, key }, response: null };
    }
    return { request: { groupId: group, maxResults: 100 }, response: null };
  };
  const eventAt = (/** @type {number} */ time, /** @type {string} */ account, /** @type {string} */ region) => {
    const call = calls[below(calls.length)] ?? calls[0];
    const [service, name, readOnly] = call;
    const { role, key, session } = sessions[below(sessions.length)] ?? {
      role: { name: '', id: '' },
      key: '',
      session: '',
    };
    const isTouched = below(10_000) === 0;
    const group = isTouched ? wanted : (groups[below(groups.length)] ?? '');
    const { request, response } = parametersOf(call, { account, role, session, group });
    return {
      eventVersion: '1.11',
      userIdentity: {
        type: 'AssumedRole',
        principalId: `${role.id}:${session}`,
        arn: `arn:aws:sts::${account}:assumed-role/${role.name}/${session}`,
        accountId: account,
        accessKeyId: key,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: role.id,
            arn: `arn:aws:iam::${account}:role/${role.name}`,
            accountId: account,
            userName: role.name,
          },
          attributes: {
            creationDate: new Date(time - 600_000).toISOString().replace('.000', ''),
            mfaAuthenticated: 'false',
          },
        },
      },
      eventTime: new Date(time).toISOString().replace('.000', ''),
      eventSource: service,
      eventName: name,
      awsRegion: region,
      sourceIPAddress: `198.51.100.${below(256)}`,
      userAgent: agents[below(agents.length)],
      ...(below(20) === 0 && { errorCode: 'Client.UnauthorizedOperation', errorMessage: 'You are not authorized.' }),
      requestParameters: request,
      responseElements: response,
      requestID: uuid(),
      eventID: uuid(),
      readOnly,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: `${service}`,
      },
    };
  };
  return { eventAt, below, upper };
}

/**
 * What was written, and what has to be found in it.
 * @typedef {object} Written
 * @property {number} bytes of JSON
 * @property {number} packed bytes of the files
 * @property {number} largest bytes of the largest file
 * @property {number} files
 * @property {number} events
 * @property {readonly string[]} ids of the events that hold `wanted`
 */

/** @param {number} time @param {string} account @param {string} region @param {string} suffix that makes the name the only one */
function keyOf(time, account, region, suffix) {
  const stamp = new Date(time).toISOString().slice(0, 16).replaceAll(/[-:]/g, '');
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}Z_${suffix}.json.gz`;
}

const nothingWritten = () => ({
  bytes: 0,
  packed: 0,
  largest: 0,
  files: 0,
  events: 0,
  ids: /** @type {string[]} */ ([]),
});

/** A file as it is delivered. @param {string} path @param {readonly { eventID: string }[]} records @param {ReturnType<typeof nothingWritten>} written */
function writeRecords(path, records, written) {
  const texts = records.map((record) => JSON.stringify(record));
  written.ids.push(...records.filter((_, n) => texts[n]?.includes(wanted)).map(({ eventID }) => eventID));
  const text = `{"Records":[${texts.join(',')}]}`;
  const gz = gzipSync(text);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gz);
  written.bytes += text.length;
  written.packed += gz.length;
  written.largest = Math.max(written.largest, gz.length);
  written.files++;
  written.events += records.length;
}

/**
 * Writes files until so many bytes of JSON are in them.
 * @param {string} folder @param {number} size bytes, before compression
 * @returns {Written}
 */
function writeTrail(folder, size) {
  const { eventAt, below, upper } = createEvents();
  const written = nothingWritten();
  for (let minute = 0; written.bytes < size; minute += 5) {
    for (const account of accounts) {
      for (const region of regions) {
        if (written.bytes >= size) break;
        const time = start + minute * 60_000;
        const records = Array.from({ length: 50 + below(900) }, () =>
          eventAt(time - below(600) * 1000, account, region),
        );
        writeRecords(join(folder, keyOf(time, account, region, upper(16))), records, written);
      }
    }
  }
  return written;
}

/**
 * One file of that size, as no trail delivers them and some people make them.
 * @param {string} folder @param {number} size bytes, before compression
 * @returns {Promise<Written>}
 */
async function writeLargeFile(folder, size) {
  const { eventAt, below, upper } = createEvents();
  const [account = '', region = ''] = [accounts[0], regions[0]];
  const path = join(folder, keyOf(start, account, region, upper(16)));
  const [ids, written] = [/** @type {string[]} */ ([]), { bytes: 0, files: 1, events: 0 }];
  function* parts() {
    let part = '{"Records":[';
    while (written.bytes + part.length < size) {
      const event = eventAt(start - below(600) * 1000, account, region);
      const text = JSON.stringify(event);
      if (text.includes(wanted)) ids.push(event.eventID);
      part += `${written.events > 0 ? ',' : ''}${text}`;
      written.events++;
      if (part.length < 1 << 20) continue;
      written.bytes += part.length;
      yield part;
      part = '';
    }
    written.bytes += part.length + 2;
    yield `${part}]}`;
  }
  mkdirSync(dirname(path), { recursive: true });
  await pipeline(Readable.from(parts()), createGzip(), createWriteStream(path));
  const { size: packed } = statSync(path);
  return { ...written, packed, largest: packed, ids };
}

/** As the trail of an organization of so many accounts delivers: a few events in each of very many files. */
const members = Array.from({ length: 40 }, (_, n) => String(111_111_111_111 + n * 1_010_101));
const places = [...regions, 'eu-central-1', 'eu-north-1', 'us-east-2', 'ap-south-1', 'ca-central-1', 'sa-east-1'];

/**
 * @param {string} folder @param {number} size bytes, before compression
 * @returns {Written}
 */
function writeOrganization(folder, size) {
  const { eventAt, below, upper } = createEvents();
  const written = nothingWritten();
  for (let hour = 1; written.bytes < size; hour++) {
    for (const account of members) {
      for (const region of places) {
        if (written.bytes >= size) break;
        const time = start + hour * 3_600_000;
        const records = Array.from({ length: 1 + below(6) }, () => eventAt(time - below(600) * 1000, account, region));
        writeRecords(join(folder, keyOf(time, account, region, upper(16))), records, written);
      }
    }
  }
  return written;
}

/** An archive of one event, which holds `wanted`: reading it is nearly nothing but start-up. @param {string} folder */
function writeOneEvent(folder) {
  const { eventAt, upper } = createEvents();
  const [account = '', region = ''] = [accounts[0], regions[0]];
  const event = { ...eventAt(start, account, region), requestParameters: { groupId: wanted } };
  const path = join(folder, keyOf(start, account, region, upper(16)));
  mkdirSync(dirname(path), { recursive: true });
  const text = JSON.stringify({ Records: [event] });
  const gz = gzipSync(text);
  writeFileSync(path, gz);
  return { bytes: text.length, packed: gz.length, largest: gz.length, files: 1, events: 1, ids: [event.eventID] };
}

const kinds = { trail: writeTrail, organization: writeOrganization, large: writeLargeFile, one: writeOneEvent };

/**
 * Files as they are made here.
 * @param {keyof typeof kinds} kind @param {string} [size] as `1g`
 * @returns {Promise<Written & { folder: string }>}
 */
export function made(kind, size = '1k') {
  const bytes = sizeOf(size);
  return keptFiles(`${kind}-${size}`, import.meta.filename, (folder) => kinds[kind](folder, bytes));
}
