/** What the calls of CloudFront, API Gateway and Route 53 do to their configuration. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../model/json.ts';
import {
  type Effect,
  type Effects,
  gain,
  lose,
  partOf,
  resource,
  set,
  sets,
  type Write,
  type Writer,
} from '../effect.ts';
import { objects, text, valueAt } from '../read.ts';
import type { Call } from '../service.ts';

const distribution = resource('AWS::CloudFront::Distribution', 'id', 'response.distribution.id');
const distributionSettings: Writer = (call) => {
  const given = partOf(call, 'distributionConfig') ?? partOf(call, 'distributionConfigWithTags.distributionConfig');
  if (!isJsonObject(given)) return [];
  // a revision, not a setting
  return Object.entries(given).flatMap(([key, value]): readonly Write[] =>
    key === 'callerReference' || value === undefined
      ? []
      : [{ op: 'set', path: ['configuration', 'distributionConfig', key], value }],
  );
};

export const cloudfrontEffects: Effects = {
  CreateDistribution: distribution.creates(distributionSettings),
  CreateDistributionWithTags: distribution.creates(distributionSettings),
  UpdateDistribution: distribution.changes(distributionSettings),
  DeleteDistribution: distribution.deletes(),
};

const restApi = resource('AWS::ApiGateway::RestApi', 'restApiId', 'response.id');
const stage = resource('AWS::ApiGateway::Stage', 'stageName', 'createStageInput.stageName');
const httpApi = resource('AWS::ApiGatewayV2::Api', 'apiId', 'response.apiId');
const httpStage = resource('AWS::ApiGatewayV2::Stage', 'stageName');

/** JSON Patch: https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html */
const patched: Writer = ({ request }) => {
  const operations = [
    ...objects(request, 'patchOperations'),
    ...['updateRestApiInput', 'updateStageInput'].flatMap((name) => objects(request, `${name}.patchOperations`)),
  ];
  return operations.flatMap((operation): readonly Write[] => {
    const [op, path] = [text(operation, 'op'), text(operation, 'path')];
    if (op === undefined || path === undefined || !path.startsWith('/')) return [];
    const at = [
      'configuration',
      ...path
        .slice(1)
        .split('/')
        .map((step) => step.replaceAll('~1', '/')),
    ];
    if (op === 'remove') return [{ op: 'unset', path: at }];
    return op === 'add' || op === 'replace'
      ? [{ op: 'set', path: at, value: valueAt(operation, 'value') ?? null }]
      : [];
  });
};

/** REST and HTTP APIs share names of calls; `apiId` identifies the newer kind. */
const isHttp = (call: Call) => partOf(call, 'apiId') !== undefined;
const stageSettings = sets(
  'configuration',
  'stageName deploymentId autoDeploy accessLogSettings defaultRouteSettings stageVariables variables cacheClusterEnabled tracingEnabled',
);

export const apigatewayEffects: Effects = {
  CreateRestApi: restApi.creates(
    sets('configuration', 'name description policy endpointConfiguration'),
    sets('configuration', 'createRestApiInput.name createRestApiInput.policy createRestApiInput.endpointConfiguration'),
  ),
  UpdateRestApi: restApi.changes(patched),
  DeleteRestApi: restApi.deletes(),
  CreateApi: httpApi.creates(sets('configuration', 'name protocolType corsConfiguration disableExecuteApiEndpoint')),
  UpdateApi: httpApi.changes(sets('configuration', 'name corsConfiguration disableExecuteApiEndpoint description')),
  DeleteApi: httpApi.deletes(),
  CreateStage: (call) => (isHttp(call) ? httpStage : stage).creates(stageSettings)(call),
  UpdateStage: (call) => (isHttp(call) ? httpStage.changes(stageSettings)(call) : stage.changes(patched)(call)),
  DeleteStage: (call) => (isHttp(call) ? httpStage : stage).deletes()(call),
};

const zone = resource('AWS::Route53::HostedZone', 'hostedZoneId', 'id', 'response.hostedZone.id');
const bareId = (id: string) => id.replace(/^\/hostedzone\//, '');
const withBareIds =
  (effects: (call: Call) => readonly Effect[]) =>
  (call: Call): readonly Effect[] =>
    effects(call).map((effect) => ({ ...effect, id: bareId(effect.id) }));

const recordSets =
  (op: 'gain' | 'lose') =>
  (call: Call): readonly JsonValue[] =>
    objects(call.request, 'changeBatch.changes').flatMap((change): readonly JsonObject[] => {
      const record = valueAt(change, 'resourceRecordSet');
      const isDelete = text(change, 'action') === 'DELETE';
      return isJsonObject(record) && isDelete === (op === 'lose') ? [record] : [];
    });

export const route53Effects: Effects = {
  CreateHostedZone: withBareIds(
    zone.createsNamed('name', sets('configuration', 'name>Name hostedZoneConfig>HostedZoneConfig')),
  ),
  DeleteHostedZone: withBareIds(zone.deletes()),
  ChangeResourceRecordSets: withBareIds(
    zone.changes(
      lose('configuration.ResourceRecordSets', recordSets('lose')),
      gain('configuration.ResourceRecordSets', recordSets('gain')),
    ),
  ),
  AssociateVPCWithHostedZone: withBareIds(zone.changes(gain('configuration.VPCs', (call) => oneOf(call, 'vPC')))),
  DisassociateVPCFromHostedZone: withBareIds(zone.changes(lose('configuration.VPCs', (call) => oneOf(call, 'vPC')))),
  CreateQueryLoggingConfig: withBareIds(
    zone.changes(
      set('configuration.QueryLoggingConfig', (call) => {
        const arn = text(call.request, 'cloudWatchLogsLogGroupArn');
        return arn === undefined ? undefined : { CloudWatchLogsLogGroupArn: arn };
      }),
    ),
  ),
};

function oneOf(call: Call, path: string): readonly JsonValue[] {
  const value = partOf(call, path);
  return isJsonObject(value) ? [value] : [];
}
