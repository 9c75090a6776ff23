// People who come through IAM Identity Center, and the records that their way in leaves. Forms follow
// https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html and
// https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-cloudtrail-use-cases.html
import { credentials, roleArn, roleResource, session, shift } from './cloudtrail.mjs';
import { digits, hexOf, textOf, upperCase, uuidOf } from './deliver.mjs';

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const base64 = upperCase + upperCase.toLowerCase() + digits;

/**
 * A person with a session of a permission set's role, begun at `signIn` (HH:MM:SS). `console`: in the console, else in
 * a shell. Identity Center lives in the account and region of the case.
 */
export function person(userName, permissionSet, settings) {
  const { account, date, region = 'us-east-1', identityStore, address, agent, signIn, console } = settings;
  const onBehalfOf = {
    userId: uuidOf(`user ${userName}`),
    identityStoreArn: `arn:aws:identitystore::${account}:identitystore/${identityStore}`,
  };
  const role = {
    name: `AWSReservedSSO_${permissionSet}_${hexOf(`permission set ${permissionSet}`, 16)}`,
    account,
    path: `/aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`,
  };
  const assumed = session(role, userName, `${date}T${signIn}Z`, {
    context: console
      ? { signInSessionArn: `arn:aws:signin:${region}:${account}:session/${uuidOf(`console ${userName}`)}` }
      : {},
    extra: { onBehalfOf },
    lasts: 28_800,
  });
  // the credential of the sign-in is not that of the portal's session: AWS advises against joining the two by it
  const identityCenter = (credential) => ({
    identity: {
      type: 'IdentityCenterUser',
      accountId: account,
      onBehalfOf,
      credentialId: uuidOf(`${credential} ${userName}`),
    },
    address,
    agent,
  });
  return {
    userName,
    permissionSet,
    signIn,
    region,
    identityStore,
    session: assumed,
    signingIn: identityCenter('sign-in'),
    portal: identityCenter('portal'),
    /** The role's session; a shell names another agent in each call. */
    as: (tool = agent) => ({ identity: assumed.identity, address, agent: tool, tls: true, console }),
  };
}

/** Factors as Identity Center names them: PASSWORD, TOTP, WEBAUTHN. */
function authenticate(call, who, time, factors) {
  const step = (at, name, more) =>
    call(at, who.signingIn, `signin ${name}`, {
      type: 'AwsServiceEvent',
      additional: { AuthWorkflowID: uuidOf(`workflow ${who.userName}`), UserName: who.userName, ...more },
      service: { [name]: 'Success' },
    });
  factors.forEach((factor, index) => {
    const asked = shift(time, -20 * (factors.length - index));
    step(asked, 'CredentialChallenge', { CredentialType: factor });
    step(shift(asked, 13), 'CredentialVerification', { CredentialType: factor });
  });
  step(time, 'UserAuthentication', {
    LoginTo: `https://${who.identityStore}.awsapps.com/start/`,
    CredentialType: factors.join(),
  });
}

/** Identity Center is a SAML provider in each account: this is how the role's credentials come to be. */
function assumeRole(call, who) {
  const { role, name } = who.session;
  const provider = `arn:aws:iam::${role.account}:saml-provider/AWSSSO_${hexOf(`saml provider ${role.account}`, 16)}_DO_NOT_DELETE`;
  const nameQualifier = `${textOf(`name qualifier ${role.account}`, 27, base64)}=`;
  const identity = {
    type: 'SAMLUser',
    principalId: `${nameQualifier}:${who.userName}`,
    userName: who.userName,
    identityProvider: nameQualifier,
  };
  const agent = 'aws-internal/3 aws-sdk-java/1.12.797 Linux/6.1 OpenJDK_64-Bit_Server_VM/21 vendor/Amazon.com_Inc.';
  call(who.signIn, { identity, address: 'AWS Internal', agent }, 'sts AssumeRoleWithSAML', {
    request: {
      sAMLAssertionID: `_${hexOf(`assertion ${who.userName} ${who.signIn}`, 40)}`,
      roleSessionName: name,
      roleArn: roleArn(role),
      principalArn: provider,
      durationSeconds: who.session.lasts,
    },
    response: credentials(who.session, {
      subject: who.userName,
      subjectType: 'persistent',
      issuer: `https://portal.sso.${who.region}.amazonaws.com/saml/assertion/${textOf(`issuer ${role.account}`, 24, base64)}`,
      audience: 'https://signin.aws.amazon.com/saml',
      nameQualifier,
    }),
    resources: [...roleResource(role), { accountId: role.account, type: 'AWS::IAM::SAMLProvider', ARN: provider }],
  });
}

/** Sign-in, the portal, the role, the console. */
export function signInToConsole(call, who, factors) {
  authenticate(call, who, shift(who.signIn, -11), factors);
  const { account } = who.session.role;
  call(who.signIn, who.portal, 'sso Federate', {
    type: 'AwsServiceEvent',
    service: { role_name: who.permissionSet, account_id: account },
  });
  assumeRole(call, who);
  const { accessKeyId, ...identity } = who.session.identity;
  call(shift(who.signIn, 1), { ...who.as(), identity, console: false }, 'signin ConsoleLogin', {
    type: 'AwsConsoleSignIn',
    unrequested: true,
    response: { ConsoleLogin: 'Success' },
    additional: {
      LoginTo: `https://${who.region}.console.aws.amazon.com/console/home`,
      MobileVersion: 'No',
      MFAUsed: 'No',
    },
  });
}

/** `aws sso login`, then the first command with the profile. */
export function signInToShell(call, who, tool) {
  const { account } = who.session.role;
  call(shift(who.signIn, -9), { ...who.portal, agent: tool }, 'sso CreateToken', {
    request: {
      clientId: textOf(`client ${who.userName}`, 22, base64),
      clientSecret: hidden,
      grantType: 'urn:ietf:params:oauth:grant-type:device_code',
      deviceCode: hidden,
    },
    response: { accessToken: hidden, tokenType: 'Bearer', expiresIn: 28800, refreshToken: hidden, idToken: hidden },
    resources: [{ accountId: account, type: 'IdentityStoreId', ARN: who.identityStore }],
  });
  call(who.signIn, { ...who.portal, agent: tool }, 'sso GetRoleCredentials', {
    type: 'AwsServiceEvent',
    service: { role_name: who.permissionSet, account_id: account },
  });
  assumeRole(call, who);
}
