/**
 * AWS Elastic Beanstalk. Options are shown by name only: their values may hold secrets.
 * https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.cloudtrail.html
 */
import { text, texts } from '../read.ts';
import { metric } from '../resource-type.ts';
import type { Call, Sentence, Service } from '../service.ts';
import { did, inBrackets, nameAt, named, nameIn } from '../words.ts';

const environment = (call: Call): string =>
  named('environment', nameIn(call, 'environmentName', 'environmentId', 'environmentArn'));

const onEnvironment =
  (words: string): Sentence =>
  (call) =>
    `${words} ${environment(call)}`;

const set =
  (verb: string): Sentence =>
  (call) => {
    const { request } = call;
    const version = text(request, 'versionLabel');
    const platform = nameAt(request, 'solutionStackName', 'platformArn');
    return `${verb} ${environment(call)}${inBrackets(
      version && `version ${version}`,
      platform,
      ...texts(request, 'optionSettings', 'optionName'),
    )}`;
  };

const version = ({ request }: Call): string => {
  const application = text(request, 'applicationName');
  return `${named('version', text(request, 'versionLabel'))}${application === undefined ? '' : ` of application ${application}`}`;
};

function swapped({ request }: Call): string {
  const [from, to] = (['source', 'destination'] as const).map((end) =>
    text(request, `${end}EnvironmentName`, `${end}EnvironmentId`),
  );
  return `switched the domain names of ${named('environment', from)} and ${named('environment', to)}`;
}

export const elasticbeanstalk: Service = {
  name: 'elasticbeanstalk',
  title: 'Elastic Beanstalk',
  eventSources: ['elasticbeanstalk.amazonaws.com'],
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticbeanstalk.html
  types: [
    {
      type: 'AWS::ElasticBeanstalk::Environment',
      title: 'Elastic Beanstalk environment',
      arn: 'arn:{partition}:elasticbeanstalk:{region}:{account}:environment/{application}/{id}',
      configId: '{id}',
      // https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced-cloudwatch.html
      metrics: [
        {
          namespace: 'AWS/ElasticBeanstalk',
          dimensions: { EnvironmentName: '{id}' },
          metrics: [
            metric('EnvironmentHealth', 'Maximum', 'None', 'up'),
            metric('ApplicationRequests5xx', 'Sum', 'Count', 'up'),
            metric('ApplicationLatencyP99', 'Average', 'Seconds', 'up'),
            metric('ApplicationRequestsTotal', 'Sum', 'Count', 'both'),
          ],
        },
      ],
      example: { id: 'shop-prod', arn: 'arn:aws:elasticbeanstalk:us-east-1:111122223333:environment/shop/shop-prod' },
    },
  ],
  parameters: {
    environmentName: 'AWS::ElasticBeanstalk::Environment',
    sourceEnvironmentName: 'AWS::ElasticBeanstalk::Environment',
    destinationEnvironmentName: 'AWS::ElasticBeanstalk::Environment',
  },
  calls: () => ({
    CreateEnvironment: set('created'),
    UpdateEnvironment: set('changed'),
    TerminateEnvironment: onEnvironment('terminated'),
    RebuildEnvironment: onEnvironment('rebuilt'),
    RestartAppServer: onEnvironment('restarted the servers of'),
    AbortEnvironmentUpdate: onEnvironment('aborted the update of'),
    SwapEnvironmentCNAMEs: swapped,
    CreateApplicationVersion: (call) => `created ${version(call)}`,
    DeleteApplicationVersion: (call) => `deleted ${version(call)}`,
    CreateApplication: did('created', 'Elastic Beanstalk application', 'applicationName'),
    UpdateApplication: did('changed', 'Elastic Beanstalk application', 'applicationName'),
    DeleteApplication: did('deleted', 'Elastic Beanstalk application', 'applicationName'),
  }),
};
