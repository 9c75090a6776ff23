/**
 * The services through which traffic and files come in, and service quotas: Global Accelerator, AppSync, Transfer Family,
 * quotas.
 */
import { expect, test } from 'vitest';
import { appsync } from '../../../../src/resources/services/appsync.ts';
import { globalaccelerator } from '../../../../src/resources/services/globalaccelerator.ts';
import { servicequotas } from '../../../../src/resources/services/servicequotas.ts';
import { transfer } from '../../../../src/resources/services/transfer.ts';
import { type Row, say } from './say.ts';

const acceleratorArn = 'arn:aws:globalaccelerator::111122223333:accelerator/1234abcd';
const listenerArn = `${acceleratorArn}/listener/0123vxyz`;
const endpointGroupArn = `${listenerArn}/endpoint-group/098765`;

test.each<Row>([
  ['disabled accelerator 1234abcd', 'UpdateAccelerator', { request: { acceleratorArn, enabled: false } }],
  ['changed accelerator 1234abcd (name shop)', 'UpdateAccelerator', { request: { acceleratorArn, name: 'shop' } }],
  ['deleted listener 0123vxyz of accelerator 1234abcd', 'DeleteListener', { request: { listenerArn } }],
  [
    'created listener 0123vxyz of accelerator 1234abcd (TCP, 443, 8000-8010)',
    'CreateListener',
    {
      request: {
        acceleratorArn,
        protocol: 'TCP',
        portRanges: [
          { fromPort: 443, toPort: 443 },
          { fromPort: 8000, toPort: 8010 },
        ],
      },
      response: { listener: { listenerArn } },
    },
  ],
  [
    'changed endpoint group 098765 of accelerator 1234abcd (traffic dial 0%, front weight 128, eipalloc-1 weight 0)',
    'UpdateEndpointGroup',
    {
      request: {
        endpointGroupArn,
        trafficDialPercentage: 0,
        endpointConfigurations: [
          {
            endpointId: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/front/50dc6c495c0c9188',
            weight: 128,
          },
          { endpointId: 'eipalloc-1', weight: 0 },
        ],
      },
    },
  ],
  [
    'created endpoint group eu-west-1 of accelerator 1234abcd',
    'CreateEndpointGroup',
    { request: { listenerArn, endpointGroupRegion: 'eu-west-1' } },
  ],
  [
    'removed endpoints from endpoint group 098765 of accelerator 1234abcd (i-1)',
    'RemoveEndpoints',
    { request: { endpointGroupArn, endpointIdentifiers: [{ endpointId: 'i-1' }] } },
  ],
  [
    'turned off the flow logs of accelerator 1234abcd',
    'UpdateAcceleratorAttributes',
    { request: { acceleratorArn, flowLogsEnabled: false } },
  ],
])('Global Accelerator: %s', (expected, eventName, members) => {
  expect(say(globalaccelerator, eventName, members)).toBe(expected);
});

const apiId = 'a1b2c3';

test.each<Row>([
  [
    'created AppSync API shop (a1b2c3, AWS_IAM)',
    'CreateGraphqlApi',
    {
      request: { name: 'shop', authenticationType: 'AWS_IAM' },
      response: { graphqlApi: { apiId, uris: { GRAPHQL: 'https://example.com/graphql' } } },
    },
  ],
  [
    'changed AppSync API a1b2c3 (API_KEY, AWS_IAM, logs NONE)',
    'UpdateGraphqlApi',
    {
      request: {
        apiId,
        name: 'shop',
        authenticationType: 'API_KEY',
        additionalAuthenticationProviders: [{ authenticationType: 'AWS_IAM' }],
        logConfig: { fieldLogLevel: 'NONE' },
      },
    },
  ],
  ['set the schema of AppSync API a1b2c3', 'StartSchemaCreation', { request: { apiId } }],
  [
    'changed resolver Query.orders of AppSync API a1b2c3 (data source orders)',
    'UpdateResolver',
    { request: { apiId, typeName: 'Query', fieldName: 'orders', dataSourceName: 'orders' } },
  ],
  [
    'changed data source orders of AppSync API a1b2c3 (AWS_LAMBDA, list-orders)',
    'UpdateDataSource',
    {
      request: {
        apiId,
        name: 'orders',
        type: 'AWS_LAMBDA',
        lambdaConfig: { lambdaFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:list-orders' },
      },
    },
  ],
  [
    'created an API key of AppSync API a1b2c3',
    'CreateApiKey',
    { request: { apiId }, response: { apiKey: { id: 'da2-hunter2', expires: 1518037200000 } } },
  ],
  ['deleted an API key of AppSync API a1b2c3', 'DeleteApiKey', { request: { apiId, id: 'da2-hunter2' } }],
  ['cleared the cache of AppSync API a1b2c3', 'FlushApiCache', { request: { apiId } }],
  [
    'set the environment variables of AppSync API a1b2c3 (TOKEN)',
    'PutGraphqlApiEnvironmentVariables',
    { request: { apiId, environmentVariables: { TOKEN: 'hunter2' } } },
  ],
])('AppSync: %s', (expected, eventName, members) => {
  expect(say(appsync, eventName, members)).toBe(expected);
});

const serverId = 's-b6118b5f29a04a9e8';

test.each<Row>([
  [
    'created transfer server s-b6118b5f29a04a9e8 (SFTP, endpoint PUBLIC, users of SERVICE_MANAGED, TransferSecurityPolicy-2020-06)',
    'CreateServer',
    {
      request: {
        protocols: ['SFTP'],
        endpointType: 'PUBLIC',
        identityProviderType: 'SERVICE_MANAGED',
        securityPolicyName: 'TransferSecurityPolicy-2020-06',
        hostKey: 'HIDDEN_DUE_TO_SECURITY_REASONS',
      },
      response: { serverId },
    },
  ],
  ['stopped transfer server s-b6118b5f29a04a9e8', 'StopServer', { request: { serverId } }],
  [
    'changed user partner of transfer server s-b6118b5f29a04a9e8 (role files, /in/partner)',
    'UpdateUser',
    {
      request: {
        serverId,
        userName: 'partner',
        role: 'arn:aws:iam::111122223333:role/files',
        homeDirectory: '/in/partner',
      },
    },
  ],
  [
    'added an SSH key to user partner of transfer server s-b6118b5f29a04a9e8',
    'ImportSshPublicKey',
    { request: { serverId, userName: 'partner', sshPublicKeyBody: 'ssh-ed25519 AAAA' } },
  ],
  [
    'transferred 2 files by connector c-1',
    'StartFileTransfer',
    { request: { connectorId: 'c-1', sendFilePaths: ['/in/a', '/in/b'] } },
  ],
])('Transfer Family: %s', (expected, eventName, members) => {
  expect(say(transfer, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'requested an increase of quota EC2-Classic Elastic IPs of ec2 to 10',
    'RequestServiceQuotaIncrease',
    {
      request: { serviceCode: 'ec2', quotaCode: 'L-CEED54BB', desiredValue: 10 },
      response: { requestedQuota: { quotaName: 'EC2-Classic Elastic IPs', status: 'PENDING' } },
    },
  ],
  [
    'requested an increase of quota L-CEED54BB of ec2 to 10',
    'RequestServiceQuotaIncrease',
    { request: { serviceCode: 'ec2', quotaCode: 'L-CEED54BB', desiredValue: 10 } },
  ],
  [
    'answered the request for quota Elastic IPs of Amazon Elastic Compute Cloud (CASE_CLOSED, now 10.0)',
    'UpdateServiceQuotaIncreaseRequestStatus',
    {
      service: {
        newStatus: 'CASE_CLOSED',
        newQuotaValue: '10.0',
        serviceName: 'Amazon Elastic Compute Cloud',
        quotaName: 'Elastic IPs',
      },
    },
  ],
])('Service Quotas: %s', (expected, eventName, members) => {
  expect(say(servicequotas, eventName, members)).toBe(expected);
});
