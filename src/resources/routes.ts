/** Where a route leads and what for: the parameters of the EC2 calls that make one, which are members of a route as well. */

export const routeDestinations = [
  'destinationCidrBlock',
  'destinationIpv6CidrBlock',
  'destinationPrefixListId',
] as const;

/**
 * The one that is there tells the kind of target.
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
