// How VPC flow logs are delivered to S3. Fields and names follow
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html and
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
import { compactTime, folderOf, hexOf } from './deliver.mjs';

export const versionTwo =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

/** A format of somebody's own, with fields up to version 5. */
export const versionFive =
  'version account-id vpc-id subnet-id instance-id interface-id type srcaddr dstaddr srcport dstport pkt-srcaddr ' +
  'pkt-dstaddr protocol tcp-flags packets bytes start end action flow-direction traffic-path pkt-src-aws-service ' +
  'pkt-dst-aws-service az-id log-status';

const fiveMinutes = 300;

/**
 * A file holds the records that end in its five minutes. Its text has no newline at the end.
 * @param {{ account: string, region: string, id: string, format: string }} log
 * @param {Record<string, string | number>[]} records fields by name; `start` and `end` in epoch seconds
 * @returns {{ path: string, text: string }[]}
 */
export function flowLogFiles(log, records) {
  const fields = log.format.split(' ');
  const files = new Map();
  for (const record of records.toSorted((a, b) => a.end - b.end || a.start - b.start)) {
    const time = record.end - (record.end % fiveMinutes);
    const line = fields.map((field) => record[field] ?? '-').join(' ');
    files.set(time, [...(files.get(time) ?? []), line]);
  }
  return [...files].map(([seconds, lines]) => {
    const time = seconds * 1000;
    const stamp = `${compactTime(time).slice(0, 13)}Z`;
    const name = [log.account, 'vpcflowlogs', log.region, log.id, stamp, hexOf(`file ${log.id} ${stamp}`, 8)].join('_');
    return {
      path: `${folderOf(log, 'vpcflowlogs', log.region, time)}/${name}.log.gz`,
      text: [log.format, ...lines].join('\n'),
    };
  });
}
