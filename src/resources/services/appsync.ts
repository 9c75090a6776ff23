/**
 * AWS AppSync. Schemas, code and environment variables are not shown; an API key's id is the key itself, so only the API is
 * named.
 * https://docs.aws.amazon.com/appsync/latest/devguide/cloudtrail-logging.html
 */
import { flag, list, text, texts } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn, shortName } from '../words.ts';

const api = (call: Call): string =>
  named('AppSync API', nameIn(call, 'apiId', 'name', 'graphqlApi.apiId', 'api.apiId'));

const onApi =
  (words: string): Sentence =>
  (call) =>
    `${words} ${api(call)}`;

/** Who may send which requests: `API_KEY` means anyone with the key, which clients hold. */
const access = ({ request, response }: Call): string => {
  const level = text(request, 'logConfig.fieldLogLevel');
  const depth = text(request, 'queryDepthLimit');
  return inBrackets(
    text(request, 'apiId') === undefined && text(response, 'graphqlApi.apiId'),
    text(request, 'authenticationType'),
    ...texts(request, 'additionalAuthenticationProviders', 'authenticationType'),
    text(request, 'visibility'),
    level && `logs ${level}`,
    depth && `query depth ${depth}`,
    flag(request, 'xrayEnabled') === false && 'no tracing',
  );
};

/** A part of an API that has a name of its own. */
const ofApi =
  (verb: string, title: string, path: string, details: (call: Call) => string = () => ''): Sentence =>
  (call) => {
    const id = text(call.request, 'apiId');
    const what = named(title, nameIn(call, path));
    return `${verb} ${what}${id === undefined ? '' : ` of AppSync API ${id}`}${details(call)}`;
  };

/** What a data source reads from: a table, a function, a URL. */
const source = ({ request }: Call): string => {
  const [table, code, address] = [
    'dynamodbConfig.tableName',
    'lambdaConfig.lambdaFunctionArn',
    'httpConfig.endpoint',
  ].map((path) => text(request, path));
  return inBrackets(text(request, 'type'), table, code && shortName(code), address);
};

const resolver =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const names = [text(request, 'typeName'), text(request, 'fieldName')].filter((name) => name !== undefined);
    const [id, from] = [text(request, 'apiId'), text(request, 'dataSourceName')];
    return `${verb} ${named('resolver', names.join('.') || undefined)}${id === undefined ? '' : ` of AppSync API ${id}`}${inBrackets(
      from && `data source ${from}`,
      ...texts(request, 'pipelineConfig.functions'),
    )}`;
  };

const cache = ({ request }: Call): string => {
  const seconds = text(request, 'ttl');
  return inBrackets(text(request, 'type'), text(request, 'apiCachingBehavior'), seconds && `for ${seconds} s`);
};

const join =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${named('domain', text(call.request, 'domainName'))} ${preposition} ${named('AppSync API', text(call.request, 'apiId'))}`;

/** Only the names. */
const variables: Sentence = (call) => {
  const [set] = list(call.request, 'environmentVariables');
  const names = typeof set === 'object' && set !== null && !Array.isArray(set) ? Object.keys(set) : [];
  return `set the environment variables of ${api(call)}${inBrackets(...names)}`;
};

export const appsync: Service = {
  name: 'appsync',
  title: 'AppSync',
  eventSources: ['appsync.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappsync.html
  types: [
    {
      type: 'AWS::AppSync::GraphQLApi',
      title: 'AppSync API',
      arn: 'arn:{partition}:appsync:{region}:{account}:apis/{id}',
      // of a part of it
      spellings: ['arn:{partition}:appsync:{region}:{account}:apis/{id}/{part/}'],
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
      metrics: [
        {
          namespace: 'AWS/AppSync',
          dimensions: { GraphQLAPIId: '{id}' },
          metrics: [
            metric('5XXError', 'Sum', 'Count', 'up'),
            metric('4XXError', 'Sum', 'Count', 'up'),
            metric('Latency', 'Average', 'Milliseconds', 'up'),
            metric('Requests', 'Sum', 'Count', 'both'),
            metric('ConnectServerError', 'Sum', 'Count', 'up'),
            metric('ActiveConnections', 'Maximum', 'Count', 'both'),
          ],
        },
      ],
      logGroups: ['/aws/appsync/apis/{id}'],
      example: {
        id: 'a1b2c3d4e5f6g7h8i9jexample',
        arn: 'arn:aws:appsync:us-east-1:111122223333:apis/a1b2c3d4e5f6g7h8i9jexample',
      },
    },
  ],
  parameters: {
    apiId: 'AWS::AppSync::GraphQLApi',
    tableName: 'AWS::DynamoDB::Table',
    lambdaFunctionArn: 'AWS::Lambda::Function',
    serviceRoleArn: 'AWS::IAM::Role',
    cloudWatchLogsRoleArn: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateGraphqlApi: (call) => `created ${api(call)}${access(call)}`,
    UpdateGraphqlApi: (call) => `changed ${api(call)}${access(call)}`,
    DeleteGraphqlApi: onApi('deleted'),
    CreateApi: onApi('created'),
    UpdateApi: onApi('changed'),
    DeleteApi: onApi('deleted'),
    StartSchemaCreation: onApi('set the schema of'),
    StartSchemaMerge: ({ request }) => {
      const merged = text(request, 'mergedApiIdentifier');
      return `merged a schema into ${named('AppSync API', merged && shortName(merged))}`;
    },
    CreateType: ofApi('created', 'type', 'typeName'),
    UpdateType: ofApi('changed', 'type', 'typeName'),
    DeleteType: ofApi('deleted', 'type', 'typeName'),
    CreateDataSource: ofApi('created', 'data source', 'name', source),
    UpdateDataSource: ofApi('changed', 'data source', 'name', source),
    DeleteDataSource: ofApi('deleted', 'data source', 'name'),
    CreateFunction: ofApi('created', 'function', 'name'),
    UpdateFunction: ofApi('changed', 'function', 'name'),
    DeleteFunction: ofApi('deleted', 'function', 'functionId'),
    CreateResolver: resolver('created'),
    UpdateResolver: resolver('changed'),
    DeleteResolver: resolver('deleted'),
    CreateApiKey: onApi('created an API key of'),
    UpdateApiKey: onApi('changed an API key of'),
    DeleteApiKey: onApi('deleted an API key of'),
    CreateApiCache: (call) => `created the cache of ${api(call)}${cache(call)}`,
    UpdateApiCache: (call) => `changed the cache of ${api(call)}${cache(call)}`,
    DeleteApiCache: onApi('deleted the cache of'),
    FlushApiCache: onApi('cleared the cache of'),
    PutGraphqlApiEnvironmentVariables: variables,
    CreateChannelNamespace: ofApi('created', 'channel namespace', 'name'),
    UpdateChannelNamespace: ofApi('changed', 'channel namespace', 'name'),
    DeleteChannelNamespace: ofApi('deleted', 'channel namespace', 'name'),
    CreateDomainName: did('created', 'AppSync domain', 'domainName'),
    UpdateDomainName: did('changed', 'AppSync domain', 'domainName'),
    DeleteDomainName: did('deleted', 'AppSync domain', 'domainName'),
    AssociateApi: join('pointed', 'to'),
    DisassociateApi: join('detached', 'from'),
  }),
};
