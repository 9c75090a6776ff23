/** What is put into the emulator with the plain SDK, just as an account would get it. */
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  ConfigServiceClient,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import { CreateBucketCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';

export const instance = 'i-0a1b2c3d4e5f60718';
export const bucket = 'orders-exports';
export const logFunction = 'orders';
export const alarm = 'orders-cpu-high';
/** Metrics that are not in the catalog: they must be listed. */
export const listedMetrics = 12;
export const region = 'us-east-1';
/** moto's own. */
export const account = '123456789012';

const minute = 60_000;

/** `now`: epoch milliseconds. */
export async function fillWorld(endpoint: string, now: number): Promise<void> {
  const config = { endpoint, region, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } };
  await Promise.all([metrics(new CloudWatchClient(config), now), logs(new CloudWatchLogsClient(config))]);
  await recorded(config);
}

async function metrics(client: CloudWatchClient, now: number): Promise<void> {
  const Dimensions = [{ Name: 'InstanceId', Value: instance }];
  const data = Array.from({ length: 60 }, (_, ago) => ({
    MetricName: 'CPUUtilization',
    Dimensions,
    Timestamp: new Date(now - ago * minute),
    Value: ago < 20 ? 95 : 10,
    Unit: 'Percent' as const,
  }));
  await client.send(new PutMetricDataCommand({ Namespace: 'AWS/EC2', MetricData: data }));
  // one for each disk
  const disks = Array.from({ length: listedMetrics }, (_, disk) => ({
    MetricName: 'disk_used_percent',
    Dimensions: [...Dimensions, { Name: 'path', Value: `/data/${disk}` }],
    Timestamp: new Date(now - 10 * minute),
    Value: disk % 100,
  }));
  await client.send(new PutMetricDataCommand({ Namespace: 'CWAgent', MetricData: disks }));
  await client.send(
    new PutMetricAlarmCommand({
      AlarmName: alarm,
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Dimensions,
      Statistic: 'Average',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 80,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  );
  for (const StateValue of ['OK', 'ALARM'] as const)
    await client.send(new SetAlarmStateCommand({ AlarmName: alarm, StateValue, StateReason: `set to ${StateValue}` }));
}

async function logs(client: CloudWatchLogsClient): Promise<void> {
  const logGroupName = `/aws/lambda/${logFunction}`;
  const logStreamName = 'stream';
  await client.send(new CreateLogGroupCommand({ logGroupName }));
  await client.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
  // a group holds nothing from before it was made
  const made = Date.now();
  const logEvents = Array.from({ length: 30 }, (_, index) => ({
    timestamp: made + index,
    message: index < 25 ? `served order ${index}` : `ERROR cannot write order ${index}: AccessDenied`,
  }));
  await client.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
}

async function recorded(config: { readonly endpoint: string; readonly region: string }): Promise<void> {
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  for (const Bucket of [bucket, 'trail-logs', 'config-logs']) await s3.send(new CreateBucketCommand({ Bucket }));
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'trail-logs', Policy }));
  const recorder = new ConfigServiceClient(config);
  await recorder.send(
    new PutConfigurationRecorderCommand({
      ConfigurationRecorder: { name: 'default', roleARN: 'arn:aws:iam::123456789012:role/config' },
    }),
  );
  await recorder.send(
    new PutDeliveryChannelCommand({ DeliveryChannel: { name: 'default', s3BucketName: 'config-logs' } }),
  );
  await recorder.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: 'default' }));
  const trails = new CloudTrailClient(config);
  await trails.send(new CreateTrailCommand({ Name: 'all', S3BucketName: 'trail-logs', IsMultiRegionTrail: true }));
  await trails.send(new StartLoggingCommand({ Name: 'all' }));
}
