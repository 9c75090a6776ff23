/** Amazon RDS and Aurora. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/logging-using-cloudtrail.html */
import type { JsonObject } from '../../model/json.ts';
import { flag, objects, text, texts, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { sharingInWords } from '../sharing.ts';
import { did, inBrackets, nameAt, named, nameIn, settingInWords, settings } from '../words.ts';
import { rdsTypes } from './rds-types.ts';

const instance = (call: Call): string => named('database', nameIn(call, 'dBInstanceIdentifier'));
const cluster = (call: Call): string => named('database cluster', nameIn(call, 'dBClusterIdentifier'));
const snapshot = (call: Call): string => named('database snapshot', nameIn(call, 'dBSnapshotIdentifier'));
const clusterSnapshot = (call: Call): string => named('cluster snapshot', nameIn(call, 'dBClusterSnapshotIdentifier'));

type Thing = (call: Call) => string;

const to =
  (verb: string, thing: Thing): Sentence =>
  (call) =>
    `${verb} ${thing(call)}`;

const created =
  (thing: Thing): Sentence =>
  (call) =>
    `created ${thing(call)}${inBrackets(
      text(call.request, 'engine'),
      flag(call.request, 'publiclyAccessible') === true && 'public',
      flag(call.request, 'storageEncrypted') === false && 'unencrypted',
    )}`;

/** "0.5 to 4 capacity units"; empty where it is not set. */
function capacity(request: JsonObject): string {
  const [least, most] = ['minCapacity', 'maxCapacity'].map((key) =>
    text(request, `serverlessV2ScalingConfiguration.${key}`, `scalingConfiguration.${key}`),
  );
  return least && most ? `${least} to ${most} capacity units` : '';
}

/** The setting that matters most, or the settings by name; a password is never shown. */
const changed =
  (thing: Thing): Sentence =>
  (call) => {
    const { request } = call;
    const isPublic = flag(request, 'publiclyAccessible');
    const isProtected = flag(request, 'deletionProtection');
    const retention = text(request, 'backupRetentionPeriod');
    const matters = [
      isPublic === true ? 'public access on' : isPublic === false ? 'public access off' : '',
      valueAt(request, 'masterUserPassword') != null ? 'new master password' : '',
      isProtected === false ? 'deletion protection off' : isProtected === true ? 'deletion protection on' : '',
      retention === '0' ? 'backups off' : '',
      capacity(request),
      ...texts(request, 'vpcSecurityGroupIds').slice(0, 2),
    ].filter((words) => words !== '');
    if (isPublic === true && matters.length === 1) return `made ${thing(call)} public`;
    const details =
      matters.length > 0
        ? inBrackets(...matters)
        : settings(
            request,
            'dBInstanceIdentifier',
            'dBClusterIdentifier',
            'applyImmediately',
            'allowMajorVersionUpgrade',
          );
    return `changed ${thing(call)}${details}`;
  };

const deleted =
  (thing: Thing): Sentence =>
  (call) => {
    const skip = flag(call.request, 'skipFinalSnapshot');
    const final = text(call.request, 'finalDBSnapshotIdentifier');
    return `deleted ${thing(call)}${inBrackets(skip === true && 'no final snapshot', final && `final snapshot ${final}`)}`;
  };

/** `{attributeName: "restore", valuesToAdd: ["all" | account], valuesToRemove: […]}` */
const shared =
  (thing: Thing): Sentence =>
  (call) =>
    sharingInWords(thing(call), texts(call.request, 'valuesToAdd'), texts(call.request, 'valuesToRemove')) ??
    `changed attributes of ${thing(call)}`;

const copied =
  (title: string, source: string, target: string): Sentence =>
  ({ request }) =>
    `copied ${named(title, nameAt(request, source))}${text(request, target) ? ` to ${nameAt(request, target)}` : ''}`;

const restored =
  (thing: Thing, ...sources: readonly string[]): Sentence =>
  (call) => {
    const from = nameAt(call.request, ...sources);
    return `restored ${thing(call)}${from ? ` from ${from}` : ''}${inBrackets(flag(call.request, 'publiclyAccessible') === true && 'public')}`;
  };

const parameterGroup = ({ request }: Call): string =>
  named('parameter group', text(request, 'dBParameterGroupName', 'dBClusterParameterGroupName'));

const changedParameters = (call: Call): string => {
  const set = objects(call.request, 'parameters').flatMap((parameter) => {
    const name = text(parameter, 'parameterName');
    return name === undefined ? [] : settingInWords(name, parameter['parameterValue']);
  });
  return `changed ${parameterGroup(call)}${inBrackets(...set)}`;
};

export const rds: Service = {
  name: 'rds',
  title: 'RDS',
  eventSources: ['rds.amazonaws.com'],
  types: rdsTypes,
  parameters: {
    dBInstanceIdentifier: 'AWS::RDS::DBInstance',
    sourceDBInstanceIdentifier: 'AWS::RDS::DBInstance',
    targetDBInstanceIdentifier: 'AWS::RDS::DBInstance',
    dBClusterIdentifier: 'AWS::RDS::DBCluster',
    sourceDBClusterIdentifier: 'AWS::RDS::DBCluster',
    dBSnapshotIdentifier: 'AWS::RDS::DBSnapshot',
    sourceDBSnapshotIdentifier: 'AWS::RDS::DBSnapshot',
    targetDBSnapshotIdentifier: 'AWS::RDS::DBSnapshot',
    dBClusterSnapshotIdentifier: 'AWS::RDS::DBClusterSnapshot',
    sourceDBClusterSnapshotIdentifier: 'AWS::RDS::DBClusterSnapshot',
    targetDBClusterSnapshotIdentifier: 'AWS::RDS::DBClusterSnapshot',
    dBSubnetGroupName: 'AWS::RDS::DBSubnetGroup',
    dBParameterGroupName: 'AWS::RDS::DBParameterGroup',
    dBClusterParameterGroup: 'AWS::RDS::DBClusterParameterGroup',
    dBClusterParameterGroupName: 'AWS::RDS::DBClusterParameterGroup',
    optionGroupName: 'AWS::RDS::OptionGroup',
    globalClusterIdentifier: 'AWS::RDS::GlobalCluster',
    vpcSecurityGroupId: 'AWS::EC2::SecurityGroup',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateDBInstance: created(instance),
    ModifyDBInstance: changed(instance),
    DeleteDBInstance: deleted(instance),
    RebootDBInstance: to('rebooted', instance),
    StartDBInstance: to('started', instance),
    StopDBInstance: to('stopped', instance),
    CreateDBInstanceReadReplica: (call) =>
      `created ${named('read replica', nameAt(call.request, 'dBInstanceIdentifier'))} of ${named(
        'database',
        nameAt(call.request, 'sourceDBInstanceIdentifier'),
      )}`,
    PromoteReadReplica: to('promoted', instance),
    AddRoleToDBInstance: (call) => `added ${named('role', nameAt(call.request, 'roleArn'))} to ${instance(call)}`,
    CreateDBCluster: created(cluster),
    ModifyDBCluster: changed(cluster),
    DeleteDBCluster: deleted(cluster),
    FailoverDBCluster: to('failed over', cluster),
    StartDBCluster: to('started', cluster),
    StopDBCluster: to('stopped', cluster),
    DeleteGlobalCluster: did('deleted', 'global cluster', 'globalClusterIdentifier'),

    CreateDBSnapshot: (call) => `created ${snapshot(call)} of ${instance(call)}`,
    DeleteDBSnapshot: to('deleted', snapshot),
    CopyDBSnapshot: copied('database snapshot', 'sourceDBSnapshotIdentifier', 'targetDBSnapshotIdentifier'),
    ModifyDBSnapshotAttribute: shared(snapshot),
    CreateDBClusterSnapshot: (call) => `created ${clusterSnapshot(call)} of ${cluster(call)}`,
    DeleteDBClusterSnapshot: to('deleted', clusterSnapshot),
    CopyDBClusterSnapshot: copied(
      'cluster snapshot',
      'sourceDBClusterSnapshotIdentifier',
      'targetDBClusterSnapshotIdentifier',
    ),
    ModifyDBClusterSnapshotAttribute: shared(clusterSnapshot),
    RestoreDBInstanceFromDBSnapshot: restored(instance, 'dBSnapshotIdentifier', 'dBClusterSnapshotIdentifier'),
    RestoreDBInstanceToPointInTime: restored(
      (call) => named('database', nameAt(call.request, 'targetDBInstanceIdentifier')),
      'sourceDBInstanceIdentifier',
    ),
    RestoreDBClusterFromSnapshot: restored(cluster, 'snapshotIdentifier'),
    RestoreDBClusterToPointInTime: restored(cluster, 'sourceDBClusterIdentifier'),
    StartExportTask: ({ request }) =>
      `exported ${named('database snapshot', nameAt(request, 'sourceArn'))} to ${named('bucket', text(request, 's3BucketName'))}`,
    DeleteDBInstanceAutomatedBackup: ({ request }) =>
      `deleted the automated backups of ${named('database', text(request, 'dbiResourceId'))}`,

    CreateDBSubnetGroup: did('created', 'database subnet group', 'dBSubnetGroupName'),
    DeleteDBSubnetGroup: did('deleted', 'database subnet group', 'dBSubnetGroupName'),
    ModifyDBParameterGroup: changedParameters,
    ModifyDBClusterParameterGroup: changedParameters,
    AuthorizeDBSecurityGroupIngress: ({ request }) =>
      `opened ${named('database security group', text(request, 'dBSecurityGroupName'))} to ${
        text(request, 'cIDRIP', 'eC2SecurityGroupName', 'eC2SecurityGroupId') ?? 'a peer'
      }`,
    DownloadDBLogFilePortion: (call) => `downloaded a log file of ${instance(call)}`,
    DownloadCompleteDBLogFile: (call) => `downloaded a log file of ${instance(call)}`,
  }),
};
