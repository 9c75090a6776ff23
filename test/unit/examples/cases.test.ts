// Compares each bundled case with its description, and each of its files with the form in which AWS delivers it.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Case,
  datapointsIn,
  filesOf,
  flowsIn,
  itemsIn,
  logFilesOf,
  objectsIn,
  openSsh,
  readTree,
  unencryptedBucket,
  writeTree,
} from './cases.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const distinct = (values: Iterable<string>) => [...new Set(values)].sort();
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('writeTree', () => {
  let folder = '';
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('takes away a delivery that is no longer reported, and leaves the README', () => {
    folder = mkdtempSync(join(tmpdir(), 'example-'));
    mkdirSync(join(folder, 'AWSLogs'));
    writeFileSync(join(folder, 'AWSLogs', 'stale.json'), '{}');
    writeFileSync(join(folder, 'README.md'), 'the truth');
    writeTree(new Map([['AWSLogs/new.json.gz', '{"Records":[]}']]), folder);
    expect(Object.fromEntries(readTree(folder))).toEqual({
      'AWSLogs/new.json.gz': '{"Records":[]}',
      'README.md': 'the truth',
    });
  });
});

/** Every form in which something is delivered here: its path, and what must be true of its text. */
const forms: readonly {
  readonly path: RegExp;
  readonly check: (text: string, parts: string[], bundle: Case) => void;
}[] = [
  {
    // get-and-view-cloudtrail-log-files; a record comes 2 to 8 minutes before its file
    path: /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_\3\4\5T(\d\d)(\d\d)Z_[A-Za-z0-9]{16}\.json\.gz$/,
    check(text, [, region, year, month, day, hour, minute]) {
      expect(text).not.toContain('\n');
      const delivered = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
      for (const record of JSON.parse(text).Records) {
        expect(record.awsRegion).toBe(region);
        const lag = (delivered - Date.parse(record.eventTime)) / 60_000;
        expect(lag).toBeGreaterThanOrEqual(2);
        expect(lag).toBeLessThanOrEqual(8);
      }
    },
  },
  {
    path: /^AWSLogs\/(\d{12})\/CloudTrail-Digest\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail-Digest_\2_[a-z-]+_[a-z0-9-]+_\3\4\5T\d{6}Z\.json\.gz$/,
    check(text, [account]) {
      expect(JSON.parse(text)).toMatchObject({ awsAccountId: account, digestSignatureAlgorithm: 'SHA256withRSA' });
    },
  },
  {
    // one file a resource type, with the times of its first and last item in its name; no zeros in its folders
    path: /^AWSLogs\/(\d{12})\/Config\/([a-z0-9-]+)\/(\d{4}\/[1-9]\d?\/[1-9]\d?)\/ConfigHistory\/\1_Config_\2_ConfigHistory_(AWS::\w+::\w+)_(\d{8}T\d{6}Z)_(\d{8}T\d{6}Z)_1\.json\.gz$/,
    check(text, [account, region, folder, type, first, last]) {
      const items = itemsIn(text);
      const times = items.map((item) => item.configurationItemCaptureTime);
      expect(times).toEqual(times.toSorted());
      const stamp = (time: string | undefined) => time?.replace(/[-:]|\.\d+/g, '');
      expect([stamp(times[0]), stamp(times.at(-1))]).toEqual([first, last]);
      expect(folder).toBe(times.at(-1)?.slice(0, 10).split('-').map(Number).join('/'));
      for (const item of items) {
        expect(item).toMatchObject({ resourceType: type, awsAccountId: account, awsRegion: region });
      }
    },
  },
  {
    path: /^AWSLogs\/(\d{12})\/Config\/([a-z0-9-]+)\/\d{4}\/[1-9]\d?\/[1-9]\d?\/ConfigSnapshot\/\1_Config_\2_ConfigSnapshot_\d{8}T\d{6}Z_([0-9a-f-]{36})\.json\.gz$/,
    check(text, [, , id], bundle) {
      expect(JSON.parse(text).configSnapshotId).toBe(id);
      const known = new Set(
        filesOf(bundle, /\/ConfigHistory\//).flatMap(([, history]) =>
          itemsIn(history).map((item) => JSON.stringify(item)),
        ),
      );
      const items = itemsIn(text).map((item) => JSON.stringify(item));
      expect(items.length).toBeGreaterThan(2);
      expect(items.filter((item) => !known.has(item))).toEqual([]);
    },
  },
  {
    // flow-logs-s3-path: the file holds what ended in its five minutes
    path: /^AWSLogs\/(\d{12})\/vpcflowlogs\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_vpcflowlogs_\2_fl-[0-9a-f]{17}_\3\4\5T(\d\d)(\d[05])Z_[0-9a-f]{8}\.log\.gz$/,
    check(text, [account, , year, month, day, hour, minute]) {
      const since = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`) / 1000;
      expect(text.endsWith('\n')).toBe(false);
      const [header = '', ...lines] = text.split('\n');
      expect(lines.filter((line) => line.split(' ').length !== header.split(' ').length)).toEqual([]);
      for (const flow of flowsIn(text)) {
        expect(flow['account-id']).toBe(account);
        expect(Number(flow['end'])).toBeGreaterThanOrEqual(since);
        expect(Number(flow['end'])).toBeLessThan(since + 300);
        expect(Number(flow['end']) - Number(flow['start'])).toBeLessThan(600);
        expect(Number(flow['end'])).toBeGreaterThanOrEqual(Number(flow['start']));
        if (flow['log-status'] === 'NODATA')
          expect([flow['srcaddr'], flow['bytes'], flow['action']]).toEqual(['-', '-', '-']);
        else expect(`${flow['action']} ${flow['log-status']}`).toMatch(/^(ACCEPT|REJECT) OK$/);
      }
    },
  },
  {
    // CloudWatch-metric-streams-formats-json, by way of Firehose; a day in each
    path: /^metric-stream\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\/metrics-to-s3-1-\1-\2-\3-\4-\d\d-\d\d-[0-9a-f-]{36}\.gz$/,
    check(text, [year, month, day], { account }) {
      for (const point of datapointsIn(text)) {
        expect(Object.keys(point).join()).toBe(
          'metric_stream_name,account_id,region,namespace,metric_name,dimensions,timestamp,value,unit',
        );
        const { count, sum, max, min } = point.value;
        expect(count > 0 && min <= max && sum >= min * count - 1 && sum <= max * count + 1).toBe(true);
        expect(new Date(point.timestamp).toISOString().slice(0, 10)).toBe(`${year}-${month}-${day}`);
        expect(point.account_id).toBe(account);
      }
      expect(text).toMatch(/^(\{[^\n]*"sum":\d+\.\d[^\n]*\}\n)+$/);
    },
  },
  {
    path: /^(?:eventbridge|lambda-logs)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)\/(?:events|logs)-to-s3-1-\1-\2-\3-\4-\d\d-\d\d-[0-9a-f-]{36}\.gz$/,
    check(text) {
      expect(text).not.toContain('\n');
      for (const { messageType, 'detail-type': detailType } of objectsIn(text)) {
        expect(messageType ?? detailType).toMatch(/^(DATA_MESSAGE|CONTROL_MESSAGE|CloudWatch Alarm State Change)$/);
      }
    },
  },
  {
    path: /^cloudwatch\/describe-(alarms|alarm-history)\.json$/,
    check(text, [command]) {
      expect(text).toMatch(/^\{\n {4}"/);
      const answer = JSON.parse(text);
      const alarms = command === 'alarms' ? answer.MetricAlarms : answer.AlarmHistoryItems;
      expect(alarms.length).toBeGreaterThan(1);
      for (const alarm of alarms) {
        const time: unknown = alarm.StateUpdatedTimestamp ?? alarm.Timestamp;
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/);
      }
    },
  },
];

describe.each([openSsh, unencryptedBucket])('$name', (bundle) => {
  const { account, day, files, generate, readme, truth } = bundle;
  const logFiles = logFilesOf(bundle);
  const records = logFiles.flatMap((file) => file.records);
  const text = [...files.values()].join('\n');

  test('is what its generator writes', () => {
    expect(Object.fromEntries(generate())).toEqual(Object.fromEntries(files));
  });

  test.each([...files].map(([path, content]) => ({ path, content })))(
    '$path has the form that AWS gives it',
    (file) => {
      const found = forms.filter(({ path }) => path.test(file.path));
      expect(found).toHaveLength(1);
      const [form] = found;
      const [, ...parts] = form?.path.exec(file.path) ?? [];
      form?.check(file.content, parts, bundle);
    },
  );

  test('is small', () => {
    expect(records.length).toBeLessThan(200);
    expect(files.size).toBeLessThan(100);
  });

  test('has log files without order in them', () => {
    const unsorted = logFiles.filter(({ records: inside }) =>
      inside.some((record, index) => record.eventTime < (inside[index - 1]?.eventTime ?? '')),
    );
    expect(unsorted.length).toBeGreaterThan(logFiles.length / 2);
  });

  test('has the fields that every CloudTrail record has, and ids of their own', () => {
    // what is not optional in "CloudTrail record contents for management, data, and network activity events"
    const mandatory =
      'eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent requestParameters ' +
      'responseElements eventID readOnly eventType managementEvent recipientAccountId eventCategory';
    expect(records.filter((record) => mandatory.split(' ').some((field) => !(field in record)))).toEqual([]);
    expect(records.filter((record) => !record.eventTime.startsWith(day))).toEqual([]);
    const ids = records.map((record) => record.eventID);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
  });

  test('has configuration items of version 1.3: no related events, no hash, a state id that is their time', () => {
    const items = filesOf(bundle, /\/Config\//).flatMap(([, content]) => itemsIn(content));
    expect(items.length).toBeGreaterThan(10);
    for (const item of items) {
      expect(item).toMatchObject({
        configurationItemVersion: '1.3',
        relatedEvents: [],
        configurationStateMd5Hash: '',
        configurationStateId: Date.parse(item.configurationItemCaptureTime),
      });
      expect(typeof item.configuration).toBe('object');
      expect(item.relationships.filter(({ name }) => typeof name !== 'string')).toEqual([]);
    }
  });

  test('names no account, address or key of anybody', () => {
    const found = (pattern: RegExp, inside = text) => distinct(inside.match(pattern) ?? []);
    const accounts = found(/(?<![0-9A-Za-z-])\d{12}(?![0-9A-Za-z-])/g);
    expect(accounts).toContain(account);
    expect(accounts.filter((id) => id !== '111122223333' && id !== '444455556666')).toEqual([]);
    // versions of browsers look like addresses
    const elsewhere = filesOf(bundle, /^(?!.*\/CloudTrail\/)/).map(([, content]) => content);
    const addresses = [
      ...records.map((record) => record.sourceIPAddress).filter((name) => /^[\d.]+$/.test(name)),
      ...found(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g, elsewhere.join('\n')),
    ];
    expect(addresses.length).toBeGreaterThan(5);
    expect(
      addresses.filter(
        (address) => !/^(192\.0\.2|198\.51\.100|203\.0\.113|172\.31\.\d+)\.\d+$|^0\.0\.0\.0$/.test(address),
      ),
    ).toEqual([]);
    const keys = found(/(?<![A-Z0-9])A[SK]IA[A-Z0-9]+/g);
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter((key) => !/^A[SK]IA[A-Z2-7]{9}EXAMPLE$/.test(key))).toEqual([]);
    expect(found(/"(?:sessionToken|secretAccessKey|password)":"(?!EXAMPLE-TOKEN-)[^"]*"/g)).toEqual([]);
  });

  test('shows where the keys of the sessions come from', () => {
    const issued = new Map(
      records.flatMap(({ eventTime, responseElements }) =>
        responseElements?.credentials ? [[responseElements.credentials.accessKeyId, eventTime] as const] : [],
      ),
    );
    const used = records.filter(({ userIdentity }) => userIdentity.accessKeyId?.startsWith('ASIA'));
    expect(used.length).toBeGreaterThan(50);
    const orphans = used.filter(({ eventTime, userIdentity }) => {
      const time = issued.get(userIdentity.accessKeyId ?? '');
      return time === undefined || time > eventTime;
    });
    expect(orphans).toEqual([]);
  });

  test('has digests that hold each log file once, with its hash, in a chain for each region', () => {
    const digests = filesOf(bundle, /\/CloudTrail-Digest\//).map(([path, content]) => ({
      path,
      content,
      digest: JSON.parse(content),
    }));
    const told = digests.flatMap(({ digest }) =>
      digest.logFiles.map((file: Record<string, unknown>) => [file['s3Object'], file['hashValue']]),
    );
    expect(told.toSorted()).toEqual(logFiles.map((file) => [file.path, sha256(file.text)]).toSorted());
    for (const region of distinct(records.map((record) => record.awsRegion))) {
      const chain = digests.filter(({ path }) => path.includes(`/${region}/`));
      expect(chain.length).toBeGreaterThan(2);
      const ordered = chain.toSorted((a, b) => (a.path < b.path ? -1 : 1));
      ordered.forEach(({ path, digest }, index) => {
        const previous = ordered[index - 1];
        expect(digest.digestS3Object).toBe(path);
        expect(digest.previousDigestS3Object).toBe(previous?.path ?? null);
        expect(digest.previousDigestHashValue).toBe(previous ? sha256(previous.content) : null);
        if (previous) expect(digest.digestStartTime).toBe(previous.digest.digestEndTime);
      });
    }
  });

  test('has a README that names what exists, at its time', () => {
    const times = new Map(records.map((record) => [record.eventID, record.eventTime.slice(11, 19)]));
    const named = readme.match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((id) => !times.has(id))).toEqual([]);
    const rows = [...readme.matchAll(/^\| \**(\d\d:\d\d:\d\d)\** \|[^\n]*`([0-9a-f-]{36})`/gm)];
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(([, time, id]) => times.get(id ?? '') !== time).map(([row]) => row)).toEqual([]);
    expect(readme).toContain(`${records.length} records in ${logFiles.length} log files`);
    expect(readme).toContain(`${truth.touching.length} records touch it`);
    const states = [...readme.matchAll(/\| state (\d{13}) \|/g)].map(([, state]) => state);
    expect(states).toEqual(truth.items.map((item) => item.stateId));
  });
});
