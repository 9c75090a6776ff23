// What CloudWatch measured: nine days, and the day of the case until 16:00. The site is busy by day, both instances are at
// night, when backups run; the intruder's traffic stands out from all of it.
import {
  alarmArn,
  day,
  describedAlarm,
  metricLine,
  metricStreamFiles,
  minute,
  period,
  printed,
} from './cloudwatch.mjs';
import { chance } from './deliver.mjs';
import { account, database, date, story, web } from './open-ssh-cast.mjs';

const place = { account, region: 'us-east-1' };
const from = Date.parse('2026-02-22T00:00:00Z');
const until = Date.parse('2026-03-03T16:00:00Z');
const second = 1000;
const megabyte = 1_000_000;
const at = (time) => Date.parse(`${date}T${time}Z`);

/** In [1 - width, 1 + width), another for each label and time. */
const jitter = (label, time, width) => 1 - width + 2 * width * chance(`open-ssh ${label} ${time}`);

/** How busy the site is: from 0.25 at 5:00 to 1 at 17:00 UTC, less at the weekend. */
function season(time) {
  // 0 at 5:00, nearly 1 a day later
  const phase = ((time + 19 * 60 * minute) % day) / day;
  const weekday = new Date(time).getUTCDay();
  const busy = 0.25 + 0.75 * 4 * phase * (1 - phase);
  return weekday === 0 || weekday === 6 ? 0.7 * busy : busy;
}

/** From 2:00 to 2:40, both instances. */
const isBackup = (time) => time % day >= 120 * minute && time % day < 160 * minute;

/** Bytes of the site's own traffic, in one period. */
export const siteBytes = (time) => ({
  in: Math.round(1.9 * megabyte * season(time) * jitter('in', time, 0.15)),
  out: Math.round(9.5 * megabyte * season(time) * jitter('out', time, 0.15)),
});

const intrusion = { since: at(story.intruderIn), until: at(story.intruderDone) };
/** Periods that the intrusion reaches into: their share of it. */
const shares = (() => {
  const weights = new Map();
  for (let time = intrusion.since - (intrusion.since % period); time < intrusion.until; time += period) {
    const seconds = (Math.min(intrusion.until, time + period) - Math.max(intrusion.since, time)) / second;
    weights.set(time, seconds * jitter('intruder', time, 0.1));
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([time, weight]) => [time, weight / total]));
})();

/** Bytes of the intruder's traffic, in one period. Over all periods they add up to what the story tells, within some bytes. */
export const intruderBytes = (time) => {
  const share = shares.get(time) ?? 0;
  return { in: Math.round(story.intruder.bytesIn * share), out: Math.round(story.intruder.bytesOut * share) };
};

const webIn = (time) => siteBytes(time).in + intruderBytes(time).in + (isBackup(time) ? 0.4 * megabyte : 0);
const webOut = (time) =>
  siteBytes(time).out +
  intruderBytes(time).out +
  (isBackup(time) ? Math.round(13 * megabyte * jitter('backup', time, 0.08)) : 0);
const backupLoad = (label, time) => (isBackup(time) ? 40 * jitter(label, time, 0.08) : 0);
const webLoad = (time) =>
  5 + 16 * season(time) * jitter('load', time, 0.12) + backupLoad('backup load', time) + (shares.has(time) ? 9 : 0);
const databaseIn = (time) => Math.round(0.3 * megabyte * season(time) * jitter('database in', time, 0.2));
const databaseLoad = (time) =>
  4 + 9 * season(time) * jitter('database load', time, 0.15) + backupLoad('database backup', time);

/** Basic monitoring: five samples in a period of five minutes. */
const samples = 5;
const spread = (label, time) => 0.05 * Math.ceil(4 * chance(`open-ssh spread ${label} ${time}`));
const rounded = (value, digits) => Number(value.toFixed(digits));

const ofBytes = (bytes) => (time) => {
  const sum = Math.round(bytes(time));
  const width = spread('bytes', time);
  const mean = sum / samples;
  return { count: samples, sum, max: Math.round(mean * (1 + width)), min: Math.round(mean * (1 - width)) };
};
const ofLoad = (percent) => (time) => {
  const mean = percent(time);
  const width = spread('load', time);
  return {
    count: samples,
    sum: rounded(mean * samples, 1),
    max: rounded(mean * (1 + width), 1),
    min: rounded(mean * (1 - width), 1),
  };
};
const never = () => ({ count: samples, sum: 0, max: 0, min: 0 });

const ec2 = (instance, name, unit, value) => ({
  metric: { namespace: 'AWS/EC2', name, dimensions: { InstanceId: instance }, unit },
  value,
});
const series = [
  ec2(web.instance, 'NetworkIn', 'Bytes', ofBytes(webIn)),
  ec2(web.instance, 'NetworkOut', 'Bytes', ofBytes(webOut)),
  ec2(web.instance, 'CPUUtilization', 'Percent', ofLoad(webLoad)),
  ec2(web.instance, 'StatusCheckFailed', 'Count', never),
  ec2(database.instance, 'NetworkIn', 'Bytes', ofBytes(databaseIn)),
  ec2(database.instance, 'CPUUtilization', 'Percent', ofLoad(databaseLoad)),
];

function metricFiles() {
  const points = [];
  for (let time = from; time < until; time += period) {
    for (const { metric, value } of series) {
      points.push({ time, line: metricLine({ stream: 'all-metrics', ...place }, metric, time, value(time)) });
    }
  }
  return metricStreamFiles('metric-stream', 'metrics-to-s3', points);
}

const pager = [`arn:aws:sns:us-east-1:${account}:on-call`];
const statusCheck = {
  name: 'web-status-check',
  description: 'The instance of the site does not answer.',
  namespace: 'AWS/EC2',
  metric: 'StatusCheckFailed',
  dimensions: { InstanceId: web.instance },
  statistic: 'Maximum',
  period: 300,
  threshold: 0,
  missing: 'missing',
  actions: pager,
  updated: '2026-01-12T08:02:19.410Z',
};
/** bob's, of 14:26:02. */
const thumbnailErrors = {
  name: 'thumbnails-errors',
  description: '',
  namespace: 'AWS/Lambda',
  metric: 'Errors',
  dimensions: { FunctionName: 'thumbnails' },
  statistic: 'Sum',
  period: 300,
  threshold: 5,
  missing: 'missing',
  actions: [],
  updated: `${date}T14:26:02.377Z`,
};

/** What `describe-alarms` answers after the case: one alarm has been quiet since January, the other is new. */
const describedAlarms = () =>
  printed({
    MetricAlarms: [
      describedAlarm(place, thumbnailErrors, {
        stateValue: 'INSUFFICIENT_DATA',
        stateReason: 'Unchecked: Initial alarm creation',
        time: thumbnailErrors.updated,
      }),
      describedAlarm(place, statusCheck, {
        stateValue: 'OK',
        stateReason:
          'Threshold Crossed: 1 datapoint [0.0 (12/01/26 08:00:00)] was not greater than the threshold (0.0).',
        time: '2026-01-12T08:06:47.902Z',
      }),
    ],
    CompositeAlarms: [],
  });

export const quietAlarm = alarmArn(place, statusCheck);
export const cloudwatchFiles = () => [
  ...metricFiles(),
  { path: 'cloudwatch/describe-alarms.json', text: describedAlarms() },
];
