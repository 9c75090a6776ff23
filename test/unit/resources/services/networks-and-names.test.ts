/** Rarer calls on networks, names, keys, tables, instances and stacks that change what works. */
import { expect, test } from 'vitest';
import { cloudformation } from '../../../../src/resources/services/cloudformation.ts';
import { dynamodb } from '../../../../src/resources/services/dynamodb.ts';
import { ec2 } from '../../../../src/resources/services/ec2.ts';
import { kms } from '../../../../src/resources/services/kms.ts';
import { route53 } from '../../../../src/resources/services/route53.ts';
import { ssm } from '../../../../src/resources/services/ssm.ts';
import { type Row, say } from './say.ts';

const transit = { transitGatewayRouteTableId: 'tgw-rtb-1', transitGatewayAttachmentId: 'tgw-attach-1' };

test.each<Row>([
  [
    'turned off DNS resolution in VPC vpc-1',
    'ModifyVpcAttribute',
    { request: { vpcId: 'vpc-1', enableDnsSupport: { value: false } } },
  ],
  ['changed VPC vpc-1', 'ModifyVpcAttribute', { request: { vpcId: 'vpc-1' } }],
  [
    'turned off propagation of routes from vgw-1 to rtb-1',
    'DisableVgwRoutePropagation',
    { request: { DisableVgwRoutePropagationRequest: { GatewayId: 'vgw-1', RouteTableId: 'rtb-1' } } },
  ],
  [
    'routed 10.1.0.0/16 in tgw-rtb-1 (dropped)',
    'CreateTransitGatewayRoute',
    {
      request: {
        CreateTransitGatewayRouteRequest: {
          DestinationCidrBlock: '10.1.0.0/16',
          TransitGatewayRouteTableId: 'tgw-rtb-1',
          Blackhole: true,
        },
      },
    },
  ],
  [
    'removed the route to 10.1.0.0/16 from tgw-rtb-1',
    'DeleteTransitGatewayRoute',
    { request: { destinationCidrBlock: '10.1.0.0/16', transitGatewayRouteTableId: 'tgw-rtb-1' } },
  ],
  ['disassociated tgw-attach-1 from tgw-rtb-1', 'DisassociateTransitGatewayRouteTable', { request: transit }],
  [
    'added 10.2.0.0/16 to vpc-1',
    'AssociateVpcCidrBlock',
    { request: { AssociateVpcCidrBlockRequest: { VpcId: 'vpc-1', CidrBlock: '10.2.0.0/16' } } },
  ],
  [
    'removed 10.0.0.9 from eni-1',
    'UnassignPrivateIpAddresses',
    {
      request: {
        networkInterfaceId: 'eni-1',
        privateIpAddressesSet: { privateIpAddressesSet: [], items: [{ privateIpAddress: '10.0.0.9' }] },
      },
    },
  ],
  ['detached vgw-1 from vpc-1', 'DetachVpnGateway', { request: { vpnGatewayId: 'vgw-1', vpcId: 'vpc-1' } }],
])('EC2: %s', (expected, eventName, members) => {
  expect(say(ec2, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'deactivated key-signing key ksk of hosted zone Z0123456789ABCDEFGHIJ',
    'DeactivateKeySigningKey',
    { request: { hostedZoneId: 'Z0123456789ABCDEFGHIJ', name: 'ksk' } },
  ],
  [
    'changed traffic policy instance tpi-1 (policy tp-1, version 2)',
    'UpdateTrafficPolicyInstance',
    { request: { id: 'tpi-1', trafficPolicyId: 'tp-1', trafficPolicyVersion: 2 } },
  ],
])('Route 53: %s', (expected, eventName, members) => {
  expect(say(route53, eventName, members)).toBe(expected);
});

test.each<Row>([
  [
    'disabled maintenance window mw-1 (cron(0 2 * * ? *))',
    'UpdateMaintenanceWindow',
    { request: { windowId: 'mw-1', enabled: false, schedule: 'cron(0 2 * * ? *)' } },
  ],
  ['registered as default patch baseline pb-1', 'RegisterDefaultPatchBaseline', { request: { baselineId: 'pb-1' } }],
])('Systems Manager: %s', (expected, eventName, members) => {
  expect(say(ssm, eventName, members)).toBe(expected);
});

test('a key whose primary moves names where', () => {
  expect(say(kms, 'UpdatePrimaryRegion', { request: { keyId: 'mrk-1', primaryRegion: 'eu-west-1' } })).toBe(
    'moved the primary of key mrk-1 to eu-west-1',
  );
});

test('a table that is no longer streamed names the stream', () => {
  const request = { tableName: 'orders', streamArn: 'arn:aws:kinesis:us-east-1:111122223333:stream/changes' };
  expect(say(dynamodb, 'DisableKinesisStreamingDestination', { request })).toBe(
    'turned off streaming of table orders to stream changes',
  );
});

test('of the settings of an extension its name alone is told', () => {
  const request = { typeName: 'Example::Monitor::Check', configuration: '{"ApiKey":"hunter2"}' };
  expect(say(cloudformation, 'SetTypeConfiguration', { request })).toBe('configured extension Example::Monitor::Check');
});
