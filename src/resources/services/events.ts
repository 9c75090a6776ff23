/** Amazon EventBridge. */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, text, texts, valueAt } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, severalNamed, shortName } from '../words.ts';

/** The default bus is not mentioned. */
const onBus = ({ request }: Call): string => {
  const bus = nameAt(request, 'eventBusName');
  return bus && bus !== 'default' ? ` on event bus ${bus}` : '';
};

const rule =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('rule', text(call.request, 'name'))}${onBus(call)}`;

function putRule(call: Call): string {
  const { request } = call;
  return `${rule('set')(call)}${inBrackets(
    text(request, 'state') === 'DISABLED' && 'disabled',
    text(request, 'scheduleExpression'),
  )}`;
}

const ofRule = (call: Call): string => `${named('rule', text(call.request, 'rule'))}${onBus(call)}`;

const bus = ({ request }: Call): string => `event bus ${nameAt(request, 'eventBusName') ?? 'default'}`;

function allowed(call: Call): string {
  const { request } = call;
  const policy = valueAt(request, 'policy');
  if (policy != null) return resourcePolicyInWords(policy, bus(call));
  const principal = text(request, 'principal');
  const who = principal === '*' ? 'anyone' : named('account', principal);
  const condition = text(request, 'condition.value');
  return `allowed ${who} to ${text(request, 'action') ?? 'put events'} on ${bus(call)}${inBrackets(condition)}`;
}

const ruleMetrics = [
  metric('FailedInvocations', 'Sum', 'Count', 'up'),
  metric('ThrottledRules', 'Sum', 'Count', 'up'),
  metric('InvocationsSentToDlq', 'Sum', 'Count', 'up'),
  metric('Invocations', 'Sum', 'Count', 'both'),
  metric('TriggeredRules', 'Sum', 'Count', 'both'),
];

export const events: Service = {
  name: 'events',
  title: 'EventBridge',
  eventSources: ['events.amazonaws.com'],
  types: [
    {
      type: 'AWS::Events::Rule',
      title: 'event rule',
      arn: 'arn:{partition}:events:{region}:{account}:rule/{bus/}/{id}',
      // on the default bus
      spellings: ['arn:{partition}:events:{region}:{account}:rule/{id}'],
      configId: '{arn}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::Lambda::Function', 'AWS::IAM::Role'),
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
      metrics: [
        { namespace: 'AWS/Events', dimensions: { RuleName: '{id}' }, metrics: ruleMetrics },
        { namespace: 'AWS/Events', dimensions: { EventBusName: '{bus}', RuleName: '{id}' }, metrics: ruleMetrics },
      ],
      example: { id: 'nightly', arn: 'arn:aws:events:us-east-1:111122223333:rule/orders/nightly' },
    },
    {
      type: 'AWS::Events::EventBus',
      title: 'event bus',
      arn: 'arn:{partition}:events:{region}:{account}:event-bus/{id*}',
      configId: '{id}',
      example: { id: 'default', arn: 'arn:aws:events:us-east-1:111122223333:event-bus/default' },
    },
    {
      type: 'AWS::Events::Archive',
      title: 'event archive',
      arn: 'arn:{partition}:events:{region}:{account}:archive/{id}',
      configId: '{id}',
      example: { id: 'all', arn: 'arn:aws:events:us-east-1:111122223333:archive/all' },
    },
  ],
  // not `name`, which names rules, buses, connections and destinations
  parameters: {
    rule: 'AWS::Events::Rule',
    ruleArn: 'AWS::Events::Rule',
    eventBusName: 'AWS::Events::EventBus',
    archiveName: 'AWS::Events::Archive',
  },
  named: { 'AWS::Events::Rule': ['PutRule', 'EnableRule', 'DisableRule', 'DeleteRule'] },
  calls: () => ({
    PutRule: putRule,
    DeleteRule: rule('deleted'),
    EnableRule: rule('enabled'),
    DisableRule: rule('disabled'),
    PutTargets: (call) => {
      const targets = texts(call.request, 'targets', 'arn').map(shortName);
      return `pointed ${ofRule(call)} at ${enumerate(targets) || 'targets'}`;
    },
    RemoveTargets: (call) => `removed ${severalNamed('target', texts(call.request, 'ids'))} from ${ofRule(call)}`,
    PutPermission: allowed,
    RemovePermission: (call) => `removed ${named('permission', text(call.request, 'statementId'))} from ${bus(call)}`,
    CreateEventBus: did('created', 'event bus', 'name'),
    DeleteEventBus: did('deleted', 'event bus', 'name'),
    CreateArchive: did('created', 'event archive', 'archiveName'),
    DeleteArchive: did('deleted', 'event archive', 'archiveName'),
    CreateConnection: did('created', 'event connection', 'name'),
    DeleteConnection: did('deleted', 'event connection', 'name'),
    CreateApiDestination: did('created', 'API destination', 'name'),
    DeleteApiDestination: did('deleted', 'API destination', 'name'),
    PutEvents: (call) =>
      `put events on ${enumerate([...new Set(texts(call.request, 'entries', 'eventBusName').map(shortName))]) || bus(call)}`,
  }),
};
