/** AWS Lambda. https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html */
import { text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn, settings, shortName } from '../words.ts';
import { callsOnTargets } from './autoscaling-target-calls.ts';

/** `functionName` may be a name or an ARN; if it was truncated, `fullyQualifiedArn` still has the name. */
function functionName({ request, response }: Call): string | undefined {
  const name = text(request, 'functionName') ?? text(response, 'functionName');
  return name !== undefined && name !== '-'
    ? shortName(name)
    : text(request, 'fullyQualifiedArn.relativeId.functionName');
}

const lambdaFunction = (call: Call): string => named('function', functionName(call));

const onFunction =
  (words: string): Sentence =>
  (call) =>
    `${words} ${lambdaFunction(call)}`;

function created(call: Call): string {
  const role = nameAt(call.request, 'role');
  return `created ${lambdaFunction(call)}${inBrackets(text(call.request, 'runtime'), role && `role ${role}`)}`;
}

/** Settings by name only: the values of environment variables are often secrets. */
function changedConfiguration(call: Call): string {
  const role = nameAt(call.request, 'role');
  const set = settings(call.request, 'functionName', 'fullyQualifiedArn', 'role', 'revisionId');
  return `changed configuration of ${lambdaFunction(call)}${set}${role ? ` to run as role ${role}` : ''}`;
}

/** A permission without a source lets the principal in from anywhere. */
function allowed(call: Call): string {
  const { request } = call;
  const principal = text(request, 'principal');
  const who = principal === '*' ? 'anyone' : /^[0-9]{12}$/.test(principal ?? '') ? `account ${principal}` : principal;
  const source = text(request, 'sourceArn', 'sourceAccount', 'principalOrgID');
  const url = text(request, 'functionUrlAuthType') === 'NONE' && 'without authentication';
  return `allowed ${who ?? 'a principal'} to ${text(request, 'action') ?? 'call'} on ${lambdaFunction(call)}${inBrackets(
    source && `from ${source}`,
    url,
  )}`;
}

/** Which alias or version. */
const qualifier = ({ request }: Call): string => inBrackets(text(request, 'qualifier'));

/** What happens to a failed event: how often it is retried, how long it is kept, where it goes then. */
const asynchronous: Sentence = (call) => {
  const { request } = call;
  const [retries, age] = [text(request, 'maximumRetryAttempts'), text(request, 'maximumEventAgeInSeconds')];
  const failed = nameAt(request, 'destinationConfig.onFailure.destination');
  return `changed asynchronous invocation of ${lambdaFunction(call)}${inBrackets(
    retries && (retries === '0' ? 'no retries' : `retries ${retries}`),
    age && `for ${age} s`,
    failed && `failures to ${failed}`,
  )}`;
};

const functionUrl =
  (verb: string): Sentence =>
  (call) => {
    const open = text(call.request, 'authType') === 'NONE';
    return `${verb} ${open ? 'a public URL' : 'a URL'} of ${lambdaFunction(call)}${inBrackets(open && 'no authentication')}`;
  };

const eventSource = ({ request, response }: Call): string | undefined =>
  nameAt(request, 'eventSourceArn') ?? nameAt(response, 'eventSourceArn');

function mapped(call: Call): string {
  return `connected ${eventSource(call) ?? 'an event source'} to ${lambdaFunction(call)}`;
}

const mapping =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('event source mapping', text(call.request, 'uUID'))}${inBrackets(functionName(call), eventSource(call))}`;

const alias =
  (verb: string): Sentence =>
  (call) => {
    const version = text(call.request, 'functionVersion');
    return `${verb} ${named('alias', text(call.request, 'name'))} of ${lambdaFunction(call)}${inBrackets(version && `version ${version}`)}`;
  };

export const lambda: Service = {
  name: 'lambda',
  title: 'Lambda',
  eventSources: ['lambda.amazonaws.com'],
  types: [
    {
      type: 'AWS::Lambda::Function',
      title: 'function',
      arn: 'arn:{partition}:lambda:{region}:{account}:function:{id}',
      // with a version or alias, and without the region: https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html
      spellings: [
        'arn:{partition}:lambda:{region}:{account}:function:{id}:{qualifier}',
        '{account}:function:{id}',
        '{account}:function:{id}:{qualifier}',
      ],
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      unlistedCalls: callsOnTargets,
      neighbors: [
        ...related('Is associated with', 'AWS::IAM::Role', 'AWS::EC2::SecurityGroup'),
        ...related('Is contained in', 'AWS::EC2::Subnet'),
        ...related(null, 'AWS::KMS::Key', 'AWS::Lambda::LayerVersion', 'AWS::SQS::Queue', 'AWS::SNS::Topic'),
        // its environment tells their ARNs
        ...related(null, 'AWS::SecretsManager::Secret', 'AWS::SSM::Parameter'),
      ],
      // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
      metrics: [
        {
          namespace: 'AWS/Lambda',
          dimensions: { FunctionName: '{id}' },
          metrics: [
            metric('Errors', 'Sum', 'Count', 'up'),
            metric('Throttles', 'Sum', 'Count', 'up'),
            metric('Duration', 'Average', 'Milliseconds', 'up'),
            metric('Invocations', 'Sum', 'Count', 'both'),
            metric('ConcurrentExecutions', 'Maximum', 'Count', 'both'),
            metric('DeadLetterErrors', 'Sum', 'Count', 'up'),
            metric('AsyncEventsDropped', 'Sum', 'Count', 'up'),
            metric('IteratorAge', 'Maximum', 'Milliseconds', 'up'),
          ],
        },
      ],
      logGroups: ['/aws/lambda/{id}'],
      example: { id: 'orders', arn: 'arn:aws:lambda:us-east-1:111122223333:function:orders' },
    },
    {
      type: 'AWS::Lambda::LayerVersion',
      title: 'layer version',
      arn: 'arn:{partition}:lambda:{region}:{account}:layer:{id*}',
      example: { id: 'common:3', arn: 'arn:aws:lambda:us-east-1:111122223333:layer:common:3' },
    },
    {
      type: 'AWS::Lambda::EventSourceMapping',
      title: 'event source mapping',
      arn: 'arn:{partition}:lambda:{region}:{account}:event-source-mapping:{id}',
      neighbors: related(
        null,
        'AWS::Lambda::Function',
        'AWS::SQS::Queue',
        'AWS::Kinesis::Stream',
        'AWS::DynamoDB::Table',
      ),
      example: {
        id: '14e0db71-5d35-4eb5-b481-8945cf9d10c2',
        arn: 'arn:aws:lambda:us-east-1:111122223333:event-source-mapping:14e0db71-5d35-4eb5-b481-8945cf9d10c2',
      },
    },
  ],
  parameters: {
    functionName: 'AWS::Lambda::Function',
    functionArn: 'AWS::Lambda::Function',
    layerVersionArn: 'AWS::Lambda::LayerVersion',
    uUID: 'AWS::Lambda::EventSourceMapping',
    role: 'AWS::IAM::Role',
    s3Bucket: 'AWS::S3::Bucket',
  },
  calls: () => ({
    CreateFunction: created,
    UpdateFunctionCode: onFunction('changed the code of'),
    UpdateFunctionConfiguration: changedConfiguration,
    DeleteFunction: onFunction('deleted'),
    AddPermission: allowed,
    RemovePermission: (call) =>
      `removed ${named('permission', text(call.request, 'statementId'))} from ${lambdaFunction(call)}`,
    Invoke: onFunction('invoked'),
    InvokeAsync: onFunction('invoked'),
    InvokeExecution: onFunction('invoked'),
    GetFunction: onFunction('read the code and configuration of'),
    GetFunctionConfiguration: onFunction('read the configuration of'),
    PublishVersion: onFunction('published a version of'),
    CreateAlias: alias('created'),
    UpdateAlias: alias('changed'),
    DeleteAlias: alias('deleted'),
    CreateFunctionUrlConfig: functionUrl('created'),
    UpdateFunctionUrlConfig: functionUrl('changed'),
    DeleteFunctionUrlConfig: onFunction('deleted the URL of'),
    CreateEventSourceMapping: mapped,
    UpdateEventSourceMapping: mapping('changed'),
    DeleteEventSourceMapping: mapping('deleted'),
    PublishLayerVersion: did('published', 'layer', 'layerName'),
    DeleteLayerVersion: did('deleted', 'layer', 'layerName'),
    AddLayerVersionPermission: ({ request }) => {
      const principal = text(request, 'principal');
      return `allowed ${principal === '*' ? 'anyone' : (principal ?? 'a principal')} to use ${named('layer', nameAt(request, 'layerName'))}`;
    },
    PutFunctionConcurrency: (call) =>
      `set reserved concurrency of ${lambdaFunction(call)} to ${text(call.request, 'reservedConcurrentExecutions') ?? 'another value'}`,
    DeleteFunctionConcurrency: onFunction('removed reserved concurrency of'),
    PutProvisionedConcurrencyConfig: (call) =>
      `set provisioned concurrency of ${lambdaFunction(call)} to ${
        text(call.request, 'provisionedConcurrentExecutions') ?? 'another value'
      }${qualifier(call)}`,
    DeleteProvisionedConcurrencyConfig: (call) =>
      `removed provisioned concurrency of ${lambdaFunction(call)}${qualifier(call)}`,
    PutFunctionEventInvokeConfig: asynchronous,
    UpdateFunctionEventInvokeConfig: asynchronous,
    DeleteFunctionEventInvokeConfig: onFunction('removed the settings of asynchronous invocation of'),
    PutRuntimeManagementConfig: (call) =>
      `changed runtime updates of ${lambdaFunction(call)}${inBrackets(text(call.request, 'updateRuntimeOn'))}`,
    PutFunctionRecursionConfig: (call) =>
      `changed recursion of ${lambdaFunction(call)}${inBrackets(text(call.request, 'recursiveLoop'))}`,
    PutFunctionCodeSigningConfig: onFunction('turned on code signing of'),
    DeleteFunctionCodeSigningConfig: onFunction('turned off code signing of'),
    RemoveLayerVersionPermission: ({ request }) =>
      `removed ${named('permission', text(request, 'statementId'))} from ${named('layer', nameAt(request, 'layerName'))}`,
    TagResource: (call) => `tagged ${named('function', nameIn(call, 'resource'))}`,
    UntagResource: (call) =>
      `untagged ${named('function', nameIn(call, 'resource'))}${inBrackets(...texts(call.request, 'tagKeys'))}`,
  }),
};
