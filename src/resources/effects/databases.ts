/** What the calls of RDS and DynamoDB do to their configuration. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import { type Effects, gain, lose, mapOf, partOf, resource, set, sets, setTo, tagged, type Writer } from '../effect.ts';
import { text } from '../read.ts';
import type { Call } from '../service.ts';

const instance = resource('AWS::RDS::DBInstance', 'dBInstanceIdentifier');
const cluster = resource('AWS::RDS::DBCluster', 'dBClusterIdentifier');
const snapshot = resource('AWS::RDS::DBSnapshot', 'dBSnapshotIdentifier', 'targetDBSnapshotIdentifier');
const clusterSnapshot = resource('AWS::RDS::DBClusterSnapshot', 'dBClusterSnapshotIdentifier');

const securityGroups = set('configuration.vpcSecurityGroups', (call) => {
  const ids = partOf(call, 'vpcSecurityGroupIds');
  return Array.isArray(ids) ? ids.map((id): JsonObject => ({ vpcSecurityGroupId: id })) : undefined;
});

const instanceSettings = [
  sets(
    'configuration',
    [
      'dBInstanceClass',
      'allocatedStorage',
      'storageType',
      'iops',
      'engine',
      'engineVersion',
      'multiAZ',
      'publiclyAccessible',
      'storageEncrypted',
      'kmsKeyId',
      'backupRetentionPeriod',
      'preferredBackupWindow',
      'deletionProtection',
      'autoMinorVersionUpgrade',
      'copyTagsToSnapshot',
      'enableIAMDatabaseAuthentication>iAMDatabaseAuthenticationEnabled',
      'monitoringInterval',
      'enablePerformanceInsights>performanceInsightsEnabled',
      'cACertificateIdentifier',
      'maxAllocatedStorage',
      'masterUserPassword',
      'dBClusterIdentifier',
    ].join(' '),
  ),
  securityGroups,
  set('configuration.dBParameterGroups', (call) => {
    const name = partOf(call, 'dBParameterGroupName');
    return typeof name === 'string' ? [{ dBParameterGroupName: name }] : undefined;
  }),
];

const clusterSettings = [
  sets(
    'configuration',
    'engine engineVersion backupRetentionPeriod deletionProtection storageEncrypted kmsKeyId enableIAMDatabaseAuthentication>iAMDatabaseAuthenticationEnabled copyTagsToSnapshot masterUserPassword port dBClusterParameterGroupName>dBClusterParameterGroup',
  ),
  securityGroups,
];

/** Who may restore a snapshot: not in Config's item; in the form of DescribeDBSnapshotAttributes' answer. */
const shared: Writer = (call) => {
  const name = text(call.request, 'attributeName') ?? 'restore';
  const at = `configuration.attributes.${name}`;
  return [...gain(at, 'valuesToAdd')(call), ...lose(at, 'valuesToRemove')(call)];
};

const parameters: Writer = (call) => {
  const listed = partOf(call, 'parameters');
  return (Array.isArray(listed) ? listed : []).filter(isJsonObject).flatMap((each) => {
    const [name, value] = [text(each, 'parameterName'), each['parameterValue'] ?? null];
    return name === undefined ? [] : [{ op: 'set', path: ['configuration', 'parameters', name], value } as const];
  });
};

export const rdsEffects: Effects = {
  CreateDBInstance: instance.creates(...instanceSettings, tagged('tags')),
  ModifyDBInstance: instance.changes(
    ...instanceSettings,
    sets('configuration', 'newDBInstanceIdentifier>dBInstanceIdentifier'),
  ),
  DeleteDBInstance: instance.deletes(),
  StopDBInstance: instance.changes(setTo('configuration.dBInstanceStatus', 'stopping')),
  StartDBInstance: instance.changes(setTo('configuration.dBInstanceStatus', 'starting')),
  CreateDBCluster: cluster.creates(...clusterSettings),
  ModifyDBCluster: cluster.changes(...clusterSettings),
  DeleteDBCluster: cluster.deletes(),
  CreateDBSnapshot: snapshot.creates(sets('configuration', 'dBInstanceIdentifier')),
  CopyDBSnapshot: snapshot.creates(sets('configuration', 'sourceDBSnapshotIdentifier kmsKeyId')),
  DeleteDBSnapshot: snapshot.deletes(),
  ModifyDBSnapshotAttribute: snapshot.changes(shared),
  ModifyDBClusterSnapshotAttribute: clusterSnapshot.changes(shared),
  DeleteDBClusterSnapshot: clusterSnapshot.deletes(),
  ModifyDBParameterGroup: resource('AWS::RDS::DBParameterGroup', 'dBParameterGroupName').changes(parameters),
  ModifyDBClusterParameterGroup: resource('AWS::RDS::DBClusterParameterGroup', 'dBClusterParameterGroupName').changes(
    parameters,
  ),
};

const table = resource('AWS::DynamoDB::Table', 'tableName');
const ofTable = resource('AWS::DynamoDB::Table', 'resourceArn', 'tableName');

const tableSettings = sets(
  'configuration',
  'attributeDefinitions keySchema globalSecondaryIndexes provisionedThroughput deletionProtectionEnabled streamSpecification sSESpecification>sSEDescription tableClass',
);
const billing: Writer = (call) => set('configuration.billingModeSummary', modeOf)(call);
function modeOf(call: Call): JsonValue | undefined {
  const mode = partOf(call, 'billingMode');
  return typeof mode === 'string' ? { billingMode: mode } : undefined;
}

export const dynamodbEffects: Effects = {
  CreateTable: table.creates(tableSettings, billing, tagged('tags')),
  UpdateTable: table.changes(tableSettings, billing),
  DeleteTable: table.deletes(),
  UpdateContinuousBackups: table.changes(
    set(
      'supplementaryConfiguration.ContinuousBackupsDescription.pointInTimeRecoveryDescription.pointInTimeRecoveryStatus',
      'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled',
      (on) => (on === true ? 'ENABLED' : 'DISABLED'),
    ),
  ),
  UpdateTimeToLive: table.changes(
    set('supplementaryConfiguration.TimeToLiveDescription', 'timeToLiveSpecification', (value) => mapOf(value)),
  ),
  PutResourcePolicy: ofTable.changes(set('supplementaryConfiguration.ResourcePolicy', 'policy')),
  DeleteResourcePolicy: ofTable.changes(({ request }) =>
    text(request, 'resourceArn') === undefined
      ? []
      : [{ op: 'unset', path: ['supplementaryConfiguration', 'ResourcePolicy'] }],
  ),
  TagResource: ofTable.changes(tagged('tags')),
};
