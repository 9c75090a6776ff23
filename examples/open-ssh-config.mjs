// What AWS Config recorded: the two security groups, what stands behind them, and what its rules said.
import { complianceItem, configItem, historyFiles, related, snapshotFile } from './config.mjs';
import { account, database, date, otherRule, rule, story, web } from './open-ssh-cast.mjs';

const place = { account, region: 'us-east-1' };
const zone = 'us-east-1b';
const at = (time) => `${date}T${time}Z`;
const ec2Arn = (kind, id) => `arn:aws:ec2:us-east-1:${account}:${kind}/${id}`;

/** The recorder was turned on that morning; a release came six days later. */
const discovered = '2026-02-20T08:14:09.251Z';
const formerRelease = '2026-02-26T09:15:22.806Z';
const snapshotTaken = '2026-03-03T12:03:11.000Z';

const anywhere = '0.0.0.0/0';
const permission = (ipProtocol, ports, ipv4Ranges, userIdGroupPairs = []) => ({
  ...(ports && { fromPort: ports[0] }),
  ipProtocol,
  ipv6Ranges: [],
  prefixListIds: [],
  ...(ports && { toPort: ports[1] }),
  userIdGroupPairs,
  ipv4Ranges,
  ipRanges: ipv4Ranges.map(({ cidrIp }) => cidrIp),
});
const https = permission('tcp', [443, 443], [{ cidrIp: anywhere }]);
const ssh = permission('tcp', [22, 22], [{ cidrIp: anywhere, description: 'temporary - debugging from home' }]);
const fromSite = permission('tcp', [5432, 5432], [], [{ groupId: web.securityGroup, userId: account }]);

const tagList = (tags) => Object.entries(tags).map(([key, value]) => ({ key, value }));

/** A group's item. `host`: what stands behind the group. */
function groupItem(host, groupName, captured, { ipPermissions, tags, status = 'OK' }) {
  const type = 'AWS::EC2::SecurityGroup';
  const id = host.securityGroup;
  const arn = ec2Arn('security-group', id);
  return configItem(place, { type, id, arn, zone: 'Not Applicable' }, captured, {
    status,
    tags,
    relationships: [
      related('Is associated with Instance', 'Instance', host.instance),
      related('Is associated with NetworkInterface', 'NetworkInterface', host.networkInterface),
      related('Is contained in Vpc', 'VPC', host.vpc),
    ],
    configuration: {
      description: groupName,
      groupName,
      ipPermissions,
      ownerId: account,
      groupId: id,
      ipPermissionsEgress: [permission('-1', undefined, [{ cidrIp: anywhere }])],
      tags: tagList(tags),
      vpcId: host.vpc,
    },
  });
}

const inNetwork = (host) => [
  related('Is associated with SecurityGroup', 'SecurityGroup', host.securityGroup),
  related('Is contained in Subnet', 'Subnet', host.subnet),
  related('Is contained in Vpc', 'VPC', host.vpc),
];
const attached = '2026-01-12T07:30:41.000Z';
const groupsOf = (host, groupName) => [{ groupName, groupId: host.securityGroup }];
const association = ({ publicAddress }) =>
  publicAddress && { association: { ipOwnerId: account, publicDnsName: '', publicIp: publicAddress } };

function instanceItem(host, name) {
  const { instance: id, privateAddress: privateIpAddress } = host;
  const tags = { Name: name };
  const resource = { type: 'AWS::EC2::Instance', id, arn: ec2Arn('instance', id), zone, created: attached };
  return configItem(place, resource, discovered, {
    status: 'ResourceDiscovered',
    tags,
    relationships: [
      related('Contains NetworkInterface', 'NetworkInterface', host.networkInterface),
      related('Is attached to Volume', 'Volume', host.volume),
      ...inNetwork(host),
    ],
    configuration: {
      amiLaunchIndex: 0,
      imageId: 'ami-0f1a2b3c4d5e6f708',
      instanceId: id,
      instanceType: 't2.small',
      launchTime: attached,
      monitoring: { state: 'disabled' },
      placement: { availabilityZone: zone, groupName: '', tenancy: 'default' },
      privateIpAddress,
      ...(host.publicAddress && { publicIpAddress: host.publicAddress }),
      state: { code: 16, name: 'running' },
      stateTransitionReason: '',
      subnetId: host.subnet,
      vpcId: host.vpc,
      architecture: 'x86_64',
      blockDeviceMappings: [
        {
          deviceName: '/dev/xvda',
          ebs: { attachTime: attached, deleteOnTermination: true, status: 'attached', volumeId: host.volume },
        },
      ],
      ebsOptimized: false,
      hypervisor: 'xen',
      networkInterfaces: [
        {
          ...association(host),
          description: '',
          groups: groupsOf(host, name),
          networkInterfaceId: host.networkInterface,
          ownerId: account,
          privateIpAddress,
          status: 'in-use',
          subnetId: host.subnet,
          vpcId: host.vpc,
          interfaceType: 'interface',
        },
      ],
      rootDeviceName: '/dev/xvda',
      rootDeviceType: 'ebs',
      securityGroups: groupsOf(host, name),
      sourceDestCheck: true,
      tags: tagList(tags),
      virtualizationType: 'hvm',
      metadataOptions: {
        state: 'applied',
        httpTokens: 'required',
        httpPutResponseHopLimit: 2,
        httpEndpoint: 'enabled',
      },
    },
  });
}

function interfaceItem(host, name) {
  const { networkInterface: id, privateAddress: privateIpAddress } = host;
  const resource = { type: 'AWS::EC2::NetworkInterface', id, arn: ec2Arn('network-interface', id), zone };
  return configItem(place, resource, discovered, {
    status: 'ResourceDiscovered',
    relationships: [related('Is attached to Instance', 'Instance', host.instance), ...inNetwork(host)],
    configuration: {
      ...association(host),
      attachment: {
        attachTime: attached,
        attachmentId: `eni-attach-${id.slice(4)}`,
        deleteOnTermination: true,
        deviceIndex: 0,
        instanceId: host.instance,
        instanceOwnerId: account,
        status: 'attached',
      },
      availabilityZone: zone,
      description: '',
      groups: groupsOf(host, name),
      interfaceType: 'interface',
      networkInterfaceId: id,
      ownerId: account,
      privateIpAddress,
      privateIpAddresses: [{ ...association(host), primary: true, privateIpAddress }],
      requesterManaged: false,
      sourceDestCheck: true,
      status: 'in-use',
      subnetId: host.subnet,
      tagSet: [],
      vpcId: host.vpc,
    },
  });
}

const verdict = (host, captured, state, status) =>
  complianceItem(
    place,
    { type: 'AWS::EC2::SecurityGroup', id: host.securityGroup },
    captured,
    { [otherRule]: 'COMPLIANT', [rule]: state },
    status,
  );

const before = { Name: 'web', release: '2026-02-26.1' };
const after = { Name: 'web', release: '2026-03-03.1' };
const webItem = (captured, ipPermissions, tags) => groupItem(web, 'web', captured, { ipPermissions, tags });

/** The group as it was, and the three times that it was found changed. */
export const groupItems = {
  before: webItem(formerRelease, [https], before),
  tagged: webItem(at(story.tagCaptured), [https], after),
  opened: webItem(at(story.itemCaptured), [https, ssh], after),
  closed: webItem(at(story.closedCaptured), [https], after),
};

/** The rule's word on the group. */
export const verdicts = {
  before: verdict(web, '2026-02-20T08:21:40.118Z', 'COMPLIANT', 'ResourceDiscovered'),
  opened: verdict(web, at(story.nonCompliant), 'NON_COMPLIANT'),
  closed: verdict(web, at(story.compliant), 'COMPLIANT'),
};

const discoveredGroups = [
  groupItem(web, 'web', discovered, {
    ipPermissions: [https],
    tags: { Name: 'web', release: '2026-02-19.1' },
    status: 'ResourceDiscovered',
  }),
  groupItem(database, 'database', discovered, {
    ipPermissions: [fromSite],
    tags: { Name: 'database' },
    status: 'ResourceDiscovered',
  }),
];

const items = [
  ...discoveredGroups,
  ...[web, database].flatMap((host, index) => {
    const name = ['web', 'database'][index];
    return [instanceItem(host, name), interfaceItem(host, name)];
  }),
  verdict(database, '2026-02-20T08:21:40.733Z', 'COMPLIANT', 'ResourceDiscovered'),
  ...Object.values(groupItems),
  ...Object.values(verdicts),
];

export const configFiles = () => [...historyFiles(place, items), snapshotFile(place, items, snapshotTaken)];
