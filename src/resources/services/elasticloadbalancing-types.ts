/**
 * The types of Elastic Load Balancing. Classic load balancers share the service and the beginning of the ARN with the others,
 * whose ids have more than one part.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
import { type MetricGroup, metric, type ResourceType, related, relatedFrom } from '../resource-type.ts';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
const application: MetricGroup = {
  namespace: 'AWS/ApplicationELB',
  dimensions: { LoadBalancer: '{id}' },
  onlyFor: 'app/{name}/{hex}',
  metrics: [
    metric('HTTPCode_ELB_5XX_Count', 'Sum', 'Count', 'up'),
    metric('HTTPCode_Target_5XX_Count', 'Sum', 'Count', 'up'),
    metric('HTTPCode_ELB_4XX_Count', 'Sum', 'Count', 'up'),
    metric('TargetResponseTime', 'Average', 'Seconds', 'up'),
    metric('RequestCount', 'Sum', 'Count', 'both'),
    metric('ActiveConnectionCount', 'Sum', 'Count', 'both'),
    metric('RejectedConnectionCount', 'Sum', 'Count', 'up'),
    metric('TargetConnectionErrorCount', 'Sum', 'Count', 'up'),
  ],
};

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
const network: MetricGroup = {
  namespace: 'AWS/NetworkELB',
  dimensions: { LoadBalancer: '{id}' },
  onlyFor: 'net/{name}/{hex}',
  metrics: [
    metric('ActiveFlowCount', 'Average', 'Count', 'both'),
    metric('NewFlowCount', 'Sum', 'Count', 'both'),
    metric('ProcessedBytes', 'Sum', 'Bytes', 'both'),
    metric('TCP_Target_Reset_Count', 'Sum', 'Count', 'up'),
    metric('TCP_ELB_Reset_Count', 'Sum', 'Count', 'up'),
    metric('PortAllocationErrorCount', 'Sum', 'Count', 'up'),
  ],
};

/** Its id does not reveal which kind of load balancer sends traffic to it. */
const targets: readonly MetricGroup[] = [
  {
    namespace: 'AWS/ApplicationELB',
    dimensions: { TargetGroup: 'targetgroup/{id}' },
    furtherDimensions: ['LoadBalancer'],
    metrics: [
      metric('UnHealthyHostCount', 'Maximum', 'Count', 'up'),
      metric('HealthyHostCount', 'Minimum', 'Count', 'down'),
      metric('HTTPCode_Target_5XX_Count', 'Sum', 'Count', 'up'),
      metric('TargetResponseTime', 'Average', 'Seconds', 'up'),
      metric('RequestCountPerTarget', 'Sum', 'Count', 'both'),
    ],
  },
  {
    namespace: 'AWS/NetworkELB',
    dimensions: { TargetGroup: 'targetgroup/{id}' },
    furtherDimensions: ['LoadBalancer'],
    metrics: [
      metric('UnHealthyHostCount', 'Maximum', 'Count', 'up'),
      metric('HealthyHostCount', 'Minimum', 'Count', 'down'),
    ],
  },
];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/elb-cloudwatch-metrics.html */
const classic: MetricGroup = {
  namespace: 'AWS/ELB',
  dimensions: { LoadBalancerName: '{id}' },
  metrics: [
    metric('HTTPCode_ELB_5XX', 'Sum', 'Count', 'up'),
    metric('HTTPCode_Backend_5XX', 'Sum', 'Count', 'up'),
    metric('Latency', 'Average', 'Seconds', 'up'),
    metric('RequestCount', 'Sum', 'Count', 'both'),
    metric('UnHealthyHostCount', 'Maximum', 'Count', 'up'),
    metric('HealthyHostCount', 'Minimum', 'Count', 'down'),
    metric('BackendConnectionErrors', 'Sum', 'Count', 'up'),
    metric('SurgeQueueLength', 'Maximum', 'Count', 'up'),
    metric('SpilloverCount', 'Sum', 'Count', 'up'),
  ],
};

export const loadBalancerTypes: readonly ResourceType[] = [
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    title: 'load balancer',
    arn: 'arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{id/+}',
    // CloudWatch's spelling: application, network and gateway
    spellings: ['app/{name}/{hex}', 'net/{name}/{hex}', 'gwy/{name}/{hex}'],
    configId: '{arn}',
    lookupNames: ['{arn}'],
    neighbors: [
      ...related('Is associated with', 'AWS::EC2::SecurityGroup'),
      ...relatedFrom(null, 'AWS::ElasticLoadBalancingV2::TargetGroup', 'AWS::ElasticLoadBalancingV2::Listener'),
    ],
    metrics: [application, network],
    example: {
      id: 'app/web/50dc6c495c0c9188',
      arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188',
    },
  },
  {
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    title: 'classic load balancer',
    arn: 'arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{id}',
    configId: '{id}',
    neighbors: [
      ...related('Is associated with', 'AWS::EC2::SecurityGroup'),
      ...relatedFrom('Is associated with', 'AWS::AutoScaling::AutoScalingGroup'),
    ],
    metrics: [classic],
    example: {
      id: 'web-classic',
      arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/web-classic',
    },
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    title: 'target group',
    arn: 'arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{id/+}',
    spellings: ['targetgroup/{id/+}'],
    configId: '{arn}',
    lookupNames: ['{arn}'],
    neighbors: [
      ...related(null, 'AWS::ElasticLoadBalancingV2::LoadBalancer'),
      ...relatedFrom(null, 'AWS::AutoScaling::AutoScalingGroup', 'AWS::ECS::Service'),
    ],
    metrics: targets,
    example: {
      id: 'web/73e2d6bc24d8a067',
      arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/73e2d6bc24d8a067',
    },
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    title: 'listener',
    arn: 'arn:{partition}:elasticloadbalancing:{region}:{account}:listener/{id*}',
    configId: '{arn}',
    lookupNames: ['{arn}'],
    neighbors: related(
      null,
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      'AWS::ACM::Certificate',
    ),
    example: {
      id: 'app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
      arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2',
    },
  },
  {
    type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
    title: 'listener rule',
    arn: 'arn:{partition}:elasticloadbalancing:{region}:{account}:listener-rule/{id*}',
    lookupNames: ['{arn}'],
    example: {
      id: 'app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
      arn: 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee',
    },
  },
];
