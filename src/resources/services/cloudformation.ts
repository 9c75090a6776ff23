/** AWS CloudFormation. Template URLs and parameters are not shown: both may hold secrets. */
import { enumerate, flag, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const stack = (call: Call): string => named('stack', nameIn(call, 'stackName', 'stackId'));
const stackSet = ({ request }: Call): string => named('stack set', nameAt(request, 'stackSetName'));
const changeSet = ({ request }: Call): string => named('change set', nameAt(request, 'changeSetName'));

const onStack =
  (words: string): Sentence =>
  (call) => {
    const role = nameAt(call.request, 'roleARN');
    return `${words} ${stack(call)}${inBrackets(role && `role ${role}`)}`;
  };

/** The ARN of a change set does not name its stack. */
const onChangeSet =
  (verb: string): Sentence =>
  (call) => {
    const named = nameIn(call, 'stackName', 'stackId');
    return `${verb} ${changeSet(call)}${named ? ` of stack ${named}` : ''}`;
  };

const onInstances =
  (verb: string): Sentence =>
  (call) => {
    const accounts = texts(call.request, 'accounts').concat(texts(call.request, 'deploymentTargets.accounts'));
    const regions = texts(call.request, 'regions');
    return `${verb} stack instances of ${stackSet(call)}${inBrackets(
      accounts.length > 0 && `account${accounts.length > 1 ? 's' : ''} ${enumerate(accounts)}`,
      enumerate(regions),
    )}`;
  };

export const cloudformation: Service = {
  name: 'cloudformation',
  title: 'CloudFormation',
  eventSources: ['cloudformation.amazonaws.com'],
  types: [
    {
      type: 'AWS::CloudFormation::Stack',
      title: 'stack',
      arn: 'arn:{partition}:cloudformation:{region}:{account}:stack/{id}/{uuid}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      example: {
        id: 'web',
        arn: 'arn:aws:cloudformation:us-east-1:111122223333:stack/web/0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
      },
    },
    {
      type: 'AWS::CloudFormation::StackSet',
      title: 'stack set',
      arn: 'arn:{partition}:cloudformation:{region}:{account}:stackset/{id}:{uuid}',
      configId: '{id}:{uuid}',
      lookupNames: ['{id}', '{id}:{uuid}'],
      example: {
        id: 'baseline',
        arn: 'arn:aws:cloudformation:us-east-1:111122223333:stackset/baseline:1b2c3d4e-5f60-7182-93a4-b5c6d7e8f90a',
      },
    },
  ],
  parameters: {
    stackName: 'AWS::CloudFormation::Stack',
    stackId: 'AWS::CloudFormation::Stack',
    stackSetName: 'AWS::CloudFormation::StackSet',
    stackSetId: 'AWS::CloudFormation::StackSet',
    roleARN: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateStack: onStack('created'),
    UpdateStack: onStack('updated'),
    DeleteStack: (call) => {
      const retained = texts(call.request, 'retainResources');
      return `deleted ${stack(call)}${inBrackets(retained.length > 0 && `kept ${enumerate(retained)}`)}`;
    },
    CancelUpdateStack: onStack('canceled the update of'),
    ContinueUpdateRollback: onStack('continued the rollback of'),
    RollbackStack: onStack('rolled back'),
    CreateChangeSet: onChangeSet('created'),
    ExecuteChangeSet: onChangeSet('executed'),
    DeleteChangeSet: onChangeSet('deleted'),
    SetStackPolicy: onStack('set the stack policy of'),
    UpdateTerminationProtection: (call) => {
      const on = flag(call.request, 'enableTerminationProtection');
      return `${on === undefined ? 'changed' : on ? 'turned on' : 'turned off'} termination protection of ${stack(call)}`;
    },
    SignalResource: (call) =>
      `signaled ${text(call.request, 'status') ?? 'a status'} for ${text(call.request, 'logicalResourceId') ?? 'a resource'} of ${stack(call)}`,
    DetectStackDrift: onStack('detected drift of'),
    GetTemplate: onStack('read the template of'),
    CreateStackSet: (call) => `created ${stackSet(call)}`,
    UpdateStackSet: (call) => `updated ${stackSet(call)}`,
    DeleteStackSet: (call) => `deleted ${stackSet(call)}`,
    CreateStackInstances: onInstances('created'),
    UpdateStackInstances: onInstances('updated'),
    DeleteStackInstances: onInstances('deleted'),
    StopStackSetOperation: (call) => `stopped an operation of ${stackSet(call)}`,
    ImportStacksToStackSet: (call) => `imported stacks into ${stackSet(call)}`,
    ExecuteStackRefactor: did('executed', 'stack refactor', 'stackRefactorId'),
    DeactivateType: ({ request }) => `deactivated extension ${text(request, 'typeName', 'arn') ?? 'type'}`,
    DeregisterType: ({ request }) => `deregistered extension ${text(request, 'typeName', 'arn') ?? 'type'}`,
    SetTypeConfiguration: ({ request }) => `configured extension ${text(request, 'typeName', 'typeArn') ?? 'type'}`,
    ActivateType: ({ request }) => `activated extension ${text(request, 'typeName', 'publicTypeArn') ?? 'type'}`,
    RegisterType: ({ request }) => `registered extension ${text(request, 'typeName') ?? 'type'}`,
  }),
};
