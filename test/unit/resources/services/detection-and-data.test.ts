/** The calls of services that look for trouble (Access Analyzer, Security Hub, Macie, Inspector) and of Glue, Athena, Firehose, Bedrock. */
import { expect, test } from 'vitest';
import { accessAnalyzer } from '../../../../src/resources/services/access-analyzer.ts';
import { athena } from '../../../../src/resources/services/athena.ts';
import { bedrock } from '../../../../src/resources/services/bedrock.ts';
import { firehose } from '../../../../src/resources/services/firehose.ts';
import { glue } from '../../../../src/resources/services/glue.ts';
import { inspector2 } from '../../../../src/resources/services/inspector2.ts';
import { macie2 } from '../../../../src/resources/services/macie2.ts';
import { securityhub } from '../../../../src/resources/services/securityhub.ts';
import { type Row, say } from './say.ts';

test.each<Row>([
  ['created analyzer outside (ACCOUNT)', 'CreateAnalyzer', { request: { analyzerName: 'outside', type: 'ACCOUNT' } }],
  [
    'created archive rule quiet of analyzer outside',
    'CreateArchiveRule',
    { request: { analyzerName: 'outside', ruleName: 'quiet' } },
  ],
  [
    'archived 2 findings of analyzer outside',
    'UpdateFindings',
    {
      request: {
        analyzerArn: 'arn:aws:access-analyzer:us-east-1:111122223333:analyzer/outside',
        status: 'ARCHIVED',
        ids: ['a', 'b'],
      },
    },
  ],
])('Access Analyzer: %s', (expected, eventName, members) => {
  expect(say(accessAnalyzer, eventName, members)).toBe(expected);
});

const cis = 'arn:aws:securityhub:us-east-1:111122223333:subscription/cis-aws-foundations-benchmark/v/1.2.0';

test.each<Row>([
  [
    'disabled standard cis-aws-foundations-benchmark',
    'BatchDisableStandards',
    { request: { StandardsSubscriptionArns: [cis] } },
  ],
  [
    'disabled controls IAM.1 and S3.1',
    'BatchUpdateStandardsControlAssociations',
    {
      request: {
        StandardsControlAssociationUpdates: ['IAM.1', 'S3.1', 'S3.1'].map((SecurityControlId) => ({
          SecurityControlId,
          AssociationStatus: 'DISABLED',
        })),
      },
    },
  ],
  [
    'changed 2 findings (workflow suppressed)',
    'BatchUpdateFindings',
    { request: { FindingIdentifiers: [{ Id: 'a' }, { Id: 'b' }], Workflow: { Status: 'SUPPRESSED' } } },
  ],
  ['changed findings', 'BatchUpdateFindings', {}],
])('Security Hub: %s', (expected, eventName, members) => {
  expect(say(securityhub, eventName, members)).toBe(expected);
});

test.each<Row>([
  ['paused Macie', 'UpdateMacieSession', { request: { status: 'PAUSED' } }],
  ['created suppression rule quiet', 'CreateFindingsFilter', { request: { name: 'quiet', action: 'ARCHIVE' } }],
  ['created findings filter mine', 'CreateFindingsFilter', { request: { name: 'mine', action: 'NOOP' } }],
])('Macie: %s', (expected, eventName, members) => {
  expect(say(macie2, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'disabled Inspector (EC2, ECR) in account 444455556666',
    'Disable',
    { request: { resourceTypes: ['EC2', 'ECR'], accountIds: ['444455556666'] } },
  ],
  ['created suppression rule quiet', 'CreateFilter', { request: { name: 'quiet', action: 'SUPPRESS' } }],
])('Inspector: %s', (expected, eventName, members) => {
  expect(say(inspector2, eventName, members)).toBe(expected);
});

const open = '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"glue:GetTable"}]}';

test.each<Row>([
  ['allowed anyone to glue:GetTable on the data catalog', 'PutResourcePolicy', { request: { policyInJson: open } }],
  [
    'set the encryption of the data catalog (DISABLED)',
    'PutDataCatalogEncryptionSettings',
    { request: { dataCatalogEncryptionSettings: { encryptionAtRest: { catalogEncryptionMode: 'DISABLED' } } } },
  ],
  [
    'changed Glue job nightly (role admin)',
    'UpdateJob',
    { request: { jobName: 'nightly', jobUpdate: { role: 'arn:aws:iam::111122223333:role/admin' } } },
  ],
  ['deleted table sales.orders', 'DeleteTable', { request: { databaseName: 'sales', name: 'orders' } }],
  [
    'deleted tables a and b of Glue database sales',
    'BatchDeleteTable',
    { request: { databaseName: 'sales', tablesToDelete: ['a', 'b'] } },
  ],
])('Glue: %s', (expected, eventName, members) => {
  expect(say(glue, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'ran a query in workgroup analysts (database sales, results to s3://results/)',
    'StartQueryExecution',
    {
      request: {
        workGroup: 'analysts',
        queryString: '***OMITTED***',
        queryExecutionContext: { database: 'sales' },
        resultConfiguration: { outputLocation: 's3://results/' },
      },
    },
  ],
  ['ran a query', 'StartQueryExecution', {}],
  [
    'changed workgroup analysts (clients may override it, results not encrypted)',
    'UpdateWorkGroup',
    {
      request: {
        workGroup: 'analysts',
        configurationUpdates: {
          enforceWorkGroupConfiguration: false,
          resultConfigurationUpdates: { removeEncryptionConfiguration: true },
        },
      },
    },
  ],
])('Athena: %s', (expected, eventName, members) => {
  expect(say(athena, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'created delivery stream waf-logs (to bucket logs)',
    'CreateDeliveryStream',
    {
      request: {
        deliveryStreamName: 'waf-logs',
        extendedS3DestinationConfiguration: { bucketARN: 'arn:aws:s3:::logs' },
      },
    },
  ],
  [
    'turned off encryption of delivery stream waf-logs',
    'StopDeliveryStreamEncryption',
    { request: { deliveryStreamName: 'waf-logs' } },
  ],
])('Firehose: %s', (expected, eventName, members) => {
  expect(say(firehose, eventName, members)).toBe(expected);
});

test.each<Row>([
  ['invoked model vendor.model-v1', 'InvokeModel', { request: { modelId: 'vendor.model-v1' } }],
  ['turned off the logging of model invocations', 'DeleteModelInvocationLoggingConfiguration', {}],
  [
    'set the logging of model invocations (to bucket logs)',
    'PutModelInvocationLoggingConfiguration',
    { request: { loggingConfig: { s3Config: { bucketName: 'logs' } } } },
  ],
  ['deleted guardrail a1b2', 'DeleteGuardrail', { request: { guardrailIdentifier: 'a1b2' } }],
])('Bedrock: %s', (expected, eventName, members) => {
  expect(say(bedrock, eventName, members)).toBe(expected);
});
