/** The code that credentials were given to, as far as one record shows it. */

import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../../model/json.ts';
import type { Workload } from '../../model/principal.ts';
import { parseArn } from '../../resources/arn.ts';
import { plainEventName } from '../../resources/event-name.ts';
import { serviceAccountOf, subjectOf } from './human.ts';
import { type CloudTrailRecord, userAgentOf } from './record.ts';

const instance = /^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/;
const managedNode = /^mi-[0-9a-f]{17}$/;
/** A task's id: 32 hexadecimal digits, or the older UUID. */
const task = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html: `eks-<cluster>-<pod>-<UUID>`, cut if too long. */
const podSession = /^eks-(.+)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const typeOfArn: Readonly<Record<string, readonly [prefix: RegExp, type: string]>> = {
  lambda: [/^function:([^:]+)/, 'AWS::Lambda::Function'],
  ecs: [/^task\/(?:.*\/)?([^/]+)$/, 'AWS::ECS::Task'],
  ec2: [/^instance\/([^/]+)$/, 'AWS::EC2::Instance'],
};

/** The workload in an ARN; undefined if the ARN names none. */
function workloadOfArn(text: string | undefined): Workload | undefined {
  const arn = parseArn(text ?? '');
  const form = arn && Object.hasOwn(typeOfArn, arn.service) ? typeOfArn[arn.service] : undefined;
  const id = arn && form?.[0].exec(arn.resource)?.[1];
  return id !== undefined && form ? { type: form[1], id } : undefined;
}

/** EC2 names the sessions of an instance's role after the instance. */
const instanceOf = (session: string): Workload | undefined => {
  if (session.startsWith('i-') && instance.test(session)) return { type: 'AWS::EC2::Instance', id: session };
  return session.startsWith('mi-') && managedNode.test(session)
    ? { type: 'AWS::SSM::ManagedInstance', id: session }
    : undefined;
};

/** `session` is the role session's name. A caller may choose any, so more evidence than a name is required where possible. */
export function workloadOf(record: CloudTrailRecord, session: string | undefined): Workload | null {
  const identity = objectAt(record, 'userIdentity');
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html#inScopeOf
  const scope = identity['inScopeOf'];
  const scoped =
    scope === undefined
      ? undefined
      : (workloadOfArn(stringAt(scope, 'credentialsIssuedTo')) ?? workloadOfArn(stringAt(scope, 'sourceArn')));
  if (scoped) return scoped;
  const type = stringAt(identity, 'type');
  const subject =
    type === 'WebIdentityUser' ? stringAt(identity, 'userName') : subjectOf(objectAt(identity, 'sessionContext'));
  const serviceAccount = subject === undefined ? undefined : serviceAccountOf(subject);
  if (serviceAccount !== undefined) return { type: 'Kubernetes::ServiceAccount', id: serviceAccount };
  if (type !== 'AssumedRole' || session === undefined) return null;
  return instanceOf(session) ?? byEnvironment(userAgentOf(record) ?? '', session) ?? podOf(session) ?? null;
}

/** The SDKs write where they run: `exec-env/AWS_Lambda_nodejs20.x`, `exec-env/AWS_ECS_FARGATE`. */
function byEnvironment(userAgent: string, session: string): Workload | undefined {
  if (userAgent.includes('exec-env/AWS_Lambda_')) return { type: 'AWS::Lambda::Function', id: session };
  if (userAgent.includes('exec-env/AWS_ECS_') && task.test(session)) return { type: 'AWS::ECS::Task', id: session };
  return undefined;
}

/** Cluster and pod; there is no way to see where one ends and the other begins. */
const podOf = (session: string): Workload | undefined => {
  const id = session.startsWith('eks-') ? podSession.exec(session)?.[1] : undefined;
  return id === undefined ? undefined : { type: 'Kubernetes::Pod', id };
};

/** What a call that issued credentials says about the code that they are for; undefined for people's credentials. */
export function workloadIssuedTo(record: CloudTrailRecord): Workload | undefined {
  const request = objectAt(record, 'requestParameters');
  const session = stringAt(request, 'roleSessionName');
  const name = plainEventName(stringAt(record, 'eventName') ?? '');
  if (name === 'AssumeRoleWithWebIdentity') {
    const subject =
      stringAt(record['responseElements'], 'subjectFromWebIdentityToken') ??
      stringAt(record['userIdentity'], 'userName');
    const id = subject === undefined ? undefined : serviceAccountOf(subject);
    return id === undefined ? undefined : { type: 'Kubernetes::ServiceAccount', id };
  }
  if (session === undefined || name !== 'AssumeRole') return undefined;
  switch (stringAt(record['userIdentity'], 'invokedBy')) {
    case 'ec2.amazonaws.com':
      return instanceOf(session);
    case 'lambda.amazonaws.com':
      return { type: 'AWS::Lambda::Function', id: session };
    case 'ecs-tasks.amazonaws.com':
      return { type: 'AWS::ECS::Task', id: session };
    case 'pods.eks.amazonaws.com':
      return taggedPod(request['tags']) ?? podOf(session);
  }
  return undefined;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
function taggedPod(tags: JsonValue | undefined): Workload | undefined {
  if (!Array.isArray(tags)) return undefined;
  const tag = (key: string): string | undefined => {
    const found = tags.filter(isJsonObject).find((each: JsonObject) => each['key'] === key);
    return stringAt(found, 'value');
  };
  const [namespace, pod] = [tag('kubernetes-namespace'), tag('kubernetes-pod-name')];
  return namespace !== undefined && pod !== undefined
    ? { type: 'Kubernetes::Pod', id: `${namespace}/${pod}` }
    : undefined;
}
