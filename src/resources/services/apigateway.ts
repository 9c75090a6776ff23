/**
 * Amazon API Gateway: REST APIs, and the HTTP and WebSocket APIs of version 2, whose calls share one event source.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/cloudtrail.html
 * The values of stage variables, keys and patches are not shown: they may hold secrets.
 */
import { enumerate, objects, text } from '../read.ts';
import { type MetricGroup, metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn, settingInWords } from '../words.ts';

const api = (call: Call): string => named('API', nameIn(call, 'restApiId', 'apiId'));

/** `createDeploymentInput: {stageName}` in version 1, `stageName` in version 2. */
const inputAt = ({ eventName }: Call, member: string): readonly string[] => [
  `${eventName.charAt(0).toLowerCase()}${eventName.slice(1)}Input.${member}`,
  member,
];

const stage = (call: Call): string => {
  const name = nameAt(call.request, ...inputAt(call, 'stageName'));
  return `${named('stage', name)} of ${api(call)}`;
};

/** The paths of a patch, with what they are set to: `[{op: "replace", path: "/throttling/rateLimit", value: "10"}]`. */
function patched(call: Call): string {
  const [wrapped = '', plain = ''] = inputAt(call, 'patchOperations');
  const operations = [...objects(call.request, wrapped), ...objects(call.request, plain)];
  return inBrackets(
    ...operations.flatMap((operation) => {
      const path = text(operation, 'path')?.replace(/^\//, '');
      return path === undefined ? [] : settingInWords(path, operation['value']);
    }),
  );
}

const onApi =
  (words: string): Sentence =>
  (call) =>
    `${words} ${api(call)}${patched(call)}`;

const created: Sentence = (call) => {
  const name = nameAt(call.request, ...inputAt(call, 'name')) ?? nameAt(call.response, 'name', 'id', 'apiId');
  const kind = text(call.request, 'protocolType');
  return `created ${named('API', name)}${inBrackets(kind ?? (call.eventName === 'CreateRestApi' && 'REST'))}`;
};

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
const restMetrics = [
  metric('5XXError', 'Sum', 'Count', 'up'),
  metric('4XXError', 'Sum', 'Count', 'up'),
  metric('Latency', 'Average', 'Milliseconds', 'up'),
  metric('IntegrationLatency', 'Average', 'Milliseconds', 'up'),
  metric('Count', 'Sum', 'Count', 'both'),
];

/**
 * HTTP: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
 * WebSocket: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-logging.html
 */
const apiMetrics = [
  metric('5xx', 'Sum', 'Count', 'up'),
  metric('4xx', 'Sum', 'Count', 'up'),
  metric('Latency', 'Average', 'Milliseconds', 'up'),
  metric('IntegrationLatency', 'Average', 'Milliseconds', 'up'),
  metric('Count', 'Sum', 'Count', 'both'),
  metric('ExecutionError', 'Sum', 'Count', 'up'),
  metric('IntegrationError', 'Sum', 'Count', 'up'),
  metric('MessageCount', 'Sum', 'Count', 'both'),
];

/** A REST API's metrics have its name, which its ARN does not contain. */
const restApi: MetricGroup = { namespace: 'AWS/ApiGateway', dimensions: { ApiName: '{name}' }, metrics: restMetrics };

export const apigateway: Service = {
  name: 'apigateway',
  title: 'API Gateway',
  eventSources: ['apigateway.amazonaws.com'],
  types: [
    {
      type: 'AWS::ApiGateway::RestApi',
      title: 'REST API',
      arn: 'arn:{partition}:apigateway:{region}::/restapis/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related('Contains', 'AWS::ApiGateway::Stage'),
      metrics: [restApi],
      logGroups: ['API-Gateway-Execution-Logs_{id}/*'],
      example: { id: 'a1b2c3d4e5', arn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5', name: 'orders' },
    },
    {
      type: 'AWS::ApiGateway::Stage',
      title: 'REST API stage',
      arn: 'arn:{partition}:apigateway:{region}::/restapis/{api}/stages/{id}',
      configId: '{arn}',
      lookupNames: ['{api}', '{id}'],
      neighbors: related('Is contained in', 'AWS::ApiGateway::RestApi'),
      metrics: [
        {
          namespace: 'AWS/ApiGateway',
          dimensions: { Stage: '{id}' },
          furtherDimensions: ['ApiName'],
          metrics: restMetrics,
        },
      ],
      logGroups: ['API-Gateway-Execution-Logs_{api}/{id}'],
      example: { id: 'prod', arn: 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3d4e5/stages/prod' },
    },
    {
      type: 'AWS::ApiGatewayV2::Api',
      title: 'API',
      arn: 'arn:{partition}:apigateway:{region}::/apis/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related('Contains', 'AWS::ApiGatewayV2::Stage'),
      metrics: [{ namespace: 'AWS/ApiGateway', dimensions: { ApiId: '{id}' }, metrics: apiMetrics }],
      // only WebSocket APIs; an HTTP API's access logs go where its stage says
      logGroups: ['/aws/apigateway/{id}/*'],
      example: { id: 'f6g7h8i9j0', arn: 'arn:aws:apigateway:us-east-1::/apis/f6g7h8i9j0' },
    },
    {
      type: 'AWS::ApiGatewayV2::Stage',
      title: 'API stage',
      arn: 'arn:{partition}:apigateway:{region}::/apis/{api}/stages/{id}',
      configId: '{arn}',
      lookupNames: ['{api}', '{id}'],
      neighbors: related('Is contained in', 'AWS::ApiGatewayV2::Api'),
      metrics: [{ namespace: 'AWS/ApiGateway', dimensions: { ApiId: '{api}', Stage: '{id}' }, metrics: apiMetrics }],
      logGroups: ['/aws/apigateway/{api}/{id}'],
      example: { id: '$default', arn: 'arn:aws:apigateway:us-east-1::/apis/f6g7h8i9j0/stages/$default' },
    },
  ],
  // not `stageName` and `resourceId`, which name parts of APIs of both versions
  parameters: { restApiId: 'AWS::ApiGateway::RestApi', apiId: 'AWS::ApiGatewayV2::Api' },
  calls: () => ({
    CreateRestApi: created,
    ImportRestApi: (call) => `imported ${named('API', nameAt(call.response, 'name', 'id'))}`,
    PutRestApi: onApi('replaced the definition of'),
    UpdateRestApi: onApi('changed'),
    DeleteRestApi: onApi('deleted'),
    CreateApi: created,
    ImportApi: (call) => `imported ${named('API', nameAt(call.response, 'name', 'apiId'))}`,
    ReimportApi: onApi('replaced the definition of'),
    UpdateApi: onApi('changed'),
    DeleteApi: onApi('deleted'),
    CreateDeployment: (call) => {
      const name = nameAt(call.request, ...inputAt(call, 'stageName'));
      return `deployed ${api(call)}${name ? ` to stage ${name}` : ''}`;
    },
    DeleteDeployment: onApi('deleted a deployment of'),
    CreateStage: (call) => `created ${stage(call)}`,
    UpdateStage: (call) => `changed ${stage(call)}${patched(call)}`,
    DeleteStage: (call) => `deleted ${stage(call)}`,
    CreateResource: onApi('created a resource of'),
    DeleteResource: onApi('deleted a resource of'),
    PutMethod: onApi('set a method of'),
    UpdateMethod: onApi('changed a method of'),
    DeleteMethod: onApi('deleted a method of'),
    PutIntegration: onApi('set an integration of'),
    UpdateIntegration: onApi('changed an integration of'),
    CreateIntegration: onApi('created an integration of'),
    DeleteIntegration: onApi('deleted an integration of'),
    CreateRoute: onApi('created a route of'),
    UpdateRoute: onApi('changed a route of'),
    DeleteRoute: onApi('deleted a route of'),
    CreateAuthorizer: onApi('created an authorizer of'),
    UpdateAuthorizer: onApi('changed an authorizer of'),
    DeleteAuthorizer: onApi('deleted an authorizer of'),
    CreateApiKey: (call) => `created ${named('API key', nameAt(call.request, ...inputAt(call, 'name')))}`,
    UpdateApiKey: (call) => `changed ${named('API key', nameAt(call.request, 'apiKey'))}${patched(call)}`,
    DeleteApiKey: did('deleted', 'API key', 'apiKey'),
    GetApiKey: did('read', 'API key', 'apiKey'),
    GetApiKeys: () => 'read API keys',
    CreateUsagePlan: (call) => `created ${named('usage plan', nameAt(call.request, ...inputAt(call, 'name')))}`,
    UpdateUsagePlan: (call) => `changed ${named('usage plan', nameAt(call.request, 'usagePlanId'))}${patched(call)}`,
    CreateDomainName: (call) =>
      `created ${named('custom domain', nameAt(call.request, ...inputAt(call, 'domainName')))}`,
    DeleteDomainName: did('deleted', 'custom domain', 'domainName'),
    CreateVpcLink: (call) => `created ${named('VPC link', nameAt(call.request, ...inputAt(call, 'name')))}`,
    UpdateAccount: (call) => `changed API Gateway's account settings${patched(call)}`,
    TestInvokeMethod: onApi('tested a method of'),
    TagResource: ({ request }) =>
      `tagged ${named('API', nameAt(request, 'resourceArn'))}${inBrackets(enumerate(Object.keys(objects(request, 'tags')[0] ?? {})))}`,
  }),
};
