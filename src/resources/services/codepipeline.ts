/**
 * AWS CodePipeline. The variables of an execution are not shown: their values may hold secrets.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/monitoring-cloudtrail-logs.html
 */
import { flag, text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named } from '../words.ts';

const pipeline = ({ request }: Call): string =>
  named('pipeline', text(request, 'pipelineName', 'pipeline.name', 'name'));

const onPipeline =
  (words: string): Sentence =>
  (call) =>
    `${words} ${pipeline(call)}`;

const stage = (call: Call): string => `${named('stage', text(call.request, 'stageName'))} of ${pipeline(call)}`;

const set =
  (verb: string): Sentence =>
  (call) => {
    const { request, response } = call;
    const role = nameAt(request, 'pipeline.roleArn');
    const version = text(response, 'pipeline.version');
    return `${verb} ${pipeline(call)}${inBrackets(version && `version ${version}`, role && `role ${role}`)}`;
  };

/** A pipeline may be run on a revision other than the newest. */
const started: Sentence = (call) =>
  `started ${pipeline(call)}${inBrackets(...texts(call.request, 'sourceRevisions', 'revisionValue'))}`;

const stopped: Sentence = (call) =>
  `stopped ${pipeline(call)}${inBrackets(flag(call.request, 'abandon') === true && 'abandons the actions that run')}`;

function answered(call: Call): string {
  const { request } = call;
  const action = `${named('action', text(request, 'actionName'))} in ${stage(call)}`;
  switch (text(request, 'result.status')) {
    case 'Approved':
      return `approved ${action}`;
    case 'Rejected':
      return `rejected ${action}`;
    default:
      return `answered the approval of ${action}`;
  }
}

const transition =
  (verb: string): Sentence =>
  (call) =>
    `${verb} the transition ${text(call.request, 'transitionType') === 'Outbound' ? 'out of' : 'into'} ${stage(call)}`;

function rolledBack(call: Call): string {
  const execution = text(call.request, 'targetPipelineExecutionId');
  return `rolled back ${stage(call)}${inBrackets(execution && `to execution ${execution}`)}`;
}

function setWebhook({ request }: Call): string {
  const target = text(request, 'webhook.targetPipeline');
  return `set ${named('webhook', text(request, 'webhook.name'))}${target ? ` of pipeline ${target}` : ''}`;
}

export const codepipeline: Service = {
  name: 'codepipeline',
  title: 'CodePipeline',
  eventSources: ['codepipeline.amazonaws.com'],
  types: [
    {
      type: 'AWS::CodePipeline::Pipeline',
      title: 'pipeline',
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodepipeline.html
      arn: 'arn:{partition}:codepipeline:{region}:{account}:{id}',
      // of a stage or an action
      spellings: ['arn:{partition}:codepipeline:{region}:{account}:{id}/{part/}'],
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: [
        ...related('Is attached to', 'AWS::S3::Bucket'),
        ...related(
          'Is associated with',
          'AWS::IAM::Role',
          'AWS::CodeBuild::Project',
          'AWS::Lambda::Function',
          'AWS::CloudFormation::Stack',
        ),
      ],
      // https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html
      metrics: [
        {
          namespace: 'AWS/CodePipeline',
          dimensions: { PipelineName: '{id}' },
          metrics: [
            metric('FailedPipelineExecutions', 'Sum', 'Count', 'up'),
            metric('PipelineDuration', 'Average', 'Seconds', 'up'),
          ],
        },
      ],
      example: { id: 'web', arn: 'arn:aws:codepipeline:us-east-1:111122223333:web' },
    },
  ],
  // not `name`, which names pipelines, their stages and actions, and webhooks
  parameters: {
    pipelineName: 'AWS::CodePipeline::Pipeline',
    targetPipeline: 'AWS::CodePipeline::Pipeline',
    roleArn: 'AWS::IAM::Role',
  },
  named: {
    'AWS::CodePipeline::Pipeline': ['GetPipeline', 'GetPipelineState', 'DeletePipeline', 'StartPipelineExecution'],
  },
  calls: () => ({
    CreatePipeline: set('created'),
    UpdatePipeline: set('changed'),
    DeletePipeline: onPipeline('deleted'),
    StartPipelineExecution: started,
    StopPipelineExecution: stopped,
    RetryStageExecution: (call) => `retried ${stage(call)}`,
    RollbackStage: rolledBack,
    OverrideStageCondition: (call) => `skipped a condition of ${stage(call)}`,
    EnableStageTransition: transition('enabled'),
    DisableStageTransition: transition('disabled'),
    PutApprovalResult: answered,
    PutWebhook: setWebhook,
    DeleteWebhook: did('deleted', 'webhook', 'name'),
    CreateCustomActionType: did('created', 'action type', 'provider'),
    DeleteCustomActionType: did('deleted', 'action type', 'provider'),
  }),
};
