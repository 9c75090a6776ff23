/** Elastic Load Balancing: application, network and gateway load balancers, and the calls of classic ones. */
import type { JsonObject } from '../../model/json.ts';
import { enumerate, objects, text, texts } from '../read.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, settings, shortName } from '../words.ts';
import { loadBalancerTypes } from './elasticloadbalancing-types.ts';

/** Classic load balancers are identified by name, the others by ARN. */
const balancer = ({ request, response }: Call): string =>
  named(
    'load balancer',
    nameAt(request, 'loadBalancerArn', 'loadBalancerName', 'name') ??
      objects(response, 'loadBalancers').flatMap((item) => nameAt(item, 'loadBalancerName') ?? [])[0],
  );

const targetGroup = ({ request }: Call): string => named('target group', nameAt(request, 'targetGroupArn', 'name'));

const onBalancer =
  (words: string): Sentence =>
  (call) =>
    `${words} ${balancer(call)}`;

const listener = ({ request }: Call): string => {
  const arn = text(request, 'listenerArn');
  return arn ? `a listener of load balancer ${shortName(arn)}` : 'a listener';
};

/** "HTTPS:443" */
function portOf(request: JsonObject): string | undefined {
  const [protocol, port] = [text(request, 'protocol'), text(request, 'port')];
  return port && `${protocol ?? 'port'}:${port}`;
}

const listens = ({ request }: Call): string => inBrackets(portOf(request));

const rule = ({ request }: Call): string => {
  const arn = text(request, 'ruleArn', 'listenerArn');
  return arn ? `a listener rule of load balancer ${shortName(arn)}` : 'a listener rule';
};

const targets =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${enumerate(texts(call.request, 'targets', 'id').map(shortName)) || 'targets'} ${preposition} ${targetGroup(call)}`;

const classicInstances =
  (verb: string, preposition: string): Sentence =>
  (call) =>
    `${verb} ${enumerate(texts(call.request, 'instances', 'instanceId')) || 'instances'} ${preposition} ${balancer(call)}`;

const classicPlaces =
  (verb: string, preposition: string, path: string): Sentence =>
  (call) =>
    `${verb} ${enumerate(texts(call.request, path)) || 'places'} ${preposition} ${balancer(call)}`;

/** `attributes: [{key: "access_logs.s3.enabled", value: "false"}]` */
const changedAttributes =
  (what: (call: Call) => string): Sentence =>
  (call) => {
    const set = objects(call.request, 'attributes').flatMap((item) => {
      const [key, value] = [text(item, 'key'), text(item, 'value')];
      return key ? [value ? `${key} ${value}` : key] : [];
    });
    return `changed attributes of ${what(call)}${inBrackets(...set)}`;
  };

/** Where a listener or a rule sends requests: "forward to web 90 and web-next 10", "redirect to https://#{host}:443". */
function actions(request: JsonObject, path: string): readonly string[] {
  return objects(request, path).flatMap((action) => {
    const kind = text(action, 'type');
    const groups = objects(action, 'forwardConfig.targetGroups');
    const single = nameAt(action, 'targetGroupArn');
    if (kind === 'forward')
      return `forward to ${enumerate(groups.length > 0 ? groups.map(weighted) : single ? [single] : []) || 'a target group'}`;
    if (kind === 'fixed-response')
      return ['fixed response', text(action, 'fixedResponseConfig.statusCode')].filter(Boolean).join(' ');
    return kind ?? [];
  });
}

const weighted = (group: JsonObject, _: number, { length }: readonly JsonObject[]): string => {
  const [name, weight] = [nameAt(group, 'targetGroupArn') ?? 'a target group', text(group, 'weight')];
  return length > 1 && weight ? `${name} ${weight}` : name;
};

/** A listener's settings. */
const listenerDetails = ({ request }: Call): string =>
  inBrackets(
    ...actions(request, 'defaultActions'),
    ...objects(request, 'certificates').flatMap((item) => {
      const certificate = nameAt(item, 'certificateArn');
      return certificate ? [`certificate ${certificate}`] : [];
    }),
    text(request, 'sslPolicy'),
    portOf(request),
  );

const ruleDetails = ({ request }: Call): string => inBrackets(...actions(request, 'actions'));

function setGroups(call: Call): string {
  const groups = enumerate(texts(call.request, 'securityGroups')) || 'others';
  return `changed security groups of ${balancer(call)} to ${groups}`;
}

export const elasticloadbalancing: Service = {
  name: 'elasticloadbalancing',
  title: 'Elastic Load Balancing',
  eventSources: ['elasticloadbalancing.amazonaws.com'],
  types: loadBalancerTypes,
  // not `loadBalancerName`, by which calls name classic load balancers: answers about all others contain it, too
  parameters: {
    loadBalancerArn: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    targetGroupArn: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    listenerArn: 'AWS::ElasticLoadBalancingV2::Listener',
    ruleArn: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    vpcId: 'AWS::EC2::VPC',
  },
  calls: () => ({
    CreateLoadBalancer: (call) => `created ${balancer(call)}${inBrackets(text(call.request, 'scheme'))}`,
    DeleteLoadBalancer: onBalancer('deleted'),
    ModifyLoadBalancerAttributes: changedAttributes(balancer),
    SetSecurityGroups: setGroups,
    ApplySecurityGroupsToLoadBalancer: setGroups,
    SetSubnets: (call) =>
      `changed subnets of ${balancer(call)} to ${enumerate(texts(call.request, 'subnets')) || 'others'}`,
    CreateListener: (call) => `created a listener of ${balancer(call)}${listens(call)}`,
    ModifyListener: (call) => `changed ${listener(call)}${listenerDetails(call)}`,
    DeleteListener: (call) => `deleted ${listener(call)}`,
    CreateRule: (call) => `created ${rule(call)}${ruleDetails(call)}`,
    ModifyRule: (call) => `changed ${rule(call)}${ruleDetails(call)}`,
    DeleteRule: (call) => `deleted ${rule(call)}`,
    CreateTargetGroup: (call) => `created ${targetGroup(call)}${listens(call)}`,
    ModifyTargetGroup: (call) => `changed ${targetGroup(call)}${settings(call.request, 'targetGroupArn')}`,
    ModifyTargetGroupAttributes: changedAttributes(targetGroup),
    DeleteTargetGroup: (call) => `deleted ${targetGroup(call)}`,
    RegisterTargets: targets('registered', 'with'),
    DeregisterTargets: targets('deregistered', 'from'),
    RegisterInstancesWithLoadBalancer: classicInstances('registered', 'with'),
    DeregisterInstancesFromLoadBalancer: classicInstances('deregistered', 'from'),
    AttachLoadBalancerToSubnets: classicPlaces('attached', 'to', 'subnets'),
    DetachLoadBalancerFromSubnets: classicPlaces('detached', 'from', 'subnets'),
    EnableAvailabilityZonesForLoadBalancer: classicPlaces('enabled', 'for', 'availabilityZones'),
    DisableAvailabilityZonesForLoadBalancer: classicPlaces('disabled', 'for', 'availabilityZones'),
    ConfigureHealthCheck: (call) =>
      `changed the health check of ${balancer(call)}${settings(objects(call.request, 'healthCheck')[0] ?? {})}`,
    SetLoadBalancerListenerSSLCertificate: (call) => {
      const certificate = nameAt(call.request, 'sSLCertificateId');
      return `changed the certificate of ${balancer(call)}${inBrackets(portOf({ port: call.request['loadBalancerPort'] ?? null }), certificate)}`;
    },
    SetLoadBalancerPoliciesOfListener: (call) =>
      `changed the policies of a listener of ${balancer(call)}${inBrackets(...texts(call.request, 'policyNames'))}`,
    CreateLoadBalancerListeners: onBalancer('created listeners of'),
    DeleteLoadBalancerListeners: onBalancer('deleted listeners of'),
    ModifyListenerAttributes: changedAttributes(listener),
    SetRulePriorities: ({ request }) =>
      `changed the order of listener rules${inBrackets(
        ...objects(request, 'rulePriorities').flatMap((each) => {
          const [of, priority] = [nameAt(each, 'ruleArn'), text(each, 'priority')];
          return of && priority ? `${of} ${priority}` : [];
        }),
      )}`,
    SetIpAddressType: (call) =>
      `changed the address type of ${balancer(call)}${inBrackets(text(call.request, 'ipAddressType'))}`,
    CreateTrustStore: did('created', 'trust store', 'name'),
    ModifyTrustStore: did('changed', 'trust store', 'trustStoreArn'),
    DeleteTrustStore: did('deleted', 'trust store', 'trustStoreArn'),
    AddListenerCertificates: (call) => `added certificates to ${listener(call)}`,
    RemoveListenerCertificates: (call) => `removed certificates from ${listener(call)}`,
  }),
};
