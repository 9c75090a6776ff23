/**
 * Application Auto Scaling: it scales services, tables, functions and more. CloudTrail records its calls under the source of
 * EC2 Auto Scaling, and two of them under the same names; `serviceNamespace` tells them apart.
 * https://docs.aws.amazon.com/autoscaling/application/userguide/logging-using-cloudtrail.html
 * https://docs.aws.amazon.com/autoscaling/application/userguide/monitoring-eventbridge.html
 */
import type { JsonObject } from '../../model/json.ts';
import { flag, text } from '../read.ts';
import type { Call, PartsOfArn, Sentence } from '../service.ts';
import { inBrackets, named } from '../words.ts';

export const isOfTarget = ({ request }: Call): boolean => text(request, 'serviceNamespace') !== undefined;

/** Namespaces that have a different name in ARNs. */
const servicesInArns: ReadonlyMap<string, string> = new Map([['neptune', 'rds']]);

/**
 * A target's id is the last part of the ARN of what it scales, with two exceptions: a table's index, whose metrics are the
 * table's, and a replication group, which its ARN writes as one word.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
 */
export function partsOfTarget(request: JsonObject): PartsOfArn | undefined {
  const [namespace, id] = [text(request, 'serviceNamespace'), text(request, 'resourceId')];
  if (namespace === undefined || id === undefined || id.startsWith('arn:')) return undefined;
  const resource = id.replace(/^(table\/[^/]+)\/index\/.*$/, '$1').replace(/^replication-group\//, 'replicationgroup:');
  return { service: servicesInArns.get(namespace) ?? namespace, resource };
}

/** "service checkout in cluster prod", "table orders", "function orders"; the id itself for rarer targets. */
export function target({ request }: Call): string {
  const id = text(request, 'resourceId');
  if (id === undefined) return named('scalable target', undefined);
  const [, cluster, service] = /^service\/([^/]+)\/([^/]+)$/.exec(id) ?? [];
  if (cluster !== undefined) return `service ${service} in cluster ${cluster}`;
  const [, table, index] = /^table\/([^/]+)(?:\/index\/(.+))?$/.exec(id) ?? [];
  if (table !== undefined) return index === undefined ? `table ${table}` : `index ${index} of table ${table}`;
  const [, kind, name] = /^(function|cluster):(.+)$/.exec(id) ?? [];
  return kind === undefined ? id : `${kind} ${name}`;
}

/** A table has two capacities, each scaled by itself: `dynamodb:table:WriteCapacityUnits`. */
const scaled = (call: Call): string => {
  const [, kind] = /:(Read|Write)CapacityUnits$/.exec(text(call.request, 'scalableDimension') ?? '') ?? [];
  return `scaling of ${kind ? `${kind.toLowerCase()} capacity of ` : ''}${target(call)}`;
};

const limits = (request: JsonObject, within = ''): readonly (string | undefined)[] =>
  (['min', 'max'] as const).map((name) => {
    const size = text(request, `${within}${name}Capacity`);
    return size && `${name} ${size}`;
  });

const suspensions = ({ request }: Call): readonly (string | false)[] =>
  (
    [
      ['dynamicScalingInSuspended', 'scale-in suspended'],
      ['dynamicScalingOutSuspended', 'scale-out suspended'],
      ['scheduledScalingSuspended', 'schedules suspended'],
    ] as const
  ).map(([name, words]) => flag(request, `suspendedState.${name}`) === true && words);

export function putTargetPolicy(call: Call): string {
  const { request } = call;
  const tracking = 'targetTrackingScalingPolicyConfiguration';
  const metric = text(
    request,
    `${tracking}.predefinedMetricSpecification.predefinedMetricType`,
    `${tracking}.customizedMetricSpecification.metricName`,
  );
  const value = text(request, `${tracking}.targetValue`);
  return `set ${named('scaling policy', text(request, 'policyName'))} of ${target(call)}${inBrackets(
    value && `keeps ${metric ?? 'its metric'} at ${value}`,
    text(request, 'policyType') === 'StepScaling' && 'in steps',
    flag(request, `${tracking}.disableScaleIn`) === true && 'never scales in',
  )}`;
}

const schedule = ({ request }: Call): string => named('action', text(request, 'scheduledActionName'));

export const deleteTargetAction: Sentence = (call) => `deleted scheduled ${schedule(call)} of ${target(call)}`;

/** By event name, except `PutScalingPolicy` and `DeleteScheduledAction`, which both services have. */
export const targetCalls: Readonly<Record<string, Sentence>> = {
  RegisterScalableTarget: (call) =>
    `set the ${scaled(call)}${inBrackets(...limits(call.request), ...suspensions(call))}`,
  DeregisterScalableTarget: (call) => `ended the ${scaled(call)}`,

  DeleteScalingPolicy: (call) =>
    `deleted ${named('scaling policy', text(call.request, 'policyName'))} of ${target(call)}`,
  PutScheduledAction: (call) =>
    `scheduled ${schedule(call)} of ${target(call)}${inBrackets(
      text(call.request, 'schedule'),
      ...limits(call.request, 'scalableTargetAction.'),
    )}`,
};

/** The names of all of them: the only way to find those made on a target. */
export const callsOnTargets: readonly string[] = [
  'RegisterScalableTarget',
  'DeregisterScalableTarget',
  'PutScalingPolicy',
  'DeleteScalingPolicy',
  'PutScheduledAction',
  'DeleteScheduledAction',
];
