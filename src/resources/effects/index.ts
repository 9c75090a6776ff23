/** The effects of all calls that are known, by service. To add a call: its line in the file of its service. */
import { unwrapped } from '../ec2-request.ts';
import type { Effect, Effects } from '../effect.ts';
import type { Call } from '../service.ts';
import { autoscalingEffects, balancerEffects, ecrEffects, ecsEffects, eksEffects, lambdaEffects } from './compute.ts';
import { dynamodbEffects, rdsEffects } from './databases.ts';
import { beanstalkEffects, codedeployEffects, codepipelineEffects } from './deployments.ts';
import { computeEffects } from './ec2-compute.ts';
import { firewallEffects } from './ec2-firewall.ts';
import { apigatewayEffects, cloudfrontEffects, route53Effects } from './edge.ts';
import { iamEffects } from './iam.ts';
import { kmsEffects, secretsmanagerEffects, snsEffects, sqsEffects, ssmEffects } from './keys-and-queues.ts';
import { s3Effects } from './s3.ts';
import {
  cloudtrailEffects,
  cloudwatchEffects,
  configEffects,
  eventsEffects,
  guarddutyEffects,
  logsEffects,
  organizationsEffects,
  securityhubEffects,
  wafEffects,
} from './watch.ts';

/** `eventSource` -> the effects of its calls. */
const declared: Readonly<Record<string, Effects>> = {
  'apigateway.amazonaws.com': apigatewayEffects,
  'autoscaling.amazonaws.com': autoscalingEffects,
  'cloudfront.amazonaws.com': cloudfrontEffects,
  'cloudtrail.amazonaws.com': cloudtrailEffects,
  'codedeploy.amazonaws.com': codedeployEffects,
  'codepipeline.amazonaws.com': codepipelineEffects,
  'config.amazonaws.com': configEffects,
  'dynamodb.amazonaws.com': dynamodbEffects,
  'ec2.amazonaws.com': { ...firewallEffects, ...computeEffects },
  'ecr.amazonaws.com': ecrEffects,
  'ecs.amazonaws.com': ecsEffects,
  'eks.amazonaws.com': eksEffects,
  'elasticbeanstalk.amazonaws.com': beanstalkEffects,
  'elasticloadbalancing.amazonaws.com': balancerEffects,
  'events.amazonaws.com': eventsEffects,
  'guardduty.amazonaws.com': guarddutyEffects,
  'iam.amazonaws.com': iamEffects,
  'kms.amazonaws.com': kmsEffects,
  'lambda.amazonaws.com': lambdaEffects,
  'logs.amazonaws.com': logsEffects,
  'monitoring.amazonaws.com': cloudwatchEffects,
  'organizations.amazonaws.com': organizationsEffects,
  'rds.amazonaws.com': rdsEffects,
  'route53.amazonaws.com': route53Effects,
  's3.amazonaws.com': s3Effects,
  'secretsmanager.amazonaws.com': secretsmanagerEffects,
  'securityhub.amazonaws.com': securityhubEffects,
  'sns.amazonaws.com': snsEffects,
  'sqs.amazonaws.com': sqsEffects,
  'ssm.amazonaws.com': ssmEffects,
  'wafv2.amazonaws.com': wafEffects,
};

// keyed by text from records: maps, since every object has a member `constructor`
const bySource = new Map(
  Object.entries(declared).map(([source, effects]) => [source, new Map(Object.entries(effects))] as const),
);

/** `eventSource/EventName` of every call that has effects. */
export const callsWithEffects: readonly string[] = [...bySource].flatMap(([source, effects]) =>
  [...effects.keys()].map((name) => `${source}/${name}`),
);

/** What a call that succeeded did, as far as it shows; empty if nothing is known. Total. */
export function effectsOf(call: Call): readonly Effect[] {
  return bySource.get(call.eventSource)?.get(call.eventName)?.(unwrapped(call)) ?? [];
}
