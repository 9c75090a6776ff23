/** AWS CloudTrail itself: whoever turns it off covers what follows. */
import type { JsonObject } from '../../model/json.ts';
import { leftOut } from '../event-selectors.ts';
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, flag, list, objects, text, texts, valueAt } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

const trail = (call: Call): string => named('trail', nameIn(call, 'name', 'trailName', 'trailARN'));
const store = (call: Call): string =>
  named('event data store', nameIn(call, 'eventDataStore', 'name', 'eventDataStoreArn'));

const onTrail =
  (words: string): Sentence =>
  (call) =>
    `${words} ${trail(call)}`;

const onStore =
  (words: string): Sentence =>
  (call) =>
    `${words} ${store(call)}`;

const bucket = ({ request }: Call): string | undefined => {
  const name = text(request, 's3BucketName');
  return name && `bucket ${name}`;
};

/** The settings by which less is recorded, or records can be changed unnoticed. */
function changedTrail(call: Call): string {
  const { request } = call;
  return `changed ${trail(call)}${inBrackets(
    flag(request, 'isMultiRegionTrail') === false && 'one region only',
    flag(request, 'includeGlobalServiceEvents') === false && 'no global service events',
    flag(request, 'enableLogFileValidation') === false && 'no log file validation',
    flag(request, 'isOrganizationTrail') === false && 'no organization trail',
    valueAt(request, 'kmsKeyId') === '' && 'no encryption key',
    bucket(call),
  )}`;
}

/**
 * What a trail records, in words: `eventSelectors` or `advancedEventSelectors`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutEventSelectors.html
 */
function selection({ request }: Call): readonly (string | false)[] {
  const basic = objects(request, 'eventSelectors');
  if (basic.length > 0) {
    const management = basic.filter((selector) => flag(selector, 'includeManagementEvents') !== false);
    const kinds = [...new Set(management.flatMap((selector) => text(selector, 'readWriteType') ?? []))];
    const data = basic.flatMap((selector) => texts(selector, 'dataResources', 'type'));
    return [
      management.length === 0 && 'no management events',
      kinds.length === 1 && kinds[0] === 'ReadOnly' && 'management events of reads only',
      kinds.length === 1 && kinds[0] === 'WriteOnly' && 'management events of writes only',
      ...withoutLeftOut(request),
      data.length > 0 && `data events of ${enumerate([...new Set(data)])}`,
    ];
  }
  const advanced = objects(request, 'advancedEventSelectors').flatMap((selector) =>
    objects(selector, 'fieldSelectors'),
  );
  const values = (field: string) =>
    advanced.filter((selector) => text(selector, 'field') === field).flatMap((selector) => texts(selector, 'equals'));
  const data = values('resources.type');
  return [
    advanced.length > 0 && !values('eventCategory').includes('Management') && 'no management events',
    ...withoutLeftOut(request),
    data.length > 0 && `data events of ${enumerate([...new Set(data)])}`,
  ];
}

const withoutLeftOut = (request: JsonObject): readonly string[] => {
  const omitted = leftOut(request);
  return omitted.length > 0 ? [`without ${enumerate(omitted)}`] : [];
};

function lookedUp({ request }: Call): string {
  const attributes = objects(request, 'lookupAttributes').flatMap((item) => {
    const [key, value] = [text(item, 'attributeKey'), text(item, 'attributeValue')];
    return key && value ? [`${key}=${value}`] : [];
  });
  return `looked up events${inBrackets(...attributes)}`;
}

export const cloudtrail: Service = {
  name: 'cloudtrail',
  title: 'CloudTrail',
  eventSources: ['cloudtrail.amazonaws.com'],
  types: [
    {
      type: 'AWS::CloudTrail::Trail',
      title: 'trail',
      arn: 'arn:{partition}:cloudtrail:{region}:{account}:trail/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      // the console's defaults, now and before; a trail may be given another, which its calls name
      logGroups: ['aws-cloudtrail-logs-{account}-*', 'CloudTrail/DefaultLogGroup'],
      example: { id: 'management-events', arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/management-events' },
    },
    {
      type: 'AWS::CloudTrail::EventDataStore',
      title: 'event data store',
      arn: 'arn:{partition}:cloudtrail:{region}:{account}:eventdatastore/{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      example: {
        id: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
        arn: 'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
      },
    },
    {
      type: 'AWS::CloudTrail::Channel',
      title: 'channel',
      arn: 'arn:{partition}:cloudtrail:{region}:{account}:channel/{id}',
      lookupNames: ['{arn}', '{id}'],
      example: {
        id: '1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a',
        arn: 'arn:aws:cloudtrail:us-east-1:111122223333:channel/1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a',
      },
    },
  ],
  // not `name`: it also names event data stores, channels and single selectors
  parameters: {
    trailName: 'AWS::CloudTrail::Trail',
    trailARN: 'AWS::CloudTrail::Trail',
    eventDataStore: 'AWS::CloudTrail::EventDataStore',
    eventDataStoreArn: 'AWS::CloudTrail::EventDataStore',
    channelArn: 'AWS::CloudTrail::Channel',
    s3BucketName: 'AWS::S3::Bucket',
    cloudWatchLogsRoleArn: 'AWS::IAM::Role',
    cloudWatchLogsLogGroupArn: 'AWS::Logs::LogGroup',
    kmsKeyId: 'AWS::KMS::Key',
  },
  named: {
    'AWS::CloudTrail::Trail': ['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'],
  },
  calls: () => ({
    CreateTrail: (call) => `created ${trail(call)}${inBrackets(bucket(call))}`,
    UpdateTrail: changedTrail,
    DeleteTrail: onTrail('deleted'),
    StartLogging: onTrail('turned on logging of'),
    StopLogging: onTrail('turned off logging of'),
    PutEventSelectors: (call) => `set event selectors of ${trail(call)}${inBrackets(...selection(call))}`,
    PutInsightSelectors: (call) =>
      list(call.request, 'insightSelectors').length === 0
        ? `turned off Insights of ${trail(call)}`
        : `set Insights of ${trail(call)}${inBrackets(...texts(call.request, 'insightSelectors', 'insightType'))}`,
    CreateEventDataStore: onStore('created'),
    UpdateEventDataStore: onStore('changed'),
    DeleteEventDataStore: onStore('deleted'),
    RestoreEventDataStore: onStore('restored'),
    StartEventDataStoreIngestion: onStore('started ingestion of'),
    StopEventDataStoreIngestion: onStore('stopped ingestion of'),
    PutResourcePolicy: (call) =>
      resourcePolicyInWords(valueAt(call.request, 'resourcePolicy'), nameIn(call, 'resourceArn') ?? 'a channel'),
    DeleteResourcePolicy: (call) => `removed the policy of ${nameIn(call, 'resourceArn') ?? 'a channel'}`,
    RegisterOrganizationDelegatedAdmin: ({ request }) =>
      `registered ${named('account', text(request, 'memberAccountId'))} as administrator of CloudTrail`,
    DeregisterOrganizationDelegatedAdmin: ({ request }) =>
      `deregistered ${named('account', text(request, 'delegatedAdminAccountId'))} as administrator of CloudTrail`,
    CreateChannel: did('created', 'channel', 'name'),
    DeleteChannel: did('deleted', 'channel', 'channel'),
    StartQuery: () => 'queried an event data store',
    LookupEvents: lookedUp,
  }),
};
