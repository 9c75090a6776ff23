/**
 * AWS Amplify Hosting. Its build settings and environment variables are not shown: both may hold secrets.
 * https://docs.aws.amazon.com/amplify/latest/userguide/logging-using-cloudtrail.html
 */
import { flag, text, texts } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

const app = (call: Call): string => named('Amplify app', nameIn(call, 'appId', 'name', 'app.appId'));

const ofApp = ({ request }: Call): string => {
  const id = text(request, 'appId');
  return id === undefined ? '' : ` of Amplify app ${id}`;
};

const branch = (call: Call): string => `${named('branch', text(call.request, 'branchName'))}${ofApp(call)}`;

const settingsOf = ({ request, response }: Call): string => {
  const builds = flag(request, 'enableAutoBuild') ?? flag(request, 'enableBranchAutoBuild');
  const isOpen = flag(request, 'enableBasicAuth');
  const role = text(request, 'iamServiceRoleArn');
  return inBrackets(
    text(request, 'appId') === undefined && text(response, 'app.appId'),
    text(request, 'repository'),
    text(request, 'platform'),
    text(request, 'stage'),
    builds !== undefined && (builds ? 'builds every push' : 'no builds by itself'),
    isOpen !== undefined && (isOpen ? 'asks for a password' : 'asks for no password'),
    role && 'another role',
  );
};

const onApp =
  (words: string): Sentence =>
  (call) =>
    `${words} ${app(call)}${settingsOf(call)}`;

const onBranch =
  (words: string): Sentence =>
  (call) =>
    `${words} ${branch(call)}${settingsOf(call)}`;

/** `RELEASE` builds the newest commit, `RETRY` repeats a build; the request may name a commit. */
const started: Sentence = (call) =>
  `deployed ${branch(call)}${inBrackets(text(call.request, 'jobType'), text(call.request, 'commitId'))}`;

const domain =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('domain', text(call.request, 'domainName'))}${ofApp(call)}${inBrackets(
      ...texts(call.request, 'subDomainSettings', 'branchName').map((name) => `branch ${name}`),
    )}`;

export const amplify: Service = {
  name: 'amplify',
  title: 'Amplify',
  eventSources: ['amplify.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsamplify.html
  types: [
    {
      type: 'AWS::Amplify::App',
      title: 'Amplify app',
      arn: 'arn:{partition}:amplify:{region}:{account}:apps/{id}',
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      // https://docs.aws.amazon.com/amplify/latest/userguide/access-logs.html
      metrics: [
        {
          namespace: 'AWS/AmplifyHosting',
          dimensions: { App: '{id}' },
          metrics: [
            metric('5xxErrors', 'Sum', 'Count', 'up'),
            metric('4xxErrors', 'Sum', 'Count', 'up'),
            metric('Latency', 'Average', 'Seconds', 'up'),
            metric('Requests', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      example: { id: 'd1a2b3c4d5e6f7', arn: 'arn:aws:amplify:us-east-1:111122223333:apps/d1a2b3c4d5e6f7' },
    },
    {
      type: 'AWS::Amplify::Branch',
      title: 'Amplify branch',
      arn: 'arn:{partition}:amplify:{region}:{account}:apps/{app}/branches/{id}',
      // of a job, of a deployment
      spellings: ['arn:{partition}:amplify:{region}:{account}:apps/{app}/branches/{id}/{part/}'],
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      example: { id: 'main', arn: 'arn:aws:amplify:us-east-1:111122223333:apps/d1a2b3c4d5e6f7/branches/main' },
    },
  ],
  parameters: {
    appId: 'AWS::Amplify::App',
    iamServiceRoleArn: 'AWS::IAM::Role',
  },
  calls: () => ({
    CreateApp: onApp('created'),
    UpdateApp: onApp('changed'),
    DeleteApp: onApp('deleted'),
    CreateBranch: onBranch('created'),
    UpdateBranch: onBranch('changed'),
    DeleteBranch: onBranch('deleted'),
    StartJob: started,
    StartDeployment: started,
    StopJob: (call) => `stopped ${named('job', text(call.request, 'jobId'))} of ${branch(call)}`,
    DeleteJob: (call) => `deleted ${named('job', text(call.request, 'jobId'))} of ${branch(call)}`,
    CreateDomainAssociation: domain('added'),
    UpdateDomainAssociation: domain('changed'),
    DeleteDomainAssociation: domain('removed'),
    CreateWebhook: onBranch('created a webhook for'),
    UpdateWebhook: onBranch('changed a webhook for'),
    DeleteWebhook: did('deleted', 'webhook', 'webhookId'),
    CreateBackendEnvironment: did('created', 'backend environment', 'environmentName'),
    DeleteBackendEnvironment: did('deleted', 'backend environment', 'environmentName'),
  }),
};
