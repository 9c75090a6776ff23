/**
 * Amazon Bedrock: which models may be used, which guardrails apply, and what is logged of their use. Stolen keys are often used
 * to run models.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html
 */
import { text } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const guardrail = (call: Call): string =>
  named('guardrail', nameIn(call, 'name', 'guardrailIdentifier', 'guardrailId', 'guardrailArn'));

const model = (call: Call): string => named('model', nameIn(call, 'modelId', 'modelName', 'modelIdentifier'));

const onModel =
  (words: string): Sentence =>
  (call) =>
    `${words} ${model(call)}`;

function logging({ request }: Call): string {
  const bucket = nameAt(request, 'loggingConfig.s3Config.bucketName');
  const group = text(request, 'loggingConfig.cloudWatchConfig.logGroupName');
  return `set the logging of model invocations${inBrackets(bucket && `to bucket ${bucket}`, group && `to log group ${group}`)}`;
}

export const bedrock: Service = {
  name: 'bedrock',
  title: 'Bedrock',
  eventSources: ['bedrock.amazonaws.com'],
  types: [
    {
      type: 'AWS::Bedrock::Guardrail',
      title: 'guardrail',
      arn: 'arn:{partition}:bedrock:{region}:{account}:guardrail/{id}',
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'a1b2c3d4e5f6', arn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail/a1b2c3d4e5f6' },
    },
  ],
  parameters: {
    guardrailId: 'AWS::Bedrock::Guardrail',
    guardrailIdentifier: 'AWS::Bedrock::Guardrail',
    guardrailArn: 'AWS::Bedrock::Guardrail',
    roleArn: 'AWS::IAM::Role',
  },
  calls: () => ({
    PutModelInvocationLoggingConfiguration: logging,
    DeleteModelInvocationLoggingConfiguration: () => 'turned off the logging of model invocations',
    CreateGuardrail: (call) => `created ${guardrail(call)}`,
    CreateGuardrailVersion: (call) => `created a version of ${guardrail(call)}`,
    UpdateGuardrail: (call) => `changed ${guardrail(call)}`,
    DeleteGuardrail: (call) => `deleted ${guardrail(call)}`,
    InvokeModel: onModel('invoked'),
    InvokeModelWithResponseStream: onModel('invoked'),
    Converse: onModel('invoked'),
    ConverseStream: onModel('invoked'),
    PutUseCaseForModelAccess: () => 'submitted a use case to be given access to models',
    PutFoundationModelEntitlement: onModel('requested access to'),
    CreateFoundationModelAgreement: onModel('accepted the offer of'),
    DeleteFoundationModelAgreement: onModel('canceled the offer of'),
    CreateProvisionedModelThroughput: onModel('purchased throughput of'),
    DeleteProvisionedModelThroughput: did('deleted', 'provisioned throughput', 'provisionedModelId'),
    CreateModelCustomizationJob: did('started', 'model customization job', 'jobName'),
    CreateModelInvocationJob: onModel('started a batch of invocations of'),
    CreateModelImportJob: did('started', 'model import job', 'jobName'),
    DeleteCustomModel: onModel('deleted'),
    CreateAgent: did('created', 'Bedrock agent', 'agentName'),
    UpdateAgent: did('changed', 'Bedrock agent', 'agentName', 'agentId'),
    DeleteAgent: did('deleted', 'Bedrock agent', 'agentId'),
    CreateKnowledgeBase: did('created', 'knowledge base', 'name'),
    UpdateKnowledgeBase: did('changed', 'knowledge base', 'name', 'knowledgeBaseId'),
    DeleteKnowledgeBase: did('deleted', 'knowledge base', 'knowledgeBaseId'),
  }),
};
