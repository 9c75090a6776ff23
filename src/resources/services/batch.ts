/**
 * AWS Batch. Commands and environment variables of jobs are not shown: both may hold secrets.
 * https://docs.aws.amazon.com/batch/latest/userguide/logging-using-cloudtrail.html
 */
import { flag, text, texts } from '../read.ts';
import { related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const environment = (call: Call): string =>
  named('compute environment', nameIn(call, 'computeEnvironment', 'computeEnvironmentName'));

const queue = (call: Call): string => named('job queue', nameIn(call, 'jobQueue', 'jobQueueName'));

/** Disabling stops new jobs: the sentence says so, whatever else is set along with it. */
const set =
  (verb: string, what: (call: Call) => string, details: (call: Call) => string): Sentence =>
  (call) =>
    `${text(call.request, 'state') === 'DISABLED' && verb === 'changed' ? 'disabled' : verb} ${what(call)}${details(call)}`;

const capacity = ({ request }: Call): string => {
  const of = 'computeResources';
  const bounds = (['min', 'max', 'desired'] as const).map((name) => {
    const count = text(request, `${of}.${name}vCpus`);
    return count && `${name} ${count} vCPUs`;
  });
  return inBrackets(
    text(request, 'state') === 'ENABLED' && 'enabled',
    text(request, `${of}.type`),
    ...bounds,
    ...texts(request, `${of}.instanceTypes`),
  );
};

const order = ({ request }: Call): string => {
  const priority = text(request, 'priority');
  return inBrackets(
    text(request, 'state') === 'ENABLED' && 'enabled',
    priority && `priority ${priority}`,
    ...texts(request, 'computeEnvironmentOrder', 'computeEnvironment').map(
      (given) => nameAt({ given }, 'given') ?? given,
    ),
  );
};

function submitted(call: Call): string {
  const { request } = call;
  const definition = nameAt(request, 'jobDefinition');
  const size = text(request, 'arrayProperties.size');
  return `submitted ${named('job', text(request, 'jobName'))} to ${queue(call)}${inBrackets(
    definition && `definition ${definition}`,
    size && `${size} times`,
  )}`;
}

const ended =
  (verb: string): Sentence =>
  ({ request }) =>
    `${verb} ${named('job', text(request, 'jobId'))}`;

function registered(call: Call): string {
  const { request, response } = call;
  const of = 'containerProperties';
  const role = nameAt(request, `${of}.jobRoleArn`);
  const revision = text(response, 'revision');
  const name = text(request, 'jobDefinitionName');
  return `registered ${named('job definition', name && revision ? `${name}:${revision}` : name)}${inBrackets(
    text(request, `${of}.image`),
    role && `role ${role}`,
    flag(request, `${of}.privileged`) === true && 'privileged',
  )}`;
}

export const batch: Service = {
  name: 'batch',
  title: 'Batch',
  eventSources: ['batch.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbatch.html
  types: [
    {
      type: 'AWS::Batch::ComputeEnvironment',
      title: 'compute environment',
      arn: 'arn:{partition}:batch:{region}:{account}:compute-environment/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::EC2::SecurityGroup', 'AWS::EC2::Subnet', 'AWS::IAM::Role'),
      example: { id: 'spot', arn: 'arn:aws:batch:us-east-1:111122223333:compute-environment/spot' },
    },
    {
      type: 'AWS::Batch::JobQueue',
      title: 'job queue',
      arn: 'arn:{partition}:batch:{region}:{account}:job-queue/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::Batch::ComputeEnvironment'),
      example: { id: 'reports', arn: 'arn:aws:batch:us-east-1:111122223333:job-queue/reports' },
    },
    {
      type: 'AWS::Batch::JobDefinition',
      title: 'job definition',
      arn: 'arn:{partition}:batch:{region}:{account}:job-definition/{id}:{revision}',
      spellings: ['arn:{partition}:batch:{region}:{account}:job-definition/{id}'],
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'nightly', arn: 'arn:aws:batch:us-east-1:111122223333:job-definition/nightly:7' },
    },
  ],
  // jobs and their definitions are also named by `jobName` and `NAME:REVISION`, which identify no resource by themselves
  parameters: {
    computeEnvironment: 'AWS::Batch::ComputeEnvironment',
    computeEnvironmentName: 'AWS::Batch::ComputeEnvironment',
    jobQueue: 'AWS::Batch::JobQueue',
    jobQueueName: 'AWS::Batch::JobQueue',
    jobDefinitionName: 'AWS::Batch::JobDefinition',
    jobRoleArn: 'AWS::IAM::Role',
    executionRoleArn: 'AWS::IAM::Role',
    serviceRole: 'AWS::IAM::Role',
    subnets: 'AWS::EC2::Subnet',
    securityGroupIds: 'AWS::EC2::SecurityGroup',
  },
  calls: () => ({
    CreateComputeEnvironment: set('created', environment, capacity),
    UpdateComputeEnvironment: set('changed', environment, capacity),
    DeleteComputeEnvironment: (call) => `deleted ${environment(call)}`,
    CreateJobQueue: set('created', queue, order),
    UpdateJobQueue: set('changed', queue, order),
    DeleteJobQueue: (call) => `deleted ${queue(call)}`,
    SubmitJob: submitted,
    CancelJob: ended('canceled'),
    TerminateJob: ended('terminated'),
    RegisterJobDefinition: registered,
    DeregisterJobDefinition: did('deregistered', 'job definition', 'jobDefinition'),
  }),
};
