/**
 * Amazon CloudFront: a global service, whose calls and metrics are in us-east-1.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/logging_using_cloudtrail.html
 */
import { enumerate, flag, text, texts } from '../read.ts';
import { metric, related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named } from '../words.ts';

const distribution = ({ request, response }: Call): string =>
  named('distribution', nameAt(request, 'id', 'distributionId') ?? nameAt(response, 'distribution.id'));

/** The host names that visitors use, also in the wrapper of CreateDistributionWithTags. */
const aliases = ({ request }: Call): string =>
  enumerate([
    ...texts(request, 'distributionConfig.aliases.items'),
    ...texts(request, 'distributionConfigWithTags.distributionConfig.aliases.items'),
  ]);

const created: Sentence = (call) => `created ${distribution(call)}${inBrackets(aliases(call))}`;

function updated(call: Call): string {
  const { request } = call;
  return `changed ${distribution(call)}${inBrackets(
    flag(request, 'distributionConfig.enabled') === false && 'disabled',
    flag(request, 'distributionConfig.logging.enabled') === false && 'no logging',
    text(request, 'distributionConfig.defaultCacheBehavior.viewerProtocolPolicy') === 'allow-all' && 'HTTP allowed',
  )}`;
}

export const cloudfront: Service = {
  name: 'cloudfront',
  title: 'CloudFront',
  eventSources: ['cloudfront.amazonaws.com'],
  types: [
    {
      type: 'AWS::CloudFront::Distribution',
      title: 'distribution',
      arn: 'arn:{partition}:cloudfront::{account}:distribution/{id}',
      isGlobal: true,
      configId: '{id}',
      lookupNames: ['{id}', '{arn}'],
      neighbors: [
        ...related('Is associated with', 'AWS::S3::Bucket', 'AWS::IAM::ServerCertificate'),
        ...related(null, 'AWS::WAFv2::WebACL', 'AWS::ACM::Certificate', 'AWS::Lambda::Function'),
      ],
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
      metrics: [
        {
          namespace: 'AWS/CloudFront',
          dimensions: { DistributionId: '{id}', Region: 'Global' },
          region: 'us-east-1',
          metrics: [
            metric('5xxErrorRate', 'Average', 'Percent', 'up'),
            metric('4xxErrorRate', 'Average', 'Percent', 'up'),
            metric('TotalErrorRate', 'Average', 'Percent', 'up'),
            metric('Requests', 'Sum', 'None', 'both'),
            metric('BytesDownloaded', 'Sum', 'None', 'both'),
          ],
        },
      ],
      example: { id: 'E1A2B3C4D5E6F7', arn: 'arn:aws:cloudfront::111122223333:distribution/E1A2B3C4D5E6F7' },
    },
    {
      type: 'AWS::CloudFront::Function',
      title: 'edge function',
      arn: 'arn:{partition}:cloudfront::{account}:function/{id}',
      isGlobal: true,
      lookupNames: ['{id}', '{arn}'],
      // in us-east-1: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html
      logGroups: ['/aws/cloudfront/function/{id}'],
      example: { id: 'rewrite', arn: 'arn:aws:cloudfront::111122223333:function/rewrite' },
    },
    {
      type: 'AWS::CloudFront::OriginAccessControl',
      title: 'origin access control',
      arn: 'arn:{partition}:cloudfront::{account}:origin-access-control/{id}',
      isGlobal: true,
      example: { id: 'E2B3C4D5E6F7G8', arn: 'arn:aws:cloudfront::111122223333:origin-access-control/E2B3C4D5E6F7G8' },
    },
  ],
  // not `id`, which names distributions, policies, origins and more
  parameters: {
    distributionId: 'AWS::CloudFront::Distribution',
    targetDistributionId: 'AWS::CloudFront::Distribution',
    originAccessControlId: 'AWS::CloudFront::OriginAccessControl',
  },
  calls: () => ({
    CreateDistribution: created,
    CreateDistributionWithTags: created,
    CopyDistribution: (call) => `copied ${named('distribution', nameAt(call.request, 'primaryDistributionId'))}`,
    UpdateDistribution: updated,
    DeleteDistribution: (call) => `deleted ${distribution(call)}`,
    CreateInvalidation: (call) =>
      `created an invalidation of ${distribution(call)}${inBrackets(
        enumerate(texts(call.request, 'invalidationBatch.paths.items')),
      )}`,
    AssociateAlias: ({ request }) =>
      `moved ${named('alias', text(request, 'alias'))} to ${named('distribution', nameAt(request, 'targetDistributionId'))}`,
    CreateFunction: did('created', 'edge function', 'name'),
    UpdateFunction: did('changed', 'edge function', 'name'),
    PublishFunction: did('published', 'edge function', 'name'),
    DeleteFunction: did('deleted', 'edge function', 'name'),
    CreateOriginAccessControl: did('created', 'origin access control', 'originAccessControlConfig.name'),
    UpdateOriginAccessControl: did('changed', 'origin access control', 'id'),
    DeleteOriginAccessControl: did('deleted', 'origin access control', 'id'),
    CreatePublicKey: did('created', 'public key', 'publicKeyConfig.name'),
    DeletePublicKey: did('deleted', 'public key', 'id'),
    UpdateKeyGroup: did('changed', 'key group', 'id'),
    UpdateCachePolicy: did('changed', 'cache policy', 'id'),
    UpdateResponseHeadersPolicy: did('changed', 'response headers policy', 'id'),
    CreateRealtimeLogConfig: did('created', 'real-time log configuration', 'name'),
    DeleteRealtimeLogConfig: did('deleted', 'real-time log configuration', 'name', 'aRN'),
  }),
};
