/**
 * What AWS services do by themselves all day: Config describes, Auto Scaling checks its instances, a service assumes its role.
 * None of it is anybody's doing. It is recognized only by what CloudTrail itself says, never by a user agent.
 */
import type { ApiCallEvent, TimelineEvent } from '../model/event.ts';

/** Reads that matter whoever makes them: services that read secrets and keys get rows of their own. */
const telling = /Secret|Parameter|Password|Decrypt|ReEncrypt|Token|Credentials/;

const isRoutine = ({ severity, chain, match, detail }: ApiCallEvent): boolean =>
  severity === 'info' &&
  chain === null &&
  detail.readOnly &&
  !match.includes('principal') &&
  !telling.test(detail.eventName);

const serviceDomain = /^([\w-]+(?:\.[\w-]+)*)\.amazonaws\.com(?:\.cn)?$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
const linkedRole = /^AWSServiceRoleFor(.+)$/;

/** The service that made a routine call on its own, as people name it; undefined for all other events. */
export function chatterOf(event: TimelineEvent): string | undefined {
  if (event.kind !== 'api-call' || !isRoutine(event)) return undefined;
  const { type, name, human, invokedBy, sourceIp } = event.detail.principal;
  // a call on somebody's behalf is theirs
  if (human !== null) return undefined;
  const isFromAws = sourceIp === null || sourceIp === 'AWS Internal' || serviceDomain.test(sourceIp);
  if (!isFromAws) return undefined;
  const role = type === 'AssumedRole' ? linkedRole.exec(name)?.[1] : undefined;
  if (role !== undefined) return titleOfRole(role);
  // the caller is the service itself, or the service in a role that it was given
  if (type === 'AWSService') return titleOfDomain(invokedBy ?? name);
  return type === 'AssumedRole' && invokedBy !== undefined ? titleOfDomain(invokedBy) : undefined;
}

/** Services whose usual name is neither the first word of the domain nor the role's name without its prefix. */
const titles: Readonly<Record<string, string>> = {
  config: 'AWS Config',
  configconforms: 'AWS Config',
  configmultiaccountsetup: 'AWS Config',
  configremediation: 'AWS Config',
  securityhub: 'Security Hub',
  autoscaling: 'Auto Scaling',
  inspector: 'Inspector',
  inspector2: 'Inspector',
  amazoninspector: 'Inspector',
  amazoninspector2: 'Inspector',
  'access-analyzer': 'IAM Access Analyzer',
  accessanalyzer: 'IAM Access Analyzer',
  trustedadvisor: 'Trusted Advisor',
  guardduty: 'GuardDuty',
  amazonguardduty: 'GuardDuty',
  support: 'AWS Support',
  cloudtrail: 'CloudTrail',
  ec2: 'EC2',
  ecs: 'ECS',
  'ecs-tasks': 'ECS',
  eks: 'EKS',
  amazoneks: 'EKS',
  lambda: 'Lambda',
  ssm: 'Systems Manager',
  amazonssm: 'Systems Manager',
  rds: 'RDS',
  elasticloadbalancing: 'Elastic Load Balancing',
  organizations: 'Organizations',
  sso: 'IAM Identity Center',
  cloudformation: 'CloudFormation',
  backup: 'AWS Backup',
  delivery: 'CloudWatch Logs',
};

const titleOf = (word: string, otherwise: string) =>
  (Object.hasOwn(titles, word.toLowerCase()) ? titles[word.toLowerCase()] : undefined) ?? otherwise;

const titleOfRole = (role: string) => titleOf(role.replace(/^Amazon(?=[A-Z])/, '').replace(/_.*$/, ''), role);

function titleOfDomain(domain: string): string {
  const words = serviceDomain.exec(domain)?.[1];
  return words === undefined ? domain : titleOf(words.split('.').at(-1) ?? words, words);
}
