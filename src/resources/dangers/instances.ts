/** Ways into a running machine: commands, sessions, keys, start scripts, and credentials that leak from its metadata. */
import { type CallByPrincipal, callsOf, type DangerRule } from '../danger-rule.ts';
import { unwrapped } from '../ec2-request.ts';
import { enumerate, flag, objects, text, texts, valueAt } from '../read.ts';
import { named, nameIn } from '../words.ts';

const commandTargets = ({ request }: CallByPrincipal): string =>
  enumerate(texts(request, 'instanceIds')) ||
  enumerate(objects(request, 'targets').flatMap((target) => texts(target, 'values'))) ||
  'instances';

const instance = (call: CallByPrincipal): string => text(unwrapped(call).request, 'instanceId') ?? 'an instance';

export const instanceRules: readonly DangerRule[] = [
  {
    rule: 'command-run-on-instances',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/run-command.html',
    calls: callsOf('ssm', 'SendCommand'),
    reason: (call) => `commands of ${named('document', nameIn(call, 'documentName'))} ran on ${commandTargets(call)}`,
  },
  {
    rule: 'session-started-on-instance',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
    calls: callsOf('ssm', 'StartSession', 'ResumeSession'),
    reason: ({ request }) => `a session on ${text(request, 'target') ?? 'an instance'} was open`,
  },
  {
    rule: 'command-run-in-container',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html',
    calls: callsOf('ecs', 'ExecuteCommand'),
    reason: (call) =>
      `a command ran in ${named('container', text(call.request, 'container'))} of ${named('task', nameIn(call, 'task', 'taskArn'))}`,
  },
  {
    rule: 'ssh-key-pushed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html',
    calls: callsOf('ec2-instance-connect', 'SendSSHPublicKey', 'SendSerialConsoleSSHPublicKey'),
    reason: (call) => `an SSH key that opens ${instance(call)} was put in place`,
  },
  {
    rule: 'serial-console-enabled',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configure-access-to-serial-console.html',
    calls: callsOf('ec2', 'EnableSerialConsoleAccess'),
    reason: () => 'instances of the account can be entered through the serial console',
  },
  {
    rule: 'user-data-changed',
    severity: 'medium',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html',
    calls: callsOf('ec2', 'ModifyInstanceAttribute'),
    reason: (call) => {
      const { request } = unwrapped(call);
      return valueAt(request, 'userData') != null || text(request, 'attribute') === 'userData'
        ? `the start script of ${instance(call)} was replaced`
        : undefined;
    },
  },
  {
    rule: 'imdsv1-allowed',
    severity: 'medium',
    source: 'Security Hub EC2.8',
    calls: callsOf('ec2', 'ModifyInstanceMetadataOptions', 'ModifyInstanceMetadataDefaults', 'RunInstances'),
    reason: (call) => {
      const { request, response } = unwrapped(call);
      const tokens = text(request, 'httpTokens', 'metadataOptions.httpTokens');
      const endpoint = text(request, 'httpEndpoint', 'metadataOptions.httpEndpoint');
      if (tokens !== 'optional' || endpoint === 'disabled') return undefined;
      const ids = texts(response, 'instancesSet', 'instanceId');
      const which =
        call.eventName === 'ModifyInstanceMetadataDefaults'
          ? 'new instances'
          : enumerate(ids) || (text(request, 'instanceId') ?? 'the instance');
      return `the metadata of ${which} can be read without a token (IMDSv1)`;
    },
  },
  {
    rule: 'ssm-document-sharing-unblocked',
    severity: 'medium',
    source: 'Config ssm-automation-block-public-sharing',
    calls: callsOf('ssm', 'UpdateServiceSetting'),
    reason: ({ request }) =>
      text(request, 'settingId')?.endsWith('/ssm/documents/console/public-sharing-permission') === true &&
      text(request, 'settingValue')?.toLowerCase() === 'enable'
        ? 'documents of Systems Manager may be made public'
        : undefined,
  },
  {
    rule: 'source-destination-check-off',
    severity: 'medium',
    source: 'Security Hub EC2.180',
    calls: callsOf('ec2', 'ModifyInstanceAttribute', 'ModifyNetworkInterfaceAttribute'),
    reason: (call) => {
      const { request } = unwrapped(call);
      return flag(request, 'sourceDestCheck') === false
        ? `${text(request, 'instanceId', 'networkInterfaceId') ?? 'the instance'} may pass on traffic that is not its own`
        : undefined;
    },
  },
];
