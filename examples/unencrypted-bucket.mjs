// A bucket that must be encrypted with a key of the account's own loses that setting by mistake, and gets it back 24 minutes
// later. unencrypted-bucket/README.md has the truth of the case. `node examples/unencrypted-bucket.mjs` writes what is
// delivered below unencrypted-bucket/ anew from what is told here.
import { realpathSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { awsService, onBucket, recorder, shift } from './cloudtrail.mjs';
import { digestFiles, logFiles, writeTree } from './deliver.mjs';
import { signInToConsole, signInToShell } from './identity-center.mjs';
import { alarmFiles, otherTransitions, transitions } from './unencrypted-bucket-alarms.mjs';
import {
  account,
  archiveBucket,
  at,
  awsCli,
  bucket,
  config,
  dana,
  date,
  erik,
  exportsBucket,
  fixer,
  fixerRun,
  frankScript,
  keyArn,
  region,
  rule,
  story,
  takeRole,
  trail,
  trailArn,
  trailKeyArn,
} from './unencrypted-bucket-cast.mjs';
import { bucketItems, configFiles, otherItem, verdicts } from './unencrypted-bucket-config.mjs';
import { logFiles as fixerLogFiles, newMessages } from './unencrypted-bucket-logs.mjs';
import { metricFiles } from './unencrypted-bucket-metrics.mjs';
import { uploads } from './unencrypted-bucket-uploads.mjs';

const on = (name, request) => onBucket(name, account, request, region);
const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
const withKms = {
  xmlns,
  Rule: {
    ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn },
    BucketKeyEnabled: true,
  },
};

/**
 * dana is to take the encryption settings off the bucket of exports, and takes the command for it from her shell's history,
 * with the name of another bucket in it. Returns the record of that call.
 */
function danaRemovesEncryption(call) {
  signInToShell(call, dana, awsCli('sso.login'));
  const cli = (command) => dana.as(awsCli(command));
  call('08:55:42', cli('sts.get-caller-identity'), 'sts GetCallerIdentity');
  call('09:14:06', cli('s3api.get-bucket-encryption'), 's3 GetBucketEncryption', on(exportsBucket, { encryption: '' }));
  const removed = call(story.removed, cli('s3api.delete-bucket-encryption'), 's3 DeleteBucketEncryption', {
    ...on(bucket, { encryption: '' }),
  });
  call('09:18:20', cli('s3api.get-bucket-encryption'), 's3 GetBucketEncryption', on(exportsBucket, { encryption: '' }));
  return removed;
}

/** erik gives the bucket a tag that was asked for, and keeps another bucket's objects longer. Returns both records. */
function erikTidiesUp(call) {
  signInToConsole(call, erik, ['PASSWORD', 'WEBAUTHN']);
  call('09:01:05', erik.as(), 's3 ListBuckets', { request: { Host: `s3.${region}.amazonaws.com` } });
  call('09:01:40', erik.as(), 's3 GetBucketTagging', on(bucket, { tagging: '' }));
  const Tag = Object.entries(bucketItems.tagged.tags).map(([Key, Value]) => ({ Key, Value }));
  const tagged = call(
    story.tagged,
    erik.as(),
    's3 PutBucketTagging',
    on(bucket, { tagging: '', Tagging: { xmlns, TagSet: { Tag } } }),
  );
  const Rule = { ID: 'expire-after-3650-days', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 3650 } };
  const archiveChanged = call(
    story.archiveChanged,
    erik.as(),
    's3 PutBucketLifecycle',
    on(archiveBucket, { lifecycle: '', LifecycleConfiguration: { xmlns, Rule } }),
  );
  return { tagged, archiveChanged };
}

/** frank's script would set the very thing, twelve minutes before it is gone. It may not. */
const frankIsDenied = (call) =>
  call(story.denied, frankScript, 's3 PutBucketEncryption', {
    ...on(bucket, { encryption: '', ServerSideEncryptionConfiguration: withKms }),
    error: {
      code: 'AccessDenied',
      message:
        `User: ${frankScript.identity.arn} is not authorized to perform: s3:PutEncryptionConfiguration on resource: ` +
        `"arn:aws:s3:::${bucket}" because no identity-based policy allows the s3:PutEncryptionConfiguration action`,
    },
  });

/** Config reads a bucket again after each change that it hears of. */
function configLooks(call, time, name) {
  const looking = config(time);
  takeRole(call, looking);
  call(shift(time, 3), looking.caller, 's3 GetBucketEncryption', on(name, { encryption: '' }));
  call(shift(time, 3), looking.caller, 's3 GetBucketTagging', on(name, { tagging: '' }));
}

/** EventBridge starts the fixer, which asks Config what to do. Returns the record of the start, and what it calls with. */
function fixerLooks(call, time) {
  const started = call(time, awsService('events.amazonaws.com'), 'lambda Invoke', {
    request: { functionName: fixer.arn, invocationType: 'Event' },
    resources: [{ accountId: account, type: 'AWS::Lambda::Function', ARN: fixer.arn }],
    additional: { functionVersion: `${fixer.arn}:$LATEST` },
    category: 'Data',
    shared: true,
  });
  const run = fixerRun(time);
  takeRole(call, run);
  call(shift(time, 1), run.caller, 'config GetComplianceDetailsByConfigRule', {
    request: { configRuleName: rule, complianceTypes: ['NON_COMPLIANT'] },
  });
  return { started, caller: run.caller };
}

/** Returns the records of the start that led to it, and of the call that put the encryption back. */
function fixerRuns(call) {
  const runs = new Map(story.fixerRuns.map((time) => [time, fixerLooks(call, time)]));
  const { started, caller } = runs.get(story.fixingRun);
  call('09:42:08', caller, 's3 GetBucketEncryption', on(bucket, { encryption: '' }));
  const request = { encryption: '', ServerSideEncryptionConfiguration: withKms };
  return { started, fixed: call(story.fixed, caller, 's3 PutBucketEncryption', on(bucket, request)) };
}

/** CloudTrail looks at its bucket and gets itself a key before it delivers. */
function trailRound(call, time) {
  const service = awsService('cloudtrail.amazonaws.com');
  call(time, service, 's3 GetBucketAcl', { ...on(trail.bucket, { acl: '' }), shared: true });
  call(shift(time, 1), service, 'kms GenerateDataKey', {
    request: { keyId: trailKeyArn, keySpec: 'AES_256', encryptionContext: { 'aws:cloudtrail:arn': trailArn } },
    resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: trailKeyArn }],
    shared: true,
  });
}

/** All calls of the case: their records, and those that the story turns on. */
function tell() {
  const { call, records } = recorder({ name: 'unencrypted-bucket', date, account, region });
  for (const time of ['08:43:10', '09:43:12', '10:33:08']) trailRound(call, time);
  const refusals = uploads(call);
  const { tagged, archiveChanged } = erikTidiesUp(call);
  configLooks(call, '09:03:44', bucket);
  const denied = frankIsDenied(call);
  configLooks(call, '09:09:34', archiveBucket);
  const removed = danaRemovesEncryption(call);
  configLooks(call, '09:18:56', bucket);
  const { started, fixed } = fixerRuns(call);
  configLooks(call, '09:43:24', bucket);
  return { records, refusals, turns: { tagged, denied, archiveChanged, removed, started, fixed } };
}

/** The delivered files of the case: path below unencrypted-bucket/ -> text, before compression. */
export function unencryptedBucket() {
  const files = logFiles(trail, tell().records, []);
  const hours = { since: '2026-05-12T08:30:00Z', until: '2026-05-12T11:30:00Z' };
  const digests = digestFiles(trail, files, { region, ...hours });
  const all = [...files, ...digests, ...configFiles(), ...metricFiles(), ...alarmFiles(), ...fixerLogFiles()];
  return new Map(all.map(({ path, text }) => [path, text]));
}

const { records, refusals, turns } = tell();
const ids = (list) => list.map(({ eventID }) => eventID);
const captured = (item) => ({
  stateId: String(item.configurationStateId),
  captureTime: item.configurationItemCaptureTime,
});
const flip = (from, to) => ({
  rule,
  resourceId: bucket,
  from: from.configuration.complianceType,
  to: to.configuration.complianceType,
  time: to.configurationItemCaptureTime,
});
/** Whether the record names the bucket itself: by its name, or in an ARN. */
const touches = (record) => new RegExp(`[":]${bucket}["/\\\\]`).test(JSON.stringify(record));
const requestDimensions = (BucketName) => ({ BucketName, FilterId: 'EntireBucket' });

/** What is true of the case, for those who want to hold a report to it. Times are ISO 8601, ids are event ids. */
export const truth = {
  target: bucket,
  neighbors: [],
  calls: {
    tagged: turns.tagged.eventID,
    denied: turns.denied.eventID,
    removed: turns.removed.eventID,
    started: turns.started.eventID,
    fixed: turns.fixed.eventID,
    refused: ids(refusals),
  },
  /** All that touches the target, reads too, in order of time. */
  touching: ids(
    records.filter(touches).toSorted((a, b) => (a.eventTime < b.eventTime ? -1 : a.eventTime > b.eventTime ? 1 : 0)),
  ),
  /** Calls that have nothing to do with it. */
  decoyCalls: { archiveChanged: turns.archiveChanged.eventID },
  /** What changed against the item before it. */
  items: [
    { ...captured(bucketItems.tagged), changed: ['tags'] },
    { ...captured(bucketItems.removed), changed: ['ServerSideEncryptionConfiguration'] },
    { ...captured(bucketItems.fixed), changed: ['ServerSideEncryptionConfiguration'] },
  ],
  itemBefore: captured(bucketItems.before),
  decoyItems: [captured(otherItem)],
  flips: [flip(verdicts.before, verdicts.removed), flip(verdicts.removed, verdicts.fixed)],
  exposure: { secondsByChange: 1465, secondsByRule: 1483 },
  shifts: [
    {
      namespace: 'AWS/S3',
      metricName: '4xxErrors',
      dimensions: requestDimensions(bucket),
      direction: 'up',
      // the first period with refused uploads, and the end of the last
      onset: at('09:20:00'),
      end: at('09:50:00'),
    },
  ],
  quiet: [
    { metricName: 'AllRequests', dimensions: requestDimensions(bucket) },
    { metricName: '5xxErrors', dimensions: requestDimensions(bucket) },
    { metricName: 'AllRequests', dimensions: requestDimensions(exportsBucket) },
    { metricName: '4xxErrors', dimensions: requestDimensions(exportsBucket) },
    { metricName: 'Errors', dimensions: { FunctionName: fixer.name } },
  ],
  flows: [],
  alarms: transitions,
  decoyAlarms: otherTransitions,
  /** Of the fixer's log group, in one run only. */
  logs: { logGroup: fixer.logGroup, newMessages },
};

// written only when this file is what node was started with
if (argv[1] && realpathSync(argv[1]) === fileURLToPath(import.meta.url)) {
  writeTree(unencryptedBucket(), fileURLToPath(new URL('unencrypted-bucket', import.meta.url)));
}
