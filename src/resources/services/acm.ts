/** AWS Certificate Manager. https://docs.aws.amazon.com/acm/latest/userguide/cloudtrail.html */
import { enumerate, text, texts } from '../read.ts';
import { related } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { inBrackets, named, nameIn, settings } from '../words.ts';

const certificate = (call: Call): string => named('certificate', nameIn(call, 'certificateArn'));

const onCertificate =
  (words: string): Sentence =>
  (call) =>
    `${words} ${certificate(call)}`;

export const acm: Service = {
  name: 'acm',
  title: 'Certificate Manager',
  eventSources: ['acm.amazonaws.com'],
  types: [
    {
      // Config's name: CloudFormation's is AWS::CertificateManager::Certificate
      type: 'AWS::ACM::Certificate',
      title: 'certificate',
      arn: 'arn:{partition}:acm:{region}:{account}:certificate/{id}',
      configId: '{arn}',
      lookupNames: ['{arn}', '{id}'],
      // its item lists the resources that use it
      neighbors: related(null, 'AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::CloudFront::Distribution'),
      example: {
        id: '0c1d2e3f-0000-4000-8000-0c1d2e3f4a5b',
        arn: 'arn:aws:acm:us-east-1:111122223333:certificate/0c1d2e3f-0000-4000-8000-0c1d2e3f4a5b',
      },
    },
  ],
  parameters: { certificateArn: 'AWS::ACM::Certificate' },
  calls: () => ({
    RequestCertificate: ({ request }) =>
      `requested a certificate for ${
        enumerate([...new Set([...texts(request, 'domainName'), ...texts(request, 'subjectAlternativeNames')])]) ||
        'a domain'
      }${inBrackets(text(request, 'validationMethod'))}`,
    ImportCertificate: onCertificate('imported'),
    ExportCertificate: onCertificate('exported'),
    GetCertificate: onCertificate('got'),
    RenewCertificate: onCertificate('renewed'),
    RevokeCertificate: onCertificate('revoked'),
    DeleteCertificate: onCertificate('deleted'),
    ResendValidationEmail: onCertificate('requested another validation email of'),
    UpdateCertificateOptions: (call) => `changed ${certificate(call)}${settings(call.request, 'certificateArn')}`,
    PutAccountConfiguration: ({ request }) =>
      `changed how certificates of the account expire${settings(request, 'idempotencyToken')}`,
  }),
};
