/**
 * AWS Global Accelerator, which is recorded and measured in us-west-2, wherever its endpoints are.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/logging-using-cloudtrail.html
 */
import { flag, objects, text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, shortName } from '../words.ts';

/** `arn:…:accelerator/A/listener/L/endpoint-group/E`: each part is an id of its own. */
const idIn = (kind: string, arn: string | undefined): string | undefined =>
  arn === undefined ? undefined : new RegExp(`[:/]${kind}/([^/]+)`).exec(arn)?.[1];

const arnOf = ({ request, response }: Call, ...members: readonly string[]): string | undefined =>
  text(request, ...members) ?? text(response, ...members);

const ownArns = ['acceleratorArn', 'accelerator.acceleratorArn'] as const;
const listenerArns = ['listenerArn', 'listener.listenerArn'] as const;
const groupArns = ['endpointGroupArn', 'endpointGroup.endpointGroupArn'] as const;

const accelerator = (call: Call): string =>
  named('accelerator', text(call.request, 'name') ?? idIn('accelerator', arnOf(call, ...ownArns)));

const of = (arn: string | undefined): string => {
  const id = idIn('accelerator', arn);
  return id === undefined ? '' : ` of accelerator ${id}`;
};

const listener = (call: Call): string => {
  const arn = arnOf(call, ...listenerArns);
  return `${named('listener', idIn('listener', arn))}${of(arn ?? arnOf(call, ...ownArns))}`;
};

const group = (call: Call): string => {
  const arn = arnOf(call, ...groupArns) ?? text(call.request, 'listenerArn');
  const region = arnOf(call, 'endpointGroupRegion', 'endpointGroup.endpointGroupRegion');
  return `${named('endpoint group', idIn('endpoint-group', arn) ?? region)}${of(arn)}`;
};

/** A disabled accelerator carries no traffic. */
function updated(call: Call): string {
  const isEnabled = flag(call.request, 'enabled');
  const verb = isEnabled === false ? 'disabled' : isEnabled === true ? 'enabled' : 'changed';
  const id = idIn('accelerator', text(call.request, 'acceleratorArn'));
  const name = text(call.request, 'name');
  return `${verb} ${named('accelerator', id ?? name)}${inBrackets(id && name && `name ${name}`)}`;
}

const ports = ({ request }: Call): string =>
  inBrackets(
    text(request, 'protocol'),
    ...objects(request, 'portRanges').map((range) => {
      const [from, to] = [text(range, 'fromPort'), text(range, 'toPort')];
      return from === undefined || from === to ? from : `${from}-${to ?? '?'}`;
    }),
  );

/** Each one's share of the traffic: an endpoint of weight 0 or a group of dial 0 gets none. */
const shares = ({ request }: Call): string => {
  const dial = text(request, 'trafficDialPercentage');
  return inBrackets(
    dial && `traffic dial ${dial}%`,
    ...objects(request, 'endpointConfigurations').map((each) => {
      const [id, weight] = [text(each, 'endpointId'), text(each, 'weight')];
      return id && `${shortName(id)}${weight === undefined ? '' : ` weight ${weight}`}`;
    }),
  );
};

const removed = ({ request }: Call): string =>
  inBrackets(...texts(request, 'endpointIdentifiers', 'endpointId').map(shortName), ...texts(request, 'endpointIds'));

const onGroup =
  (words: string, details: (call: Call) => string): Sentence =>
  (call) =>
    `${words} ${group(call)}${details(call)}`;

const flowLogs: Sentence = (call) => {
  const isOn = flag(call.request, 'flowLogsEnabled');
  const words = isOn === undefined ? 'changed the attributes' : `turned ${isOn ? 'on' : 'off'} the flow logs`;
  return `${words} of ${accelerator(call)}`;
};

export const globalaccelerator: Service = {
  name: 'globalaccelerator',
  title: 'Global Accelerator',
  eventSources: ['globalaccelerator.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglobalaccelerator.html
  types: [
    {
      type: 'AWS::GlobalAccelerator::Accelerator',
      title: 'accelerator',
      arn: 'arn:{partition}:globalaccelerator::{account}:accelerator/{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      // https://docs.aws.amazon.com/global-accelerator/latest/dg/cloudwatch-monitoring.html
      metrics: [
        {
          namespace: 'AWS/GlobalAccelerator',
          dimensions: { Accelerator: '{id}' },
          region: 'us-west-2',
          metrics: [
            metric('UnhealthyEndpointCount', 'Maximum', 'Count', 'up'),
            metric('HealthyEndpointCount', 'Minimum', 'Count', 'down'),
            metric('NewFlowCount', 'Sum', 'Count', 'both'),
            metric('ProcessedBytesIn', 'Sum', 'Bytes', 'both'),
            metric('ProcessedBytesOut', 'Sum', 'Bytes', 'both'),
          ],
        },
      ],
      example: {
        id: '1234abcd-abcd-1234-abcd-1234abcdefab',
        arn: 'arn:aws:globalaccelerator::111122223333:accelerator/1234abcd-abcd-1234-abcd-1234abcdefab',
      },
    },
    {
      type: 'AWS::GlobalAccelerator::Listener',
      title: 'accelerator listener',
      arn: 'arn:{partition}:globalaccelerator::{account}:accelerator/{accelerator}/listener/{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      neighbors: related(null, 'AWS::GlobalAccelerator::Accelerator'),
      example: {
        id: '0123vxyz',
        arn: 'arn:aws:globalaccelerator::111122223333:accelerator/1234abcd-abcd-1234-abcd-1234abcdefab/listener/0123vxyz',
      },
    },
    {
      type: 'AWS::GlobalAccelerator::EndpointGroup',
      title: 'endpoint group',
      arn: 'arn:{partition}:globalaccelerator::{account}:accelerator/{accelerator}/listener/{listener}/endpoint-group/{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      neighbors: related(null, 'AWS::GlobalAccelerator::Listener'),
      example: {
        id: '098765zyxwvu',
        arn: 'arn:aws:globalaccelerator::111122223333:accelerator/1234abcd-abcd-1234-abcd-1234abcdefab/listener/0123vxyz/endpoint-group/098765zyxwvu',
      },
    },
  ],
  parameters: {
    acceleratorArn: 'AWS::GlobalAccelerator::Accelerator',
    listenerArn: 'AWS::GlobalAccelerator::Listener',
    endpointGroupArn: 'AWS::GlobalAccelerator::EndpointGroup',
  },
  calls: () => ({
    CreateAccelerator: (call) => `created ${accelerator(call)}`,
    UpdateAccelerator: updated,
    UpdateAcceleratorAttributes: flowLogs,
    DeleteAccelerator: (call) => `deleted ${accelerator(call)}`,
    CreateListener: (call) => `created ${listener(call)}${ports(call)}`,
    UpdateListener: (call) => `changed ${listener(call)}${ports(call)}`,
    DeleteListener: (call) => `deleted ${listener(call)}`,
    CreateEndpointGroup: onGroup('created', shares),
    UpdateEndpointGroup: onGroup('changed', shares),
    DeleteEndpointGroup: onGroup('deleted', () => ''),
    AddEndpoints: onGroup('added endpoints to', shares),
    RemoveEndpoints: onGroup('removed endpoints from', removed),
    AllowCustomRoutingTraffic: onGroup('allowed traffic to', () => ''),
    DenyCustomRoutingTraffic: onGroup('denied traffic to', () => ''),
    AdvertiseByoipCidr: did('advertised', 'address range', 'cidr'),
    WithdrawByoipCidr: did('withdrew', 'address range', 'cidr'),
    ProvisionByoipCidr: did('provisioned', 'address range', 'cidr'),
    DeprovisionByoipCidr: did('released', 'address range', 'cidr'),
    CreateCrossAccountAttachment: did('created', 'cross-account attachment', 'name'),
    UpdateCrossAccountAttachment: did('changed', 'cross-account attachment', 'attachmentArn'),
    DeleteCrossAccountAttachment: did('deleted', 'cross-account attachment', 'attachmentArn'),
  }),
};
