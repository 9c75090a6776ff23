/** The sentence about a changed item, for the tests of its words. */
import { configChanges } from '../../../../src/analysis/what/config-changes.ts';
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { JsonObject, JsonValue } from '../../../../src/model/json.ts';

const origin = { source: 'config', backend: 'archive', account: null, region: null, ref: null };

export function summaryOf(
  resourceType: string,
  before: Partial<ConfigurationItem>,
  after: Partial<ConfigurationItem>,
): string {
  const items = [before, after].map((parts, index) => {
    const item: ConfigurationItem = {
      resourceType,
      resourceId: 'app',
      resourceName: null,
      arn: null,
      account: '111122223333',
      region: 'us-east-1',
      captureTime: `2026-03-03T1${index}:00:00.000Z`,
      status: 'OK',
      stateId: String(index),
      configuration: null,
      supplementaryConfiguration: {},
      tags: {},
      relationships: [],
      relatedEvents: [],
      ...parts,
    };
    const locator = `logs/${index}.json#1`;
    return { type: 'configuration-item' as const, item, origin: { ...origin, locator }, digest: locator };
  });
  return configChanges({ items, window: undefined, matches: () => ['target'] })[1]?.summary ?? '';
}

export const configured = (resourceType: string, before: JsonValue, after: JsonValue) =>
  summaryOf(resourceType, { configuration: before }, { configuration: after });
export const supplemented = (before: JsonObject, after: JsonObject) =>
  summaryOf('AWS::S3::Bucket', { supplementaryConfiguration: before }, { supplementaryConfiguration: after });
