/**
 * AWS Glue: the catalog of existing data and who may read it, and the jobs that read it in a role.
 * https://docs.aws.amazon.com/glue/latest/dg/monitor-cloudtrail.html
 */
import { resourcePolicyInWords } from '../policy-words.ts';
import { text, texts, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn, severalNamed } from '../words.ts';

const job = (call: Call): string => named('Glue job', nameIn(call, 'jobName', 'name'));
const role = ({ request }: Call): string => {
  const name = nameAt(request, 'role', 'jobUpdate.role', 'roleArn');
  return inBrackets(name && `role ${name}`);
};
const table = ({ request }: Call): string => {
  const [database, name] = [text(request, 'databaseName'), text(request, 'tableInput.name', 'name')];
  return named('table', database !== undefined && name !== undefined ? `${database}.${name}` : name);
};
/** A policy without a resource's ARN applies to the account's whole catalog. */
const catalog = ({ request }: Call): string => {
  const of = nameAt(request, 'resourceArn');
  return of === undefined ? 'the data catalog' : `${of} in the data catalog`;
};

function encryption({ request }: Call): string {
  const mode = text(request, 'dataCatalogEncryptionSettings.encryptionAtRest.catalogEncryptionMode');
  return `set the encryption of the data catalog${inBrackets(mode)}`;
}

const connection =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('connection', nameIn(call, 'connectionInput.name', 'name', 'connectionName'))}`;

export const glue: Service = {
  name: 'glue',
  title: 'Glue',
  eventSources: ['glue.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html
  types: [
    {
      type: 'AWS::Glue::Job',
      title: 'Glue job',
      arn: 'arn:{partition}:glue:{region}:{account}:job/{id}',
      configId: '{id}',
      example: { id: 'nightly-orders', arn: 'arn:aws:glue:us-east-1:111122223333:job/nightly-orders' },
    },
    {
      type: 'AWS::Glue::Crawler',
      title: 'crawler',
      arn: 'arn:{partition}:glue:{region}:{account}:crawler/{id}',
      example: { id: 'orders-crawler', arn: 'arn:aws:glue:us-east-1:111122223333:crawler/orders-crawler' },
    },
    {
      type: 'AWS::Glue::Database',
      title: 'Glue database',
      arn: 'arn:{partition}:glue:{region}:{account}:database/{id}',
      example: { id: 'sales', arn: 'arn:aws:glue:us-east-1:111122223333:database/sales' },
    },
  ],
  parameters: {
    jobName: 'AWS::Glue::Job',
    crawlerName: 'AWS::Glue::Crawler',
    databaseName: 'AWS::Glue::Database',
    role: 'AWS::IAM::Role',
    kmsKeyArn: 'AWS::KMS::Key',
    sseAwsKmsKeyId: 'AWS::KMS::Key',
  },
  named: {
    'AWS::Glue::Job': ['CreateJob'],
    'AWS::Glue::Crawler': ['CreateCrawler', 'UpdateCrawler', 'DeleteCrawler', 'StartCrawler', 'StopCrawler'],
    'AWS::Glue::Database': ['UpdateDatabase', 'DeleteDatabase'],
  },
  calls: () => ({
    PutResourcePolicy: (call) => resourcePolicyInWords(valueAt(call.request, 'policyInJson'), catalog(call)),
    DeleteResourcePolicy: (call) => `removed the policy of ${catalog(call)}`,
    PutDataCatalogEncryptionSettings: encryption,
    CreateJob: (call) => `created ${job(call)}${role(call)}`,
    UpdateJob: (call) => `changed ${job(call)}${role(call)}`,
    DeleteJob: (call) => `deleted ${job(call)}`,
    StartJobRun: (call) => `started ${job(call)}`,
    BatchStopJobRun: (call) => `stopped ${job(call)}`,
    CreateCrawler: (call) => `created ${named('crawler', nameIn(call, 'name'))}${role(call)}`,
    UpdateCrawler: (call) => `changed ${named('crawler', nameIn(call, 'name'))}${role(call)}`,
    DeleteCrawler: did('deleted', 'crawler', 'name'),
    StartCrawler: did('started', 'crawler', 'name'),
    StopCrawler: did('stopped', 'crawler', 'name'),
    CreateDatabase: did('created', 'Glue database', 'databaseInput.name'),
    UpdateDatabase: did('changed', 'Glue database', 'name'),
    DeleteDatabase: did('deleted', 'Glue database', 'name'),
    CreateTable: (call) => `created ${table(call)}`,
    UpdateTable: (call) => `changed ${table(call)}`,
    DeleteTable: (call) => `deleted ${table(call)}`,
    BatchDeleteTable: (call) =>
      `deleted ${severalNamed('table', texts(call.request, 'tablesToDelete'))} of ${named('Glue database', nameIn(call, 'databaseName'))}`,
    CreateConnection: connection('created'),
    UpdateConnection: connection('changed'),
    DeleteConnection: connection('deleted'),
    GetConnection: connection('read'),
    CreateDevEndpoint: (call) => `created ${named('development endpoint', nameIn(call, 'endpointName'))}${role(call)}`,
    UpdateDevEndpoint: did('changed', 'development endpoint', 'endpointName'),
    DeleteDevEndpoint: did('deleted', 'development endpoint', 'endpointName'),
    CreateSession: (call) => `started an interactive session${role(call)}`,
    RunStatement: did('ran a statement in', 'session', 'sessionId'),
    CreateTrigger: did('created', 'trigger', 'name'),
    UpdateTrigger: did('changed', 'trigger', 'name'),
    DeleteTrigger: did('deleted', 'trigger', 'name'),
    StartTrigger: did('started', 'trigger', 'name'),
    StopTrigger: did('stopped', 'trigger', 'name'),
    CreateSecurityConfiguration: did('created', 'security configuration', 'name'),
    DeleteSecurityConfiguration: did('deleted', 'security configuration', 'name'),
    StartWorkflowRun: did('started', 'workflow', 'name'),
  }),
};
