/** Amazon RDS and Aurora. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/logging-using-cloudtrail.html */
import type { JsonObject } from '../../model/json.ts';
import { flag, text, texts, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { sharingInWords } from '../sharing.ts';
import { did, eachSetting, inBrackets, nameAt, named, nameIn, settings } from '../words.ts';
import { groupCalls } from './rds-group-calls.ts';
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
      text(call.request, 'dBInstanceClass', 'dBClusterInstanceClass'),
      flag(call.request, 'publiclyAccessible') === true && 'public',
      flag(call.request, 'storageEncrypted') === false && 'unencrypted',
    )}`;

/** "0.5 to 4 capacity units"; empty if it is not set. */
function capacity(request: JsonObject): string {
  const [least, most] = ['minCapacity', 'maxCapacity'].map((key) =>
    text(request, `serverlessV2ScalingConfiguration.${key}`, `scalingConfiguration.${key}`),
  );
  return least && most ? `${least} to ${most} capacity units` : '';
}

/** Parameters that only identify the resource, modify the call, or are worded separately. */
const toldOtherwise = [
  'dBInstanceIdentifier',
  'dBClusterIdentifier',
  'applyImmediately',
  'allowMajorVersionUpgrade',
  'publiclyAccessible',
  'masterUserPassword',
  'deletionProtection',
  'serverlessV2ScalingConfiguration',
  'scalingConfiguration',
  'vpcSecurityGroupIds',
  'backupRetentionPeriod',
];

/** The most important setting first, then the others by name; a password is never shown. */
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
      retention === '0'
        ? 'backups off'
        : retention
          ? `backups for ${retention} ${retention === '1' ? 'day' : 'days'}`
          : '',
      capacity(request),
      ...texts(request, 'vpcSecurityGroupIds').slice(0, 2),
    ].filter((words) => words !== '');
    const others = eachSetting(request, ...toldOtherwise);
    if (isPublic === true && matters.length === 1 && others.length === 0) return `made ${thing(call)} public`;
    return `changed ${thing(call)}${inBrackets(...matters, ...others)}`;
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

/** `source -> target`: which of a pair of deployments, replicas or regions serves from now on. */
const switched =
  (title: string, ...paths: readonly string[]): Sentence =>
  (call) => {
    const to = nameAt(call.request, 'targetDbClusterIdentifier');
    return `switched over ${named(title, nameIn(call, ...paths))}${inBrackets(
      to && `to ${to}`,
      flag(call.request, 'allowDataLoss') === true && 'data may be lost',
    )}`;
  };

const roleOf =
  (verb: string, preposition: string, thing: Thing): Sentence =>
  (call) =>
    `${verb} ${named('role', nameAt(call.request, 'roleArn'))} ${preposition} ${thing(call)}`;

const stream =
  (words: string): Sentence =>
  (call) =>
    `${words} the activity stream of ${named('database cluster', nameAt(call.request, 'resourceArn'))}${inBrackets(
      text(call.request, 'mode'),
    )}`;

const dataApi =
  (words: string): Sentence =>
  (call) =>
    `${words} the data API of ${named('database cluster', nameAt(call.request, 'resourceArn'))}`;

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
    AddRoleToDBInstance: roleOf('added', 'to', instance),
    RemoveRoleFromDBInstance: roleOf('removed', 'from', instance),
    AddRoleToDBCluster: roleOf('added', 'to', cluster),
    RemoveRoleFromDBCluster: roleOf('removed', 'from', cluster),
    SwitchoverReadReplica: switched('read replica', 'dBInstanceIdentifier'),
    PromoteReadReplicaDBCluster: to('promoted', cluster),
    ApplyPendingMaintenanceAction: ({ request }) =>
      `applied pending maintenance to ${named('database', nameAt(request, 'resourceIdentifier'))}${inBrackets(
        text(request, 'applyAction'),
        text(request, 'optInType'),
      )}`,
    CreateBlueGreenDeployment: (call) => {
      const [source, version] = [nameAt(call.request, 'source'), text(call.request, 'targetEngineVersion')];
      return `created ${named('blue/green deployment', text(call.request, 'blueGreenDeploymentName'))}${inBrackets(
        source && `of ${source}`,
        version && `version ${version}`,
      )}`;
    },
    SwitchoverBlueGreenDeployment: switched(
      'blue/green deployment',
      'blueGreenDeploymentIdentifier',
      'blueGreenDeployment.blueGreenDeploymentName',
    ),
    DeleteBlueGreenDeployment: did('deleted', 'blue/green deployment', 'blueGreenDeploymentIdentifier'),
    CreateDBCluster: created(cluster),
    ModifyDBCluster: changed(cluster),
    DeleteDBCluster: deleted(cluster),
    FailoverDBCluster: (call) => {
      const target = nameAt(call.request, 'targetDBInstanceIdentifier');
      return `failed over ${cluster(call)}${target ? ` to ${target}` : ''}`;
    },
    RebootDBCluster: to('rebooted', cluster),
    BacktrackDBCluster: (call) => {
      const time = text(call.request, 'backtrackTo');
      return `turned back ${cluster(call)}${time ? ` to ${time}` : ''}`;
    },
    CreateGlobalCluster: did('created', 'global cluster', 'globalClusterIdentifier'),
    ModifyGlobalCluster: (call) =>
      `changed ${named('global cluster', nameAt(call.request, 'globalClusterIdentifier'))}${settings(call.request, 'globalClusterIdentifier')}`,
    FailoverGlobalCluster: (call) => {
      const target = nameAt(call.request, 'targetDbClusterIdentifier');
      return `failed over ${named('global cluster', nameAt(call.request, 'globalClusterIdentifier'))}${inBrackets(
        target && `to ${target}`,
        flag(call.request, 'allowDataLoss') === true && 'data may be lost',
      )}`;
    },
    SwitchoverGlobalCluster: switched('global cluster', 'globalClusterIdentifier'),
    RemoveFromGlobalCluster: ({ request }) =>
      `removed ${named('database cluster', nameAt(request, 'dbClusterIdentifier'))} from ${named(
        'global cluster',
        nameAt(request, 'globalClusterIdentifier'),
      )}`,
    StartActivityStream: stream('turned on'),
    StopActivityStream: stream('turned off'),
    ModifyActivityStream: stream('changed'),
    EnableHttpEndpoint: dataApi('turned on'),
    DisableHttpEndpoint: dataApi('turned off'),
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

    ...groupCalls(),

    AuthorizeDBSecurityGroupIngress: ({ request }) =>
      `opened ${named('database security group', text(request, 'dBSecurityGroupName'))} to ${
        text(request, 'cIDRIP', 'eC2SecurityGroupName', 'eC2SecurityGroupId') ?? 'a peer'
      }`,
    DownloadDBLogFilePortion: (call) => `downloaded a log file of ${instance(call)}`,
    DownloadCompleteDBLogFile: (call) => `downloaded a log file of ${instance(call)}`,
  }),
};
