/** EC2's calls on volumes, snapshots and images, in words; also the EBS direct APIs, which read snapshots. */
import { unwrapped } from '../ec2-request.ts';
import { flag, text, texts } from '../read.ts';
import type { Call, Sentence } from '../service.ts';
import { sharingInWords } from '../sharing.ts';
import { inBrackets, named } from '../words.ts';

const volume = ({ request, response }: Call): string =>
  text(request, 'volumeId') ?? text(response, 'volumeId') ?? 'a volume';
const instance = ({ request }: Call): string => text(request, 'instanceId') ?? 'an instance';
const device = ({ request }: Call): string | undefined => text(request, 'device');
const snapshot = ({ request }: Call): string => named('snapshot', text(request, 'snapshotId'));
const sharedSnapshot = ({ service = {} }: Call): string => `shared ${named('snapshot', text(service, 'snapshotId'))}`;
const image = ({ request }: Call): string => named('image', text(request, 'imageId'));
const grantees = ['userId', 'group', 'organizationArn', 'organizationalUnitArn'] as const;

/** `createVolumePermission` or `launchPermission`: `{add: {items: [{userId} | {group: "all"}]}, remove: …}` */
const shared =
  (permission: string, thing: (call: Call) => string): Sentence =>
  (call) =>
    sharingInWords(
      thing(call),
      texts(call.request, `${permission}.add`, ...grantees),
      texts(call.request, `${permission}.remove`, ...grantees),
    ) ?? `changed attributes of ${thing(call)}`;

const copied =
  (title: string, source: string, made: string): Sentence =>
  (call) => {
    const { request, response } = unwrapped(call);
    const to = text(response, made);
    const from = text(request, 'sourceRegion');
    return `copied ${named(title, text(request, source))}${from ? ` from ${from}` : ''}${to ? ` to ${to}` : ''}`;
  };

const created =
  (title: string, made: string, of: (call: Call) => string | undefined): Sentence =>
  (call) => {
    const origin = of(call);
    return `created ${named(title, text(call.response, made))}${origin ? ` of ${origin}` : ''}`;
  };

export const storageCalls = (): Readonly<Record<string, Sentence>> => ({
  CreateVolume: ({ request, response }) =>
    `created ${named('volume', text(response, 'volumeId'))}${
      text(request, 'snapshotId') ? ` from ${text(request, 'snapshotId')}` : ''
    }${inBrackets(flag(response, 'encrypted') === false && 'unencrypted')}`,
  DeleteVolume: (call) => `deleted ${named('volume', text(call.request, 'volumeId'))}`,
  AttachVolume: (call) => `attached ${volume(call)} to ${instance(call)}${inBrackets(device(call))}`,
  DetachVolume: (call) => {
    const from = text(call.request, 'instanceId') ?? text(call.response, 'instanceId');
    return `detached ${volume(call)}${from ? ` from ${from}` : ''}${inBrackets(device(call))}`;
  },
  ModifyVolume: (call) => {
    const { request } = unwrapped(call);
    const size = text(request, 'size');
    return `changed ${named('volume', text(request, 'volumeId'))}${inBrackets(size && `${size} GiB`, text(request, 'volumeType'))}`;
  },

  CreateSnapshot: created('snapshot', 'snapshotId', volume),
  CreateSnapshots: (call) => {
    const { request } = unwrapped(call);
    return `created snapshots of the volumes of ${text(request, 'instanceSpecification.instanceId') ?? 'an instance'}`;
  },
  CopySnapshot: copied('snapshot', 'sourceSnapshotId', 'snapshotId'),
  DeleteSnapshot: (call) => `deleted ${snapshot(call)}`,
  ModifySnapshotAttribute: shared('createVolumePermission', snapshot),
  ResetSnapshotAttribute: (call) => `reset the sharing of ${snapshot(call)}`,
  // service events, which name the snapshot only in `serviceEventDetails`
  SharedSnapshotVolumeCreated: (call) => `created a volume from ${sharedSnapshot(call)}`,
  SharedSnapshotCopyInitiated: (call) => `copied ${sharedSnapshot(call)}`,

  CreateImage: created('image', 'imageId', instance),
  RegisterImage: ({ request, response }) =>
    `registered ${named('image', text(response, 'imageId') ?? text(request, 'name'))}`,
  CopyImage: copied('image', 'sourceImageId', 'imageId'),
  DeregisterImage: (call) => `deregistered ${image(call)}`,
  ModifyImageAttribute: shared('launchPermission', image),
  ResetImageAttribute: (call) => `reset the sharing of ${image(call)}`,
  CreateStoreImageTask: (call) => {
    const { request } = unwrapped(call);
    return `exported ${named('image', text(request, 'imageId'))} to ${named('bucket', text(request, 'bucket'))}`;
  },
  ExportImage: (call) => {
    const { request } = unwrapped(call);
    return `exported ${named('image', text(request, 'imageId'))} to ${named('bucket', text(request, 's3ExportLocation.s3Bucket'))}`;
  },
  CreateInstanceExportTask: (call) =>
    `exported ${instance(call)} to ${named('bucket', text(call.request, 'exportToS3.s3Bucket', 'exportToS3Task.s3Bucket'))}`,

  EnableEbsEncryptionByDefault: () => 'turned on EBS encryption by default',
  DisableEbsEncryptionByDefault: () => 'turned off EBS encryption by default',
  EnableSnapshotBlockPublicAccess: () => 'turned on the block on public snapshots',
  DisableSnapshotBlockPublicAccess: () => 'turned off the block on public snapshots',
  EnableImageBlockPublicAccess: () => 'turned on the block on public images',
  DisableImageBlockPublicAccess: () => 'turned off the block on public images',

  // EBS direct APIs: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-accessing-snapshot.html
  GetSnapshotBlock: (call) => `read a block of ${snapshot(call)}`,
  ListSnapshotBlocks: (call) => `listed the blocks of ${snapshot(call)}`,
  ListChangedBlocks: ({ request }) =>
    `listed the changed blocks of ${named('snapshot', text(request, 'secondSnapshotId', 'firstSnapshotId'))}`,
  PutSnapshotBlock: (call) => `wrote a block of ${snapshot(call)}`,
});
