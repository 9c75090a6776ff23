/** AWS STS: where temporary credentials come from. */
import { parseArn } from '../arn.ts';
import { permissionsInPolicy } from '../policy-words.ts';
import { text, valueAt } from '../read.ts';
import type { Call, Service } from '../service.ts';
import { inBrackets, named, shortName } from '../words.ts';

/** "role deploy in account 111122223333" */
function role({ request, response }: Call): string {
  const value = text(request, 'roleArn');
  if (value === undefined) {
    const session = text(response, 'assumedRoleUser.arn');
    return named('role', session && /:assumed-role\/([^/]+)/.exec(session)?.[1]);
  }
  const account = parseArn(value)?.account;
  return `role ${shortName(value)}${account ? ` in account ${account}` : ''}`;
}

/** " as alice", and the identity provider's subject if the session has a different name. */
function session({ request }: Call, subject?: string): string {
  const name = text(request, 'roleSessionName');
  return `${name ? ` as ${name}` : ''}${inBrackets(subject !== name && subject)}`;
}

function provider({ response }: Call): string {
  const name = text(response, 'provider');
  return name ? `identity provider ${shortName(name)}` : 'a web identity';
}

export const sts: Service = {
  name: 'sts',
  title: 'STS',
  eventSources: ['sts.amazonaws.com'],
  types: [],
  parameters: { roleArn: 'AWS::IAM::Role' },
  calls: () => ({
    AssumeRole: (call) => `assumed ${role(call)}${session(call)}`,
    AssumeRoleWithSAML: (call) => `assumed ${role(call)} through SAML${session(call, text(call.response, 'subject'))}`,
    AssumeRoleWithWebIdentity: (call) =>
      `assumed ${role(call)} through ${provider(call)}${session(call, text(call.response, 'subjectFromWebIdentityToken'))}`,
    AssumeRoot: ({ request }) =>
      `assumed root of ${named('account', text(request, 'targetPrincipal'))}${inBrackets(
        text(request, 'taskPolicyArn.arn') && shortName(text(request, 'taskPolicyArn.arn') ?? ''),
      )}`,
    GetSessionToken: ({ request }) =>
      `got temporary credentials of their own${inBrackets(text(request, 'serialNumber') && 'with MFA')}`,
    GetFederationToken: ({ request }) => {
      const granted = permissionsInPolicy(valueAt(request, 'policy'));
      return `got federated credentials for ${named('session', text(request, 'name'))}${inBrackets(granted && `limited to ${granted}`)}`;
    },
    GetCallerIdentity: () => 'checked whose credentials these are',
    GetAccessKeyInfo: ({ request }) => `looked up the account of ${named('access key', text(request, 'accessKeyId'))}`,
    DecodeAuthorizationMessage: () => 'decoded an authorization failure message',
  }),
};
