/** The bundled case as an account with something of everything that AWS can be asked for. */
import type { JsonObject } from '../../src/model/json.ts';
import { ManualClock } from '../aws/clock.ts';
import { type AwsServer, startAwsServer } from '../aws/server.ts';
import { createWorld, type World } from '../aws/world.ts';
import { worldOfExample } from '../aws/world-from-archive.ts';
import { openSsh } from '../unit/examples/cases.ts';

const { account } = openSsh;
export const { target } = openSsh.truth;
export const now = '2026-03-03T17:00:00Z';
export const window = ['--since', '2026-03-03T14:00:00Z', '--until', '2026-03-03T15:00:00Z', '--now', now];
export const instance = 'i-0f1e2d3c4b5a69788';
export const aggregator = 'organization';

const home = 'us-east-1';
/** Regions in which sign-ins are recorded, too. */
const others = ['eu-west-1', 'us-east-2', 'us-west-2', 'eu-north-1', 'ap-southeast-2'];
const packed = 'encrypted-volumes-conformance-pack-abc123def';
const time = '2026-03-03T14:10:00.000Z';
const groupType = 'AWS::EC2::SecurityGroup';
const trailArn = `arn:aws:cloudtrail:${home}:${account}:trail/management`;

const broken: JsonObject = {
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: { ConfigRuleName: packed, ResourceType: groupType, ResourceId: target },
    OrderingTimestamp: time,
  },
  ComplianceType: 'NON_COMPLIANT',
  ResultRecordedTime: time,
  ConfigRuleInvokedTime: time,
  Annotation: 'a volume behind it is not encrypted',
};

function wholeAccount(): World {
  const { regions: known = {} } = worldOfExample(openSsh.folder).accounts[account] ?? {};
  const placed = Object.fromEntries(others.map((name) => [name, { ...known[name] }]));
  const {
    configRules = [],
    evaluationResults = [],
    compositeAlarms = [],
    logGroups = [],
    metrics = [],
  } = known[home] ?? {};
  const region = {
    ...known[home],
    configRules: [
      ...configRules,
      { ConfigRuleName: packed, Source: { Owner: 'AWS', SourceIdentifier: 'ENCRYPTED_VOLUMES' } },
    ],
    evaluationResults: [...evaluationResults, broken],
    conformancePacks: [{ ConformancePackName: 'operations', ConformancePackId: 'conformance-pack-abc123def' }],
    remediationConfigurations: [{ ConfigRuleName: packed, TargetId: 'AWS-EncryptVolumes', Automatic: true }],
    configurationAggregators: [
      {
        ConfigurationAggregatorName: aggregator,
        AccountAggregationSources: [{ AccountIds: [account], AllAwsRegions: true }],
      },
    ],
    compositeAlarms: [
      ...compositeAlarms,
      { AlarmName: 'shop', AlarmRule: 'ALARM("thumbnails-errors") OR ALARM("web-status-check")', StateValue: 'OK' },
    ],
    logGroups: [
      ...logGroups,
      {
        logGroupName: '/aws/lambda/thumbnails',
        retentionInDays: 30,
        events: [{ timestamp: Date.parse(time), logStreamName: 'a', message: 'ERROR no such bucket' }],
      },
    ],
    metrics: [
      ...metrics,
      {
        namespace: 'Shop',
        metricName: 'Orders',
        dimensions: { InstanceId: instance },
        periodSeconds: 300,
        datapoints: [{ timestamp: Date.parse(time), count: 1, sum: 1, min: 1, max: 1 }],
      },
    ],
    trails: [
      {
        trail: {
          Name: 'management',
          TrailARN: trailArn,
          HomeRegion: home,
          S3BucketName: 'b',
          IsMultiRegionTrail: true,
        },
        status: { IsLogging: true, LatestDeliveryTime: '2026-03-03T16:55:00.000Z' },
        eventSelectors: {},
      },
    ],
  };
  return createWorld({ [account]: { regions: { ...placed, [home]: region } } });
}

export interface Permitted {
  /** The IAM actions that are allowed; absent: all. */
  readonly allow?: readonly string[];
}

export async function withAccount<Result>(
  { allow }: Permitted,
  use: (environment: Readonly<Record<string, string>>, server: AwsServer) => Promise<Result>,
): Promise<Result> {
  const server = await startAwsServer({
    world: wholeAccount(),
    clock: new ManualClock(now),
    rateFactor: Infinity,
    ...(allow && { allow }),
  });
  try {
    return await use(server.environment({ account, region: home }), server);
  } finally {
    await server.stop();
  }
}
