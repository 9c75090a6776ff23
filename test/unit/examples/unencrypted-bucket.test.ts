// Compares the bundled case with the truth in its README, and its pieces of evidence with each other.
import { describe, expect, test } from 'vitest';
import {
  datapointsOf,
  filesOf,
  groupBy,
  itemsOf,
  logFilesOf,
  objectsIn,
  type Transition,
  unencryptedBucket,
} from './cases.ts';

const { truth, readme, files } = unencryptedBucket;
const bucket = 'amzn-s3-demo-invoices';
const records = logFilesOf(unencryptedBucket).flatMap((file) => file.records);
const recordOf = (id: unknown) => records.find((record) => record.eventID === id);
const byTime = (a: { readonly eventTime: string }, b: { readonly eventTime: string }) =>
  a.eventTime < b.eventTime ? -1 : 1;
const at = (time: string) => Date.parse(`2026-05-12T${time}Z`);

describe('the calls', () => {
  test('take the encryption off and put it back, and are made by those whom the README names', () => {
    const changes = records
      .filter(({ eventName }) => /^(Put|Delete)Bucket/.test(eventName))
      .toSorted(byTime)
      .map(({ eventTime, eventName, errorCode, requestParameters, userIdentity }) => [
        eventTime.slice(11, 19),
        eventName,
        requestParameters?.['bucketName'],
        userIdentity.arn?.split('/').at(-1),
        errorCode,
      ]);
    expect(changes).toEqual([
      ['09:02:31', 'PutBucketTagging', bucket, 'erik@example.com', undefined],
      ['09:05:18', 'PutBucketEncryption', bucket, 'frank', 'AccessDenied'],
      ['09:08:12', 'PutBucketLifecycle', 'amzn-s3-demo-invoices-archive', 'erik@example.com', undefined],
      ['09:17:44', 'DeleteBucketEncryption', bucket, 'dana@example.com', undefined],
      ['09:42:09', 'PutBucketEncryption', bucket, 'bucket-encryption-fixer', undefined],
    ]);
    const { tagged, denied, removed, fixed } = truth.calls;
    const turns = [tagged, denied, truth.decoyCalls['archiveChanged'], removed, fixed];
    expect(turns.map((id) => recordOf(id)?.eventTime.slice(11, 19))).toEqual(changes.map(([time]) => time));
  });

  test('touch the bucket where they name it whole', () => {
    const texts = (value: unknown): string[] =>
      typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap((inner) => texts(inner));
    const touching = records
      .filter((record) => texts(record).some((text) => text === bucket || text === `arn:aws:s3:::${bucket}`))
      .map((record) => record.eventID);
    expect(touching.toSorted()).toEqual([...truth.touching].toSorted());
    expect(truth.touching).not.toContain(truth.decoyCalls['archiveChanged']);
  });

  test('have the fixer started by EventBridge just before', () => {
    const started = recordOf(truth.calls['started']);
    expect(started).toMatchObject({ eventName: 'Invoke', userIdentity: { invokedBy: 'events.amazonaws.com' } });
    const lag = Date.parse(recordOf(truth.calls['fixed'])?.eventTime ?? '') - Date.parse(started?.eventTime ?? '');
    expect(lag).toBe(7000);
  });

  test('fail for uploads without aws:kms, between the first ask after the removal and the first after the fix', () => {
    const uploads = records.filter(({ eventName }) => eventName === 'PutObject').toSorted(byTime);
    const encryption = (refused: boolean) => [
      ...new Set(
        uploads
          .filter(({ errorCode }) => (errorCode === 'AccessDenied') === refused)
          .map(({ requestParameters }) => requestParameters?.['x-amz-server-side-encryption']),
      ),
    ];
    expect(encryption(true)).toEqual(['AES256']);
    expect(encryption(false)).toEqual(['aws:kms']);
    const refused = uploads.filter(({ errorCode }) => errorCode);
    expect(refused.map(({ eventID }) => eventID).toSorted()).toEqual([...(truth.calls['refused'] ?? [])].toSorted());
    const asks = records
      .filter(
        ({ eventName, userIdentity }) =>
          eventName === 'GetBucketEncryption' && /invoice-uploader/.test(userIdentity.arn ?? ''),
      )
      .map(({ eventTime }) => eventTime)
      .toSorted();
    const firstAfter = (id: unknown) => asks.find((time) => time > (recordOf(id)?.eventTime ?? '')) ?? '';
    const during = uploads.filter(
      ({ eventTime }) => eventTime > firstAfter(truth.calls['removed']) && eventTime < firstAfter(truth.calls['fixed']),
    );
    expect(refused).toEqual(during);
    expect(readme).toContain(
      `${refused.length} uploads that were denied, ${uploads.length - refused.length} that were not`,
    );
  });
});

describe('the configuration items', () => {
  const items = itemsOf(unencryptedBucket, 'AWS::S3::Bucket', bucket);

  test('show aws:kms replaced by what S3 falls back to, and put back', () => {
    const defaults = items.map(({ supplementaryConfiguration: { ServerSideEncryptionConfiguration: encryption } }) => {
      const [rule] = (encryption as { rules: Record<string, { sseAlgorithm: string }>[] }).rules;
      return [rule?.['applyServerSideEncryptionByDefault']?.sseAlgorithm, rule?.['bucketKeyEnabled']];
    });
    expect(defaults).toEqual([
      ['aws:kms', true],
      ['aws:kms', true],
      ['AES256', false],
      ['aws:kms', true],
    ]);
    expect(items.map(({ tags }) => tags['cost-center'])).toEqual([undefined, '4100', '4100', '4100']);
    const told = [truth.itemBefore, ...truth.items].map(({ stateId }) => stateId);
    expect(told).toEqual(items.map((item) => String(item.configurationStateId)));
  });

  test('come after the call that made each of them', () => {
    const made = [truth.calls['tagged'], truth.calls['removed'], truth.calls['fixed']];
    truth.items.forEach(({ captureTime }, index) => {
      const lag = Date.parse(captureTime) - Date.parse(recordOf(made[index])?.eventTime ?? '');
      expect(lag).toBeGreaterThan(10_000);
      expect(lag).toBeLessThan(120_000);
    });
  });

  test('hold the policy that refuses the uploads, as text', () => {
    const policies = items.map(({ supplementaryConfiguration }) => supplementaryConfiguration['BucketPolicy']);
    for (const policy of policies) {
      const { Statement } = JSON.parse((policy as { policyText: string }).policyText);
      expect(Statement[0]).toMatchObject({
        Effect: 'Deny',
        Principal: { AWS: 'arn:aws:iam::444455556666:role/invoice-uploader' },
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      });
    }
  });

  test('of other buckets are others', () => {
    const ids = ['amzn-s3-demo-invoices-archive', 'amzn-s3-demo-exports'];
    expect(ids.map((id) => itemsOf(unencryptedBucket, 'AWS::S3::Bucket', id).length)).toEqual([2, 1]);
  });
});

test('the rule flips after Config captured each change, for as long as the README says', () => {
  const states = itemsOf(unencryptedBucket, 'AWS::Config::ResourceCompliance', `AWS::S3::Bucket/${bucket}`);
  const verdicts = states.map(({ configuration, configurationItemCaptureTime }) => [
    configurationItemCaptureTime,
    configuration['complianceType'],
  ]);
  const [broken, mended] = truth.flips.map(({ time }) => time);
  expect(verdicts.slice(1)).toEqual([
    [broken, 'NON_COMPLIANT'],
    [mended, 'COMPLIANT'],
  ]);
  const [removed, fixed] = [truth.items[1]?.captureTime ?? '', truth.items[2]?.captureTime ?? ''];
  expect([removed, broken, fixed, mended].toSorted()).toEqual([removed, broken, fixed, mended]);
  const seconds = (since = '', until = '') => (Date.parse(until) - Date.parse(since)) / 1000;
  expect(truth.exposure).toEqual({
    secondsByRule: seconds(broken, mended),
    secondsByChange: seconds(recordOf(truth.calls['removed'])?.eventTime, recordOf(truth.calls['fixed'])?.eventTime),
  });
  expect(readme).toContain('Open by change: 24 min 25 s');
  expect(readme).toContain('by rule: 24 min 43 s');
});

describe('the metrics', () => {
  const [errors] = truth.shifts;
  if (!errors) throw new Error('the truth has no shift');
  const points = datapointsOf(unencryptedBucket, errors).map(({ timestamp, value }) => ({ time: timestamp, ...value }));
  const isOfTheDay = ({ time }: { time: number }) => time >= at('00:00:00');

  test('count the refused uploads as 4xx errors, each in its five minutes', () => {
    const counted = points
      .filter(({ time }) => time >= Date.parse(errors.onset) && time < Date.parse(errors.end))
      .map(({ time, sum }) => [time, sum]);
    const denied = records.filter(({ eventName, errorCode }) => eventName === 'PutObject' && errorCode);
    const told = [...groupBy(denied, ({ eventTime }) => Date.parse(eventTime) - (Date.parse(eventTime) % 300_000))];
    expect(counted).toEqual(told.map(([time, of]) => [time, of.length]).toSorted());
    const before = Math.max(...points.filter((point) => !isOfTheDay(point)).map(({ sum }) => sum));
    expect(counted.filter(([, sum = 0]) => sum > 1.5 * before && sum >= 5).length).toBeGreaterThanOrEqual(4);
    const after = points.filter(({ time }) => time >= Date.parse(errors.end)).map(({ sum }) => sum);
    expect(after.length).toBeGreaterThan(5);
    expect(Math.max(...after)).toBeLessThanOrEqual(before);
  });

  test.each(truth.quiet)('keep $metricName of $dimensions below what nine days have seen', (metric) => {
    const all = datapointsOf(unencryptedBucket, metric).map(({ timestamp, value }) => ({
      time: timestamp,
      sum: value.sum,
    }));
    expect(all.length).toBeGreaterThan(50);
    expect(all[0]?.time).toBeLessThan(Date.parse('2026-05-04T00:00:00Z'));
    const most = (list: readonly { sum: number }[]) => Math.max(0, ...list.map(({ sum }) => sum));
    const lookedAt = all.filter(({ time }) => time >= at('07:40:00'));
    expect(most(lookedAt)).toBeLessThanOrEqual(most(all.filter((point) => !isOfTheDay(point))));
  });

  test('have nights that are busier than the case', () => {
    const requests = (name: string) =>
      datapointsOf(unencryptedBucket, {
        metricName: 'AllRequests',
        dimensions: { BucketName: name, FilterId: 'EntireBucket' },
      });
    const hours = (name: string) =>
      new Set(
        requests(name).flatMap(({ timestamp, value }) => (value.sum > 100 ? [new Date(timestamp).getUTCHours()] : [])),
      );
    expect([...hours(bucket)]).toEqual([1]);
    expect([...hours('amzn-s3-demo-exports')]).toEqual([23]);
  });
});

describe('the alarm', () => {
  const history = JSON.parse(files.get('cloudwatch/describe-alarm-history.json') ?? '').AlarmHistoryItems;
  interface StateChange {
    readonly time: string;
    readonly detail: {
      readonly alarmName: string;
      readonly state: { readonly value: string; readonly reason: string; readonly timestamp: string };
      readonly previousState: { readonly value: string };
    };
  }
  const objects = filesOf(unencryptedBucket, /^eventbridge\//).map(
    ([, text]) => objectsIn(text) as unknown as readonly StateChange[],
  );
  const events = objects.flat();

  test('is told by its history and by EventBridge alike', () => {
    const byHistory = history
      .filter(({ HistoryItemType }: { HistoryItemType: string }) => HistoryItemType === 'StateUpdate')
      .map((item: { AlarmName: string; Timestamp: string; HistoryData: string }): Transition => {
        const { oldState, newState } = JSON.parse(item.HistoryData);
        const time = new Date(item.Timestamp).toISOString();
        return { alarm: item.AlarmName, from: oldState.stateValue, to: newState.stateValue, time };
      });
    const byEvents = events.map(({ detail: { alarmName, state, previousState } }): Transition => {
      const time = new Date(state.timestamp.replace('+0000', 'Z')).toISOString();
      return { alarm: alarmName, from: previousState.value, to: state.value, time };
    });
    expect(byHistory.toReversed()).toEqual(truth.alarms);
    expect(byEvents.filter(({ alarm }) => alarm === truth.alarms[0]?.alarm)).toEqual(truth.alarms);
    expect(byEvents.filter(({ alarm }) => alarm !== truth.alarms[0]?.alarm)).toEqual(truth.decoyAlarms);
    // one object holds two of them, with nothing between
    expect(objects.map((list) => list.length).toSorted()).toEqual([1, 1, 2]);
  });

  test('gives the datapoint as its reason', () => {
    const point = datapointsOf(unencryptedBucket, {
      metricName: '4xxErrors',
      dimensions: { BucketName: bucket, FilterId: 'EntireBucket' },
    }).find(({ timestamp }) => timestamp === at('09:30:00'));
    const raised = events.find(({ detail }) => detail.state.value === 'ALARM');
    expect(raised?.detail.state.reason).toContain(`[${point?.value.sum}.0 (12/05/26 09:30:00)] was greater than`);
  });
});

describe('the log', () => {
  interface Envelope {
    readonly messageType: string;
    readonly logGroup: string;
    readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
  }
  const envelopes = filesOf(unencryptedBucket, /^lambda-logs\//).flatMap(
    ([, text]) => objectsIn(text) as unknown as readonly Envelope[],
  );
  const runs = envelopes.filter(({ messageType }) => messageType === 'DATA_MESSAGE');

  test('has one control message, and in each run what Lambda writes round the function', () => {
    expect(envelopes).toHaveLength(runs.length + 1);
    expect(runs).toHaveLength(9);
    for (const { logGroup, logEvents } of runs) {
      expect(logGroup).toBe(truth.logs?.logGroup);
      const words = logEvents.map(({ message }) => message.split(/[ \t]/)[0]);
      expect(words.join(' ')).toMatch(/^INIT_START START (\[\w+\] )+END REPORT$/);
      const times = logEvents.map(({ timestamp }) => timestamp);
      expect(times).toEqual(times.toSorted());
      expect(logEvents.filter(({ id }) => !/^\d{56}$/.test(id))).toEqual([]);
    }
  });

  test('says in the run of the fix what it says in no other, after the calls that it tells of', () => {
    const messages = (of: readonly Envelope[]) => of.flatMap(({ logEvents }) => logEvents);
    for (const said of truth.logs?.newMessages ?? []) {
      const found = messages(runs).filter(({ message }) => message.includes(said));
      expect(found.map(({ timestamp }) => new Date(timestamp).toISOString().slice(11, 16))).toEqual(['09:42']);
    }
    const last = messages(runs).find(({ message }) => message.includes(truth.logs?.newMessages.at(-1) ?? '?'));
    expect(last?.timestamp).toBeGreaterThan(Date.parse(recordOf(truth.calls['fixed'])?.eventTime ?? ''));
  });
});
