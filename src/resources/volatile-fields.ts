/**
 * Fields of configuration items that change by themselves, through use, or along with any other change: they do not indicate a
 * change of their own.
 */

/** The last name in the field's path. Names as in https://github.com/awslabs/aws-config-resource-schema */
const byType: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudFront::Distribution': ['lastModifiedTime', 'inProgressInvalidationBatches'],
  'AWS::CloudWatch::Alarm': [
    'alarmConfigurationUpdatedTimestamp',
    'stateReason',
    'stateReasonData',
    'stateUpdatedTimestamp',
    'stateTransitionedTimestamp',
    'stateValue',
  ],
  'AWS::CodeBuild::Project': ['lastModified'],
  'AWS::DynamoDB::Table': [
    'itemCount',
    'indexSizeBytes',
    'tableSizeBytes',
    'provisionedThroughput.lastDecreaseDateTime',
    'provisionedThroughput.lastIncreaseDateTime',
    'provisionedThroughput.numberOfDecreasesToday',
  ],
  'AWS::EC2::Instance': ['usageOperationUpdateTime'],
  'AWS::IAM::Role': ['roleLastUsed'],
  'AWS::IAM::User': ['passwordLastUsed'],
  'AWS::Lambda::Function': ['lastModified', 'revisionId'],
  'AWS::RDS::DBCluster': ['earliestRestorableTime', 'latestRestorableTime'],
  'AWS::RDS::DBInstance': ['latestRestorableTime'],
  'AWS::SecretsManager::Secret': ['lastAccessedDate'],
  'AWS::SQS::Queue': [
    'ApproximateNumberOfMessages',
    'ApproximateNumberOfMessagesDelayed',
    'ApproximateNumberOfMessagesNotVisible',
    'LastModifiedTimestamp',
  ],
};

const fieldsOfType: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(byType).map(([type, fields]) => [type, new Set(fields.map((field) => field.toLowerCase()))]),
);

/** `names`: the members from the item's root to the field, in any case, without positions in lists. */
export function isVolatile(resourceType: string, names: readonly string[]): boolean {
  const fields = fieldsOfType.get(resourceType);
  if (!fields || names.length < 2 || names[0] === 'tags') return false;
  return [1, 2].some((length) => fields.has(names.slice(-length).join('.').toLowerCase()));
}
