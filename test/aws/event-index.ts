/**
 * What CloudTrail's event history indexes an event by. The index is not the record's own `resources`: CloudTrail derives it
 * from the call's parameters, service by service, and one event lists several names of the same thing.
 */
import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../../src/model/json.ts';

interface IndexedResource {
  readonly ResourceType: string;
  readonly ResourceName: string;
}

export interface IndexedEvent {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly isInsight: boolean;
  /** A lookup attribute's key -> the event's values, as LookupEvents compares and prints them. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  readonly resources: readonly IndexedResource[];
}

/** Parameter -> the type of what it names; the value is indexed as it was sent. */
type Parameters = Readonly<Record<string, string>>;

const ec2Parameters: Parameters = {
  allocationId: 'AWS::EC2::EIP',
  groupId: 'AWS::EC2::SecurityGroup',
  groupName: 'AWS::EC2::SecurityGroup',
  imageId: 'AWS::EC2::Ami',
  instanceId: 'AWS::EC2::Instance',
  internetGatewayId: 'AWS::EC2::InternetGateway',
  keyName: 'AWS::EC2::KeyPair',
  launchTemplateId: 'AWS::EC2::LaunchTemplate',
  natGatewayId: 'AWS::EC2::NatGateway',
  networkAclId: 'AWS::EC2::NetworkAcl',
  networkInterfaceId: 'AWS::EC2::NetworkInterface',
  routeTableId: 'AWS::EC2::RouteTable',
  snapshotId: 'AWS::EC2::Snapshot',
  subnetId: 'AWS::EC2::Subnet',
  volumeId: 'AWS::EC2::Volume',
  vpcId: 'AWS::EC2::VPC',
};

/** The types of resources that CreateTags and similar calls name only by id. */
const ec2Prefixes: Parameters = {
  ami: 'AWS::EC2::Ami',
  eni: 'AWS::EC2::NetworkInterface',
  i: 'AWS::EC2::Instance',
  igw: 'AWS::EC2::InternetGateway',
  lt: 'AWS::EC2::LaunchTemplate',
  rtb: 'AWS::EC2::RouteTable',
  sg: 'AWS::EC2::SecurityGroup',
  snap: 'AWS::EC2::Snapshot',
  subnet: 'AWS::EC2::Subnet',
  vol: 'AWS::EC2::Volume',
  vpc: 'AWS::EC2::VPC',
};

/** Services that are indexed by parameters only. */
const services: Readonly<Record<string, Parameters>> = {
  'autoscaling.amazonaws.com': { autoScalingGroupName: 'AWS::AutoScaling::AutoScalingGroup' },
  'cloudformation.amazonaws.com': { stackName: 'AWS::CloudFormation::Stack', stackId: 'AWS::CloudFormation::Stack' },
  'dynamodb.amazonaws.com': { tableName: 'AWS::DynamoDB::Table' },
  'ec2.amazonaws.com': ec2Parameters,
  'iam.amazonaws.com': {
    groupName: 'AWS::IAM::Group',
    instanceProfileName: 'AWS::IAM::InstanceProfile',
    policyArn: 'AWS::IAM::Policy',
    policyName: 'AWS::IAM::Policy',
    roleName: 'AWS::IAM::Role',
    userName: 'AWS::IAM::User',
  },
  'lambda.amazonaws.com': { functionName: 'AWS::Lambda::Function' },
  'logs.amazonaws.com': { logGroupName: 'AWS::Logs::LogGroup' },
  'rds.amazonaws.com': {
    dBClusterIdentifier: 'AWS::RDS::DBCluster',
    dBInstanceIdentifier: 'AWS::RDS::DBInstance',
  },
  's3.amazonaws.com': { bucketName: 'AWS::S3::Bucket' },
  'secretsmanager.amazonaws.com': { secretId: 'AWS::SecretsManager::Secret' },
  'sns.amazonaws.com': { topicArn: 'AWS::SNS::Topic' },
  'sqs.amazonaws.com': { queueName: 'AWS::SQS::Queue', queueUrl: 'AWS::SQS::Queue' },
};

/** All text members of the value, at any depth. */
function* membersOf(value: JsonValue | undefined): Generator<readonly [string, string]> {
  if (Array.isArray(value)) for (const element of value) yield* membersOf(element);
  if (!isJsonObject(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === 'string') yield [key, member];
    else yield* membersOf(member);
  }
}

const resource = (ResourceType: string, ResourceName: string | undefined): readonly IndexedResource[] =>
  ResourceName === undefined ? [] : [{ ResourceType, ResourceName }];

function* byParameters(record: JsonObject, parameters: Parameters): Generator<IndexedResource> {
  // RunInstances lists everything that it was given and made, except volumes
  const omitted = record['eventName'] === 'RunInstances' ? 'volumeId' : '';
  for (const side of [record['requestParameters'], record['responseElements']]) {
    for (const [key, ResourceName] of membersOf(side)) {
      const prefix = key === 'resourceId' ? ec2Prefixes[ResourceName.split('-', 1)[0] ?? ''] : undefined;
      const ResourceType = (Object.hasOwn(parameters, key) ? parameters[key] : undefined) ?? prefix;
      if (ResourceType !== undefined && key !== omitted) yield { ResourceType, ResourceName };
    }
  }
}

/** The role by ARN, the key that was issued, and three spellings of the session. */
function* byAssumption(record: JsonObject): Generator<IndexedResource> {
  const response = record['responseElements'] ?? null;
  const request = record['requestParameters'];
  const user = objectAt(response, 'assumedRoleUser');
  yield* resource('AWS::IAM::AccessKey', stringAt(objectAt(response, 'credentials'), 'accessKeyId'));
  yield* resource('AWS::STS::AssumedRole', stringAt(request, 'roleSessionName'));
  yield* resource('AWS::STS::AssumedRole', stringAt(user, 'assumedRoleId'));
  yield* resource('AWS::STS::AssumedRole', stringAt(user, 'arn'));
  yield* resource('AWS::IAM::Role', stringAt(request, 'roleArn'));
}

function* resourcesOf(record: JsonObject): Generator<IndexedResource> {
  const eventSource = stringAt(record, 'eventSource') ?? '';
  const parameters = Object.hasOwn(services, eventSource) ? services[eventSource] : undefined;
  if (parameters) yield* byParameters(record, parameters);
  if (eventSource === 'sts.amazonaws.com') yield* byAssumption(record);
  if (eventSource === 'iam.amazonaws.com') {
    const key = objectAt(record['responseElements'], 'accessKey');
    yield* resource('AWS::IAM::AccessKey', stringAt(key, 'accessKeyId'));
  }
  // a trail by whatever the caller called it: name or ARN
  if (eventSource === 'cloudtrail.amazonaws.com') {
    const request = record['requestParameters'];
    yield* resource('AWS::CloudTrail::Trail', stringAt(request, 'name') ?? stringAt(request, 'trailName'));
  }
  // keys by full ARN, which only the record's own list of resources has
  if (eventSource === 'kms.amazonaws.com' && Array.isArray(record['resources'])) {
    for (const item of record['resources']) yield* resource('AWS::KMS::Key', stringAt(item, 'ARN'));
  }
  // elbv2: nothing on reads
  if (eventSource === 'elasticloadbalancing.amazonaws.com' && record['readOnly'] === false) {
    const request = record['requestParameters'];
    yield* resource('AWS::ElasticLoadBalancingV2::LoadBalancer', stringAt(request, 'loadBalancerArn'));
    yield* resource('AWS::ElasticLoadBalancingV2::TargetGroup', stringAt(request, 'targetGroupArn'));
  }
}

/** For an assumed role it is the session's name, not the role's. Services have none. */
function usernameOf(record: JsonObject): string | undefined {
  const identity = objectAt(record, 'userIdentity');
  switch (identity['type']) {
    case 'Root':
      return 'root';
    case 'AssumedRole':
    case 'FederatedUser':
      return stringAt(identity, 'principalId')?.split(':').slice(1).join(':') || undefined;
    default:
      return stringAt(identity, 'userName');
  }
}

const present = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

const entries = new WeakMap<JsonObject, IndexedEvent>();

export function indexOf(record: JsonObject): IndexedEvent {
  const known = entries.get(record);
  if (known) return known;
  const isInsight = record['eventCategory'] === 'Insight';
  const named = isInsight ? objectAt(record, 'insightDetails') : record;
  const unique = new Map(
    [...resourcesOf(record)].map((entry) => [`${entry.ResourceType} ${entry.ResourceName}`, entry]),
  );
  const resources = [...unique.values()];
  const readOnly = record['readOnly'];
  const entry: IndexedEvent = {
    time: Date.parse(String(record['eventTime'])),
    isInsight,
    resources,
    attributes: {
      EventId: present(stringAt(record, 'eventID')),
      EventName: present(stringAt(named, 'eventName')),
      EventSource: present(stringAt(named, 'eventSource')),
      ReadOnly: readOnly === undefined || readOnly === null ? [] : [String(readOnly).toLowerCase()],
      Username: present(usernameOf(record)),
      AccessKeyId: present(stringAt(objectAt(record, 'userIdentity'), 'accessKeyId')),
      ResourceType: resources.map(({ ResourceType }) => ResourceType),
      ResourceName: resources.map(({ ResourceName }) => ResourceName),
    },
  };
  entries.set(record, entry);
  return entry;
}
