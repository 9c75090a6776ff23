/** What EC2's calls on instances, volumes, snapshots, images and flow logs do to their configuration. */
import type { JsonObject } from '../../model/json.ts';
import {
  built,
  type Effect,
  type Effects,
  type EffectsOfCall,
  gain,
  lose,
  resource,
  set,
  sets,
  setTo,
  tagged,
  textsOf,
  untagged,
  type Writer,
} from '../effect.ts';
import { typeOfId } from '../identify.ts';
import { flag, objects, text, valueAt } from '../read.ts';
import type { Call } from '../service.ts';

const instance = resource('AWS::EC2::Instance', 'instanceId', 'instancesSet.instanceId', 'InstanceId');
const started = resource('AWS::EC2::Instance', 'response.instancesSet.instanceId');
const volume = resource('AWS::EC2::Volume', 'volumeId', 'response.volumeId', 'VolumeId');
const snapshot = resource('AWS::EC2::Snapshot', 'snapshotId', 'response.snapshotId');
const image = resource('AWS::EC2::Ami', 'imageId', 'response.imageId');

const state = (name: string, code: number) => setTo('configuration.state', { code, name });

/** The single attribute that a call sets: `{groupSet: …}`, `{disableApiTermination: {value: true}}`. */
const instanceAttributes: Writer = (call) => [
  ...sets(
    'configuration',
    'instanceType ebsOptimized sourceDestCheck enaSupport userData disableApiTermination disableApiStop instanceInitiatedShutdownBehavior',
  )(call),
  ...set('configuration.securityGroups', ({ request }) => {
    const ids = objects(request, 'groupSet').flatMap((each) => text(each, 'groupId') ?? []);
    return ids.length > 0 ? ids.map((groupId) => ({ groupId })) : undefined;
  })(call),
  ...namedAttribute(call),
];

/** The older form: `{attribute: "instanceType", value: "t3.large"}`. */
function namedAttribute({ request }: Call): ReturnType<Writer> {
  const [name, value] = [text(request, 'attribute'), text(request, 'value')];
  return name !== undefined && value !== undefined
    ? [{ op: 'set', path: ['configuration', name], value: /^(true|false)$/.test(value) ? value === 'true' : value }]
    : [];
}

/**
 * Who a snapshot or an image is open to. Config does not record it, so it goes where the APIs that describe the attribute have
 * it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html
 */
function permissionWrites(attribute: string, list: string): Writer {
  return ({ request }) => {
    const path = ['configuration', list];
    const of = (key: 'add' | 'remove') => [
      ...objects(request, `${attribute}.${key}`).flatMap((holder) => holders(holder)),
    ];
    return [
      ...of('add').map((element) => ({ op: 'gain', path, element }) as const),
      ...of('remove').map((element) => ({ op: 'lose', path, element }) as const),
    ];
  };
}

const holders = (holder: JsonObject): readonly JsonObject[] =>
  ['userId', 'group', 'organizationArn', 'organizationalUnitArn'].flatMap((key) => {
    const value = valueAt(holder, key);
    return typeof value === 'string' ? [{ [key]: value }] : [];
  });

/** Tags of any resource; its type follows from the id. */
const tags =
  (write: Writer): EffectsOfCall =>
  (call) =>
    textsOf(call, 'resourcesSet.resourceId').flatMap((id): readonly Effect[] => {
      const type = typeOfId(id);
      const writes = write(call);
      return type === undefined || writes.length === 0 ? [] : [{ type, id, what: 'changed', writes }];
    });

const metadata = sets(
  'configuration.metadataOptions',
  'HttpTokens HttpPutResponseHopLimit HttpEndpoint HttpProtocolIpv6 InstanceMetadataTags',
);

const flowLogs = resource('AWS::EC2::FlowLog', 'response.flowLogIdSet');

export const computeEffects: Effects = {
  RunInstances: started.creates(
    sets('configuration', 'instanceType subnetId'),
    set('configuration.imageId', (call) => textsOf(call, 'instancesSet.imageId')[0]),
    set('configuration.keyName', (call) => textsOf(call, 'instancesSet.keyName')[0]),
    set('configuration.iamInstanceProfile', 'iamInstanceProfile'),
    set('configuration.securityGroups', (call) => {
      const ids = textsOf(call, 'groupSet.groupId');
      return ids.length > 0 ? ids.map((groupId) => ({ groupId })) : undefined;
    }),
  ),
  TerminateInstances: instance.deletes(),
  StopInstances: instance.changes(state('stopped', 80)),
  StartInstances: instance.changes(state('running', 16)),
  ModifyInstanceAttribute: instance.changes(instanceAttributes),
  ModifyInstanceMetadataOptions: instance.changes(metadata),
  AssociateIamInstanceProfile: instance.changes(set('configuration.iamInstanceProfile', 'iamInstanceProfile')),
  MonitorInstances: instance.changes(setTo('configuration.monitoring', { state: 'enabled' })),
  UnmonitorInstances: instance.changes(setTo('configuration.monitoring', { state: 'disabled' })),

  CreateVolume: volume.creates(
    sets('configuration', 'size volumeType encrypted kmsKeyId iops throughput snapshotId zone>availabilityZone'),
  ),
  DeleteVolume: volume.deletes(),
  ModifyVolume: volume.changes(sets('configuration', 'Size VolumeType Iops Throughput')),
  AttachVolume: volume.changes(
    gain('configuration.attachments', built({ instanceId: 'instanceId', device: 'device', volumeId: 'volumeId' })),
  ),
  DetachVolume: volume.changes(
    lose('configuration.attachments', built({ instanceId: 'instanceId', device: 'device' })),
    lose('configuration.attachments', built({ instanceId: 'response.instanceId', device: 'response.device' })),
  ),

  CreateSnapshot: snapshot.creates(
    sets('configuration', 'volumeId description response.encrypted response.volumeSize'),
  ),
  DeleteSnapshot: snapshot.deletes(),
  ModifySnapshotAttribute: snapshot.changes(permissionWrites('createVolumePermission', 'createVolumePermissions')),
  ResetSnapshotAttribute: snapshot.changes(setTo('configuration.createVolumePermissions', [])),
  CreateImage: image.creates(sets('configuration', 'name description instanceId')),
  DeregisterImage: image.deletes(),
  ModifyImageAttribute: image.changes(permissionWrites('launchPermission', 'launchPermissions')),

  EnableEbsEncryptionByDefault: account('ebsEncryptionByDefault', true),
  DisableEbsEncryptionByDefault: account('ebsEncryptionByDefault', false),

  CreateFlowLogs: flowLogs.creates(
    sets('configuration', 'LogGroupName LogDestination LogDestinationType TrafficType ResourceId'),
  ),
  DeleteFlowLogs: resource('AWS::EC2::FlowLog', 'FlowLogId.content', 'FlowLogId', 'flowLogIdSet').deletes(),

  CreateTags: tags(tagged('tagSet')),
  DeleteTags: tags(untagged('tagSet')),
};

/** A setting of the account in a region: no resource has it, so it is the account's own. */
function account(name: string, value: boolean): EffectsOfCall {
  return ({ response }) =>
    flag(response, 'ebsEncryptionByDefault') === !value
      ? []
      : [
          {
            type: 'AWS::EC2::AccountAttribute',
            id: 'account',
            what: 'changed',
            writes: [{ op: 'set', path: ['configuration', name], value }],
          },
        ];
}
