/**
 * AWS AppConfig. The content of a configuration is not shown: it may be a secret.
 * https://docs.aws.amazon.com/appconfig/latest/userguide/logging-using-cloudtrail.html
 */
import { flag, list, text } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, nameIn } from '../words.ts';

const application = (call: Call): string => {
  const id = text(call.request, 'applicationId', 'applicationIdentifier');
  return id === undefined ? '' : ` of application ${id}`;
};

const profile = (call: Call): string =>
  named(
    'configuration profile',
    nameIn(call, 'configurationProfileId', 'configurationProfileIdentifier', 'name', 'id'),
  );

const environment = (call: Call): string =>
  named('environment', nameIn(call, 'environmentId', 'environmentIdentifier', 'name', 'id'));

const to =
  (
    verb: string,
    what: (call: Call) => string,
    ...details: readonly ((call: Call) => string | false | undefined)[]
  ): Sentence =>
  (call) =>
    `${verb} ${what(call)}${application(call)}${inBrackets(...details.map((detail) => detail(call)))}`;

/** Deployments are numbered separately in each environment. */
const numbered = ({ request, response }: Call): string =>
  named('deployment', text(request, 'deploymentNumber') ?? text(response, 'deploymentNumber'));

function deployed(call: Call): string {
  const { request } = call;
  const version = text(request, 'configurationVersion');
  const of = text(request, 'configurationProfileId');
  return `deployed ${named('configuration', of)} to ${environment(call)}${application(call)}${inBrackets(
    version && `version ${version}`,
    text(request, 'deploymentStrategyId'),
  )}`;
}

const stopped: Sentence = (call) =>
  `stopped ${numbered(call)} to ${environment(call)}${application(call)}${inBrackets(
    flag(call.request, 'allowRevert') === true && 'reverts what it brought out',
  )}`;

/** A deployment to an environment with monitors is rolled back when one of them goes off. */
const monitors = ({ request }: Call): string | false =>
  Array.isArray(request['monitors']) && list(request, 'monitors').length === 0 && 'no monitors';

/** Percent of the targets per step, and minutes until all have it. */
const pace = ({ request }: Call): string => {
  const [growth, minutes, bake] = ['growthFactor', 'deploymentDurationInMinutes', 'finalBakeTimeInMinutes'].map((key) =>
    text(request, key),
  );
  return inBrackets(growth && `${growth}% a step`, minutes && `over ${minutes} min`, bake && `watched for ${bake} min`);
};

const unprotected = ({ request }: Call): string | false =>
  text(request, 'deletionProtectionCheck') === 'BYPASS' && 'bypassing deletion protection';

const version = (call: Call): string => {
  const number = text(call.request, 'versionNumber') ?? text(call.response, 'versionNumber');
  return `${named('version', number)} of ${profile(call)}`;
};

export const appconfig: Service = {
  name: 'appconfig',
  title: 'AppConfig',
  eventSources: ['appconfig.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappconfig.html
  types: [
    {
      type: 'AWS::AppConfig::Application',
      title: 'AppConfig application',
      arn: 'arn:{partition}:appconfig:{region}:{account}:application/{id}',
      configId: '{id}',
      example: { id: 'abc1234', arn: 'arn:aws:appconfig:us-east-1:111122223333:application/abc1234' },
    },
    {
      type: 'AWS::AppConfig::Environment',
      title: 'AppConfig environment',
      arn: 'arn:{partition}:appconfig:{region}:{account}:application/{application}/environment/{id}',
      // of a deployment
      spellings: ['arn:{partition}:appconfig:{region}:{account}:application/{application}/environment/{id}/{part/}'],
      configId: '{application}|{id}',
      example: {
        id: 'env5678',
        arn: 'arn:aws:appconfig:us-east-1:111122223333:application/abc1234/environment/env5678',
      },
    },
    {
      type: 'AWS::AppConfig::ConfigurationProfile',
      title: 'configuration profile',
      arn: 'arn:{partition}:appconfig:{region}:{account}:application/{application}/configurationprofile/{id}',
      configId: '{application}|{id}',
      example: {
        id: 'prf9012',
        arn: 'arn:aws:appconfig:us-east-1:111122223333:application/abc1234/configurationprofile/prf9012',
      },
    },
    {
      type: 'AWS::AppConfig::DeploymentStrategy',
      title: 'deployment strategy',
      arn: 'arn:{partition}:appconfig:{region}:{account}:deploymentstrategy/{id}',
      configId: '{id}',
      example: { id: 'str3456', arn: 'arn:aws:appconfig:us-east-1:111122223333:deploymentstrategy/str3456' },
    },
  ],
  parameters: {
    applicationId: 'AWS::AppConfig::Application',
    environmentId: 'AWS::AppConfig::Environment',
    configurationProfileId: 'AWS::AppConfig::ConfigurationProfile',
    deploymentStrategyId: 'AWS::AppConfig::DeploymentStrategy',
    retrievalRoleArn: 'AWS::IAM::Role',
    kmsKeyIdentifier: 'AWS::KMS::Key',
  },
  calls: () => ({
    StartDeployment: deployed,
    StopDeployment: stopped,
    CreateHostedConfigurationVersion: to('created', version),
    DeleteHostedConfigurationVersion: to('deleted', version),
    CreateConfigurationProfile: to('created', profile, ({ request }) => text(request, 'locationUri')),
    UpdateConfigurationProfile: to('changed', profile),
    DeleteConfigurationProfile: to('deleted', profile, unprotected),
    CreateEnvironment: to('created', environment),
    UpdateEnvironment: to('changed', environment, monitors),
    DeleteEnvironment: to('deleted', environment, unprotected),
    CreateApplication: did('created', 'AppConfig application', 'name', 'id'),
    UpdateApplication: did('changed', 'AppConfig application', 'applicationId'),
    DeleteApplication: did('deleted', 'AppConfig application', 'applicationId'),
    CreateDeploymentStrategy: (call) => `${did('created', 'deployment strategy', 'name', 'id')(call)}${pace(call)}`,
    UpdateDeploymentStrategy: (call) =>
      `${did('changed', 'deployment strategy', 'deploymentStrategyId')(call)}${pace(call)}`,
    DeleteDeploymentStrategy: did('deleted', 'deployment strategy', 'deploymentStrategyId'),
    CreateExtensionAssociation: did('attached', 'extension', 'extensionIdentifier'),
    DeleteExtensionAssociation: did('detached', 'extension', 'extensionAssociationId'),
    UpdateAccountSettings: ({ request }) => {
      const isProtected = flag(request, 'deletionProtection.enabled');
      return isProtected === undefined
        ? 'changed the AppConfig settings of the account'
        : `${isProtected ? 'turned on' : 'turned off'} deletion protection of AppConfig in the account`;
    },
    StartConfigurationSession: (call) => `began to read ${profile(call)} for ${environment(call)}${application(call)}`,
  }),
};
