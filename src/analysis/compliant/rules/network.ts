/** Rules on reachability: security groups, instances, load balancers, clusters. */
import type { ConfigurationItem } from '../../../model/configuration-item.ts';
import type { JsonObject } from '../../../model/json.ts';
import { portsInWords } from '../../../resources/ip-permissions.ts';
import { enumerate, flag, list, objects, text, texts } from '../../../resources/read.ts';
import {
  attributeOf,
  complies,
  configurationOf,
  type DerivedRule,
  doesNotApply,
  type Judge,
  pageOf,
  violates,
} from './rule.ts';

/** Ports of a protocol that are open to every address, both ends inclusive. */
interface Opening {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

const everywhere = new Set(['0.0.0.0/0', '::/0']);

/** Depending on the item's age, Config has IPv4 ranges as plain text or as `ipv4Ranges`. */
const peersOf = (permission: JsonObject): readonly string[] => [
  ...texts(permission, 'ipRanges', 'cidrIp'),
  ...texts(permission, 'ipv4Ranges', 'cidrIp'),
  ...texts(permission, 'ipv6Ranges', 'cidrIpv6'),
];

function openingsOf(item: ConfigurationItem): readonly Opening[] {
  return objects(configurationOf(item), 'ipPermissions').flatMap((permission) => {
    const peers = [...new Set(peersOf(permission))].filter((peer) => everywhere.has(peer)).sort();
    const protocol = protocolOf(text(permission, 'ipProtocol'));
    if (peers.length === 0 || protocol === undefined) return [];
    const ports = [text(permission, 'fromPort'), text(permission, 'toPort')] as const;
    const [from, to] = ports.map(Number) as [number, number];
    const isWhole = protocol === 'all' || ports.includes(undefined) || ports.includes('-1') || !(from <= to);
    const words = `${portsInWords(text(permission, 'ipProtocol'), ...ports)} from ${peers.join(' and ')}`;
    return [{ protocol, from: isWhole ? 0 : from, to: isWhole ? 65_535 : to, words }];
  });
}

/**
 * Only protocols with ports, and "all", which includes them.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
function protocolOf(protocol: string | undefined): string | undefined {
  if (protocol === '-1' || protocol === 'all') return 'all';
  if (protocol === 'tcp' || protocol === '6') return 'tcp';
  return protocol === 'udp' || protocol === '17' ? 'udp' : undefined;
}

/** Whether the item contains rules at all. */
const isGroup = (item: ConfigurationItem): boolean => Array.isArray(configurationOf(item)['ipPermissions']);

const openWhere =
  (isWrong: (opening: Opening) => boolean): Judge =>
  (item) => {
    if (!isGroup(item)) return undefined;
    const wrong = openingsOf(item).filter(isWrong);
    return wrong.length === 0 ? complies : violates(`open: ${enumerate(wrong.map(({ words }) => words))}`);
  };

const tcpPorts =
  (...ports: readonly number[]) =>
  ({ protocol, from, to }: Opening): boolean =>
    protocol !== 'udp' && ports.some((port) => from <= port && port <= to);

/** The web ports, according to Security Hub: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-18 */
const authorized = [80, 443];

const isUnauthorized = ({ protocol, from, to }: Opening): boolean =>
  protocol !== 'tcp' || from !== to || !authorized.includes(from);

const group = ['AWS::EC2::SecurityGroup'];

const goneStates = ['terminated', 'shutting-down'];
const onInstance =
  (judge: Judge): Judge =>
  (item) =>
    goneStates.includes(text(configurationOf(item), 'state.name') ?? '') ? doesNotApply : judge(item);

export const networkRules: readonly DerivedRule[] = [
  {
    name: 'restricted-ssh',
    identifier: 'INCOMING_SSH_DISABLED',
    types: group,
    source: pageOf('restricted-ssh'),
    judge: openWhere(tcpPorts(22)),
  },
  {
    // its default ports: FTP, RDP, MySQL and mSQL
    name: 'restricted-common-ports',
    identifier: 'RESTRICTED_INCOMING_TRAFFIC',
    types: group,
    source: pageOf('restricted-common-ports'),
    judge: openWhere(tcpPorts(20, 21, 3389, 3306, 4333)),
  },
  {
    name: 'vpc-sg-open-only-to-authorized-ports',
    identifier: 'VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS',
    types: group,
    source: pageOf('vpc-sg-open-only-to-authorized-ports'),
    judge: openWhere(isUnauthorized),
    narrower: ['restricted-ssh', 'restricted-common-ports'],
  },
  {
    name: 'ec2-imdsv2-check',
    identifier: 'EC2_IMDSV2_CHECK',
    types: ['AWS::EC2::Instance'],
    source: pageOf('ec2-imdsv2-check'),
    judge: onInstance((item) => {
      const tokens = text(configurationOf(item), 'metadataOptions.httpTokens');
      if (tokens === undefined) return undefined;
      return tokens === 'required' ? complies : violates(`its metadata is served without a token (${tokens})`);
    }),
  },
  {
    name: 'ec2-instance-no-public-ip',
    identifier: 'EC2_INSTANCE_NO_PUBLIC_IP',
    types: ['AWS::EC2::Instance'],
    source: pageOf('ec2-instance-no-public-ip'),
    judge: onInstance((item) => {
      const configuration = configurationOf(item);
      if (text(configuration, 'instanceId') === undefined) return undefined;
      const address =
        text(configuration, 'publicIpAddress') ??
        objects(configuration, 'networkInterfaces').flatMap((each) => text(each, 'association.publicIp') ?? [])[0];
      return address === undefined ? complies : violates(`it has the public address ${address}`);
    }),
  },
  {
    name: 'elb-tls-https-listeners-only',
    identifier: 'ELB_TLS_HTTPS_LISTENERS_ONLY',
    types: ['AWS::ElasticLoadBalancing::LoadBalancer'],
    source: pageOf('elb-tls-https-listeners-only'),
    judge: (item) => {
      const listeners = objects(configurationOf(item), 'listenerDescriptions').map((each) => ({
        protocol: text(each, 'listener.protocol') ?? '',
        port: text(each, 'listener.loadBalancerPort') ?? '',
      }));
      if (listeners.length === 0) return doesNotApply;
      const plain = listeners.filter(({ protocol }) => !['HTTPS', 'SSL'].includes(protocol));
      return plain.length === 0 ? complies : violates(`not encrypted: ${enumerate(plain.map(inWords))}`);
    },
  },
  {
    name: 'elbv2-listener-encryption-in-transit',
    identifier: 'ELBV2_LISTENER_ENCRYPTION_IN_TRANSIT',
    types: ['AWS::ElasticLoadBalancingV2::Listener'],
    source: pageOf('elbv2-listener-encryption-in-transit'),
    judge: (item) => {
      const configuration = configurationOf(item);
      const protocol = text(configuration, 'protocol');
      if (protocol === undefined) return undefined;
      const port = text(configuration, 'port') ?? '';
      return ['HTTPS', 'TLS'].includes(protocol) ? complies : violates(`not encrypted: ${inWords({ protocol, port })}`);
    },
  },
  {
    name: 'elb-deletion-protection-enabled',
    identifier: 'ELB_DELETION_PROTECTION_ENABLED',
    types: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
    source: pageOf('elb-deletion-protection-enabled'),
    judge: ({ supplementaryConfiguration }) => {
      const value = attributeOf(supplementaryConfiguration, 'LoadBalancerAttributes', 'deletion_protection.enabled');
      if (value === undefined) return undefined;
      return value === 'true' ? complies : violates('it can be deleted: deletion protection is off');
    },
  },
  {
    name: 'eks-endpoint-no-public-access',
    identifier: 'EKS_ENDPOINT_NO_PUBLIC_ACCESS',
    types: ['AWS::EKS::Cluster'],
    source: pageOf('eks-endpoint-no-public-access'),
    judge: (item) => {
      const network = configurationOf(item);
      const isPublic = flag(network, 'resourcesVpcConfig.endpointPublicAccess');
      if (isPublic === undefined) return undefined;
      const ranges = list(network, 'resourcesVpcConfig.publicAccessCidrs').filter((each) => typeof each === 'string');
      const whom = ranges.length === 0 ? '' : ` to ${enumerate(ranges)}`;
      return isPublic ? violates(`its endpoint is open${whom}`) : complies;
    },
  },
];

const inWords = ({ protocol, port }: { readonly protocol: string; readonly port: string }) =>
  `${protocol} ${port}`.trim();
