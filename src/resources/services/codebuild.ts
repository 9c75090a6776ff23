/**
 * AWS CodeBuild. Whoever can start a build with another source or buildspec runs code with the project's role, so the
 * overrides are named; their values, which may hold secrets, are not.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/cloudtrail.html
 */
import { text } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, settings } from '../words.ts';

const project = ({ request }: Call): string => named('build project', nameAt(request, 'projectName', 'name', 'arn'));

const onProject =
  (words: string): Sentence =>
  (call) =>
    `${words} ${project(call)}`;

const role = ({ request }: Call): string | undefined => {
  const name = nameAt(request, 'serviceRole');
  return name && `role ${name}`;
};

function changedVisibility({ request }: Call): string {
  const which = named('build project', nameAt(request, 'projectArn'));
  const visibility = text(request, 'projectVisibility');
  if (visibility === 'PUBLIC_READ') return `made the builds of ${which} public`;
  return visibility === 'PRIVATE'
    ? `made the builds of ${which} private`
    : `changed who may see the builds of ${which}`;
}

export const codebuild: Service = {
  name: 'codebuild',
  title: 'CodeBuild',
  eventSources: ['codebuild.amazonaws.com'],
  types: [
    {
      type: 'AWS::CodeBuild::Project',
      title: 'build project',
      arn: 'arn:{partition}:codebuild:{region}:{account}:project/{id}',
      // Config has its own id for it, which no call contains: it is found by name
      configId: '{uniqueId}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related('Is associated with', 'AWS::IAM::Role', 'AWS::S3::Bucket'),
      // https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html
      metrics: [
        {
          namespace: 'AWS/CodeBuild',
          dimensions: { ProjectName: '{id}' },
          metrics: [
            metric('FailedBuilds', 'Sum', 'Count', 'up'),
            metric('Builds', 'Sum', 'Count', 'both'),
            metric('Duration', 'Average', 'Seconds', 'up'),
          ],
        },
      ],
      logGroups: ['/aws/codebuild/{id}'],
      example: { id: 'web', arn: 'arn:aws:codebuild:us-east-1:111122223333:project/web' },
    },
    {
      type: 'AWS::CodeBuild::ReportGroup',
      title: 'report group',
      arn: 'arn:{partition}:codebuild:{region}:{account}:report-group/{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      example: { id: 'web-tests', arn: 'arn:aws:codebuild:us-east-1:111122223333:report-group/web-tests' },
    },
  ],
  // not `name`, which names projects, report groups and fleets
  parameters: {
    projectName: 'AWS::CodeBuild::Project',
    projectArn: 'AWS::CodeBuild::Project',
    reportGroupArn: 'AWS::CodeBuild::ReportGroup',
    serviceRole: 'AWS::IAM::Role',
    encryptionKey: 'AWS::KMS::Key',
  },
  named: { 'AWS::CodeBuild::Project': ['CreateProject', 'UpdateProject', 'DeleteProject'] },
  calls: () => ({
    CreateProject: (call) => `created ${project(call)}${inBrackets(role(call))}`,
    UpdateProject: (call) => `changed ${project(call)}${settings(call.request, 'name')}`,
    UpdateProjectVisibility: changedVisibility,
    DeleteProject: onProject('deleted'),
    StartBuild: (call) =>
      `started a build of ${project(call)}${settings(call.request, 'projectName', 'idempotencyToken')}`,
    StartBuildBatch: (call) =>
      `started a batch of builds of ${project(call)}${settings(call.request, 'projectName', 'idempotencyToken')}`,
    RetryBuild: did('retried', 'build', 'id'),
    StopBuild: did('stopped', 'build', 'id'),
    InvalidateProjectCache: onProject('deleted the cache of'),
    CreateWebhook: onProject('created a webhook of'),
    UpdateWebhook: onProject('changed a webhook of'),
    DeleteWebhook: onProject('deleted a webhook of'),
    ImportSourceCredentials: ({ request }) =>
      `imported source credentials${inBrackets(text(request, 'serverType'), text(request, 'authType'))}`,
    DeleteSourceCredentials: () => 'deleted source credentials',
    PutResourcePolicy: did('set', 'policy', 'resourceArn'),
    DeleteResourcePolicy: did('deleted', 'policy', 'resourceArn'),
  }),
};
