/**
 * Amazon DynamoDB. Keys of items are not shown: they may be secrets, such as session tokens.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/logging-using-cloudtrail.html
 */
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, flag, objects, text, valueAt } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, nameAt, named, nameIn, shortName } from '../words.ts';
import { callsOnTargets } from './autoscaling-target-calls.ts';

const table = (call: Call): string =>
  named('table', nameIn(call, 'tableName', 'tableArn', 'resourceArn', 'tableDescription.tableName'));

const onTable =
  (words: string): Sentence =>
  (call) =>
    `${words} ${table(call)}`;

/** Batches have tables' names as keys; transactions name a table in each item, under the kind of operation. */
function tables({ request }: Call): string {
  const batch = valueAt(request, 'requestItems');
  const items = objects(request, 'transactItems').flatMap((item) =>
    ['get', 'put', 'update', 'delete', 'conditionCheck'].flatMap(
      (operation) => text(item, `${operation}.tableName`) ?? [],
    ),
  );
  const names = [...new Set([...(isJsonObject(batch) ? Object.keys(batch) : []), ...items])].map(shortName);
  return names.length > 1 ? `tables ${enumerate(names)}` : named('table', names[0]);
}

const inTables =
  (words: string): Sentence =>
  (call) =>
    `${words} ${tables(call)}`;

const indexed =
  (words: string): Sentence =>
  (call) => {
    const index = text(call.request, 'indexName');
    return `${words} ${table(call)}${inBrackets(index && `index ${index}`)}`;
  };

/** The most important change comes first; all changes of one call are listed. */
function changedTable(call: Call): string {
  const { request } = call;
  const [isProtected, isStreamed, isEncrypted] = [
    'deletionProtectionEnabled',
    'streamSpecification.streamEnabled',
    'sSESpecification.enabled',
  ].map((path) => flag(request, path));
  const tableClass = text(request, 'tableClass');
  const changes = [
    ...(isProtected === undefined ? [] : [`turned ${isProtected ? 'on' : 'off'} deletion protection`]),
    ...capacity(request),
    ...objects(request, 'globalSecondaryIndexUpdates').flatMap((update) => partOf(update, 'index', 'indexName')),
    ...objects(request, 'replicaUpdates').flatMap((update) => partOf(update, 'replica in', 'regionName')),
    ...(isStreamed === undefined ? [] : [`turned ${isStreamed ? 'on' : 'off'} the stream`]),
    ...(isEncrypted === undefined ? [] : ['changed the encryption']),
    ...(tableClass === undefined ? [] : [`set class ${tableClass}`]),
  ];
  return changes.length === 0 ? `changed ${table(call)}` : `${enumerate(changes, changes.length)} of ${table(call)}`;
}

/** `billingMode` is present if it was switched; a table's units may be set without it. */
function capacity(request: JsonObject): readonly string[] {
  const [read, write] = ['readCapacityUnits', 'writeCapacityUnits'].map((key) =>
    text(request, `provisionedThroughput.${key}`),
  );
  const units = read && write ? `${read} read, ${write} write units` : undefined;
  switch (text(request, 'billingMode')) {
    case 'PAY_PER_REQUEST':
      return ['set on-demand capacity'];
    case 'PROVISIONED':
      return [`set provisioned capacity${inBrackets(units)}`];
    default:
      return units === undefined ? [] : [`set capacity${inBrackets(units)}`];
  }
}

/** `{"create": {"indexName": "by-date"}}` -> "created index by-date" */
const partOf = (update: JsonObject, title: string, name: string): readonly string[] =>
  (['create', 'update', 'delete'] as const).flatMap((operation) => {
    const found = text(update, `${operation}.${name}`);
    return found === undefined ? [] : [`${pastTense[operation]} ${title} ${found}`];
  });

const pastTense = { create: 'created', update: 'changed', delete: 'deleted' } as const;

function changedTimeToLive(call: Call): string {
  const on = flag(call.request, 'timeToLiveSpecification.enabled');
  const attribute = text(call.request, 'timeToLiveSpecification.attributeName');
  const verb = on === undefined ? 'changed' : on ? 'turned on' : 'turned off';
  return `${verb} the time to live of ${table(call)}${inBrackets(attribute && `by ${attribute}`)}`;
}

function changedBackups(call: Call): string {
  const on = flag(call.request, 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled');
  return `${on === undefined ? 'changed' : on ? 'turned on' : 'turned off'} point-in-time recovery of ${table(call)}`;
}

const restored =
  (...sources: readonly string[]): Sentence =>
  ({ request }) => {
    const from = nameAt(request, ...sources);
    return `restored ${named('table', text(request, 'targetTableName'))}${from ? ` from ${from}` : ''}`;
  };

const streamed =
  (words: string): Sentence =>
  (call) => {
    const stream = nameAt(call.request, 'streamArn');
    return `${words} streaming of ${table(call)} to ${named('stream', stream)}`;
  };

/** A global table of the older kind, with the regions that it gains or loses. */
const globalTable =
  (verb: string): Sentence =>
  ({ request }) =>
    `${verb} ${named('global table', nameAt(request, 'globalTableName'))}${inBrackets(
      ...objects(request, 'replicationGroup').flatMap((each) => text(each, 'regionName') ?? []),
      ...objects(request, 'replicaUpdates').flatMap((each) => {
        const [gained, lost] = [text(each, 'create.regionName'), text(each, 'delete.regionName')];
        return [...(gained ? [`+${gained}`] : []), ...(lost ? [`-${lost}`] : [])];
      }),
    )}`;

export const dynamodb: Service = {
  name: 'dynamodb',
  title: 'DynamoDB',
  eventSources: ['dynamodb.amazonaws.com'],
  types: [
    {
      type: 'AWS::DynamoDB::Table',
      title: 'table',
      arn: 'arn:{partition}:dynamodb:{region}:{account}:table/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      unlistedCalls: callsOnTargets,
      neighbors: related(null, 'AWS::KMS::Key'),
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
      metrics: [
        {
          namespace: 'AWS/DynamoDB',
          dimensions: { TableName: '{id}' },
          metrics: [
            metric('ReadThrottleEvents', 'Sum', 'Count', 'up'),
            metric('WriteThrottleEvents', 'Sum', 'Count', 'up'),
            metric('ConsumedReadCapacityUnits', 'Sum', 'Count', 'both'),
            metric('ConsumedWriteCapacityUnits', 'Sum', 'Count', 'both'),
          ],
        },
        {
          namespace: 'AWS/DynamoDB',
          dimensions: { TableName: '{id}' },
          furtherDimensions: ['Operation'],
          metrics: [
            metric('ThrottledRequests', 'Sum', 'Count', 'up'),
            metric('SystemErrors', 'Sum', 'Count', 'up'),
            metric('SuccessfulRequestLatency', 'Average', 'Milliseconds', 'up'),
          ],
        },
      ],
      example: { id: 'orders', arn: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders' },
    },
  ],
  parameters: {
    tableName: 'AWS::DynamoDB::Table',
    tableArn: 'AWS::DynamoDB::Table',
    sourceTableName: 'AWS::DynamoDB::Table',
    targetTableName: 'AWS::DynamoDB::Table',
  },
  calls: () => ({
    CreateTable: onTable('created'),
    UpdateTable: changedTable,
    DeleteTable: onTable('deleted'),
    ImportTable: ({ request }) =>
      `imported ${named('table', nameAt(request, 'tableCreationParameters.tableName'))} from ${named(
        'bucket',
        text(request, 's3BucketSource.s3Bucket'),
      )}`,
    EnableKinesisStreamingDestination: streamed('turned on'),
    UpdateKinesisStreamingDestination: streamed('changed'),
    DisableKinesisStreamingDestination: streamed('turned off'),
    CreateGlobalTable: globalTable('created'),
    UpdateGlobalTable: globalTable('changed'),
    UpdateGlobalTableSettings: globalTable('changed'),
    UpdateContributorInsights: (call) =>
      `changed the insights of ${table(call)}${inBrackets(text(call.request, 'contributorInsightsAction'))}`,
    GetItem: onTable('read an item of'),
    PutItem: onTable('put an item into'),
    UpdateItem: onTable('changed an item of'),
    DeleteItem: onTable('deleted an item of'),
    Query: indexed('queried'),
    Scan: indexed('scanned'),
    BatchGetItem: inTables('read items of'),
    BatchWriteItem: inTables('wrote items of'),
    TransactGetItems: inTables('read items of'),
    TransactWriteItems: inTables('wrote items of'),
    // not shown: the statement may contain values
    ExecuteStatement: () => 'executed a PartiQL statement',
    BatchExecuteStatement: () => 'executed PartiQL statements',
    CreateBackup: (call) => `created ${named('backup', text(call.request, 'backupName'))} of ${table(call)}`,
    DeleteBackup: ({ request }) => `deleted ${named('backup', nameAt(request, 'backupArn'))}`,
    RestoreTableFromBackup: restored('backupArn'),
    RestoreTableToPointInTime: restored('sourceTableName', 'sourceTableArn'),
    ExportTableToPointInTime: (call) => `exported ${table(call)} to ${named('bucket', text(call.request, 's3Bucket'))}`,
    UpdateContinuousBackups: changedBackups,
    UpdateTimeToLive: changedTimeToLive,
    PutResourcePolicy: (call) => resourcePolicyInWords(valueAt(call.request, 'policy'), table(call), call.account),
    DeleteResourcePolicy: onTable('removed the policy of'),
  }),
};
