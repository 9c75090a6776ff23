/** Amazon Resource Names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
import { withoutSuffix } from '../model/secret-name.ts';

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the account: `security-group/sg-1`, `function:name:3`. */
  readonly resource: string;
}

/** Some services record an ARN in a path percent-encoded (EKS: `arn%3Aaws%3Aiam%3A…`); other text is returned as it is. */
export function plainArn(text: string): string {
  if (!/^arn%3a/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // text that only looks encoded
    return text;
  }
}

/** The parts of an ARN of any partition; undefined for any other text. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  // every session has its own ARN: parsing one costs no more than looking it up in a cache
  const service = text.indexOf(':', 4) + 1;
  const region = service === 0 ? 0 : text.indexOf(':', service) + 1;
  const account = region === 0 ? 0 : text.indexOf(':', region) + 1;
  const resource = account === 0 ? 0 : text.indexOf(':', account) + 1;
  if (resource === 0 || resource === text.length || service === 5 || region === service + 1) return undefined;
  return {
    partition: text.slice(4, service - 1),
    service: text.slice(service, region - 1),
    region: text.slice(region, account - 1),
    account: text.slice(account, resource - 1),
    resource: text.slice(resource),
  };
}

/**
 * Every id by which people refer to an ARN's resource, without paths, versions and random suffixes.
 * An assumed-role ARN names a session, not a resource: it has none.
 */
export function idsOfArn(arn: Arn): readonly string[] {
  return candidates(arn).filter((id) => id !== '');
}

function candidates({ service, region, account, resource }: Arn): readonly string[] {
  switch (service) {
    case 's3':
      // `arn:aws:s3:::bucket/key`; the ARNs of access points and jobs include region and account, and a kind
      if (region === '' && account === '') return [resource];
      break;
    case 'sts':
      if (resource.startsWith('assumed-role/')) return [];
      break;
    case 'iam':
      return [lastSegment(resource)];
    case 'lambda':
      return [resource.split(':')[1] ?? resource];
    case 'secretsmanager': {
      const name = afterFirst(resource);
      return distinct([name, withoutSuffix(name)]);
    }
    case 'ssm':
      if (resource.startsWith('parameter/')) {
        const name = resource.slice('parameter'.length);
        return [name, name.slice(1)];
      }
      break;
    case 'kms':
      if (resource.startsWith('alias/')) return [resource, afterFirst(resource)];
      break;
    case 'apprunner':
    case 'kafka':
    case 'mq':
      // service/NAME/ID, cluster/NAME/ID, broker:NAME:ID: people use the name
      return distinct([afterFirst(resource), ...resource.split(/[/:]/).slice(1)]);
    case 'batch':
      // the last part of job-definition/NAME:REVISION is a bare number
      if (resource.startsWith('job-definition/'))
        return distinct([afterFirst(resource).replace(/:\d+$/, ''), afterFirst(resource)]);
      break;
    case 'ecs':
      // the last part of task-definition/FAMILY:REVISION is a bare number
      if (resource.startsWith('task-definition/')) return [afterFirst(resource)];
      break;
    case 'logs':
      if (resource.startsWith('log-group:')) return [resource.split(':')[1] ?? resource];
      break;
    case 'wafv2':
      // regional/webacl/NAME/UUID: people use the name
      return distinct(resource.split('/').slice(2));
    case 'cloudformation':
      // stack/NAME/UUID: people use the name
      if (resource.startsWith('stack/')) return distinct([afterFirst(resource), ...resource.split('/').slice(1)]);
      break;
  }
  return distinct([afterFirst(resource), lastSegment(resource)]);
}

/** The role that an assumed-role ARN stands for: `arn:aws:sts::1:assumed-role/ROLE/SESSION` -> ROLE and SESSION. */
export function assumedRole(arn: Arn): { readonly role: string; readonly session: string | undefined } | undefined {
  if (arn.service !== 'sts' || !arn.resource.startsWith('assumed-role/')) return undefined;
  const rest = arn.resource.slice('assumed-role/'.length);
  const slash = rest.indexOf('/');
  const role = slash < 0 ? rest : rest.slice(0, slash);
  return role ? { role, session: slash < 0 ? undefined : rest.slice(slash + 1) } : undefined;
}

/** The name given to a session of GetFederationToken: `arn:aws:sts::1:federated-user/NAME` -> NAME. */
export const federatedUser = ({ service, resource }: Arn): string | undefined =>
  service === 'sts' && resource.startsWith('federated-user/') ? resource.slice('federated-user/'.length) : undefined;

const afterFirst = (resource: string) => resource.slice(resource.search(/[:/]/) + 1);
const lastSegment = (resource: string) =>
  resource.slice(Math.max(resource.lastIndexOf('/'), resource.lastIndexOf(':')) + 1);
const distinct = (ids: readonly string[]) => [...new Set(ids)];
