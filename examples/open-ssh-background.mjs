// What else goes on in the account that afternoon: all that a good answer leaves out, or tells apart.
import {
  assumedByService,
  awsService,
  credentials,
  ingress,
  instances,
  onBucket,
  onObject,
  roleArn,
  roleResource,
  securityGroups,
  shift,
  unauthorized,
} from './cloudtrail.mjs';
import { signInToShell } from './identity-center.mjs';
import {
  account,
  autoScaling,
  awsCli,
  bob,
  browsers,
  config,
  database,
  daveWith,
  monitoring,
  trail,
  trailArn,
  trailKeyArn,
  web,
} from './open-ssh-cast.mjs';

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const internal = { address: 'AWS Internal', agent: 'AWS Internal' };
const parameterKeyArn = `arn:aws:kms:eu-west-1:${account}:key/2a3b4c5d-6e7f-4081-92a3-b4c5d6e7f809`;
const keyResource = (keyArn) => [{ accountId: account, type: 'AWS::KMS::Key', ARN: keyArn }];

/** The monitoring product comes by every hour or so. */
function monitoringRound(call, time, region) {
  const { session, outside, caller } = monitoring(time);
  call(time, outside, 'sts AssumeRole', {
    region,
    request: {
      roleArn: roleArn(session.role),
      roleSessionName: session.name,
      externalId: 'metrics-4711',
      durationSeconds: session.lasts,
    },
    response: credentials(session),
    resources: roleResource(session.role),
    shared: true,
  });
  call(shift(time, 2), caller, 'ec2 DescribeInstances', { region, ...instances() });
  call(shift(time, 3), caller, 'monitoring ListMetrics', { region, request: { namespace: 'AWS/EC2' } });
}

/** Config looks at what it records. */
function configRound(call, time, region) {
  const { host, session, caller } = config(time);
  call(time, awsService(host), 'sts AssumeRole', { region, ...assumedByService(session) });
  call(shift(time, 2), caller, 'ec2 DescribeSecurityGroups', { region, ...securityGroups() });
  call(shift(time, 3), caller, 'ec2 DescribeInstances', { region, ...instances() });
}

function autoScalingRound(call, time) {
  const { host, session, caller } = autoScaling(time);
  call(time, awsService(host), 'sts AssumeRole', assumedByService(session));
  call(shift(time, 1), caller, 'ec2 DescribeInstances', instances(web.instance));
}

/** CloudTrail looks at its bucket and gets itself a key before it delivers. */
function trailRound(call, time) {
  const service = awsService('cloudtrail.amazonaws.com');
  call(time, service, 's3 GetBucketAcl', { ...onBucket(trail.bucket, account, { acl: '' }), shared: true });
  call(shift(time, 1), service, 'kms GenerateDataKey', {
    request: { keyId: trailKeyArn, keySpec: 'AES_256', encryptionContext: { 'aws:cloudtrail:arn': trailArn } },
    resources: keyResource(trailKeyArn),
    shared: true,
  });
}

/** EC2 gives the instance its credentials, and keeps quiet about the session's name. */
function instanceStarts(call, { host, session }) {
  call(session.created.slice(11, 19), awsService(host), 'sts AssumeRole', {
    request: { roleArn: roleArn(session.role), roleSessionName: session.name },
    response: { credentials: credentials(session).credentials },
    resources: roleResource(session.role),
    shared: true,
  });
}

/** The site's instance: its agent, and the pictures that it serves. */
function instanceRound(call, time, instance, key) {
  const agent = instance.with('aws-sdk-go/1.55.8 (go1.25.6; linux; amd64) amazon-ssm-agent/3.3.3270.0');
  call(time, agent, 'ssm UpdateInstanceInformation', {
    request: {
      instanceId: web.instance,
      agentVersion: '3.3.3270.0',
      platformType: 'Linux',
      agentName: 'amazon-ssm-agent',
    },
  });
  const site = instance.with('aws-sdk-js/3.990.0 ua/2.1 os/linux#6.12 lang/js md/nodejs#22.21.1 api/s3#3.990.0');
  call(shift(time, 31), site, 's3 GetObject', onObject(web.assets, account, key, { bytesOut: 48_213 }));
}

/** bob's day: a function, its logs and its alarm, pictures, a parameter in the other region. */
function bobAtWork(call) {
  const functionName = 'thumbnails';
  signInToShell(call, bob, awsCli('sso.login'));
  call('12:52:22', bob.as(awsCli('sts.get-caller-identity')), 'sts GetCallerIdentity');
  call('12:54:37', bob.as(awsCli('lambda.get-function')), 'lambda GetFunction20150331v2', {
    request: { functionName },
  });
  call('12:56:08', bob.as(awsCli('lambda.update-function-code')), 'lambda UpdateFunctionCode20150331v2', {
    request: { functionName, publish: true, dryRun: false },
    response: {
      functionName,
      functionArn: `arn:aws:lambda:us-east-1:${account}:function:${functionName}:42`,
      runtime: 'nodejs22.x',
      role: `arn:aws:iam::${account}:role/${functionName}`,
      handler: 'index.handler',
      codeSize: 18_442,
      lastModified: '2026-03-03T12:56:08.000+0000',
      version: '42',
      environment: {},
    },
  });
  call('12:57:40', bob.as(awsCli('logs.put-retention-policy')), 'logs PutRetentionPolicy', {
    request: { logGroupName: `/aws/lambda/${functionName}`, retentionInDays: 30 },
  });
  const upload = (time, key, bytesIn) =>
    call(time, bob.as(awsCli('s3.sync')), 's3 PutObject', onObject(web.assets, account, key, { bytesIn }));
  upload('14:14:20', 'img/spring.jpg', 9_882_144);
  upload('14:14:22', 'img/summer.jpg', 7_310_920);
  call('14:26:02', bob.as(awsCli('cloudwatch.put-metric-alarm')), 'monitoring PutMetricAlarm', {
    request: {
      alarmName: `${functionName}-errors`,
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: [{ name: 'FunctionName', value: functionName }],
      statistic: 'Sum',
      period: 300,
      evaluationPeriods: 1,
      threshold: 5,
      comparisonOperator: 'GreaterThanThreshold',
    },
  });
  const region = 'eu-west-1';
  const name = '/thumbnails/key';
  call('15:04:11', bob.as(awsCli('ssm.get-parameter')), 'ssm GetParameter', {
    region,
    request: { name, withDecryption: true },
  });
  // to decrypt it, Systems Manager asks KMS in his name
  const inHisName = { identity: { ...bob.session.identity, invokedBy: 'AWS Internal' }, ...internal };
  call('15:04:11', inHisName, 'kms Decrypt', {
    region,
    request: {
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      encryptionContext: { PARAMETER_ARN: `arn:aws:ssm:${region}:${account}:parameter${name}` },
    },
    resources: keyResource(parameterKeyArn),
  });
  call('15:05:33', bob.as(awsCli('ssm.put-parameter')), 'ssm PutParameter', {
    region,
    request: { name, value: hidden, type: 'SecureString', overwrite: true },
    response: { version: 7, tier: 'Standard' },
  });
}

/** dave wants the database's port for himself. He may not. Returns the record of his attempt. */
function deniedAttempt(call) {
  const caller = daveWith('ec2.authorize-security-group-ingress');
  const groupArn = `arn:aws:ec2:us-east-1:${account}:security-group/${database.securityGroup}`;
  call(
    '14:17:38',
    daveWith('ec2.describe-security-groups'),
    'ec2 DescribeSecurityGroups',
    securityGroups(database.securityGroup),
  );
  return call('14:17:42', caller, 'ec2 AuthorizeSecurityGroupIngress', {
    request: ingress(database.securityGroup, 5432, { cidrIp: '192.0.2.77/32' }),
    error: unauthorized(caller, 'ec2:AuthorizeSecurityGroupIngress', groupArn),
  });
}

/** Somebody tries names at the console's door. */
function failedSignIn(call) {
  const identity = { type: 'IAMUser', accountId: account, accessKeyId: '', userName: hidden };
  return call(
    '13:12:08',
    { identity, address: '203.0.113.66', agent: browsers.linux, tls: true },
    'signin ConsoleLogin',
    {
      type: 'AwsConsoleSignIn',
      unrequested: true,
      error: { message: 'No username found in supplied account' },
      response: { ConsoleLogin: 'Failure' },
      additional: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' },
    },
  );
}

/** KMS renews a key's material; nobody called. */
function keyRotation(call) {
  const nobody = { identity: { accountId: account, invokedBy: 'AWS Internal' }, ...internal };
  call('15:29:14', nobody, 'kms RotateKey', {
    region: 'eu-west-1',
    type: 'AwsServiceEvent',
    unrequested: true,
    resources: keyResource(parameterKeyArn),
    service: { keyId: parameterKeyArn.split('/')[1], rotationType: 'AUTOMATIC' },
  });
}

/** Returns the records that are decoys. */
export function backgroundCalls(call, instance) {
  for (const time of ['12:31:04', '13:31:05', '14:31:05', '15:31:04']) monitoringRound(call, time, 'us-east-1');
  for (const time of ['12:31:09', '15:31:09']) monitoringRound(call, time, 'eu-west-1');
  for (const time of ['12:32:15', '13:32:10', '15:55:12']) trailRound(call, time);
  for (const time of ['12:46:22', '13:31:40', '15:05:02']) autoScalingRound(call, time);
  for (const time of ['12:32:30', '15:56:40']) configRound(call, time, 'us-east-1');
  configRound(call, '13:31:20', 'eu-west-1');
  instanceStarts(call, instance);
  instanceRound(call, '12:45:31', instance, 'img/winter.jpg');
  instanceRound(call, '14:15:31', instance, 'img/autumn.jpg');
  instanceRound(call, '15:31:31', instance, 'img/summer.jpg');
  bobAtWork(call);
  keyRotation(call);
  return { failedSignIn: failedSignIn(call), deniedAttempt: deniedAttempt(call) };
}
