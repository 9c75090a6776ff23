/** The services that build, deploy and run: CodePipeline, AppConfig, App Runner, Batch, Amplify. */
import { expect, test } from 'vitest';
import { amplify } from '../../../../src/resources/services/amplify.ts';
import { appconfig } from '../../../../src/resources/services/appconfig.ts';
import { apprunner } from '../../../../src/resources/services/apprunner.ts';
import { batch } from '../../../../src/resources/services/batch.ts';
import { codepipeline } from '../../../../src/resources/services/codepipeline.ts';
import { type Row, say } from './say.ts';

const stage = { pipelineName: 'web', stageName: 'Prod' };

test.each<Row>([
  [
    'changed pipeline web (version 7, role deployer)',
    'UpdatePipeline',
    {
      request: { pipeline: { name: 'web', roleArn: 'arn:aws:iam::111122223333:role/service-role/deployer' } },
      response: { pipeline: { name: 'web', version: 7 } },
    },
  ],
  ['deleted pipeline web', 'DeletePipeline', { request: { name: 'web' } }],
  ['deleted a pipeline', 'DeletePipeline'],
  [
    'started pipeline web (3f2a9c1)',
    'StartPipelineExecution',
    {
      request: {
        name: 'web',
        sourceRevisions: [{ actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: '3f2a9c1' }],
        variables: [{ name: 'TOKEN', value: 'hunter2' }],
      },
    },
  ],
  [
    'stopped pipeline web (abandons the actions that run)',
    'StopPipelineExecution',
    { request: { pipelineName: 'web', pipelineExecutionId: 'a1', abandon: true } },
  ],
  ['retried stage Prod of pipeline web', 'RetryStageExecution', { request: stage }],
  [
    'rolled back stage Prod of pipeline web (to execution a1)',
    'RollbackStage',
    { request: { ...stage, targetPipelineExecutionId: 'a1' } },
  ],
  [
    'disabled the transition into stage Prod of pipeline web',
    'DisableStageTransition',
    { request: { ...stage, transitionType: 'Inbound', reason: 'freeze' } },
  ],
  [
    'enabled the transition out of stage Prod of pipeline web',
    'EnableStageTransition',
    { request: { ...stage, transitionType: 'Outbound' } },
  ],
  [
    'approved action Release in stage Prod of pipeline web',
    'PutApprovalResult',
    { request: { ...stage, actionName: 'Release', result: { status: 'Approved', summary: 'fine' } } },
  ],
  [
    'rejected action Release in stage Prod of pipeline web',
    'PutApprovalResult',
    { request: { ...stage, actionName: 'Release', result: { status: 'Rejected' } } },
  ],
  [
    'set webhook push of pipeline web',
    'PutWebhook',
    { request: { webhook: { name: 'push', targetPipeline: 'web', targetAction: 'Source' } } },
  ],
])('CodePipeline: %s', (expected, eventName, members) => {
  expect(say(codepipeline, eventName, members)).toBe(expected);
});

const place = { applicationId: 'abc1234', environmentId: 'env5678' };

test.each<Row>([
  [
    'deployed configuration prf9012 to environment env5678 of application abc1234 (version 12, AppConfig.AllAtOnce)',
    'StartDeployment',
    {
      request: {
        ...place,
        configurationProfileId: 'prf9012',
        configurationVersion: '12',
        deploymentStrategyId: 'AppConfig.AllAtOnce',
      },
    },
  ],
  [
    'stopped deployment 3 to environment env5678 of application abc1234 (reverts what it brought out)',
    'StopDeployment',
    { request: { ...place, deploymentNumber: 3, allowRevert: true } },
  ],
  [
    'created version 13 of configuration profile prf9012 of application abc1234',
    'CreateHostedConfigurationVersion',
    {
      request: { applicationId: 'abc1234', configurationProfileId: 'prf9012', content: 'hunter2' },
      response: { versionNumber: 13 },
    },
  ],
  [
    'changed environment env5678 of application abc1234 (no monitors)',
    'UpdateEnvironment',
    { request: { ...place, monitors: [] } },
  ],
  ['changed environment env5678 of application abc1234', 'UpdateEnvironment', { request: { ...place, name: 'prod' } }],
  [
    'deleted environment env5678 of application abc1234 (bypassing deletion protection)',
    'DeleteEnvironment',
    { request: { ...place, deletionProtectionCheck: 'BYPASS' } },
  ],
  [
    'changed deployment strategy str3456 (100% a step, over 0 min, watched for 0 min)',
    'UpdateDeploymentStrategy',
    {
      request: {
        deploymentStrategyId: 'str3456',
        growthFactor: 100,
        deploymentDurationInMinutes: 0,
        finalBakeTimeInMinutes: 0,
      },
    },
  ],
  [
    'turned off deletion protection of AppConfig in the account',
    'UpdateAccountSettings',
    { request: { deletionProtection: { enabled: false } } },
  ],
])('AppConfig: %s', (expected, eventName, members) => {
  expect(say(appconfig, eventName, members)).toBe(expected);
});

const serviceArn = 'arn:aws:apprunner:us-east-1:111122223333:service/checkout/8fe1e10304f84fd2b0df550fe98a71fa';

test.each<Row>([
  [
    'created App Runner service checkout (https://github.com/example/checkout, branch main, CPU 1024, memory 2048)',
    'CreateService',
    {
      request: {
        serviceName: 'checkout',
        sourceConfiguration: {
          codeRepository: {
            repositoryUrl: 'https://github.com/example/checkout',
            sourceCodeVersion: { type: 'BRANCH', value: 'main' },
            codeConfiguration: {
              codeConfigurationValues: { runtimeEnvironmentVariables: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
            },
          },
        },
        instanceConfiguration: { cpu: '1024', memory: '2048' },
      },
    },
  ],
  ['paused App Runner service checkout', 'PauseService', { request: { serviceArn } }],
  ['deployed to App Runner service checkout', 'StartDeployment', { request: { serviceArn } }],
  [
    'disassociated domain shop.example.com from App Runner service checkout',
    'DisassociateCustomDomain',
    { request: { serviceArn, domainName: 'shop.example.com' } },
  ],
  [
    'created scaling configuration small (min 1, max 2, 50 requests an instance)',
    'CreateAutoScalingConfiguration',
    { request: { autoScalingConfigurationName: 'small', minSize: 1, maxSize: 2, maxConcurrency: 50 } },
  ],
  [
    'deleted scaling configuration small',
    'DeleteAutoScalingConfiguration',
    {
      request: {
        autoScalingConfigurationArn:
          'arn:aws:apprunner:us-east-1:111122223333:autoscalingconfiguration/small/1/2f50e7656d7819fead0f59672e68042e',
      },
    },
  ],
])('App Runner: %s', (expected, eventName, members) => {
  expect(say(apprunner, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'disabled compute environment spot (max 0 vCPUs)',
    'UpdateComputeEnvironment',
    { request: { computeEnvironment: 'spot', state: 'DISABLED', computeResources: { maxvCpus: 0 } } },
  ],
  [
    'changed compute environment spot (enabled, min 0 vCPUs, max 256 vCPUs, m5.large)',
    'UpdateComputeEnvironment',
    {
      request: {
        computeEnvironment: 'arn:aws:batch:us-east-1:111122223333:compute-environment/spot',
        state: 'ENABLED',
        computeResources: { minvCpus: 0, maxvCpus: 256, instanceTypes: ['m5.large'] },
      },
    },
  ],
  ['disabled job queue reports', 'UpdateJobQueue', { request: { jobQueue: 'reports', state: 'DISABLED' } }],
  [
    'created job queue reports (enabled, priority 10, spot)',
    'CreateJobQueue',
    {
      request: {
        jobQueueName: 'reports',
        state: 'ENABLED',
        priority: 10,
        computeEnvironmentOrder: [
          { order: 1, computeEnvironment: 'arn:aws:batch:us-east-1:111122223333:compute-environment/spot' },
        ],
      },
    },
  ],
  [
    'submitted job nightly to job queue reports (definition etl:7, 100 times)',
    'SubmitJob',
    {
      request: {
        jobName: 'nightly',
        jobQueue: 'reports',
        jobDefinition: 'arn:aws:batch:us-east-1:111122223333:job-definition/etl:7',
        arrayProperties: { size: 100 },
        containerOverrides: { command: ['--token', 'hunter2'] },
      },
    },
  ],
  ['terminated job a1b2', 'TerminateJob', { request: { jobId: 'a1b2', reason: 'stuck' } }],
  [
    'registered job definition etl:8 (example/etl:42, role etl, privileged)',
    'RegisterJobDefinition',
    {
      request: {
        jobDefinitionName: 'etl',
        containerProperties: {
          image: 'example/etl:42',
          jobRoleArn: 'arn:aws:iam::111122223333:role/etl',
          privileged: true,
        },
      },
      response: { revision: 8 },
    },
  ],
])('Batch: %s', (expected, eventName, members) => {
  expect(say(batch, eventName, members)).toBe(expected);
});

const main = { appId: 'd1a2b3', branchName: 'main' };

test.each<Row>([
  [
    'deployed branch main of Amplify app d1a2b3 (RELEASE, 3f2a9c1)',
    'StartJob',
    { request: { ...main, jobType: 'RELEASE', commitId: '3f2a9c1' } },
  ],
  ['stopped job 7 of branch main of Amplify app d1a2b3', 'StopJob', { request: { ...main, jobId: '7' } }],
  [
    'changed branch main of Amplify app d1a2b3 (PRODUCTION, no builds by itself, asks for no password)',
    'UpdateBranch',
    {
      request: {
        ...main,
        stage: 'PRODUCTION',
        enableAutoBuild: false,
        enableBasicAuth: false,
        basicAuthCredentials: 'hunter2',
      },
    },
  ],
  [
    'created Amplify app web (d1a2b3, https://github.com/example/web, WEB)',
    'CreateApp',
    {
      request: { name: 'web', repository: 'https://github.com/example/web', platform: 'WEB', oauthToken: 'hunter2' },
      response: { app: { appId: 'd1a2b3' } },
    },
  ],
  [
    'removed domain example.com of Amplify app d1a2b3',
    'DeleteDomainAssociation',
    { request: { appId: 'd1a2b3', domainName: 'example.com' } },
  ],
])('Amplify: %s', (expected, eventName, members) => {
  expect(say(amplify, eventName, members)).toBe(expected);
});
