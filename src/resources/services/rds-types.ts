/** RDS's resource types. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Tagging.ARN.html */
import { metric, type ResourceType, related, relatedFrom } from '../resource-type.ts';
import { callsOnTargets } from './autoscaling-target-calls.ts';

export const rdsTypes: readonly ResourceType[] = [
  {
    type: 'AWS::RDS::DBInstance',
    title: 'database',
    arn: 'arn:{partition}:rds:{region}:{account}:db:{id}',
    uniqueIdPrefix: 'db-',
    configId: '{uniqueId}',
    lookupNames: ['{id}', '{arn}'],
    neighbors: [
      ...related('Is associated with', 'AWS::EC2::SecurityGroup', 'AWS::RDS::DBSubnetGroup'),
      ...related(null, 'AWS::RDS::DBParameterGroup', 'AWS::KMS::Key'),
      ...relatedFrom('Contains', 'AWS::RDS::DBCluster'),
    ],
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-metrics.html
    metrics: [
      {
        namespace: 'AWS/RDS',
        dimensions: { DBInstanceIdentifier: '{id}' },
        metrics: [
          metric('CPUUtilization', 'Average', 'Percent', 'up'),
          metric('DatabaseConnections', 'Average', 'Count', 'both'),
          metric('FreeableMemory', 'Average', 'Bytes', 'down'),
          metric('FreeStorageSpace', 'Minimum', 'Bytes', 'down'),
          metric('ReadLatency', 'Average', 'Seconds', 'up'),
          metric('WriteLatency', 'Average', 'Seconds', 'up'),
          metric('DiskQueueDepth', 'Average', 'Count', 'up'),
          metric('BurstBalance', 'Average', 'Percent', 'down'),
          metric('ReplicaLag', 'Maximum', 'Seconds', 'up'),
        ],
      },
    ],
    logGroups: ['/aws/rds/instance/{id}/*'],
    example: {
      id: 'orders',
      arn: 'arn:aws:rds:us-east-1:111122223333:db:orders',
      uniqueId: 'db-ABCDEFGHIJKLMNOPQRSTUVWXY2',
    },
  },
  {
    type: 'AWS::RDS::DBCluster',
    title: 'database cluster',
    arn: 'arn:{partition}:rds:{region}:{account}:cluster:{id}',
    uniqueIdPrefix: 'cluster-',
    configId: '{uniqueId}',
    lookupNames: ['{id}', '{arn}'],
    unlistedCalls: callsOnTargets,
    neighbors: [
      ...related('Contains', 'AWS::RDS::DBInstance'),
      ...related('Is associated with', 'AWS::EC2::SecurityGroup', 'AWS::RDS::DBSubnetGroup'),
      ...related(null, 'AWS::RDS::DBClusterParameterGroup', 'AWS::KMS::Key'),
    ],
    // https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
    metrics: [
      {
        namespace: 'AWS/RDS',
        dimensions: { DBClusterIdentifier: '{id}' },
        metrics: [
          metric('CPUUtilization', 'Average', 'Percent', 'up'),
          metric('DatabaseConnections', 'Average', 'Count', 'both'),
          metric('FreeableMemory', 'Average', 'Bytes', 'down'),
          metric('CommitLatency', 'Average', 'Milliseconds', 'up'),
          metric('Deadlocks', 'Average', 'Count/Second', 'up'),
          metric('AuroraReplicaLagMaximum', 'Maximum', 'Milliseconds', 'up'),
          metric('VolumeBytesUsed', 'Average', 'Bytes', 'both'),
        ],
      },
    ],
    logGroups: ['/aws/rds/cluster/{id}/*'],
    example: {
      id: 'orders-aurora',
      arn: 'arn:aws:rds:us-east-1:111122223333:cluster:orders-aurora',
      uniqueId: 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXY3',
    },
  },
  {
    // automated snapshots are named rds:NAME-DATE
    type: 'AWS::RDS::DBSnapshot',
    title: 'database snapshot',
    arn: 'arn:{partition}:rds:{region}:{account}:snapshot:{id*}',
    configId: '{id}',
    example: {
      id: 'rds:orders-2026-01-02-03-04',
      arn: 'arn:aws:rds:us-east-1:111122223333:snapshot:rds:orders-2026-01-02-03-04',
    },
  },
  {
    type: 'AWS::RDS::DBClusterSnapshot',
    title: 'cluster snapshot',
    arn: 'arn:{partition}:rds:{region}:{account}:cluster-snapshot:{id*}',
    configId: '{id}',
    neighbors: related('Is associated with', 'AWS::RDS::DBCluster'),
    example: { id: 'orders-monthly', arn: 'arn:aws:rds:us-east-1:111122223333:cluster-snapshot:orders-monthly' },
  },
  {
    type: 'AWS::RDS::GlobalCluster',
    title: 'global cluster',
    arn: 'arn:{partition}:rds::{account}:global-cluster:{id}',
    configId: '{id}',
    example: { id: 'orders-global', arn: 'arn:aws:rds::111122223333:global-cluster:orders-global' },
  },
  {
    type: 'AWS::RDS::DBSubnetGroup',
    title: 'database subnet group',
    arn: 'arn:{partition}:rds:{region}:{account}:subgrp:{id}',
    configId: '{id}',
    neighbors: related('Is associated with', 'AWS::EC2::Subnet'),
    example: { id: 'private', arn: 'arn:aws:rds:us-east-1:111122223333:subgrp:private' },
  },
  {
    type: 'AWS::RDS::DBParameterGroup',
    title: 'parameter group',
    arn: 'arn:{partition}:rds:{region}:{account}:pg:{id}',
    example: { id: 'mysql-strict', arn: 'arn:aws:rds:us-east-1:111122223333:pg:mysql-strict' },
  },
  {
    type: 'AWS::RDS::DBClusterParameterGroup',
    title: 'cluster parameter group',
    arn: 'arn:{partition}:rds:{region}:{account}:cluster-pg:{id}',
    example: { id: 'aurora-strict', arn: 'arn:aws:rds:us-east-1:111122223333:cluster-pg:aurora-strict' },
  },
  {
    type: 'AWS::RDS::OptionGroup',
    title: 'option group',
    arn: 'arn:{partition}:rds:{region}:{account}:og:{id}',
    configId: '{id}',
    example: { id: 'audit', arn: 'arn:aws:rds:us-east-1:111122223333:og:audit' },
  },
];
