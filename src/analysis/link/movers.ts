/** Which changes can move which metrics: a tag moves none, a firewall rule moves traffic, a function's code moves its errors. */
import type { ApiCallEvent, ConfigChangeEvent } from '../../model/event.ts';
import { verbOf } from './call-verb.ts';

export type ChangeKind =
  | 'tags'
  | 'watching'
  | 'firewall'
  | 'network'
  | 'bucket'
  | 'key'
  | 'secret'
  | 'certificate'
  | 'permissions'
  | 'function'
  | 'power'
  | 'capacity'
  | 'database'
  | 'balancer'
  | 'deployment'
  | 'trigger'
  | 'messages'
  | 'other';

/** By service and event name; the first match counts. */
const kindsOfCalls: readonly (readonly [RegExp, RegExp, ChangeKind])[] = [
  [
    /./,
    /^(?:Tag|Untag)|Tags?(?:ToResource|FromResource|ForResource)?$|Tagging$|Description(?:s|sIngress|sEgress)?$/,
    'tags',
  ],
  // what these start shows up in calls of its own
  [/^(?:ssm|states|codepipeline|codebuild)\./, /^Start|^Put(?:Approval|Job)/, 'watching'],
  // requests, and reads whose names begin like a change
  [/^(?:servicequotas|appconfig)\./, /^(?:Request|StartConfigurationSession$)/, 'watching'],
  [/^(?:events|scheduler|pipes|logs)\./, /Rule$|Targets$|Schedule$|Pipe$|SubscriptionFilter$/, 'trigger'],
  [/^(?:monitoring|config|cloudtrail|logs|guardduty|securityhub|events|support|resource-groups)\./, /./, 'watching'],
  [/^ec2\./, /SecurityGroup|NetworkAcl/, 'firewall'],
  [/^(?:network-firewall|wafv2|waf|waf-regional)\./, /./, 'firewall'],
  [
    /^ec2\./,
    /^(?:Run|Start|Stop|Reboot|Terminate)Instances|^BidEvicted|^Modify.*InstanceAttribute|Volume|FleetS?|SpotInstance/,
    'power',
  ],
  [/^ec2\./, /Route|Gateway|Subnet|Vpc|Peering|NetworkInterface|Address|Dhcp|Endpoint|Prefix/, 'network'],
  [/^s3\./, /./, 'bucket'],
  [/^kms\./, /./, 'key'],
  [/^(?:secretsmanager|ssm)\./, /Secret|Parameter|^Rotation/, 'secret'],
  [/^(?:acm|iam)\./, /Certificate/, 'certificate'],
  [/^(?:iam|organizations|sso|ram|access-analyzer)\./, /./, 'permissions'],
  [/./, /Permission|ResourcePolicy/, 'permissions'],
  [/^(?:sqs|sns|kinesis|firehose|kafka|kafka-cluster|amazonmq)\./, /./, 'messages'],
  [/^lambda\./, /./, 'function'],
  [/^(?:autoscaling|application-autoscaling)\./, /./, 'capacity'],
  [/^(?:rds|dynamodb|dax|elasticache|memorydb|redshift|docdb|neptune|es|opensearch)\./, /./, 'database'],
  [/^(?:elasticloadbalancing|globalaccelerator)\./, /./, 'balancer'],
  [
    /^(?:cloudformation|ecs|eks|codedeploy|codepipeline|elasticbeanstalk|apigateway|appsync|states|servicecatalog)\./,
    /./,
    'deployment',
  ],
  [/^(?:amplify|appconfig|apprunner|batch)\./, /./, 'deployment'],
];

/** By resource type, for changes known from their item alone. */
const kindsOfTypes: readonly (readonly [RegExp, ChangeKind])[] = [
  [/SecurityGroup|NetworkAcl|WAF|NetworkFirewall/, 'firewall'],
  [/EC2::Instance|EC2::Volume/, 'power'],
  [/^AWS::EC2::/, 'network'],
  [/^AWS::S3::/, 'bucket'],
  [/^AWS::KMS::/, 'key'],
  [/^AWS::SecretsManager::|^AWS::SSM::Parameter$/, 'secret'],
  [/^AWS::(?:ACM|IAM)::(?:Server)?Certificate$/, 'certificate'],
  [/^AWS::IAM::/, 'permissions'],
  [/^AWS::Lambda::/, 'function'],
  [/AutoScaling/, 'capacity'],
  [/^AWS::(?:RDS|DynamoDB|DAX|ElastiCache|MemoryDB|Redshift|DocDB|Neptune|Elasticsearch|OpenSearch)/, 'database'],
  [/ElasticLoadBalancing|GlobalAccelerator/, 'balancer'],
  [/^AWS::(?:Events::Rule|Scheduler::|Pipes::|Logs::SubscriptionFilter)/, 'trigger'],
  [/^AWS::(?:CloudWatch|Config|CloudTrail|Logs|GuardDuty)::/, 'watching'],
  [/^AWS::(?:SQS|SNS|Kinesis|KinesisFirehose|MSK|AmazonMQ)::/, 'messages'],
  [
    /^AWS::(?:CloudFormation|ECS|EKS|ApiGateway|AppSync|StepFunctions|Amplify|AppConfig|AppRunner|Batch|CodePipeline)/,
    'deployment',
  ],
];

const kinds = new Map<string, ChangeKind>();

export function kindOfCall({ detail: { eventSource, eventName } }: ApiCallEvent): ChangeKind {
  const key = `${eventSource} ${eventName}`;
  const cached = kinds.get(key);
  if (cached) return cached;
  const kind = kindsOfCalls.find(([source, name]) => source.test(eventSource) && name.test(eventName))?.[2] ?? 'other';
  if (kinds.size < 10_000) kinds.set(key, kind);
  return kind;
}

export function kindOfItem({ detail }: ConfigChangeEvent): ChangeKind {
  if (
    detail.changes.length > 0 &&
    detail.changes.every(({ path }) => /^\/tags\/|\/tags?(?:Set|List)?\/|BucketTagging/i.test(path))
  )
    return 'tags';
  return kindsOfTypes.find(([type]) => type.test(detail.resourceType))?.[1] ?? 'other';
}

const traffic =
  /Network|Packet|Byte|Connection|Flow|Request|Host|HTTPCode|4[xX][xX]|5[xX][xX]|Error|Latency|ResponseTime|Retrans|Conntrack|Drop/;
const failures = /Error|4[xX][xX]|5[xX][xX]|Fault|Fail|Denied|Throttl|Reject|DeadLetter|Dropped/;
const load = /CPU|Memory|Utilization|Credit|Load|IOPS|Ops|Queue|Latency|ResponseTime|Duration|Connection/;

/** If nothing is known for or against it. */
const ofOther = 0.65;

/** Metrics that each kind of change moves: surely (1), less surely, or not at all (absent). */
const moved: Readonly<Record<ChangeKind, readonly (readonly [RegExp, number])[]>> = {
  tags: [],
  watching: [],
  firewall: [
    [traffic, 1],
    [/StatusCheck|Healthy/, 0.9],
    [load, 0.75],
    [failures, 0.95],
  ],
  network: [
    [traffic, 1],
    [/StatusCheck|Healthy/, 0.9],
    [load, 0.7],
    [failures, 0.95],
  ],
  bucket: [
    [failures, 1],
    [/Request|Bytes|Latency|Objects|Size|Replication/, 0.9],
  ],
  key: [
    [failures, 0.95],
    [/Request|Invocation|Message/, 0.7],
  ],
  secret: [
    [failures, 0.95],
    [/Connection|Login/, 0.9],
    [/Request|Invocation|Message/, 0.7],
    [/Duration|Latency|ResponseTime/, 0.6],
  ],
  certificate: [
    [failures, 0.95],
    [/TLS|Connection|Request|Flow/, 0.9],
  ],
  permissions: [
    [failures, 0.95],
    [/Request|Invocation|Message|Delivered|Age/, 0.75],
    [/Duration|Latency/, 0.6],
  ],
  function: [[/./, 1]],
  power: [[/./, 1]],
  capacity: [[/./, 0.95]],
  database: [[/./, 0.97]],
  balancer: [
    [/Target|Request|HTTPCode|Host|Endpoint|Flow|Connection|Error|Latency|ResponseTime|TLS|Byte/, 1],
    [/./, 0.7],
  ],
  deployment: [[/./, 0.95]],
  trigger: [
    [/Invocation|Triggered|Execution|Message|Incoming|Duration|Concurrent/, 1],
    [/./, 0.8],
  ],
  messages: [[/./, 0.97]],
  other: [[/./, ofOther]],
};

interface Measured {
  readonly metricName: string;
  /** null if unknown. */
  readonly namespace: string | null;
}

/** Deleting, stopping or disabling something moves all of its metrics. */
export function moves(
  kind: ChangeKind,
  { metricName, namespace }: Measured,
  eventName: string | undefined,
  hops: number,
): number {
  if (kind === 'tags' || kind === 'watching') return 0;
  if (eventName !== undefined && hops === 0) {
    const { ends, verb } = verbOf(eventName);
    const isWhole = kind === 'power' || kind === 'function' || kind === 'database' || kind === 'deployment';
    if ((ends || /^(?:stop|start|reboot|disable|enable)$/.test(verb)) && isWhole) return 1;
  }
  const known = moved[kind].find(([name]) => name.test(metricName))?.[1];
  // the name of a custom metric says less about what can move it
  return known ?? (namespace === null || namespace.startsWith('AWS/') ? 0 : ofOther);
}

/** Log lines may be about anything that can fail. */
export function movesLog(kind: ChangeKind, text: string): number {
  if (kind === 'tags' || kind === 'watching') return 0;
  const isDenied = /denied|not authorized|unauthorized|forbidden|permission/i.test(text);
  const isRefused = /timed? ?out|refused|unreachable|connect|login|password|ssh/i.test(text);
  switch (kind) {
    case 'function':
    case 'deployment':
    case 'power':
    case 'database':
    case 'trigger':
      return 0.97;
    case 'permissions':
    case 'key':
    case 'secret':
    case 'bucket':
      return isDenied ? 1 : 0.75;
    case 'firewall':
    case 'network':
    case 'balancer':
    case 'certificate':
      return isRefused ? 0.97 : 0.7;
    default:
      return 0.7;
  }
}

const kindWords: Readonly<Record<ChangeKind, string>> = {
  tags: 'a change of tags',
  watching: 'a change of monitoring',
  firewall: 'a change of a firewall',
  network: 'a change of the network',
  bucket: 'a change of a bucket',
  key: 'a change of a key',
  secret: 'a change of a secret or a parameter',
  certificate: 'a change of a certificate',
  permissions: 'a change of permissions',
  function: 'a change of a function',
  power: 'a change of an instance',
  capacity: 'a change of capacity',
  database: 'a change of a database',
  balancer: 'a change of a load balancer',
  deployment: 'a deployment',
  trigger: 'a change of what is started when',
  messages: 'a change of how messages pass',
  other: 'a change of its kind',
};
export const wordsForKind = (kind: ChangeKind): string => kindWords[kind];
