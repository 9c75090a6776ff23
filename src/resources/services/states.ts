/**
 * AWS Step Functions. Definitions and inputs are not shown: both may hold secrets.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cloud-trail.html
 */
import { text } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, settings } from '../words.ts';

/** The ARN of a version or an alias ends in more than the name. */
const nameOf = (value: string | undefined): string | undefined =>
  value === undefined ? undefined : (/:(?:stateMachine|execution|express):([^:]+)/.exec(value)?.[1] ?? value);

const machine = ({ request, response }: Call): string =>
  named(
    'state machine',
    nameOf(text(request, 'stateMachineArn', 'name', 'executionArn') ?? text(response, 'stateMachineArn')),
  );

const onMachine =
  (words: string): Sentence =>
  (call) =>
    `${words} ${machine(call)}`;

const role = ({ request }: Call): string | undefined => {
  const name = nameAt(request, 'roleArn');
  return name && `role ${name}`;
};

const execution =
  (verb: string): Sentence =>
  (call) => {
    const name = nameAt(call.request, 'executionArn') ?? text(call.request, 'name');
    return `${verb} ${named('execution', name)} of ${named('state machine', nameOf(text(call.request, 'stateMachineArn', 'executionArn')))}`;
  };

export const states: Service = {
  name: 'states',
  title: 'Step Functions',
  eventSources: ['states.amazonaws.com'],
  types: [
    {
      type: 'AWS::StepFunctions::StateMachine',
      title: 'state machine',
      arn: 'arn:{partition}:states:{region}:{account}:stateMachine:{id}',
      // of a version or an alias
      spellings: ['arn:{partition}:states:{region}:{account}:stateMachine:{id}:{qualifier}'],
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      neighbors: related(null, 'AWS::IAM::Role', 'AWS::Lambda::Function'),
      // https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
      metrics: [
        {
          namespace: 'AWS/States',
          dimensions: { StateMachineArn: '{arn}' },
          metrics: [
            metric('ExecutionsFailed', 'Sum', 'Count', 'up'),
            metric('ExecutionsTimedOut', 'Sum', 'Count', 'up'),
            metric('ExecutionsAborted', 'Sum', 'Count', 'up'),
            metric('ExecutionThrottled', 'Sum', 'Count', 'up'),
            metric('ExecutionTime', 'Average', 'Milliseconds', 'up'),
            metric('ExecutionsStarted', 'Sum', 'Count', 'both'),
            metric('ExecutionsSucceeded', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      logGroups: ['/aws/vendedlogs/states/{id}*'],
      example: { id: 'fulfillment', arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:fulfillment' },
    },
    {
      type: 'AWS::StepFunctions::Activity',
      title: 'activity',
      arn: 'arn:{partition}:states:{region}:{account}:activity:{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      example: { id: 'approve', arn: 'arn:aws:states:us-east-1:111122223333:activity:approve' },
    },
  ],
  // not `name`, which names machines, executions and activities
  parameters: {
    stateMachineArn: 'AWS::StepFunctions::StateMachine',
    activityArn: 'AWS::StepFunctions::Activity',
    roleArn: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateStateMachine: (call) => `created ${machine(call)}${inBrackets(role(call))}`,
    UpdateStateMachine: (call) => `changed ${machine(call)}${settings(call.request, 'stateMachineArn')}`,
    DeleteStateMachine: onMachine('deleted'),
    PublishStateMachineVersion: onMachine('published a version of'),
    StartExecution: execution('started'),
    StartSyncExecution: execution('started'),
    StopExecution: execution('stopped'),
    RedriveExecution: execution('restarted'),
    GetExecutionHistory: execution('read the history of'),
    CreateActivity: did('created', 'activity', 'name'),
    DeleteActivity: did('deleted', 'activity', 'activityArn'),
  }),
};
