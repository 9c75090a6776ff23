// Who and what the case is about, and when. The other evidence of the case (Config, metrics, flow logs) takes names,
// addresses and times from here, so that all of it tells one story.
import { accessKeyIdOf, onBehalf, session, uniqueIdOf } from './cloudtrail.mjs';
import { uuidOf } from './deliver.mjs';
import { person } from './identity-center.mjs';

export const date = '2026-03-03';
export const account = '111122223333';
const at = (time) => `${date}T${time}Z`;

export const trail = {
  account,
  bucket: 'amzn-s3-demo-audit-logs',
  trail: 'management-events',
  homeRegion: 'us-east-1',
};
export const trailArn = `arn:aws:cloudtrail:us-east-1:${account}:trail/${trail.trail}`;
export const trailKeyArn = `arn:aws:kms:us-east-1:${account}:key/1f2e3d4c-5b6a-4978-8695-a4b3c2d1e0f0`;

/** The site that was left open, in the account's default VPC. */
export const web = {
  vpc: 'vpc-0d3f4a5b6c7e8f901',
  securityGroup: 'sg-0a1b2c3d4e5f60718',
  sshRule: 'sgr-0e1f2a3b4c5d6e7f8',
  instance: 'i-0f1e2d3c4b5a69788',
  networkInterface: 'eni-0c4d5e6f708192a3b',
  subnet: 'subnet-09a8b7c6d5e4f3021',
  volume: 'vol-0d1e2f3a4b5c6d7e8',
  privateAddress: '172.31.16.20',
  publicAddress: '192.0.2.130',
  assets: 'amzn-s3-demo-web-assets',
};
/** What the site keeps its data on: another group, another instance. */
export const database = {
  vpc: web.vpc,
  securityGroup: 'sg-0b9c8d7e6f5a43210',
  instance: 'i-0a9b8c7d6e5f40312',
  networkInterface: 'eni-0f9e8d7c6b5a40213',
  subnet: 'subnet-0b2c3d4e5f6071829',
  volume: 'vol-0e2f3a4b5c6d7e8f9',
  privateAddress: '172.31.32.10',
};
/** An interface in the site's subnet that waits for its turn. */
export const standbyInterface = 'eni-07a6b5c4d3e2f1a09';
export const rule = 'restricted-ssh';
/** A rule of no consequence here. */
export const otherRule = 'ec2-security-group-attached-to-eni';
export const runbook = 'AWS-DisablePublicAccessForSecurityGroup';

/** Times in UTC. What has no CloudTrail record is for the other evidence. */
export const story = {
  tagCaptured: '13:59:48.127',
  opened: '14:03:27',
  itemCaptured: '14:04:46.318',
  nonCompliant: '14:06:12.204',
  firstAttemptDenied: '14:07:07',
  firstProbe: '14:11:05',
  intruderIn: '14:19:40',
  permissionGranted: '14:40:52',
  intruderDone: '14:41:10',
  remediationStarted: '14:48:31',
  closed: '14:48:50',
  closedCaptured: '14:50:18.540',
  compliant: '14:51:29.204',
  /** Who tries ssh in between, and the one who gets in: 380 MiB onto the instance, 160 MiB off it. */
  scanners: ['198.51.100.77', '203.0.113.9', '203.0.113.145'],
  intruder: { address: '198.51.100.23', bytesIn: 398_458_880, bytesOut: 167_772_160 },
};

const chrome = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36';
export const browsers = {
  mac: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${chrome}`,
  linux: `Mozilla/5.0 (X11; Linux x86_64) ${chrome}`,
};
export const awsCli = (command) =>
  'aws-cli/2.34.0 md/awscrt#0.31.0 ua/2.1 os/linux#6.14 md/arch#x86_64 lang/python#3.13.9 md/pyimpl#CPython ' +
  `cfg/retry-mode#standard md/installer#exe md/prompt#off md/command#${command}`;

const people = { account, date, identityStore: 'd-9067e5a1b2' };
const onTheConsole = { ...people, agent: browsers.mac, console: true };
export const alice = person('alice@example.com', 'PowerUser', {
  ...onTheConsole,
  address: '192.0.2.24',
  signIn: '13:56:31',
});
export const carol = person('carol@example.com', 'OnCall', {
  ...onTheConsole,
  address: '192.0.2.58',
  signIn: '14:29:44',
});
export const bob = person('bob@example.com', 'Developer', {
  ...people,
  agent: browsers.linux,
  console: false,
  address: '192.0.2.31',
  signIn: '12:52:20',
});

/** A contractor with a user of his own. */
const dave = {
  type: 'IAMUser',
  principalId: uniqueIdOf('AIDA', 'dave'),
  arn: `arn:aws:iam::${account}:user/dave`,
  accountId: account,
  accessKeyId: accessKeyIdOf('AKIA', 'dave'),
  userName: 'dave',
};
export const daveWith = (command) => ({ identity: dave, address: '192.0.2.77', agent: awsCli(command), tls: true });

export const oidcProvider = `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`;
export const oidcSubject = 'repo:example/infra:ref:refs/heads/main';

/** A run of the pipeline: GitHub's token for the main branch buys it a session of github-deploy. */
export function pipelineRun(number, started) {
  const assumed = session({ name: 'github-deploy', account }, `terraform-apply-${number}`, at(started), {
    context: { webIdFederationData: { federatedProvider: oidcProvider, attributes: {} } },
  });
  const address = '192.0.2.200';
  const terraform =
    'APN/1.0 HashiCorp/1.0 Terraform/1.14.4 (+https://www.terraform.io) terraform-provider-aws/6.31.0 ' +
    '(+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.41.1 ua/2.1 os/linux lang/go#1.25.6';
  return {
    started,
    session: assumed,
    address,
    with: (api) => ({ identity: assumed.identity, address, agent: `${terraform} api/${api}`, tls: true }),
  };
}

/** A monitoring product, which assumes a role here from an account of its own. */
export function monitoring(started) {
  const assumed = session({ name: 'monitoring-read', account }, 'metrics-collector', at(started));
  const address = '192.0.2.210';
  const agent =
    'Boto3/1.42.30 md/Botocore#1.42.30 ua/2.1 os/linux#6.12 md/arch#aarch64 lang/python#3.13.9 md/pyimpl#CPython';
  const outside = {
    type: 'AWSAccount',
    principalId: `${uniqueIdOf('AROA', 'collector')}:collector`,
    accountId: '444455556666',
  };
  return {
    session: assumed,
    outside: { identity: outside, address, agent, tls: true },
    caller: { identity: assumed.identity, address, agent, tls: true },
  };
}

/** A service at work with its service-linked role. */
function linked(host, name, sessionName) {
  return (started) => {
    const assumed = session({ name, account, path: `/aws-service-role/${host}/` }, sessionName, at(started));
    return { host, session: assumed, caller: onBehalf(host, assumed) };
  };
}
export const config = linked('config.amazonaws.com', 'AWSServiceRoleForConfig', 'AWSConfig-Describe');
export const configRemediation = linked(
  'remediation.config.amazonaws.com',
  'AWSServiceRoleForConfigRemediation',
  'AwsConfigRemediation',
);
export const autoScaling = linked('autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling', 'AutoScaling');

/** One execution of the runbook, with the role that Config's remediation configuration names. */
export const remediationRole = { name: 'ConfigRemediation', account };
export function automation(started) {
  const host = 'ssm.amazonaws.com';
  const executionId = uuidOf(`automation ${started}`);
  const assumed = session(remediationRole, `Automation-${executionId}`, at(started));
  return { host, executionId, session: assumed, caller: onBehalf(host, assumed) };
}

/** The instance's credentials, as its metadata service gives them. */
export function instanceRole(started) {
  const assumed = session({ name: 'web-instance', account }, web.instance, at(started), {
    context: { ec2RoleDelivery: '2.0' },
    lasts: 21_600,
  });
  const from = { identity: assumed.identity, address: web.publicAddress, tls: true };
  return { host: 'ec2.amazonaws.com', session: assumed, with: (agent) => ({ ...from, agent }) };
}
