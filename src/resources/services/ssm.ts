/** AWS Systems Manager: parameters, commands, sessions, automations, documents. */
import { enumerate, flag, objects, text, texts } from '../read.ts';
import { related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { sharingInWords } from '../sharing.ts';
import { did, inBrackets, nameAt, named, nameIn, severalNamed } from '../words.ts';

const parameter = (call: Call): string => named('parameter', nameIn(call, 'name'));
const document = ({ request, response }: Call): string =>
  named('document', nameAt(request, 'documentName', 'name') ?? nameAt(response, 'documentDescription.name'));

/** Instances by id, otherwise by what selects them: `targets: [{key: "tag:Name", values: ["web"]}]`. */
function targets({ request }: Call): string {
  const ids = texts(request, 'instanceIds');
  if (ids.length > 0) return ` on ${enumerate(ids)}`;
  const selected = objects(request, 'targets').flatMap((target) => {
    const [key, values] = [text(target, 'key'), texts(target, 'values')];
    if (values.length === 0) return [];
    return key === undefined || /^(?:instanceids|parametervalues)$/i.test(key)
      ? values
      : [`${key}=${values.join(',')}`];
  });
  const instance = text(request, 'instanceId');
  return selected.length > 0 ? ` on ${enumerate(selected)}` : instance ? ` on ${instance}` : '';
}

const ran =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${document(call)}${targets(call)}`;

const put = (call: Call): string => {
  const version = text(call.response, 'version');
  return `${version === '1' ? 'created' : 'set'} ${parameter(call)}${inBrackets(text(call.request, 'type'))}`;
};

const association = ({ request, response }: Call): string =>
  named(
    'association',
    text(request, 'associationName', 'associationId') ?? text(response, 'associationDescription.associationId'),
  );

/** When tasks run on instances. */
const maintenanceWindow =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const isEnabled = flag(request, 'enabled');
    return `${isEnabled === false && verb === 'changed' ? 'disabled' : verb} ${named(
      'maintenance window',
      nameIn(call, 'name', 'windowId'),
    )}${inBrackets(text(request, 'schedule'), isEnabled === true && 'enabled')}`;
  };

export const ssm: Service = {
  name: 'ssm',
  title: 'Systems Manager',
  eventSources: ['ssm.amazonaws.com'],
  types: [
    {
      type: 'AWS::SSM::Parameter',
      title: 'parameter',
      arn: 'arn:{partition}:ssm:{region}:{account}:parameter/{id*}',
      // the name of a parameter in a hierarchy begins with a slash that its ARN lacks
      lookupNames: ['/{id}', '{id}'],
      example: { id: 'prod/db/password', arn: 'arn:aws:ssm:us-east-1:111122223333:parameter/prod/db/password' },
    },
    {
      type: 'AWS::SSM::Document',
      title: 'document',
      arn: 'arn:{partition}:ssm:{region}:{account}:document/{id}',
      configId: '{id}',
      example: { id: 'restart-web', arn: 'arn:aws:ssm:us-east-1:111122223333:document/restart-web' },
    },
    {
      type: 'AWS::SSM::ManagedInstanceInventory',
      title: 'managed instance',
      idPrefix: 'mi-',
      arn: 'arn:{partition}:ssm:{region}:{account}:managed-instance/{id}',
      // Config's form, which it also uses for EC2 instances
      spellings: ['arn:{partition}:ssm:{region}:{account}:managed-instance-inventory/{id}'],
      configId: '{id}',
      neighbors: related('Is associated with', 'AWS::EC2::Instance'),
      example: {
        id: 'mi-0a1b2c3d4e5f60718',
        arn: 'arn:aws:ssm:us-east-1:111122223333:managed-instance/mi-0a1b2c3d4e5f60718',
      },
    },
    {
      type: 'AWS::SSM::MaintenanceWindow',
      title: 'maintenance window',
      idPrefix: 'mw-',
      arn: 'arn:{partition}:ssm:{region}:{account}:maintenancewindow/{id}',
      example: {
        id: 'mw-0a1b2c3d4e5f60718',
        arn: 'arn:aws:ssm:us-east-1:111122223333:maintenancewindow/mw-0a1b2c3d4e5f60718',
      },
    },
    {
      type: 'AWS::SSM::PatchBaseline',
      title: 'patch baseline',
      idPrefix: 'pb-',
      arn: 'arn:{partition}:ssm:{region}:{account}:patchbaseline/{id}',
      configId: '{id}',
      example: {
        id: 'pb-0a1b2c3d4e5f60718',
        arn: 'arn:aws:ssm:us-east-1:111122223333:patchbaseline/pb-0a1b2c3d4e5f60718',
      },
    },
    {
      type: 'AWS::SSM::Association',
      title: 'association',
      arn: 'arn:{partition}:ssm:{region}:{account}:association/{id}',
      example: {
        id: '56fcb26d-8140-4f3f-8f77-7ff7344b4057',
        arn: 'arn:aws:ssm:us-east-1:111122223333:association/56fcb26d-8140-4f3f-8f77-7ff7344b4057',
      },
    },
  ],
  // not `name`, which names parameters and documents, nor `instanceId`, which managed instances have, too
  parameters: {
    documentName: 'AWS::SSM::Document',
    associationId: 'AWS::SSM::Association',
    windowId: 'AWS::SSM::MaintenanceWindow',
    baselineId: 'AWS::SSM::PatchBaseline',
  },
  calls: () => ({
    PutParameter: put,
    GetParameter: (call) => `read ${parameter(call)}`,
    GetParameters: ({ request }) => `read ${severalNamed('parameter', texts(request, 'names'))}`,
    GetParametersByPath: ({ request }) => `read the parameters under ${text(request, 'path') ?? 'a path'}`,
    GetParameterHistory: (call) => `read the history of ${parameter(call)}`,
    DeleteParameter: (call) => `deleted ${parameter(call)}`,
    DeleteParameters: ({ request }) => `deleted ${severalNamed('parameter', texts(request, 'names'))}`,
    LabelParameterVersion: (call) => `labeled a version of ${parameter(call)}`,

    SendCommand: ran('ran'),
    CancelCommand: did('canceled', 'command', 'commandId'),
    GetCommandInvocation: (call) =>
      `read the output of ${named('command', text(call.request, 'commandId'))}${targets(call)}`,
    StartSession: ({ request }) =>
      `started a session on ${text(request, 'target') ?? 'an instance'}${inBrackets(text(request, 'documentName'))}`,
    ResumeSession: did('resumed', 'session', 'sessionId'),
    TerminateSession: did('terminated', 'session', 'sessionId'),
    StartAutomationExecution: (call) => {
      const execution = text(call.response, 'automationExecutionId');
      return `started automation ${nameAt(call.request, 'documentName') ?? 'of a document'}${targets(call)}${inBrackets(
        execution && `execution ${execution}`,
      )}`;
    },
    StartChangeRequestExecution: (call) => `requested a change by ${document(call)}`,
    StopAutomationExecution: did('stopped', 'automation execution', 'automationExecutionId'),
    SendAutomationSignal: ({ request }) =>
      `sent ${text(request, 'signalType') ?? 'a signal'} to ${named('automation execution', text(request, 'automationExecutionId'))}`,

    CreateDocument: (call) => `created ${document(call)}${inBrackets(text(call.request, 'documentType'))}`,
    UpdateDocument: (call) => `changed ${document(call)}`,
    UpdateDocumentDefaultVersion: (call) => `changed the default version of ${document(call)}`,
    DeleteDocument: (call) => `deleted ${document(call)}`,
    ModifyDocumentPermission: (call) =>
      sharingInWords(
        document(call),
        texts(call.request, 'accountIdsToAdd'),
        texts(call.request, 'accountIdsToRemove'),
      ) ?? `changed who may use ${document(call)}`,
    CreateAssociation: (call) => `associated ${document(call)}${targets(call)}`,
    UpdateAssociation: (call) => `changed ${association(call)}`,
    DeleteAssociation: (call) => `deleted ${association(call)}`,
    StartAssociationsOnce: ({ request }) => `ran ${severalNamed('association', texts(request, 'associationIds'))} once`,

    CreateActivation: ({ request }) =>
      `created an activation${inBrackets(nameAt(request, 'iamRole') && `role ${nameAt(request, 'iamRole')}`)}`,
    DeregisterManagedInstance: did('deregistered', 'managed instance', 'instanceId'),
    UpdateServiceSetting: ({ request }) =>
      `changed service setting ${text(request, 'settingId') ?? 'of Systems Manager'}`,
    ResetServiceSetting: ({ request }) => `reset service setting ${text(request, 'settingId') ?? 'of Systems Manager'}`,
    UpdateManagedInstanceRole: ({ request }) =>
      `changed the role of ${named('managed instance', text(request, 'instanceId'))}${inBrackets(nameAt(request, 'iamRole'))}`,
    DeleteActivation: did('deleted', 'activation', 'activationId'),
    CreateMaintenanceWindow: maintenanceWindow('created'),
    UpdateMaintenanceWindow: maintenanceWindow('changed'),
    DeleteMaintenanceWindow: maintenanceWindow('deleted'),
    CancelMaintenanceWindowExecution: did('canceled', 'maintenance window execution', 'windowExecutionId'),
    RegisterTargetWithMaintenanceWindow: did('added targets to', 'maintenance window', 'windowId'),
    UpdateMaintenanceWindowTarget: did('changed targets of', 'maintenance window', 'windowId'),
    DeregisterTargetFromMaintenanceWindow: did('removed targets from', 'maintenance window', 'windowId'),
    UpdateMaintenanceWindowTask: did('changed a task of', 'maintenance window', 'windowId'),
    DeregisterTaskFromMaintenanceWindow: did('removed a task from', 'maintenance window', 'windowId'),
    CreatePatchBaseline: did('created', 'patch baseline', 'name', 'baselineId'),
    UpdatePatchBaseline: did('changed', 'patch baseline', 'baselineId'),
    DeletePatchBaseline: did('deleted', 'patch baseline', 'baselineId'),
    RegisterDefaultPatchBaseline: did('registered as default', 'patch baseline', 'baselineId'),
    RegisterTaskWithMaintenanceWindow: did('added a task to', 'maintenance window', 'windowId'),
    UpdateInstanceInformation: ({ request }) => `reported the agent of ${text(request, 'instanceId') ?? 'an instance'}`,
  }),
};
