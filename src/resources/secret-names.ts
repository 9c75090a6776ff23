/** Which members of records hold secrets: by their names, by neighboring members, and by call. */
import type { JsonObject } from '../model/json.ts';

/** Members whose value is secret anywhere, spelled as by `plainName`. */
const secretKeys = new Set([
  'activationcode',
  'apikeyvalue',
  'assertion',
  'authcode',
  'authorizationtoken',
  'base32stringseed',
  'basicauthcredentials',
  'codeverifier',
  'copysourcessecustomerkey',
  // a VPN connection's: XML with its pre-shared keys
  'customergatewayconfiguration',
  'devicecode',
  'hectoken',
  'hostkeybody',
  'idtoken',
  'keymaterial',
  'oauthtoken',
  'plaintext',
  'platformcredential',
  'presharedkey',
  'privatekeypem',
  'privatekeyplaintext',
  'qrcodepng',
  'samlassertion',
  'secretbinary',
  'secretstring',
  'signature',
  'sshprivatekey',
  'ssecustomerkey',
  'tokencode',
  'tokenvalue',
  'userdata',
  // Amplify's: it ends in a token
  'webhookurl',
  'webidentitytoken',
  'xamzcopysourceserversideencryptioncustomerkey',
  'xamzserversideencryptioncustomerkey',
  'xamzsignature',
]);

/** How the names of such members end in any service: `masterUserPassword`, `client_secret`. */
const secretEnding =
  /(?:password|passwd|passphrase|privatekey|secret(?:access)?key|(?:access|auth|authentication|bearer|refresh|secret|security|session)token)s?$/;

/** Whether everything below a member with this plain name is secret. */
export const isSecretKey = (name: string): boolean => secretKeys.has(name) || secretEnding.test(name);

/**
 * Members that are secret if they are texts: otherwise an object of the same name describes a key or a secret without holding
 * it, or an ARN names it.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Webhook.html
 * https://docs.aws.amazon.com/firehose/latest/APIReference/API_HttpEndpointConfiguration.html
 */
const secretTextKeys = /(?:^accesskey|secrets?)$/;

export const isSecretTextKey = (name: string): boolean => secretTextKeys.test(name);

/** Whether a name that users chose for a setting suggests that its value is secret: `GitHubToken`, `X-Api-Key`. */
const isSecretName = (name: string): boolean =>
  /(?:password|passwd|passphrase|secret|token|api_?-?key|private_?-?key|secret_?-?key|access_?-?key|credentials?|authorization|x-origin-verify)$/i.test(
    name,
  );

/** One spelling for all variants of a name: `client_secret`, `clientSecret` and `Client-Secret`. */
export const plainName = (key: string): string => key.toLowerCase().replace(/[-_]/g, '');

/**
 * Members that hold environment variables: as a map, as `{variables: …}`, as a list of `{name, value}`, or as JSON text of one
 * of these, which CodePipeline's actions have for CodeBuild.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export const environmentKeys = new Set([
  'connectorconfiguration',
  'dynamicextensionparameters',
  'env',
  'environment',
  'environmentfilevariables',
  'environmentvariables',
  'environmentvariablesoverride',
  'runtimeenvironmentvariables',
  'stagevariables',
  'variables',
]);

/**
 * Members that list settings, each with a value and the place it belongs to -> whether that value is secret.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PatchOperation.html
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/api/API_ConfigurationOptionSetting.html
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ConnectionHeaderParameter.html
 */
export const settingLists: ReadonlyMap<string, (setting: JsonObject) => boolean> = new Map([
  ['patchoperations', (setting) => isSecretPath(memberOf(setting, 'path').split('/').map(plainName))],
  [
    'optionsettings',
    (setting) =>
      memberOf(setting, 'namespace') === 'aws:elasticbeanstalk:application:environment' ||
      /password|secret|^EnvironmentVariables$/i.test(memberOf(setting, 'optionName')),
  ],
  ['headerparameters', isSecretPair],
  ['bodyparameters', isSecretPair],
  ['querystringparameters', isSecretPair],
]);

function isSecretPair(setting: JsonObject): boolean {
  return (
    setting['isValueSecret'] === true || setting['IsValueSecret'] === true || isSecretName(memberOf(setting, 'key'))
  );
}

/**
 * Values that are secret because of neighboring members. An origin recognizes a distribution by the header that it adds to a
 * request.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
 */
export const namedValues: ReadonlyMap<string, (beside: JsonObject) => boolean> = new Map<
  string,
  (beside: JsonObject) => boolean
>([
  [
    'parametervalue',
    (beside) => isSecretName(memberOf(beside, 'parameterKey')) || isSecretName(memberOf(beside, 'parameterName')),
  ],
  ['headervalue', () => true],
]);

/** The text of a member, whether the record spells it `optionName` or `OptionName`; empty if there is none. */
function memberOf(setting: JsonObject, name: string): string {
  const value = setting[name] ?? setting[`${name.charAt(0).toUpperCase()}${name.slice(1)}`];
  return typeof value === 'string' ? value : '';
}

const isSecretPath = (steps: readonly string[]): boolean =>
  steps.some((step) => isSecretKey(step) || environmentKeys.has(step));

/**
 * Members, given from the top of a section, that are secret in one call only. The id of an AppSync API key is the key itself,
 * and so is the value of an API Gateway key. A configuration in AppConfig, the settings of a CloudFormation extension and those
 * of a broker (XML in Base64) may hold secrets.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html
 * https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_CreateHostedConfigurationVersion.html
 * https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html
 * https://docs.aws.amazon.com/transfer/latest/userguide/API_CreateServer.html
 */
const secretOfCall: ReadonlyMap<string, readonly string[]> = new Map([
  ['ssm.amazonaws.com/PutParameter', ['value']],
  ['apigateway.amazonaws.com/CreateApiKey', ['value']],
  ['amazonmq.amazonaws.com/UpdateConfiguration', ['data']],
  ['appconfig.amazonaws.com/CreateHostedConfigurationVersion', ['content']],
  ['appsync.amazonaws.com/CreateApiKey', ['apiKey']],
  ['appsync.amazonaws.com/UpdateApiKey', ['apiKey', 'id']],
  ['appsync.amazonaws.com/DeleteApiKey', ['id']],
  ['codebuild.amazonaws.com/ImportSourceCredentials', ['token']],
  ['codepipeline.amazonaws.com/PutWebhook', ['webhook.url']],
  ['sns.amazonaws.com/ConfirmSubscription', ['token']],
  ['cloudformation.amazonaws.com/SetTypeConfiguration', ['configuration']],
  ['transfer.amazonaws.com/CreateServer', ['hostKey']],
  ['transfer.amazonaws.com/UpdateServer', ['hostKey']],
]);

/** The members that are secret in this call only; `call` is `eventSource/EventName`. */
export const secretsOfCall = (call: string): readonly string[] => secretOfCall.get(call) ?? none;

const none: readonly string[] = [];

/** Whether a call of this name, without an API version, may have secret members of its own. */
export const mayHaveOwnSecrets = (eventName: string): boolean => namesWithSecrets.has(eventName);

/** Names of the calls with secrets of their own, whatever the service. */
const namesWithSecrets = new Set([...secretOfCall.keys()].map((call) => call.slice(call.indexOf('/') + 1)));
