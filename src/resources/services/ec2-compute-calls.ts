/** EC2's calls on instances, key pairs and launch templates, in words. */
import { unwrapped } from '../ec2-request.ts';
import { enumerate, flag, text, texts, valueAt } from '../read.ts';
import type { Call, Sentence } from '../service.ts';
import { inBrackets, nameAt, named, settings, severalNamed } from '../words.ts';

const instance = ({ request }: Call): string => text(request, 'instanceId') ?? 'an instance';

const instances = ({ request, response }: Call): string =>
  enumerate(texts(request, 'instancesSet', 'instanceId')) ||
  enumerate(texts(response, 'instancesSet', 'instanceId')) ||
  'instances';

const toInstances =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${instances(call)}`;

function launched({ request, response }: Call): string {
  const ids = texts(response, 'instancesSet', 'instanceId');
  const image = texts(request, 'instancesSet', 'imageId')[0] ?? texts(response, 'instancesSet', 'imageId')[0];
  const count = texts(request, 'instancesSet', 'maxCount')[0];
  const profile = nameAt(request, 'iamInstanceProfile.name', 'iamInstanceProfile.arn');
  const what = ids.length > 0 ? enumerate(ids) : count && count !== '1' ? `${count} instances` : 'an instance';
  return `launched ${what}${image ? ` from ${image}` : ''}${inBrackets(
    text(request, 'instanceType'),
    profile && `instance profile ${profile}`,
    valueAt(request, 'userData') != null && 'user data',
  )}`;
}

/** One attribute per call: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceAttribute.html */
function changedInstance(call: Call): string {
  const { request } = call;
  const groups = texts(request, 'groupSet', 'groupId');
  if (valueAt(request, 'userData') != null || text(request, 'attribute') === 'userData') {
    return `changed the user data of ${instance(call)}`;
  }
  if (groups.length > 0) return `changed security groups of ${instance(call)} to ${enumerate(groups)}`;
  for (const [attribute, title] of [
    ['disableApiTermination', 'termination protection'],
    ['disableApiStop', 'stop protection'],
    ['sourceDestCheck', 'the source/destination check'],
    ['ebsOptimized', 'EBS optimization'],
  ] as const) {
    const on = flag(request, attribute);
    if (on !== undefined) return `turned ${on ? 'on' : 'off'} ${title} of ${instance(call)}`;
  }
  const type = text(request, 'instanceType.value', 'instanceType');
  if (type) return `changed the type of ${instance(call)} to ${type}`;
  return `changed attributes of ${instance(call)}${settings(request, 'instanceId')}`;
}

/** If tokens are optional, IMDSv1 answers. */
function changedMetadataOptions(call: Call): string {
  const { request } = unwrapped(call);
  const tokens = text(request, 'httpTokens');
  const endpoint = text(request, 'httpEndpoint');
  return `changed metadata options of ${text(request, 'instanceId') ?? 'an instance'}${inBrackets(
    tokens && `tokens ${tokens}`,
    endpoint && `endpoint ${endpoint}`,
  )}`;
}

const profile = ({ request }: Call): string =>
  named('instance profile', nameAt(request, 'iamInstanceProfile.name', 'iamInstanceProfile.arn'));

const keyPair =
  (verb: string): Sentence =>
  ({ request, response }) =>
    `${verb} ${named('key pair', text(request, 'keyName', 'keyPairId') ?? text(response, 'keyName', 'keyPairId'))}`;

/** "version 8 of launch template web (ami-0a1b2c3d4e5f60718, t3.micro)" */
function launchTemplateVersion(call: Call): string {
  const { request, response } = unwrapped(call);
  const number = text(response, 'launchTemplateVersion.versionNumber');
  const [image, type] = ['ImageId', 'InstanceType'].map((key) => text(request, `LaunchTemplateData.${key}`));
  const version = number === undefined ? 'a version' : `version ${number}`;
  return `created ${version} of ${launchTemplate(call)}${inBrackets(image, type)}`;
}

const launchTemplate = (call: Call): string => {
  const { request, response } = unwrapped(call);
  return named(
    'launch template',
    text(request, 'launchTemplateName', 'launchTemplateId') ??
      text(response, 'launchTemplate.launchTemplateId', 'launchTemplateVersion.launchTemplateId'),
  );
};

const tagged =
  (verb: string): Sentence =>
  ({ request }) => {
    const resources = texts(request, 'resourcesSet', 'resourceId');
    const keys = texts(request, 'tagSet', 'key');
    return `${verb} ${enumerate(resources) || 'resources'}${inBrackets(...keys)}`;
  };

export const computeCalls = (): Readonly<Record<string, Sentence>> => ({
  RunInstances: launched,
  StartInstances: toInstances('started'),
  StopInstances: toInstances('stopped'),
  RebootInstances: toInstances('rebooted'),
  TerminateInstances: toInstances('terminated'),
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/BidEvictedEvent.html
  BidEvictedEvent: ({ service = {} }) => `reclaimed ${severalNamed('Spot instance', texts(service, 'instanceIdSet'))}`,
  MonitorInstances: toInstances('turned on detailed monitoring of'),
  UnmonitorInstances: toInstances('turned off detailed monitoring of'),
  RequestSpotInstances: ({ request }) =>
    `requested spot instances${inBrackets(
      text(request, 'launchSpecification.instanceType'),
      text(request, 'launchSpecification.imageId'),
    )}`,
  ModifyInstanceAttribute: changedInstance,
  ResetInstanceAttribute: (call) => `reset ${text(call.request, 'attribute') ?? 'an attribute'} of ${instance(call)}`,
  ModifyInstanceMetadataOptions: changedMetadataOptions,
  DescribeInstanceAttribute: (call) =>
    `read attribute ${text(call.request, 'attribute') ?? 'values'} of ${instance(call)}`,

  AssociateIamInstanceProfile: (call) => {
    const inner = unwrapped(call);
    return `attached ${profile(inner)} to ${instance(inner)}`;
  },
  ReplaceIamInstanceProfileAssociation: (call) => {
    const inner = unwrapped(call);
    return `replaced an instance profile by ${profile(inner)}${inBrackets(text(inner.request, 'associationId'))}`;
  },
  DisassociateIamInstanceProfile: (call) =>
    `detached an instance profile from its instance${inBrackets(text(unwrapped(call).request, 'associationId'))}`,

  GetPasswordData: (call) => `read the Windows password data of ${instance(call)}`,
  GetConsoleOutput: (call) => `read the console output of ${instance(call)}`,
  GetConsoleScreenshot: (call) => `read a console screenshot of ${instance(unwrapped(call))}`,
  GetLaunchTemplateData: (call) => `read launch template data of ${instance(unwrapped(call))}`,
  EnableSerialConsoleAccess: () => 'turned on serial console access for the account',
  DisableSerialConsoleAccess: () => 'turned off serial console access for the account',

  // EC2 Instance Connect
  SendSSHPublicKey: (call) =>
    `sent an SSH public key to ${instance(call)}${inBrackets(
      text(call.request, 'instanceOSUser') && `user ${text(call.request, 'instanceOSUser')}`,
    )}`,
  SendSerialConsoleSSHPublicKey: (call) => `sent an SSH public key to the serial console of ${instance(call)}`,
  OpenTunnel: (call) =>
    `opened a tunnel to ${text(call.request, 'instanceId', 'privateIpAddress') ?? 'an instance'}${inBrackets(
      text(call.request, 'remotePort') && `port ${text(call.request, 'remotePort')}`,
    )}`,

  CreateKeyPair: keyPair('created'),
  ImportKeyPair: keyPair('imported'),
  DeleteKeyPair: keyPair('deleted'),
  CreateLaunchTemplate: (call) => `created ${launchTemplate(call)}`,
  CreateLaunchTemplateVersion: launchTemplateVersion,
  ModifyLaunchTemplate: (call) => `changed the default version of ${launchTemplate(call)}`,
  DeleteLaunchTemplate: (call) => `deleted ${launchTemplate(call)}`,

  CreateTags: tagged('tagged'),
  DeleteTags: tagged('untagged'),
});
