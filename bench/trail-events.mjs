// @ts-check
/** Makes the events of trail files: CloudTrail's records of API calls, the same ones in the same order on every machine. */
import { randomFrom } from './made-files.mjs';

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

/** @typedef {{ name: string, id: string }} Role */
/** @typedef {{ role: Role, key: string, session: string }} Session the access key of a role session, and its name */
/** @typedef {{ account: string, role: Role, session: string, group: string }} Caller who calls, and the security group that is meant */

/** What has no fixed value in an event, drawn in turn from one generator. */
function createDraw() {
  const random = randomFrom(42);
  const below = (/** @type {number} */ n) => Math.floor(random() * n);
  const hex = (/** @type {number} */ length) => Array.from({ length }, () => '0123456789abcdef'[below(16)]).join('');
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
  const upper = (/** @type {number} */ length) =>
    Array.from({ length }, () => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[below(32)]).join('');
  return { below, hex, uuid, upper };
}

/** What calls are made on and by. @param {ReturnType<typeof createDraw>} draw */
function createInventory({ hex, upper }) {
  const groups = Array.from({ length: 400 }, () => `sg-${hex(17)}`);
  const instances = Array.from({ length: 800 }, () => `i-${hex(17)}`);
  const roles = Array.from({ length: 60 }, (_, n) => ({ name: `service-role-${n}`, id: `AROA${upper(17)}` }));
  const sessions = Array.from({ length: 300 }, (_, n) => ({
    role: roles[n % roles.length] ?? { name: '', id: '' },
    key: `ASIA${upper(16)}`,
    session: n % 3 === 0 ? (instances[n] ?? '') : `session-${hex(10)}`,
  }));
  return { groups, instances, sessions };
}

/** @param {ReturnType<typeof createDraw>} draw @param {Caller} caller */
const assumeRole = ({ upper, hex }, { account, role, session }) => ({
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
});

/** @param {ReturnType<typeof createDraw>} draw @param {readonly string[]} instances @param {Caller} caller */
function describe({ below }, instances, { group }) {
  const items = Array.from({ length: 1 + below(6) }, () => ({ instanceId: instances[below(800)] }));
  const filter = { name: 'group-id', valueSet: { items: [{ value: group }] } };
  return { request: { instancesSet: { items }, filterSet: { items: [filter] } }, response: null };
}

/** @param {ReturnType<typeof createDraw>} draw @param {Caller} caller */
function authorizeIngress({ uuid }, { group }) {
  const ipRanges = { items: [{ cidrIp: '203.0.113.0/24' }] };
  return {
    request: {
      groupId: group,
      ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ipRanges }] },
    },
    response: { requestId: uuid(), _return: true },
  };
}

/**
 * What the call asks for, and what it is answered.
 * @param {(typeof calls)[number]} call @param {ReturnType<typeof createDraw>} draw
 * @param {readonly string[]} instances @param {Caller} caller
 */
function parametersOf([service, name], draw, instances, caller) {
  if (name === 'AssumeRole') return assumeRole(draw, caller);
  if (name.startsWith('Describe')) return describe(draw, instances, caller);
  if (name.startsWith('Authorize')) return authorizeIngress(draw, caller);
  if (service === 's3.amazonaws.com') {
    const bucketName = `data-${draw.hex(6)}`;
    const key = `logs/2026/03/${draw.hex(24)}.parquet`;
    return { request: { bucketName, Host: service, key }, response: null };
  }
  return { request: { groupId: caller.group, maxResults: 100 }, response: null };
}

const timeText = (/** @type {number} */ time) => new Date(time).toISOString().replace('.000', '');

/** @param {string} account @param {Session} session @param {number} time when the session calls */
const identityOf = (account, { role, key, session }, time) => ({
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
    attributes: { creationDate: timeText(time - 600_000), mfaAuthenticated: 'false' },
  },
});

/** Makes events, the same ones in the same order each time. */
export function createEvents() {
  const draw = createDraw();
  const { below, uuid, upper } = draw;
  const { groups, instances, sessions } = createInventory(draw);
  const eventAt = (/** @type {number} */ time, /** @type {string} */ account, /** @type {string} */ region) => {
    const call = calls[below(calls.length)] ?? calls[0];
    const [service, name, readOnly] = call;
    const caller = sessions[below(sessions.length)] ?? { role: { name: '', id: '' }, key: '', session: '' };
    const isTouched = below(10_000) === 0;
    const group = isTouched ? wanted : (groups[below(groups.length)] ?? '');
    const { request, response } = parametersOf(call, draw, instances, { account, ...caller, group });
    return {
      eventVersion: '1.11',
      userIdentity: identityOf(account, caller, time),
      eventTime: timeText(time),
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
