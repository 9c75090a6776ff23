/**
 * The events of report v1 as a schema: all that a timeline may hold. Separate from `schema-v1.ts` because there are nine kinds.
 */
import { z } from 'zod';
import type { JsonObject, JsonValue } from '../model/json.ts';

/** ISO 8601, UTC, exactly three digits of milliseconds: so text order is time order. */
export const time = z.iso.datetime({ precision: 3 }).meta({ id: 'Time' });
export const count = z.int().nonnegative().meta({ id: 'Count' });
const bytes = z.number().nonnegative();

const json: z.ZodType<JsonValue> = z
  .lazy(() => z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), jsonObject]))
  .meta({ id: 'JsonValue' });
const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), json);

export const resourceRef = z
  .strictObject({
    type: z.string().nullable(),
    id: z.string(),
    name: z.string().exactOptional(),
    arn: z.string().exactOptional(),
    account: z.string().exactOptional(),
    region: z.string().exactOptional(),
  })
  .meta({ id: 'ResourceRef' });

const humanVia = z.enum([
  'iam-user',
  'root',
  'source-identity',
  'identity-center',
  'saml',
  'oidc',
  'switch-role',
  'role-chain',
  'session-name',
  'invoked-by',
]);

export const human = z
  .strictObject({ name: z.string(), via: humanVia, certainty: z.enum(['proven', 'asserted', 'guess']) })
  .meta({ id: 'Human' });

const toolKind = z.enum([
  'console',
  'cli',
  'terraform',
  'opentofu',
  'pulumi',
  'cloudformation',
  'cdk',
  'sdk',
  'controller',
  'service',
  'sso',
  'unknown',
]);

export const principal = z
  .strictObject({
    type: z.string(),
    arn: z.string().nullable(),
    account: z.string().nullable(),
    name: z.string(),
    session: z.string().exactOptional(),
    accessKeyId: z.string().nullable(),
    human: human.nullable(),
    path: z.array(z.strictObject({ time, event: z.string(), from: z.string(), to: z.string() })),
    pathEnd: z.enum(['origin', 'cycle', 'missing']).exactOptional(),
    workload: z
      .strictObject({
        type: z.string(),
        id: z.string(),
        lastChange: z.strictObject({ time, event: z.string(), by: z.string() }).exactOptional(),
      })
      .nullable(),
    tool: z.strictObject({
      kind: toolKind,
      name: z.string(),
      version: z.string().nullable(),
      disagrees: z.array(z.string()),
    }),
    userAgent: z.string().nullable(),
    sourceIp: z.string().nullable(),
    vpcEndpointId: z.string().nullable(),
    mfa: z.boolean().nullable(),
    crossAccount: z.boolean(),
    service: z.boolean(),
    invokedBy: z.string().exactOptional(),
    userId: z.string().exactOptional(),
    credentialId: z.string().exactOptional(),
    provider: z.string().exactOptional(),
  })
  .meta({ id: 'Principal' });

const apiCall = z.strictObject({
  eventName: z.string(),
  eventSource: z.string(),
  eventId: z.string().nullable(),
  sharedEventId: z.string().exactOptional(),
  eventCategory: z.string(),
  readOnly: z.boolean(),
  outcome: z.enum(['success', 'denied', 'failed']),
  errorCode: z.string().exactOptional(),
  errorMessage: z.string().exactOptional(),
  requestParameters: json,
  responseElements: json,
  principal,
  dangers: z
    .array(
      z.strictObject({
        rule: z.string(),
        severity: z.enum(['medium', 'high']),
        reason: z.string(),
        source: z.string(),
      }),
    )
    .exactOptional(),
});

const configChange = z.strictObject({
  resourceType: z.string(),
  resourceId: z.string(),
  status: z.string(),
  captureTime: time,
  stateId: z.string(),
  changes: z.array(
    z.strictObject({
      path: z.string(),
      op: z.enum(['add', 'remove', 'replace']),
      before: json.exactOptional(),
      after: json.exactOptional(),
    }),
  ),
  relationshipOnly: z.boolean(),
  inferred: z.boolean(),
  before: z.strictObject({ stateId: z.string(), captureTime: time, locator: z.string() }).nullable(),
  after: json,
});

export const exposure = z
  .strictObject({
    startedTime: time.nullable(),
    detectedTime: time.nullable(),
    fixedTime: time.nullable(),
    clearedTime: time.nullable(),
    startedBy: z.string().nullable(),
    fixedBy: z.string().nullable(),
    open: z.boolean(),
    seconds: z.number().nullable(),
    secondsByChange: z.number().nullable(),
    rules: z.array(z.string()),
  })
  .meta({ id: 'Exposure' });

const compliance = z.strictObject({
  rule: z.string(),
  resource: resourceRef,
  from: z.string().nullable(),
  to: z.string(),
  annotation: z.string().exactOptional(),
  recordedTime: time,
  invokedTime: time.exactOptional(),
  derived: z.boolean(),
  conformancePack: z.string().exactOptional(),
  exposure: exposure.exactOptional(),
});

const dimensions = z.record(z.string(), z.string());

const metric = z.strictObject({
  namespace: z.string(),
  metricName: z.string(),
  dimensions,
  statistic: z.string(),
  periodSeconds: z.number(),
  unit: z.string().nullable(),
  direction: z.enum(['up', 'down']),
  shape: z.enum(['spike', 'level-shift', 'burst', 'drop', 'silence']),
  onset: time,
  peakTime: time,
  peak: z.number(),
  baseline: z.strictObject({
    median: z.number(),
    spread: z.number(),
    min: z.number(),
    max: z.number(),
    from: time,
    to: time,
    count,
  }),
  ratio: z.number().nullable(),
  excursion: z.number(),
  ongoing: z.boolean(),
  beganBefore: z.boolean(),
  series: z.array(z.tuple([z.number(), z.number()])).exactOptional(),
});

const alarm = z.strictObject({
  alarmName: z.string(),
  alarmArn: z.string().exactOptional(),
  from: z.string().nullable(),
  to: z.string(),
  reason: z.string(),
  threshold: z.number().exactOptional(),
  comparison: z.string().exactOptional(),
  namespace: z.string().exactOptional(),
  metricName: z.string().exactOptional(),
  dimensions: dimensions.exactOptional(),
  children: z.array(z.string()).exactOptional(),
  actions: z.array(z.string()).exactOptional(),
});

const log = z.strictObject({
  logGroup: z.string(),
  pattern: z.string(),
  count,
  baselineCount: z.number().nonnegative(),
  examples: z.array(z.string()),
});

const flow = z.strictObject({
  interfaceId: z.string(),
  action: z.string(),
  protocol: z.string(),
  dstPort: z.int().nonnegative().nullable(),
  direction: z.string(),
  sources: z.array(
    z.strictObject({
      address: z.string(),
      bytes,
      packets: count,
      flows: count,
      answerBytes: bytes.exactOptional(),
      firstTime: time,
      lastTime: time,
    }),
  ),
  sourcesOmitted: count.exactOptional(),
  before: z.strictObject({ bytes, flows: count }),
  admittedBy: z.string().exactOptional(),
});

const insight = z.strictObject({
  insightType: z.string(),
  eventName: z.string(),
  eventSource: z.string(),
  baseline: z.number().nullable(),
  observed: z.number().nullable(),
  attributions: z.array(jsonObject),
});

const finding = z.strictObject({
  product: z.string(),
  findingType: z.string(),
  title: z.string(),
  severityLabel: z.string(),
});

const origin = z
  .strictObject({
    source: z.string(),
    backend: z.string(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    ref: z.string().nullable(),
    locator: z.string(),
  })
  .meta({ id: 'Origin' });

const eventOf = <Kind extends string, Detail extends z.ZodType>(kind: Kind, detail: Detail) =>
  z.strictObject({
    id: z.string(),
    time,
    endTime: time.exactOptional(),
    kind: z.literal(kind),
    match: z.array(z.enum(['target', 'principal', 'neighbor', 'chain', 'window'])),
    resources: z.array(resourceRef),
    summary: z.string(),
    severity: z.enum(['info', 'notice', 'warning', 'critical']),
    chain: z.string().nullable(),
    origin,
    detail,
  });

export const timelineEvent = z.discriminatedUnion('kind', [
  eventOf('api-call', apiCall).meta({ id: 'ApiCallEvent' }),
  eventOf('config-change', configChange).meta({ id: 'ConfigChangeEvent' }),
  eventOf('compliance', compliance).meta({ id: 'ComplianceEvent' }),
  eventOf('metric', metric).meta({ id: 'MetricEvent' }),
  eventOf('alarm', alarm).meta({ id: 'AlarmEvent' }),
  eventOf('log', log).meta({ id: 'LogEvent' }),
  eventOf('flow', flow).meta({ id: 'FlowEvent' }),
  eventOf('insight', insight).meta({ id: 'InsightEvent' }),
  eventOf('finding', finding).meta({ id: 'FindingEvent' }),
]);
