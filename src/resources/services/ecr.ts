/** Amazon ECR. https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html */
import { resourcePolicyInWords } from '../policy-words.ts';
import { enumerate, flag, text, texts, valueAt } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, named, nameIn } from '../words.ts';

const repository = (call: Call): string =>
  named('repository', nameIn(call, 'repositoryName', 'repository.repositoryName'));

const onRepository =
  (words: string): Sentence =>
  (call) =>
    `${words} ${repository(call)}`;

/** "image latest", or its digest if it has no tag. */
const image = ({ request }: Call): string =>
  named('image', text(request, 'imageTag', 'imageId.imageTag', 'imageDigest', 'imageId.imageDigest'));

function images({ request }: Call, otherwise: string): string {
  const names = texts(request, 'imageIds', 'imageTag', 'imageDigest');
  return names.length === 0 ? otherwise : `image${names.length > 1 ? 's' : ''} ${enumerate(names)}`;
}

export const ecr: Service = {
  name: 'ecr',
  title: 'ECR',
  eventSources: ['ecr.amazonaws.com'],
  types: [
    {
      type: 'AWS::ECR::Repository',
      title: 'repository',
      arn: 'arn:{partition}:ecr:{region}:{account}:repository/{id/}',
      configId: '{id}',
      lookupNames: ['{arn}', '{id}'],
      // https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-repository-metrics.html
      metrics: [
        {
          namespace: 'AWS/ECR',
          dimensions: { RepositoryName: '{id}' },
          metrics: [metric('RepositoryPullCount', 'Sum', 'Count', 'both')],
        },
      ],
      example: { id: 'shop/checkout', arn: 'arn:aws:ecr:us-east-1:111122223333:repository/shop/checkout' },
    },
  ],
  parameters: { repositoryName: 'AWS::ECR::Repository', kmsKey: 'AWS::KMS::Key' },
  calls: () => ({
    CreateRepository: (call) => `created ${repository(call)}${inBrackets(text(call.request, 'imageTagMutability'))}`,
    DeleteRepository: (call) =>
      `deleted ${repository(call)}${flag(call.request, 'force') === true ? ' with all its images' : ''}`,
    SetRepositoryPolicy: (call) =>
      resourcePolicyInWords(valueAt(call.request, 'policyText'), repository(call), call.account),
    DeleteRepositoryPolicy: onRepository('removed the policy of'),
    PutLifecyclePolicy: onRepository('set the lifecycle policy of'),
    DeleteLifecyclePolicy: onRepository('removed the lifecycle policy of'),
    PutImageTagMutability: (call) =>
      `set tag mutability of ${repository(call)}${inBrackets(text(call.request, 'imageTagMutability'))}`,
    PutImageScanningConfiguration: (call) => {
      const scans = flag(call.request, 'imageScanningConfiguration.scanOnPush');
      return scans === undefined
        ? `changed image scanning of ${repository(call)}`
        : `turned ${scans ? 'on' : 'off'} image scanning of ${repository(call)}`;
    },
    PutImage: (call) => `put ${image(call)} into ${repository(call)}`,
    BatchDeleteImage: (call) => `deleted ${images(call, 'images')} from ${repository(call)}`,
    BatchGetImage: (call) => `got ${images(call, 'images')} of ${repository(call)}`,
    GetDownloadUrlForLayer: onRepository('got a download address for a layer of'),
    StartImageScan: (call) => `started a scan of ${image(call)} in ${repository(call)}`,
    GetAuthorizationToken: () => 'got a token to sign in to the registry',
    PutRegistryPolicy: ({ request }) => resourcePolicyInWords(valueAt(request, 'policyText'), 'the registry'),
    DeleteRegistryPolicy: () => 'removed the policy of the registry',
    PutReplicationConfiguration: ({ request }) => {
      const regions = texts(request, 'replicationConfiguration.rules.0.destinations', 'region');
      return `set the replication of the registry${inBrackets(...regions)}`;
    },
    PutRegistryScanningConfiguration: ({ request }) =>
      `set image scanning of the registry${inBrackets(text(request, 'scanType'))}`,
    CreatePullThroughCacheRule: ({ request }) =>
      `created ${named('pull through cache rule', text(request, 'ecrRepositoryPrefix'))}${inBrackets(text(request, 'upstreamRegistryUrl'))}`,
    DeletePullThroughCacheRule: ({ request }) =>
      `deleted ${named('pull through cache rule', text(request, 'ecrRepositoryPrefix'))}`,
  }),
};
