/**
 * Where a route leads and for which addresses: parameters of the EC2 calls that make a route, which are also members of a
 * route.
 */

export const routeDestinations = [
  'destinationCidrBlock',
  'destinationIpv6CidrBlock',
  'destinationPrefixListId',
] as const;

/**
 * The one that is present gives the kind of target.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
 */
export const routeTargets = [
  'gatewayId',
  'natGatewayId',
  'transitGatewayId',
  'vpcPeeringConnectionId',
  'networkInterfaceId',
  'instanceId',
  'vpcEndpointId',
  'egressOnlyInternetGatewayId',
  'carrierGatewayId',
  'localGatewayId',
  'coreNetworkArn',
] as const;
