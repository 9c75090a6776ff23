/**
 * Amazon Route 53. A record that points elsewhere takes a name's traffic with it, so records are shown with name and value.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/logging-using-cloudtrail.html
 */
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { enumerate, objects, text, texts, valueAt } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, named, settings } from '../words.ts';

/** Answers write `/hostedzone/Z…`, requests mostly `Z…`. */
const bare = (id: string | undefined): string | undefined =>
  id?.replace(/^\/(?:hostedzone|healthcheck|change)\/(?=.)/, '');

const zone = ({ request, response }: Call): string =>
  named('hosted zone', bare(text(request, 'hostedZoneId', 'id') ?? text(response, 'hostedZone.id')));

const onZone =
  (words: string): Sentence =>
  (call) =>
    `${words} ${zone(call)}`;

/** "www.example.com. A", with what it points to unless it is deleted. */
function recordText(change: JsonObject, isDelete: boolean): string {
  const found = valueAt(change, 'resourceRecordSet');
  const record = isJsonObject(found) ? found : {};
  const name = [text(record, 'name'), text(record, 'type')].filter((part) => part !== undefined).join(' ');
  if (name === '') return 'a record';
  const target = text(record, 'aliasTarget.dNSName', 'aliasTarget.dnsName');
  const values = target ? [target] : texts(record, 'resourceRecords', 'value');
  return isDelete || values.length === 0 ? name : `${name} -> ${enumerate(values)}`;
}

const verbs: Readonly<Record<string, string>> = { CREATE: 'created', DELETE: 'deleted', UPSERT: 'set' };

/** Grouped by what is done to them: "set www.example.com. A -> 192.0.2.1 and deleted old.example.com. A in hosted zone Z1". */
function changedRecords(call: Call): string {
  const byVerb = new Map<string, string[]>();
  for (const change of objects(call.request, 'changeBatch.changes')) {
    const action = text(change, 'action') ?? '';
    const verb = Object.hasOwn(verbs, action) ? (verbs[action] as string) : 'changed';
    byVerb.set(verb, [...(byVerb.get(verb) ?? []), recordText(change, action === 'DELETE')]);
  }
  const parts = [...byVerb].map(([verb, records]) => `${verb} ${enumerate(records)}`);
  return parts.length === 0 ? `changed records in ${zone(call)}` : `${parts.join(' and ')} in ${zone(call)}`;
}

const vpc = ({ request }: Call): string => {
  const id = text(request, 'vPC.vPCId', 'vPC.vpcId', 'vpc.vpcId');
  return id ?? 'a VPC';
};

/** Resolvers that validate reject answers signed with a key that is not active. */
const signingKey =
  (verb: string): Sentence =>
  (call) =>
    `${verb} ${named('key-signing key', text(call.request, 'name'))} of ${zone(call)}`;

/** What a traffic policy answers for one name. */
const trafficPolicy =
  (verb: string): Sentence =>
  ({ request }) => {
    const [policy, version] = [text(request, 'trafficPolicyId'), text(request, 'trafficPolicyVersion')];
    return `${verb} ${named('traffic policy instance', text(request, 'name', 'id'))}${inBrackets(
      policy && `policy ${policy}`,
      version && `version ${version}`,
    )}`;
  };

export const route53: Service = {
  name: 'route53',
  title: 'Route 53',
  eventSources: ['route53.amazonaws.com'],
  types: [
    {
      type: 'AWS::Route53::HostedZone',
      title: 'hosted zone',
      arn: 'arn:{partition}:route53:::hostedzone/{id}',
      spellings: ['/hostedzone/{id}'],
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      isGlobal: true,
      // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-hosted-zones-with-cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/Route53',
          dimensions: { HostedZoneId: '{id}' },
          region: 'us-east-1',
          metrics: [
            metric('DNSQueries', 'Sum', 'Count', 'both'),
            metric('DNSSECInternalFailure', 'Maximum', 'Count', 'up'),
            metric('DNSSECKeySigningKeysNeedingAction', 'Maximum', 'Count', 'up'),
          ],
        },
      ],
      example: { id: 'Z0123456789ABCDEFGHIJ', arn: 'arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ' },
    },
    {
      type: 'AWS::Route53::HealthCheck',
      title: 'health check',
      arn: 'arn:{partition}:route53:::healthcheck/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      isGlobal: true,
      // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
      metrics: [
        {
          namespace: 'AWS/Route53',
          dimensions: { HealthCheckId: '{id}' },
          region: 'us-east-1',
          metrics: [
            metric('HealthCheckStatus', 'Minimum', 'None', 'down'),
            metric('HealthCheckPercentageHealthy', 'Average', 'Percent', 'down'),
            metric('ConnectionTime', 'Average', 'Milliseconds', 'up'),
          ],
        },
      ],
      example: {
        id: '0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f',
        arn: 'arn:aws:route53:::healthcheck/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f',
      },
    },
  ],
  parameters: { hostedZoneId: 'AWS::Route53::HostedZone', healthCheckId: 'AWS::Route53::HealthCheck' },
  calls: () => ({
    CreateHostedZone: (call) =>
      `created ${named('hosted zone', text(call.request, 'name') ?? bare(text(call.response, 'hostedZone.id')))}`,
    DeleteHostedZone: onZone('deleted'),
    UpdateHostedZoneComment: onZone('changed the comment of'),
    ChangeResourceRecordSets: changedRecords,
    AssociateVPCWithHostedZone: (call) => `associated ${vpc(call)} with ${zone(call)}`,
    DisassociateVPCFromHostedZone: (call) => `disassociated ${vpc(call)} from ${zone(call)}`,
    CreateVPCAssociationAuthorization: (call) => `allowed ${vpc(call)} to be associated with ${zone(call)}`,
    DeleteVPCAssociationAuthorization: (call) => `revoked that ${vpc(call)} may be associated with ${zone(call)}`,
    CreateQueryLoggingConfig: onZone('turned on query logging of'),
    DeleteQueryLoggingConfig: () => 'turned off query logging of a hosted zone',
    EnableHostedZoneDNSSEC: onZone('turned on DNSSEC signing of'),
    DisableHostedZoneDNSSEC: onZone('turned off DNSSEC signing of'),
    CreateKeySigningKey: signingKey('created'),
    ActivateKeySigningKey: signingKey('activated'),
    DeactivateKeySigningKey: signingKey('deactivated'),
    DeleteKeySigningKey: signingKey('deleted'),
    CreateTrafficPolicyInstance: trafficPolicy('created'),
    UpdateTrafficPolicyInstance: trafficPolicy('changed'),
    DeleteTrafficPolicyInstance: trafficPolicy('deleted'),
    ChangeCidrCollection: (call) =>
      `changed ${named('CIDR collection', text(call.request, 'id'))}${inBrackets(
        ...objects(call.request, 'changes').flatMap((change) => {
          const [action, location] = [text(change, 'action'), text(change, 'locationName')];
          return action && location ? `${action.toLowerCase()} ${location}` : [];
        }),
      )}`,
    CreateHealthCheck: ({ request }) =>
      `created a health check${inBrackets(text(request, 'healthCheckConfig.type'), text(request, 'healthCheckConfig.fullyQualifiedDomainName', 'healthCheckConfig.iPAddress'))}`,
    UpdateHealthCheck: (call) =>
      `changed ${named('health check', text(call.request, 'healthCheckId'))}${settings(call.request, 'healthCheckId', 'healthCheckVersion')}`,
    DeleteHealthCheck: did('deleted', 'health check', 'healthCheckId'),
  }),
};
