// The fixer's log group, as a subscription hands it on by way of Firehose. Forms follow
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html and
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-view.html
import { firehosePath, minute } from './cloudwatch.mjs';
import { digits, hexOf, textOf, uuidOf } from './deliver.mjs';
import { account, at, bucket, date, fixer, region, rule } from './unencrypted-bucket-cast.mjs';
import { runDuration } from './unencrypted-bucket-metrics.mjs';

const from = Date.parse(at('06:12:00'));
const until = Date.parse(at('10:35:00'));

const envelope = (messageType, logStream, logEvents) => ({
  messageType,
  owner: messageType === 'DATA_MESSAGE' ? account : 'CloudwatchLogs',
  logGroup: messageType === 'DATA_MESSAGE' ? fixer.logGroup : '',
  logStream,
  subscriptionFilters: messageType === 'DATA_MESSAGE' ? ['to-firehose'] : [],
  logEvents,
});

/** What a subscription says before anything else. */
const control = (time) =>
  envelope('CONTROL_MESSAGE', '', [
    { id: '', timestamp: time, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' },
  ]);

/** The messages of a run that begins at `time`; most find nothing to do. */
function messages(time) {
  const clock = new Date(time).toISOString().slice(11, 16);
  if (clock === '09:42') {
    return [
      [850, 'INFO', `asked Config about ${rule}: 1 bucket is NON_COMPLIANT`],
      [5_700, 'WARNING', `${bucket} is NON_COMPLIANT with ${rule}: default encryption is AES256`],
      [7_050, 'INFO', `put aws:kms back as default encryption of ${bucket}`],
    ];
  }
  const asked = [850, 'INFO', `asked Config about ${rule}: no bucket is NON_COMPLIANT`];
  // once, long before
  if (clock === '07:42')
    return [[420, 'WARNING', 'GetComplianceDetailsByConfigRule: Rate exceeded, trying again'], asked];
  return [asked];
}

const runtime = `arn:aws:lambda:${region}::runtime:${hexOf('runtime python 3.13', 64)}`;

/** One run: Lambda's own lines round those of the function. */
function run(minuteOfRun) {
  const started = minuteOfRun + 2_480;
  const requestId = uuidOf(`run ${minuteOfRun}`);
  const duration = runDuration(minuteOfRun);
  const ended = started + Math.ceil(duration);
  const lines = [
    [started - 420, `INIT_START Runtime Version: python:3.13.v71\tRuntime Version ARN: ${runtime}\n`],
    [started, `START RequestId: ${requestId} Version: $LATEST\n`],
    ...messages(minuteOfRun).map(([after, level, message]) => [
      started + after,
      `[${level}]\t${new Date(started + after).toISOString()}\t${requestId}\t${message}\n`,
    ]),
    [ended, `END RequestId: ${requestId}\n`],
    [
      ended,
      `REPORT RequestId: ${requestId}\tDuration: ${duration.toFixed(2)} ms\tBilled Duration: ${Math.ceil(duration)} ms\t` +
        'Memory Size: 128 MB\tMax Memory Used: 84 MB\tInit Duration: 402.18 ms\t\n',
    ],
  ];
  const logStream = `${date.replaceAll('-', '/')}/[$LATEST]${hexOf(`log stream ${minuteOfRun}`, 32)}`;
  const logEvents = lines.map(([timestamp, message], index) => ({
    id: `3${textOf(`log event ${minuteOfRun} ${index}`, 55, digits)}`,
    timestamp,
    message,
  }));
  return { time: started, envelope: envelope('DATA_MESSAGE', logStream, logEvents) };
}

export function logFiles() {
  const files = [];
  for (let time = from; time < until; time += 30 * minute) {
    const { time: started, envelope } = run(time);
    const first = time === from ? [control(started - 60_000)] : [];
    files.push({
      path: firehosePath('lambda-logs', 'logs-to-s3', started + 1_000),
      text: [...first, envelope].map((record) => JSON.stringify(record)).join(''),
    });
  }
  return files;
}

/** What the fixer said in the run of 09:42 and in no other. */
export const newMessages = messages(Date.parse(at('09:42:00'))).map(([, , message]) => message);
