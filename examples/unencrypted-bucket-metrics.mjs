// What CloudWatch measured: nine days, and the day of the case until 10:35. S3 and Lambda send nothing where nothing was asked
// of them. By night a job reads the invoices, and another one fetches exports: busier than the case, and none of it.
import { day, metricLine, metricStreamFiles, minute, period } from './cloudwatch.mjs';
import { chance } from './deliver.mjs';
import { at, bucket, exportsBucket, fixer, place, story } from './unencrypted-bucket-cast.mjs';
import { arrivals, batches } from './unencrypted-bucket-uploads.mjs';

const from = Date.parse('2026-05-03T00:00:00Z');
const until = Date.parse(at(story.until));

/** A whole number from `least` to `most`, another for each label and time. */
const some = (label, time, least, most) =>
  least + Math.floor(chance(`unencrypted-bucket ${label} ${time}`) * (most - least + 1));

const isBetween = (time, since, until) => time % day >= since * minute && time % day < until * minute;

/**
 * Requests of one period and how many of them met a 4xx. An upload is looked at again once it is there; the job that reads
 * the invoices from 1:00 to 1:30 meets some that are gone. The uploader asks for the encryption every quarter of an hour.
 */
export function invoiceRequests(time) {
  const { files, refused } = batches.get(time) ?? { files: { length: arrivals(time) }, refused: false };
  const asks = time % (3 * period) === period ? 1 : 0;
  const uploads = files.length * (refused ? 1 : 2);
  const job = isBetween(time, 60, 90) ? some('job', time, 180, 240) : 0;
  const missing = job > 0 ? some('missing', time, 1, 3) : some('lost', time, 1, 40) === 1 ? 1 : 0;
  const all = asks + uploads + job;
  return { all, errors: refused ? files.length : Math.min(missing, all) };
}

/** When dana looked at the bucket of exports. */
const danaLooked = [Date.parse(at('09:10:00')), Date.parse(at('09:15:00'))];

/** From 23:00 to 23:30 the exports are fetched, by day somebody asks for one now and then. */
export function exportRequests(time) {
  const job = isBetween(time, 23 * 60, 23 * 60 + 30);
  const asked = danaLooked.includes(time) || (time < danaLooked[0] && some('export', time, 1, 12) === 1);
  const all = job ? some('fetched', time, 380, 460) : asked ? 1 : 0;
  return { all, errors: job ? some('not found', time, 6, 11) : 0 };
}

/** Each request counts 1 where it is counted, else 0. */
const counted = (requests, hits) => ({
  count: requests,
  sum: hits,
  max: hits > 0 ? 1 : 0,
  min: hits === requests ? 1 : 0,
});

const requestMetric = (name, bucketName) => ({
  namespace: 'AWS/S3',
  name,
  dimensions: { BucketName: bucketName, FilterId: 'EntireBucket' },
  unit: 'Count',
});
const functionMetric = (name, unit) => ({
  namespace: 'AWS/Lambda',
  name,
  dimensions: { FunctionName: fixer.name },
  unit,
});

/** What each of the fixer's runs took, in milliseconds; the one that has something to do takes longer. */
export const runDuration = (time) =>
  time === Date.parse(at('09:42:00')) ? 7113.47 : some('duration', time, 88_000, 96_500) / 100;

const single = (value) => ({ count: 1, sum: value, max: value, min: value });

function* pointsOf(time) {
  const invoices = invoiceRequests(time);
  if (invoices.all > 0) {
    yield [requestMetric('AllRequests', bucket), time, counted(invoices.all, invoices.all)];
    yield [requestMetric('4xxErrors', bucket), time, counted(invoices.all, invoices.errors)];
    yield [requestMetric('5xxErrors', bucket), time, counted(invoices.all, 0)];
  }
  const exported = exportRequests(time);
  if (exported.all > 0) {
    yield [requestMetric('AllRequests', exportsBucket), time, counted(exported.all, exported.all)];
    yield [requestMetric('4xxErrors', exportsBucket), time, counted(exported.all, exported.errors)];
  }
  // 12 and 42 minutes past: Lambda's datapoints are of one minute
  if (time % (30 * minute) === 10 * minute) {
    const run = time + 2 * minute;
    yield [functionMetric('Invocations', 'Count'), run, single(1)];
    yield [functionMetric('Errors', 'Count'), run, single(0)];
    yield [functionMetric('Duration', 'Milliseconds'), run, single(runDuration(run))];
  }
}

export function metricFiles() {
  const points = [];
  for (let time = from; time < until; time += period) {
    for (const [metric, stamp, value] of pointsOf(time)) {
      points.push({ time: stamp, line: metricLine({ stream: 'all-metrics', ...place }, metric, stamp, value) });
    }
  }
  return metricStreamFiles('metric-stream', 'metrics-to-s3', points);
}
