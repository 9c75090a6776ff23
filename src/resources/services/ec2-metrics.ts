/** What CloudWatch measures for EC2's resources. Security groups, subnets, route tables and VPCs have no metrics. */
import { type MetricGroup, metric } from '../resource-type.ts';

/** Keyed by the type's name without `AWS::EC2::`. */
export const ec2Metrics: Readonly<Record<string, readonly MetricGroup[]>> = {
  // every minute with detailed monitoring: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html
  Instance: [
    {
      namespace: 'AWS/EC2',
      dimensions: { InstanceId: '{id}' },
      periodSeconds: 300,
      metrics: [
        metric('CPUUtilization', 'Average', 'Percent', 'up'),
        metric('NetworkIn', 'Sum', 'Bytes', 'both'),
        metric('NetworkOut', 'Sum', 'Bytes', 'both'),
        metric('CPUCreditBalance', 'Average', 'Count', 'down'),
        metric('EBSIOBalance%', 'Average', 'Percent', 'down'),
        metric('MetadataNoToken', 'Sum', 'Count', 'up'),
      ],
    },
    {
      namespace: 'AWS/EC2',
      dimensions: { InstanceId: '{id}' },
      metrics: [metric('StatusCheckFailed', 'Maximum', 'Count', 'up')],
    },
  ],
  // https://docs.aws.amazon.com/ebs/latest/userguide/using_cloudwatch_ebs.html
  Volume: [
    {
      namespace: 'AWS/EBS',
      dimensions: { VolumeId: '{id}' },
      metrics: [
        metric('VolumeQueueLength', 'Average', 'Count', 'up'),
        metric('BurstBalance', 'Average', 'Percent', 'down'),
        metric('VolumeReadOps', 'Sum', 'Count', 'both'),
        metric('VolumeWriteOps', 'Sum', 'Count', 'both'),
        metric('VolumeTotalWriteTime', 'Average', 'Seconds', 'up'),
      ],
    },
  ],
  // https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
  NatGateway: [
    {
      namespace: 'AWS/NATGateway',
      dimensions: { NatGatewayId: '{id}' },
      metrics: [
        metric('ErrorPortAllocation', 'Sum', 'Count', 'up'),
        metric('PacketsDropCount', 'Sum', 'Count', 'up'),
        metric('ActiveConnectionCount', 'Maximum', 'Count', 'both'),
        metric('ConnectionAttemptCount', 'Sum', 'Count', 'both'),
        metric('ConnectionEstablishedCount', 'Sum', 'Count', 'both'),
        metric('BytesOutToDestination', 'Sum', 'Bytes', 'both'),
      ],
    },
  ],
  // https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-cloudwatch-metrics.html
  TransitGateway: [
    {
      namespace: 'AWS/TransitGateway',
      dimensions: { TransitGateway: '{id}' },
      metrics: [
        metric('PacketDropCountNoRoute', 'Sum', 'Count', 'up'),
        metric('PacketDropCountBlackhole', 'Sum', 'Count', 'up'),
        metric('BytesIn', 'Sum', 'Bytes', 'both'),
        metric('BytesOut', 'Sum', 'Bytes', 'both'),
      ],
    },
  ],
  // https://docs.aws.amazon.com/vpn/latest/s2svpn/monitoring-cloudwatch-vpn.html
  VPNConnection: [
    {
      namespace: 'AWS/VPN',
      dimensions: { VpnId: '{id}' },
      metrics: [
        metric('TunnelState', 'Minimum', 'None', 'down'),
        metric('TunnelDataIn', 'Sum', 'Bytes', 'both'),
        metric('TunnelDataOut', 'Sum', 'Bytes', 'both'),
      ],
    },
  ],
};
