// How CloudTrail writes things down, so that a case can be told in calls. Field forms and their order follow
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html and
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
import { digits, textOf, upperCase, uuidOf } from './deliver.mjs';

/**
 * @typedef {{ name: string, account: string, path?: string }} Role
 *
 * What stands in userIdentity, sourceIPAddress and userAgent. `tls`: over a connection of their own, unlike services;
 * `console`: with credentials that a console session was given.
 * @typedef {{ identity: object, address: string, agent: string, tls?: boolean, console?: boolean }} Caller
 *
 * What differs from call to call; the rest follows. `error`: code and message; `additional`, `service`: the
 * objects additionalEventData and serviceEventDetails; `shared`: with a sharedEventID; `unrequested`: without a requestID.
 * @typedef {{ region?: string, request?: object, response?: object, error?: { code?: string, message: string },
 *   resources?: object[], additional?: object, service?: object, type?: string, category?: string, host?: string,
 *   shared?: boolean, unrequested?: boolean }} Details
 */

const base32 = `${upperCase}234567`;

/** 14:03:27 and 60 -> 14:04:27 */
export const shift = (time, seconds) =>
  new Date(Date.parse(`1970-01-01T${time}Z`) + seconds * 1000).toISOString().slice(11, 19);

/** 20 characters; the word EXAMPLE in it tells people and secret scanners that it opens nothing. */
export const accessKeyIdOf = (prefix, label) => `${prefix}${textOf(`key ${label}`, 9, base32)}EXAMPLE`;

/** AROA: a role, AIDA: a user. 21 characters. */
export const uniqueIdOf = (prefix, label) => `${prefix}${textOf(`id ${label}`, 10, base32)}EXAMPLE`;

export const roleArn = ({ name, account, path = '/' }) => `arn:aws:iam::${account}:role${path}${name}`;

/**
 * One set of temporary credentials of a role. `context` adds to sessionContext, `extra` to userIdentity;
 * `lasts` is in seconds.
 */
export function session(role, name, created, { context = {}, extra = {}, lasts = 3600 } = {}) {
  const roleId = uniqueIdOf('AROA', role.name);
  const issued = {
    assumedRoleId: `${roleId}:${name}`,
    arn: `arn:aws:sts::${role.account}:assumed-role/${role.name}/${name}`,
  };
  const { webIdFederationData, ...rest } = context;
  const accessKeyId = accessKeyIdOf('ASIA', `${role.name} ${name} ${created}`);
  const identity = {
    type: 'AssumedRole',
    principalId: issued.assumedRoleId,
    arn: issued.arn,
    accountId: role.account,
    accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: roleArn(role),
        accountId: role.account,
        userName: role.name,
      },
      ...(webIdFederationData && { webIdFederationData }),
      attributes: { creationDate: created, mfaAuthenticated: 'false' },
      ...rest,
    },
    ...extra,
  };
  return { role, name, created, lasts, accessKeyId, issued, identity };
}

/** A service that calls on its own: `config.amazonaws.com`. */
export const awsService = (host) => ({ identity: { type: 'AWSService', invokedBy: host }, address: host, agent: host });

/** A service that calls with a session of a role. Service-linked roles leave no access key behind. */
export function onBehalf(host, { role, identity }) {
  const { accessKeyId, ...withoutKey } = identity;
  const linked = role.path?.startsWith('/aws-service-role/');
  return { identity: { ...(linked ? withoutKey : identity), invokedBy: host }, address: host, agent: host };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Feb 9, 2026, 9:57:03 PM: the form in which STS has its expiration times recorded. */
function longTime(time) {
  const date = new Date(time);
  const clock = `${date.getUTCHours() % 12 || 12}${date.toISOString().slice(13, 19)}`;
  const half = date.getUTCHours() < 12 ? 'AM' : 'PM';
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${clock} ${half}`;
}

/** What STS answers. A token is a secret: this stands where it would be. */
export const credentials = ({ role, name, created, lasts, accessKeyId, issued }, more = {}) => ({
  credentials: {
    accessKeyId,
    sessionToken: `EXAMPLE-TOKEN-${role.name}-${name}`,
    expiration: longTime(Date.parse(created) + lasts * 1000),
  },
  assumedRoleUser: issued,
  ...more,
});

export const roleResource = (role) => [{ accountId: role.account, type: 'AWS::IAM::Role', ARN: roleArn(role) }];

/** sts:AssumeRole by a service. */
export const assumedByService = (assumed) => ({
  request: { roleArn: roleArn(assumed.role), roleSessionName: assumed.name, durationSeconds: assumed.lasts },
  response: credentials(assumed),
  resources: roleResource(assumed.role),
  shared: true,
});

/** A call on a bucket. What S3 calls its sub-resource stands in the request as an empty text: `{ acl: '' }`. */
export const onBucket = (bucket, account, request, region = 'us-east-1') => {
  const host = `${bucket}.s3.${region}.amazonaws.com`;
  return {
    request: { bucketName: bucket, Host: host, ...request },
    resources: [{ accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }],
    host,
  };
};

/** A data event on an object. */
export function onObject(bucket, account, key, { bytesIn = 0, bytesOut = 0, region } = {}) {
  const { resources, ...call } = onBucket(bucket, account, { key }, region);
  return {
    ...call,
    additional: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: bytesIn,
      AuthenticationMethod: 'AuthHeader',
      bytesTransferredOut: bytesOut,
    },
    resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` }, ...resources],
    category: 'Data',
  };
}

const items = (...list) => (list.length > 0 ? { items: list } : {});

/** EC2's requests as they are recorded: lists in `items`, empty ones as `{}`. Without an id: all there are. */
export const instances = (...ids) => ({
  request: { instancesSet: items(...ids.map((instanceId) => ({ instanceId }))), filterSet: {} },
});
export const securityGroups = (...ids) => ({
  request: { securityGroupSet: {}, securityGroupIdSet: items(...ids.map((groupId) => ({ groupId }))), filterSet: {} },
});
/** Newer calls are recorded in another form. */
export const securityGroupRules = (groupId) => ({
  request: {
    DescribeSecurityGroupRulesRequest: {
      MaxResults: 1000,
      Filter: { tag: 1, Name: 'group-id', Value: { tag: 1, content: groupId } },
    },
  },
});
export const tcp = (port) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });
export const ingress = (groupId, port, range) => ({
  groupId,
  ipPermissions: items({ ...tcp(port), groups: {}, ipRanges: items(range), ipv6Ranges: {}, prefixListIds: {} }),
});

/** What EC2 answers who may not. The encoded message would tell more to those who may decode it. */
export const unauthorized = ({ identity }, action, resource) => ({
  code: 'Client.UnauthorizedOperation',
  message:
    `You are not authorized to perform this operation. User: ${identity.arn} is not authorized to perform: ${action} ` +
    `on resource: ${resource} because no identity-based policy allows the ${action} action. ` +
    'Encoded authorization failure message: EXAMPLE-MESSAGE',
});

/** STS and KMS count what hands out credentials and keys among the reads. */
const reads = /^(Get|List|Describe|Lookup|AssumeRole|Decrypt|GenerateDataKey)/;

/** The host that the caller addressed, as a rule. */
function hostOf(service, region) {
  if (service === 'iam') return 'iam.amazonaws.com';
  return service === 'signin' ? `${region}.signin.aws.amazon.com` : `${service}.${region}.amazonaws.com`;
}

/**
 * Collects a case's records. `call(time, caller, 'ec2 CreateTags', details)` writes one down and returns it;
 * the ids follow from what was called, when and by whom, so that a new call leaves those of the others alone.
 * `region`: where a call goes that does not say.
 */
export function recorder({ name, date, account, region: home = 'us-east-1' }) {
  const records = [];
  const seen = new Map();

  /** @param {string} time HH:MM:SS @param {Caller} caller @param {string} what @param {Details} details */
  function call(time, caller, what, details = {}) {
    const [service, eventName] = what.split(' ');
    const { identity, address, agent } = caller;
    const {
      region = home,
      request = null,
      response = null,
      error,
      resources,
      additional,
      category = 'Management',
    } = details;
    const event = `${name} ${time} ${region} ${what} ${identity.arn ?? identity.invokedBy ?? address}`;
    const copies = (seen.get(event) ?? 0) + 1;
    seen.set(event, copies);
    const label = `${event} ${copies}`;
    const requestID =
      service === 's3' ? textOf(`request ${label}`, 16, upperCase + digits) : uuidOf(`request ${label}`);
    const record = {
      eventVersion: service === 'signin' || service === 'sso' ? '1.09' : '1.11',
      userIdentity: identity,
      eventTime: `${date}T${time}Z`,
      eventSource: `${service}.amazonaws.com`,
      eventName,
      awsRegion: region,
      sourceIPAddress: address,
      // S3 is alone in writing brackets round it
      userAgent: service === 's3' && !identity.invokedBy ? `[${agent}]` : agent,
      ...(error?.code && { errorCode: error.code }),
      ...(error && { errorMessage: error.message }),
      requestParameters: request,
      // EC2 repeats the request's id in what it answers
      responseElements: service === 'ec2' && response ? { requestId: requestID, ...response } : response,
      ...(additional && { additionalEventData: additional }),
      ...(!details.unrequested && { requestID }),
      eventID: uuidOf(`event ${label}`),
      readOnly: reads.test(eventName),
      ...(resources && { resources }),
      eventType: details.type ?? 'AwsApiCall',
      ...(service === 'lambda' && { apiVersion: '2015-03-31' }),
      managementEvent: category === 'Management',
      recipientAccountId: account,
      ...(details.shared && { sharedEventID: uuidOf(`shared ${label}`) }),
      ...(details.service && { serviceEventDetails: details.service }),
      eventCategory: category,
      ...(caller.tls && {
        tlsDetails: {
          tlsVersion: 'TLSv1.3',
          cipherSuite: 'TLS_AES_128_GCM_SHA256',
          clientProvidedHostHeader: details.host ?? hostOf(service, region),
        },
      }),
      ...(caller.console && { sessionCredentialFromConsole: 'true' }),
    };
    records.push(record);
    return record;
  }

  return { call, records };
}
