/** The catalog: what obs3 knows of AWS's services. To add a service: a file in `services/` and its line here. */
import type { JsonObject } from '../model/json.ts';
import type { ResourceType } from './resource-type.ts';
import type { PartsOfArn, Sentence, Service } from './service.ts';
import { accessAnalyzer } from './services/access-analyzer.ts';
import { account } from './services/account.ts';
import { acm } from './services/acm.ts';
import { amplify } from './services/amplify.ts';
import { apigateway } from './services/apigateway.ts';
import { appconfig } from './services/appconfig.ts';
import { apprunner } from './services/apprunner.ts';
import { appsync } from './services/appsync.ts';
import { athena } from './services/athena.ts';
import { autoscaling } from './services/autoscaling.ts';
import { backup } from './services/backup.ts';
import { batch } from './services/batch.ts';
import { bedrock } from './services/bedrock.ts';
import { cloudformation } from './services/cloudformation.ts';
import { cloudfront } from './services/cloudfront.ts';
import { cloudtrail } from './services/cloudtrail.ts';
import { cloudwatch } from './services/cloudwatch.ts';
import { codebuild } from './services/codebuild.ts';
import { codedeploy } from './services/codedeploy.ts';
import { codepipeline } from './services/codepipeline.ts';
import { cognito } from './services/cognito.ts';
import { config } from './services/config.ts';
import { dax } from './services/dax.ts';
import { dynamodb } from './services/dynamodb.ts';
import { ec2 } from './services/ec2.ts';
import { ecr } from './services/ecr.ts';
import { ecs } from './services/ecs.ts';
import { eks } from './services/eks.ts';
import { elasticache } from './services/elasticache.ts';
import { elasticbeanstalk } from './services/elasticbeanstalk.ts';
import { elasticfilesystem } from './services/elasticfilesystem.ts';
import { elasticloadbalancing } from './services/elasticloadbalancing.ts';
import { es } from './services/es.ts';
import { events } from './services/events.ts';
import { firehose } from './services/firehose.ts';
import { fsx } from './services/fsx.ts';
import { globalaccelerator } from './services/globalaccelerator.ts';
import { glue } from './services/glue.ts';
import { guardduty } from './services/guardduty.ts';
import { iam } from './services/iam.ts';
import { identitystore } from './services/identitystore.ts';
import { inspector2 } from './services/inspector2.ts';
import { kafka } from './services/kafka.ts';
import { kinesis } from './services/kinesis.ts';
import { kms } from './services/kms.ts';
import { lambda } from './services/lambda.ts';
import { logs } from './services/logs.ts';
import { macie2 } from './services/macie2.ts';
import { memorydb } from './services/memorydb.ts';
import { mq } from './services/mq.ts';
import { networkFirewall } from './services/network-firewall.ts';
import { organizations } from './services/organizations.ts';
import { ram } from './services/ram.ts';
import { rds } from './services/rds.ts';
import { redshift } from './services/redshift.ts';
import { route53 } from './services/route53.ts';
import { route53domains } from './services/route53domains.ts';
import { s3 } from './services/s3.ts';
import { secretsmanager } from './services/secretsmanager.ts';
import { securityhub } from './services/securityhub.ts';
import { servicequotas } from './services/servicequotas.ts';
import { ses } from './services/ses.ts';
import { signin } from './services/signin.ts';
import { sns } from './services/sns.ts';
import { sqs } from './services/sqs.ts';
import { ssm } from './services/ssm.ts';
import { states } from './services/states.ts';
import { sts } from './services/sts.ts';
import { transfer } from './services/transfer.ts';
import { wafv2 } from './services/wafv2.ts';

export const services: readonly Service[] = [
  accessAnalyzer,
  account,
  acm,
  amplify,
  apigateway,
  appconfig,
  apprunner,
  appsync,
  athena,
  autoscaling,
  backup,
  batch,
  bedrock,
  cloudformation,
  cloudfront,
  cloudtrail,
  cloudwatch,
  codebuild,
  codedeploy,
  codepipeline,
  cognito,
  config,
  dax,
  dynamodb,
  ec2,
  ecr,
  ecs,
  eks,
  elasticache,
  elasticbeanstalk,
  elasticfilesystem,
  elasticloadbalancing,
  es,
  events,
  firehose,
  fsx,
  globalaccelerator,
  glue,
  guardduty,
  iam,
  identitystore,
  inspector2,
  kafka,
  kinesis,
  kms,
  lambda,
  logs,
  macie2,
  memorydb,
  mq,
  networkFirewall,
  organizations,
  ram,
  rds,
  redshift,
  route53,
  route53domains,
  s3,
  secretsmanager,
  securityhub,
  servicequotas,
  ses,
  signin,
  sns,
  sqs,
  ssm,
  states,
  sts,
  transfer,
  wafv2,
];

const types = new Map(services.flatMap((service) => service.types.map((type) => [type.type, type])));

export const resourceTypes: readonly ResourceType[] = [...types.values()];
export const resourceType = (name: string): ResourceType | undefined => types.get(name);

const eventSources = new Map(
  services.flatMap((service) => service.types.map(({ type }) => [type, service.eventSources])),
);
/**
 * The `eventSource` values under which the type's own service records its calls, likeliest first; empty for an unknown type.
 */
export const eventSourcesOf = (type: string): readonly string[] => eventSources.get(type) ?? [];

// keyed by text from records: maps, since every object has a member `constructor`; built for each service on first use
const bySource = new Map(
  services.flatMap((service) => service.eventSources.map((source) => [source, service] as const)),
);

const madeOnce = <Value>(make: (service: Service) => Readonly<Record<string, Value>>) => {
  const made = new Map<string, ReadonlyMap<string, Value>>();
  return (source: string): ReadonlyMap<string, Value> | undefined => {
    const known = made.get(source);
    const service = bySource.get(source);
    if (known || !service) return known;
    const table = new Map(Object.entries(make(service)));
    made.set(source, table);
    return table;
  };
};

const sentencesOf = madeOnce(({ calls }) => calls());
const parametersOf = madeOnce(({ parameters }) => parameters);
const namedOf = madeOnce(({ named = {} }) =>
  Object.fromEntries(Object.entries(named).flatMap(([type, calls]) => calls.map((call) => [call, type] as const))),
);

/** The sentence for a call; undefined if the catalog does not know it. The event name is without an API version. */
export const sentenceOf = (eventSource: string, eventName: string): Sentence | undefined =>
  sentencesOf(eventSource)?.get(eventName);

/** What a call's request names by parts of an ARN, if its service does so. */
export const partsOfArnOf = (eventSource: string, request: JsonObject): PartsOfArn | undefined =>
  bySource.get(eventSource)?.partsOfArn?.(request);

const noParameters: ReadonlyMap<string, string> = new Map();
/** The types of the resources that the parameters of a service's calls name, by parameter. */
export const typesOfParameters = (eventSource: string): ReadonlyMap<string, string> =>
  parametersOf(eventSource) ?? noParameters;
/** The type of what a call's request names as `name`, if the catalog knows it from the call alone; without an API version. */
export const typeOfName = (eventSource: string, eventName: string): string | undefined =>
  namedOf(eventSource)?.get(eventName);
