/** Amazon OpenSearch Service. https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-cloudtrailauditing.html */
import { resourcePolicyInWords } from '../policy-words.ts';
import { flag, text, valueAt } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, named, nameIn, settings } from '../words.ts';

const domain = (call: Call): string => named('search domain', nameIn(call, 'domainName'));

const onDomain =
  (words: string): Sentence =>
  (call) =>
    `${words} ${domain(call)}`;

const created: Sentence = (call) =>
  `created ${domain(call)}${inBrackets(text(call.request, 'engineVersion', 'elasticsearchVersion'))}`;

/** Who may reach it comes first, with values; the other settings are only named. */
const changed: Sentence = (call) => {
  const { request } = call;
  const policy = valueAt(request, 'accessPolicies');
  if (typeof policy === 'string' && policy !== '') return resourcePolicyInWords(policy, domain(call));
  if (flag(request, 'domainEndpointOptions.enforceHTTPS') === false)
    return `turned off enforced HTTPS of ${domain(call)}`;
  return `changed ${domain(call)}${settings(request, 'domainName')}`;
};

export const es: Service = {
  name: 'es',
  title: 'OpenSearch Service',
  eventSources: ['es.amazonaws.com'],
  types: [
    {
      type: 'AWS::OpenSearch::Domain',
      title: 'search domain',
      arn: 'arn:{partition}:es:{region}:{account}:domain/{id}',
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: related(null, 'AWS::EC2::SecurityGroup', 'AWS::KMS::Key'),
      // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-cloudwatchmetrics.html
      metrics: [
        {
          namespace: 'AWS/ES',
          dimensions: { DomainName: '{id}', ClientId: '{account}' },
          metrics: [
            metric('ClusterStatus.red', 'Maximum', 'Count', 'up'),
            metric('ClusterStatus.yellow', 'Maximum', 'Count', 'up'),
            metric('ClusterIndexWritesBlocked', 'Maximum', 'Count', 'up'),
            metric('FreeStorageSpace', 'Minimum', 'Megabytes', 'down'),
            metric('JVMMemoryPressure', 'Maximum', 'Percent', 'up'),
            metric('CPUUtilization', 'Average', 'Percent', 'up'),
            metric('Nodes', 'Minimum', 'Count', 'down'),
            metric('5xx', 'Sum', 'Count', 'up'),
            metric('OpenSearchRequests', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html
      logGroups: ['/aws/OpenSearchService/domains/{id}/*'],
      example: { id: 'catalog', arn: 'arn:aws:es:us-east-1:111122223333:domain/catalog' },
    },
  ],
  parameters: {
    domainName: 'AWS::OpenSearch::Domain',
    securityGroupIds: 'AWS::EC2::SecurityGroup',
    subnetIds: 'AWS::EC2::Subnet',
    kmsKeyId: 'AWS::KMS::Key',
  },
  calls: () => ({
    CreateDomain: created,
    CreateElasticsearchDomain: created,
    UpdateDomainConfig: changed,
    UpdateElasticsearchDomainConfig: changed,
    DeleteDomain: onDomain('deleted'),
    DeleteElasticsearchDomain: onDomain('deleted'),
    UpgradeDomain: (call) => `upgraded ${domain(call)}${inBrackets(text(call.request, 'targetVersion'))}`,
    UpgradeElasticsearchDomain: (call) => `upgraded ${domain(call)}${inBrackets(text(call.request, 'targetVersion'))}`,
    StartServiceSoftwareUpdate: onDomain('started a software update of'),
    AuthorizeVpcEndpointAccess: (call) => {
      const account = text(call.request, 'account');
      return `allowed ${account === undefined ? 'an account' : `account ${account}`} to reach ${domain(call)}`;
    },
    RevokeVpcEndpointAccess: (call) => {
      const account = text(call.request, 'account');
      return `revoked that ${account === undefined ? 'an account' : `account ${account}`} reaches ${domain(call)}`;
    },
  }),
};
