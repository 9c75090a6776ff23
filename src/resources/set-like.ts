/**
 * Lists in configuration items whose order means nothing, and what identifies their elements. AWS answers the same list in a
 * different order from one day to the next; without this a diff would show changes that nobody made.
 * Names as in https://github.com/awslabs/aws-config-resource-schema
 */

/**
 * How a list is compared: by position, or as a set whose elements are identified by some of their members, otherwise by
 * content.
 */
export interface ListRule {
  readonly order: 'matters' | 'none';
  /**
   * Dotted paths below an element. Together they are its identity; an element that has none of them is identified by its
   * content.
   */
  readonly key: readonly string[];
}

type SetKeys = Readonly<Record<string, readonly string[]>>;

/** The last names of the list's path, without the positions in lists above it -> key. */
const everywhere: SetKeys = {
  tags: ['key', 'tagKey'],
  tagSet: ['key'],
  tagList: ['key'],
  ipPermissions: ['ipProtocol', 'fromPort', 'toPort'],
  ipPermissionsEgress: ['ipProtocol', 'fromPort', 'toPort'],
  ipv4Ranges: ['cidrIp'],
  ipRanges: ['cidrIp'],
  ipv6Ranges: ['cidrIpv6'],
  prefixListIds: ['prefixListId'],
  userIdGroupPairs: ['userId', 'groupId', 'groupName', 'vpcPeeringConnectionId'],
  securityGroups: ['groupId', 'groupName', 'value'],
  vpcSecurityGroups: ['vpcSecurityGroupId'],
  subnets: ['subnetIdentifier', 'subnetId', 'value'],
  availabilityZones: ['zoneName', 'value'],
  blockDeviceMappings: ['deviceName'],
  attachedManagedPolicies: ['policyArn'],
  rolePolicyList: ['policyName'],
  userPolicyList: ['policyName'],
  groupPolicyList: ['policyName'],
  policyVersionList: ['versionId'],
  instanceProfileList: ['arn'],
  dimensions: ['name'],
  targetGroups: ['targetGroupArn'],
  certificates: ['certificateArn'],
  processorFeatures: ['name'],
  accessKeys: ['accessKeyId'],
  mfaDevices: ['serialNumber'],
  subscriptionFilters: ['filterName'],
  metricFilters: ['filterName'],
  grants: ['grantId'],
  ResourceRecordSets: ['name', 'type', 'setIdentifier'],
  resourceRecords: ['value'],
  accessEntries: ['principalArn'],
};

/** Their order is that of their priorities. https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html */
const webRules: SetKeys = { rules: ['name'] };

const byType: Readonly<Record<string, SetKeys>> = {
  'AWS::AutoScaling::AutoScalingGroup': {
    instances: ['instanceId'],
    enabledMetrics: ['metric'],
    suspendedProcesses: ['processName'],
    LifeCycleHooks: ['lifecycleHookName'],
  },
  'AWS::CloudFront::Distribution': {
    'aliases.items': [],
    'origins.items': ['id'],
    'customErrorResponses.items': ['errorCode'],
  },
  'AWS::CloudTrail::Trail': {
    advancedEventSelectors: ['name'],
    fieldSelectors: ['field'],
    dataResources: ['type'],
  },
  'AWS::CloudWatch::Alarm': { metrics: ['id'] },
  'AWS::DynamoDB::Table': {
    attributeDefinitions: ['attributeName'],
    globalSecondaryIndexes: ['indexName'],
    localSecondaryIndexes: ['indexName'],
    keySchema: ['attributeName'],
    replicas: ['regionName'],
  },
  'AWS::EC2::Instance': {
    networkInterfaces: ['networkInterfaceId'],
    privateIpAddresses: ['privateIpAddress'],
    ipv6Addresses: ['ipv6Address'],
    productCodes: ['productCodeId'],
    groups: ['groupId'],
  },
  'AWS::EC2::NetworkAcl': { entries: ['egress', 'ruleNumber'], associations: ['networkAclAssociationId'] },
  'AWS::EC2::NetworkInterface': {
    groups: ['groupId'],
    privateIpAddresses: ['privateIpAddress'],
    ipv6Addresses: ['ipv6Address'],
  },
  'AWS::EC2::RouteTable': {
    routes: ['destinationCidrBlock', 'destinationIpv6CidrBlock', 'destinationPrefixListId'],
    associations: ['routeTableAssociationId'],
    propagatingVgws: ['gatewayId'],
  },
  'AWS::EC2::VPC': {
    cidrBlockAssociationSet: ['associationId'],
    ipv6CidrBlockAssociationSet: ['associationId'],
  },
  'AWS::EC2::VPCEndpoint': { groups: ['groupId'], dnsEntries: ['dnsName'] },
  'AWS::EC2::Volume': { attachments: ['instanceId', 'device'] },
  'AWS::ECS::Service': { loadBalancers: ['targetGroupArn', 'loadBalancerName', 'containerName', 'containerPort'] },
  'AWS::ECS::TaskDefinition': {
    containerDefinitions: ['name'],
    volumes: ['name'],
    environment: ['name'],
    secrets: ['name'],
    ulimits: ['name'],
    portMappings: ['containerPort', 'hostPort', 'protocol'],
    mountPoints: ['containerPath'],
    dependsOn: ['containerName'],
  },
  'AWS::EKS::Cluster': { enabledTypes: ['Type'] },
  'AWS::ElasticLoadBalancing::LoadBalancer': {
    instances: ['instanceId'],
    listenerDescriptions: ['listener.loadBalancerPort'],
    backendServerDescriptions: ['instancePort'],
    LoadBalancerPolicies: ['policyName'],
    policyAttributeDescriptions: ['attributeName', 'attributeValue'],
  },
  'AWS::ElasticLoadBalancingV2::Listener': { targetGroups: ['targetGroupArn'] },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    listeners: ['listenerArn'],
    loadBalancerAddresses: ['allocationId', 'ipAddress'],
    LoadBalancerAttributes: ['key'],
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': { targets: ['id', 'port'], TargetGroupAttributes: ['key'] },
  'AWS::Events::Rule': { targets: ['id'] },
  'AWS::Lambda::Function': { fileSystemConfigs: ['arn'] },
  'AWS::RDS::DBCluster': {
    dBClusterMembers: ['dBInstanceIdentifier'],
    associatedRoles: ['roleArn'],
    dBClusterOptionGroupMemberships: ['dBClusterOptionGroupName'],
  },
  'AWS::RDS::DBInstance': {
    dBParameterGroups: ['dBParameterGroupName'],
    dBSecurityGroups: ['dBSecurityGroupName'],
    optionGroupMemberships: ['optionGroupName'],
    associatedRoles: ['roleArn', 'featureName'],
  },
  'AWS::S3::Bucket': {
    'BucketLifecycleConfiguration.rules': ['id'],
    'BucketCrossOriginConfiguration.rules': ['id'],
    'BucketReplicationConfiguration.rules': ['id'],
    // the AND of a rule's conditions; Config names what each tests by `type`
    'predicate.operands': [],
    transitions: ['storageClass'],
    noncurrentVersionTransitions: ['storageClass'],
    'AccessControlList.grantList': [],
    filterRules: ['name'],
  },
  'AWS::WAFv2::RuleGroup': webRules,
  'AWS::WAFv2::WebACL': webRules,
};

/** Lists of scalars whose order has a meaning, anywhere in an item; all others are sets. */
const orderedLists = new Set([
  // the arguments that a process is started with
  'args',
  'arguments',
  'cmd',
  'command',
  'entrypoint',
  // queried in this order
  'dnsservers',
  'domainnameservers',
  'nameservers',
  'netbiosnameservers',
  'ntpservers',
  // tried or run in this order
  'dhcpconfigurations.values',
  'commands',
  'terminationpolicies',
]);

/** Texts that hold lists of alternatives: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
const patternTexts = new Set(['eventpattern', 'filterpolicy']);

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 * Every list in a policy is a set: its statements, and the actions, resources and principals of each.
 */
const statements: ListRule = { order: 'none', key: ['Sid'] };
const alternatives: ListRule = { order: 'none', key: [] };
const sequence: ListRule = { order: 'matters', key: [] };

const indexOf = (keys: SetKeys): ReadonlyMap<string, ListRule> =>
  new Map(Object.entries(keys).map(([path, key]) => [path.toLowerCase(), { order: 'none', key }]));

const generalRules = indexOf(everywhere);
const rulesOfType: ReadonlyMap<string, ReadonlyMap<string, ListRule>> = new Map(
  Object.entries(byType).map(([type, keys]) => [type, indexOf(keys)]),
);

/** The most names in the path of a declared list. */
const longestPath = 2;

/**
 * The rule declared for the list at `names`: the members from the item's root to the list, in any case, without positions.
 * undefined: none is declared. Then lists of scalars are sets, and all other lists have an order.
 */
export function listRuleAt(resourceType: string, names: readonly string[]): ListRule | undefined {
  const ofType = rulesOfType.get(resourceType);
  for (let length = longestPath; length > 0; length--) {
    if (length > names.length) continue;
    const path = names.slice(-length).join('.').toLowerCase();
    if (orderedLists.has(path)) return sequence;
    const rule = ofType?.get(path) ?? generalRules.get(path);
    if (rule) return rule;
  }
  return undefined;
}

/** The rule for a list inside a policy document, `names` from the document's root. */
export const policyListRule = (names: readonly string[]): ListRule =>
  names.length === 1 && names[0] === 'Statement' ? statements : alternatives;

/**
 * Whether a single value at this path of a policy document means the same as a list of only that value: AWS stores either form.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function isOneOrMany(names: readonly string[]): boolean {
  const [statement, element = ''] = names;
  if (statement !== 'Statement') return false;
  if (names.length === 1) return true;
  if (names.length === 2) return /^(Not)?(Action|Resource)$/.test(element);
  if (names.length === 3) return /^(Not)?Principal$/.test(element);
  return names.length === 4 && element === 'Condition';
}

/** Whether a text that holds JSON is a pattern to match, whose lists have no order. In other texts lists keep theirs. */
export const isPatternText = (name: string): boolean => patternTexts.has(name.toLowerCase());
