/**
 * For each rule on networks, hosts and load balancers: real shapes of items that comply, that do not, and that the rule does
 * not apply to or cannot judge.
 */
import { attributes, config, group, open, type RuleCases } from './item-states.ts';

export const network: readonly RuleCases[] = [
  {
    rule: 'restricted-ssh',
    type: 'AWS::EC2::SecurityGroup',
    complies: [
      group(),
      group(open('tcp', 22, 22, '192.0.2.0/24')),
      group(open('tcp', 443)),
      group(open('udp', 22)),
      group(open('icmp', -1)),
    ],
    violates: [
      [group(open('tcp', 22)), 'tcp/22 from 0.0.0.0/0'],
      [group(open('tcp', 22, 22, '::/0')), 'tcp/22 from ::/0'],
      [group(open('tcp', 20, 30)), 'tcp/20-30'],
      [group(open('-1')), 'all traffic'],
      // as in items before 2017
      [group({ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: ['0.0.0.0/0'] }), 'tcp/22'],
    ],
    isNotTold: [config({}), config(null)],
  },
  {
    rule: 'restricted-common-ports',
    type: 'AWS::EC2::SecurityGroup',
    complies: [group(open('tcp', 22)), group(open('tcp', 3389, 3389, '198.51.100.0/24'))],
    violates: [
      [group(open('tcp', 3389)), 'tcp/3389'],
      [group(open('tcp', 3000, 4000)), 'tcp/3000-4000'],
    ],
  },
  {
    rule: 'vpc-sg-open-only-to-authorized-ports',
    type: 'AWS::EC2::SecurityGroup',
    complies: [group(open('tcp', 443), open('tcp', 80))],
    violates: [
      [group(open('tcp', 8080)), 'tcp/8080'],
      [group(open('udp', 53)), 'udp/53'],
      [group(open('tcp', 80, 443)), 'tcp/80-443'],
    ],
  },
  {
    rule: 'ec2-imdsv2-check',
    type: 'AWS::EC2::Instance',
    complies: [config({ instanceId: 'i-1', state: { name: 'running' }, metadataOptions: { httpTokens: 'required' } })],
    violates: [
      [config({ instanceId: 'i-1', state: { name: 'running' }, metadataOptions: { httpTokens: 'optional' } }), 'token'],
    ],
    doesNotApply: [
      config({ instanceId: 'i-1', state: { name: 'terminated' }, metadataOptions: { httpTokens: 'optional' } }),
    ],
    isNotTold: [config({ instanceId: 'i-1', state: { name: 'running' } })],
  },
  {
    rule: 'ec2-instance-no-public-ip',
    type: 'AWS::EC2::Instance',
    complies: [config({ instanceId: 'i-1', networkInterfaces: [{ networkInterfaceId: 'eni-1' }] })],
    violates: [
      [config({ instanceId: 'i-1', publicIpAddress: '192.0.2.130' }), '192.0.2.130'],
      [config({ instanceId: 'i-1', networkInterfaces: [{ association: { publicIp: '192.0.2.7' } }] }), '192.0.2.7'],
    ],
    doesNotApply: [config({ instanceId: 'i-1', state: { name: 'terminated' }, publicIpAddress: '192.0.2.130' })],
    isNotTold: [config({})],
  },
  {
    rule: 'elb-tls-https-listeners-only',
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    complies: [config({ listenerDescriptions: [{ listener: { protocol: 'HTTPS', loadBalancerPort: 443 } }] })],
    violates: [
      [config({ listenerDescriptions: [{ listener: { protocol: 'HTTP', loadBalancerPort: 80 } }] }), 'HTTP 80'],
    ],
    doesNotApply: [config({ listenerDescriptions: [] })],
  },
  {
    rule: 'elbv2-listener-encryption-in-transit',
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    complies: [config({ Port: 443, Protocol: 'HTTPS' }), config({ Port: 5432, Protocol: 'TLS' })],
    violates: [[config({ Port: 80, Protocol: 'HTTP' }), 'HTTP 80']],
    isNotTold: [config({ Port: 80 })],
  },
  {
    rule: 'elb-deletion-protection-enabled',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    complies: [attributes('true')],
    violates: [[attributes('false'), 'deletion protection']],
    isNotTold: [config({ loadBalancerName: 'web' })],
  },
  {
    rule: 'eks-endpoint-no-public-access',
    type: 'AWS::EKS::Cluster',
    complies: [config({ Name: 'c', ResourcesVpcConfig: { EndpointPublicAccess: false } })],
    violates: [
      [
        config({ ResourcesVpcConfig: { EndpointPublicAccess: true, PublicAccessCidrs: ['0.0.0.0/0'] } }),
        'open to 0.0.0.0/0',
      ],
    ],
    isNotTold: [config({ ResourcesVpcConfig: { SubnetIds: [] } })],
  },
];
