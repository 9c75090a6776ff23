// Who and what the case of the unencrypted bucket is about, and when: all of its evidence takes names and times from here.
import { accessKeyIdOf, assumedByService, awsService, onBehalf, session, uniqueIdOf } from './cloudtrail.mjs';
import { hexOf } from './deliver.mjs';
import { person } from './identity-center.mjs';

export const date = '2026-05-12';
export const account = '444455556666';
export const region = 'eu-central-1';
export const place = { account, region };
export const at = (time) => `${date}T${time}Z`;

export const trail = { account, bucket: 'amzn-s3-demo-audit-logs', trail: 'all-events', homeRegion: region };
export const trailArn = `arn:aws:cloudtrail:${region}:${account}:trail/${trail.trail}`;
export const trailKeyArn = `arn:aws:kms:${region}:${account}:key/3d4c5b6a-7988-4a9b-8c0d-1e2f3a4b5c6d`;

/** The bucket whose objects must be encrypted with a key of the account's own. */
export const bucket = 'amzn-s3-demo-invoices';
export const keyArn = `arn:aws:kms:${region}:${account}:key/7e6d5c4b-3a29-4180-9f8e-7d6c5b4a3928`;
/** Bears the bucket's name, and is another. */
export const archiveBucket = 'amzn-s3-demo-invoices-archive';
/** The one that dana meant. */
export const exportsBucket = 'amzn-s3-demo-exports';

export const rule = 's3-default-encryption-kms';
/** A rule of no consequence here. */
export const otherRule = 's3-bucket-ssl-requests-only';
export const fixer = {
  name: 'bucket-encryption-fixer',
  arn: `arn:aws:lambda:${region}:${account}:function:bucket-encryption-fixer`,
  logGroup: '/aws/lambda/bucket-encryption-fixer',
};

/** Times in UTC. What has no CloudTrail record is for the other evidence. */
export const story = {
  /** The trail's part that is bundled. */
  since: '08:40:00',
  until: '10:35:00',
  denied: '09:05:18',
  tagged: '09:02:31',
  tagCaptured: '09:03:50.412',
  archiveChanged: '09:08:12',
  removed: '09:17:44',
  removedCaptured: '09:19:02.655',
  nonCompliant: '09:21:37.512',
  alarm: '09:36:08.318',
  fixed: '09:42:09',
  fixedCaptured: '09:43:30.190',
  compliant: '09:46:20.512',
  alarmOver: '09:56:08.331',
  /** When the uploader asks the bucket how to encrypt: what it hears holds for a quarter of an hour. */
  asks: ['08:50:03', '09:05:03', '09:20:03', '09:35:03', '09:50:03', '10:05:03', '10:20:03'],
  /** When EventBridge starts the fixer: twice an hour. */
  fixerRuns: ['08:42:02', '09:12:02', '09:42:02', '10:12:02'],
  fixingRun: '09:42:02',
};

export const awsCli = (command) =>
  'aws-cli/2.34.0 md/awscrt#0.31.0 ua/2.1 os/macos#25.4.0 md/arch#arm64 lang/python#3.13.9 md/pyimpl#CPython ' +
  `cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${command}`;
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 Firefox/147.0';

const people = { account, region, date, identityStore: 'd-99671b2c3d', agent: firefox };
/** A junior developer, in her shell. */
export const dana = person('dana@example.com', 'Developer', {
  ...people,
  console: false,
  address: '198.51.100.44',
  signIn: '08:55:40',
});
/** Looks after the buckets, in the console. */
export const erik = person('erik@example.com', 'StorageAdmin', {
  ...people,
  console: true,
  address: '198.51.100.61',
  signIn: '08:58:20',
});

/** A contractor's script with a user of its own. */
const frank = {
  type: 'IAMUser',
  principalId: uniqueIdOf('AIDA', 'frank'),
  arn: `arn:aws:iam::${account}:user/frank`,
  accountId: account,
  accessKeyId: accessKeyIdOf('AKIA', 'frank'),
  userName: 'frank',
};
export const frankScript = {
  identity: frank,
  address: '203.0.113.20',
  agent: 'Boto3/1.42.30 md/Botocore#1.42.30 ua/2.1 os/linux#6.8 md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython',
  tls: true,
};

/** The application: a container with the role invoice-uploader. */
export function uploader(started) {
  const role = { name: 'invoice-uploader', account };
  const assumed = session(role, hexOf('task invoice-uploader', 32), at(started), { lasts: 21_600 });
  return {
    host: 'ecs-tasks.amazonaws.com',
    session: assumed,
    caller: {
      identity: assumed.identity,
      address: '198.51.100.140',
      agent:
        'aws-sdk-java/2.42.7 md/io#async md/http#Apache ua/2.1 os/Linux#6.12 lang/java#21.0.9 exec-env/AWS_ECS_FARGATE',
      tls: true,
    },
  };
}

/** One run of the fixer, with credentials of its own. */
export function fixerRun(started) {
  const assumed = session({ name: fixer.name, account }, fixer.name, at(started), {
    extra: { inScopeOf: { issuerType: 'AWS::Lambda::Function', credentialsIssuedTo: fixer.arn } },
    lasts: 43_200,
  });
  return {
    host: 'lambda.amazonaws.com',
    session: assumed,
    caller: {
      identity: assumed.identity,
      address: '198.51.100.150',
      agent:
        'Boto3/1.42.30 md/Botocore#1.42.30 ua/2.1 os/linux#5.10 md/arch#x86_64 lang/python#3.13.9 md/pyimpl#CPython ' +
        'exec-env/AWS_Lambda_python3.13',
      tls: true,
    },
  };
}

/** AWS Config with its service-linked role. */
export function config(started) {
  const host = 'config.amazonaws.com';
  const role = { name: 'AWSServiceRoleForConfig', account, path: `/aws-service-role/${host}/` };
  const assumed = session(role, 'AWSConfig-Describe', at(started));
  return { host, session: assumed, caller: onBehalf(host, assumed) };
}

/** A service takes on one of those sessions. */
export const takeRole = (call, { host, session }) =>
  call(session.created.slice(11, 19), awsService(host), 'sts AssumeRole', assumedByService(session));
