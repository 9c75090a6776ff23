/** The services that pass messages and keep data in memory: MSK, Amazon MQ, MemoryDB, DAX. */
import { expect, test } from 'vitest';
import { dax } from '../../../../src/resources/services/dax.ts';
import { kafka } from '../../../../src/resources/services/kafka.ts';
import { memorydb } from '../../../../src/resources/services/memorydb.ts';
import { mq } from '../../../../src/resources/services/mq.ts';
import { type Row, say } from './say.ts';

/** As CloudTrail records an ARN in a path. */
const clusterArn = encodeURIComponent(
  'arn:aws:kafka:us-east-1:111122223333:cluster/orders/01234567-abcd-4123-abcd-abcd0123efa1-2',
);

test.each<Row>([
  ['deleted MSK cluster orders', 'DeleteCluster', { request: { clusterArn } }],
  [
    'created MSK cluster orders (3 brokers, kafka.m5.large, Kafka 3.6.0)',
    'CreateCluster',
    {
      request: {
        clusterName: 'orders',
        numberOfBrokerNodes: 3,
        kafkaVersion: '3.6.0',
        brokerNodeGroupInfo: { instanceType: 'kafka.m5.large' },
      },
    },
  ],
  [
    'created MSK cluster orders (serverless)',
    'CreateClusterV2',
    { request: { clusterName: 'orders', serverless: {} } },
  ],
  ['rebooted brokers 1, 2 of MSK cluster orders', 'RebootBroker', { request: { clusterArn, brokerIds: ['1', '2'] } }],
  [
    'changed the number of brokers of MSK cluster orders to 6',
    'UpdateBrokerCount',
    { request: { clusterArn, targetNumberOfBrokerNodes: 6 } },
  ],
  [
    'changed the storage of MSK cluster orders to 500 GB a broker',
    'UpdateBrokerStorage',
    { request: { clusterArn, targetBrokerEBSVolumeInfo: [{ kafkaBrokerNodeId: 'All', volumeSizeGB: 500 }] } },
  ],
  [
    'changed the storage of MSK cluster orders',
    'UpdateBrokerStorage',
    { request: { clusterArn, targetBrokerEBSVolumeInfo: [{ volumeSizeGB: 500 }, { volumeSizeGB: 600 }] } },
  ],
  [
    'changed the configuration of MSK cluster orders (orders-settings, revision 4)',
    'UpdateClusterConfiguration',
    {
      request: {
        clusterArn,
        configurationInfo: {
          arn: 'arn:aws:kafka:us-east-1:111122223333:configuration/orders-settings/12345678-abcd-4123-abcd-abcd0123efa1-2',
          revision: 4,
        },
      },
    },
  ],
  [
    'gave public addresses to the brokers of MSK cluster orders',
    'UpdateConnectivity',
    { request: { clusterArn, connectivityInfo: { publicAccess: { type: 'SERVICE_PROVIDED_EIPS' } } } },
  ],
  [
    'changed the security of MSK cluster orders (access without authentication on, IAM off, clients by TLS_PLAINTEXT)',
    'UpdateSecurity',
    {
      request: {
        clusterArn,
        clientAuthentication: { unauthenticated: { enabled: true }, sasl: { iam: { enabled: false } } },
        encryptionInfo: { encryptionInTransit: { clientBroker: 'TLS_PLAINTEXT' } },
      },
    },
  ],
  [
    'disassociated 1 secret from MSK cluster orders',
    'BatchDisassociateScramSecret',
    { request: { clusterArn, secretArnList: ['arn:aws:secretsmanager:us-east-1:111122223333:secret:msk-a1B2c3'] } },
  ],
  [
    'created topic paid of MSK cluster orders',
    'CreateTopic',
    {
      request: {
        kafkaAPI: 'CreateTopics',
        resourceARN: 'arn:aws:kafka:us-east-1:111122223333:topic/orders/01234567-abcd-4123-abcd-abcd0123efa1-2/paid',
      },
    },
  ],
  ['deleted topic paid of MSK cluster orders', 'DeleteTopic', { request: { clusterArn, topicName: 'paid' } }],
])('MSK: %s', (expected, eventName, members) => {
  expect(say(kafka, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'created broker orders (ActiveMQ 5.15.9, mq.m5.large, ACTIVE_STANDBY_MULTI_AZ, public)',
    'CreateBroker',
    {
      request: {
        brokerName: 'orders',
        engineType: 'ActiveMQ',
        engineVersion: '5.15.9',
        hostInstanceType: 'mq.m5.large',
        deploymentMode: 'ACTIVE_STANDBY_MULTI_AZ',
        publiclyAccessible: true,
        users: [{ username: 'admin', password: '***' }],
      },
    },
  ],
  [
    'changed broker b-1234 (3.13, configuration c-5678)',
    'UpdateBroker',
    { request: { 'broker-id': 'b-1234', engineVersion: '3.13', configuration: { id: 'c-5678', revision: 2 } } },
  ],
  ['rebooted broker b-1234', 'RebootBroker', { request: { brokerId: 'b-1234' } }],
  [
    'changed user admin of broker b-1234 (with access to the console)',
    'UpdateUser',
    { request: { brokerId: 'b-1234', username: 'admin', consoleAccess: true, password: 'hunter2' } },
  ],
])('Amazon MQ: %s', (expected, eventName, members) => {
  expect(say(mq, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'created MemoryDB cluster sessions (db.r6g.large, ACL open-access, without TLS)',
    'CreateCluster',
    { request: { clusterName: 'sessions', nodeType: 'db.r6g.large', aCLName: 'open-access', tLSEnabled: false } },
  ],
  [
    'changed MemoryDB cluster sessions (1 replica a shard, no snapshots)',
    'UpdateCluster',
    {
      request: { clusterName: 'sessions', replicaConfiguration: { replicaCount: 1 }, snapshotRetentionLimit: 0 },
    },
  ],
  ['deleted MemoryDB cluster sessions (no final snapshot)', 'DeleteCluster', { request: { clusterName: 'sessions' } }],
  [
    'failed over shard 0001 of MemoryDB cluster sessions',
    'FailoverShard',
    { request: { clusterName: 'sessions', shardName: '0001' } },
  ],
  [
    'changed MemoryDB ACL app (+reader, -admin)',
    'UpdateACL',
    { request: { aCLName: 'app', userNamesToAdd: ['reader'], userNamesToRemove: ['admin'] } },
  ],
  [
    'changed MemoryDB user reader (on ~* +@all, password)',
    'UpdateUser',
    {
      request: {
        userName: 'reader',
        accessString: 'on ~* +@all',
        authenticationMode: { type: 'password', passwords: ['hunter2'] },
      },
    },
  ],
  [
    'changed MemoryDB parameter group tuned (maxmemory-policy)',
    'UpdateParameterGroup',
    {
      request: {
        parameterGroupName: 'tuned',
        parameterNameValues: [{ parameterName: 'maxmemory-policy', parameterValue: 'noeviction' }],
      },
    },
  ],
])('MemoryDB: %s', (expected, eventName, members) => {
  expect(say(memorydb, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'created DAX cluster cache (dax.r4.large, 3 nodes, role dax)',
    'CreateCluster',
    {
      request: {
        clusterName: 'cache',
        nodeType: 'dax.r4.large',
        replicationFactor: 3,
        iamRoleArn: 'arn:aws:iam::111122223333:role/dax',
      },
    },
  ],
  [
    'reduced DAX cluster cache to 1 node (without cache-b)',
    'DecreaseReplicationFactor',
    { request: { clusterName: 'cache', newReplicationFactor: 1, nodeIdsToRemove: ['cache-b'] } },
  ],
  [
    'rebooted node cache-a of DAX cluster cache',
    'RebootNode',
    { request: { clusterName: 'cache', nodeId: 'cache-a' } },
  ],
])('DAX: %s', (expected, eventName, members) => {
  expect(say(dax, eventName, members)).toBe(expected);
});
