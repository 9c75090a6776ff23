/** Shared by the tests of a whole account: rules and resources of a region, and questions about them. */
import type { Reading } from '../../src/model/evidence.ts';
import type { KnownResource } from '../../src/model/inventory.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Survey } from '../../src/model/question.ts';
import { api } from '../../src/sources/config/backends/api.ts';
import type { SourceRequest } from '../../src/sources/source.ts';
import type { AwsServer } from '../aws/server.ts';
import { createWorld, type RegionWorld, type World } from '../aws/world.ts';
import { apiItem, group, groupType, type State } from '../fixtures/config.ts';
import { questionOf } from '../fixtures/question.ts';
import { account } from './aws-server-harness.ts';
import { evidenceIn, type Live, liveFor } from './live-backend.ts';

export const times = { since: '2026-03-03T12:00:00Z', until: '2026-03-03T18:00:00Z', now: '2026-03-04T00:00:00Z' };
export const home = 'us-east-1';

export const stored = (state: State): JsonObject => ({
  ...apiItem(state),
  configurationItemCaptureTime: state.captureTime ?? '2026-03-03T12:00:00.000Z',
});
export const verdicts = (captureTime: string, resource: string, rules: Readonly<Record<string, string>>): JsonObject =>
  stored({
    resourceType: 'AWS::Config::ResourceCompliance',
    resourceId: resource,
    arn: '',
    captureTime,
    configuration: {
      complianceType: 'NON_COMPLIANT',
      targetResourceType: resource.slice(0, resource.indexOf('/')),
      targetResourceId: resource.slice(resource.indexOf('/') + 1),
      configRuleList: Object.entries(rules).map(([configRuleName, complianceType]) => ({
        configRuleName,
        complianceType,
        configRuleId: 'config-rule-1',
        configRuleArn: 'arn:aws:config:us-east-1:111122223333:config-rule/config-rule-1',
      })),
    },
  });
export const result = (
  rule: string,
  ComplianceType: string,
  time: string,
  more: JsonObject = {},
  [ResourceType, ResourceId]: readonly [string, string] = [groupType, group],
): JsonObject => ({
  EvaluationResultIdentifier: {
    EvaluationResultQualifier: { ConfigRuleName: rule, ResourceType, ResourceId },
    OrderingTimestamp: time,
  },
  ComplianceType,
  ResultRecordedTime: time,
  ConfigRuleInvokedTime: time,
  ...more,
});
export const ruleOf = (ConfigRuleName: string, Source: JsonObject = { Owner: 'CUSTOM_LAMBDA' }): JsonObject => ({
  ConfigRuleName,
  ConfigRuleState: 'ACTIVE',
  Source,
});

export const bucket = (id: string, captureTime: string, more: State = {}): JsonObject =>
  stored({
    resourceType: 'AWS::S3::Bucket',
    resourceId: id,
    resourceName: id,
    arn: `arn:aws:s3:::${id}`,
    captureTime,
    ...more,
  });

const survey: Survey = { of: 'compliance', types: [], rules: [], derivable: [], deleted: false };
export const surveyed = (more: Partial<Survey>): SourceRequest => ({
  kind: 'evidence',
  question: questionOf({ ...times, command: 'compliance', from: [], survey: { ...survey, ...more } }),
  interests: { targets: [], neighbors: [] },
});

export const worldOf = (regions: Readonly<Record<string, Partial<RegionWorld>>>): World =>
  createWorld({ [account]: { regions } });
export const liveIn = (world: World, regions: readonly string[] = [home]): Promise<Live> =>
  liveFor(api, { ...times, world, regions, rateFactor: Infinity });

export const resourcesIn = (readings: readonly Reading[]): readonly KnownResource[] =>
  evidenceIn(readings, 'resource').map(({ resource }) => resource);
export const asked = (server: AwsServer, action: string) => server.requests.of(`config:${action}`).length;
