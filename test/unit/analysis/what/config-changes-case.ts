/** Items of a resource in order of time, and the changes found in them. */
import { configChanges } from '../../../../src/analysis/what/config-changes.ts';
import type { ConfigurationItem, Relationship } from '../../../../src/model/configuration-item.ts';
import type { Match } from '../../../../src/model/event.ts';
import type { ConfigurationItemEvidence } from '../../../../src/model/evidence.ts';
import type { AnsweredWindow } from '../../../../src/model/question.ts';

export const time = (clock: string) => `2026-03-03T${clock}:00.000Z`;

export function item(clock: string, parts: Partial<ConfigurationItem> = {}): ConfigurationItem {
  return {
    resourceType: 'AWS::Lambda::Function',
    resourceId: 'app',
    resourceName: 'app',
    arn: 'arn:aws:lambda:us-east-1:111122223333:function:app',
    account: '111122223333',
    region: 'us-east-1',
    captureTime: time(clock),
    status: 'OK',
    stateId: String(Date.parse(time(clock))),
    configuration: { timeout: 30 },
    supplementaryConfiguration: {},
    tags: {},
    relationships: [],
    relatedEvents: [],
    ...parts,
  };
}

export const evidence = (
  found: ConfigurationItem,
  locator = `logs/${found.captureTime.slice(11, 16)}.json#1`,
): ConfigurationItemEvidence => ({
  type: 'configuration-item',
  item: found,
  origin: {
    source: 'config',
    backend: 'archive',
    account: found.account,
    region: found.region,
    ref: found.stateId,
    locator,
  },
  digest: `${found.stateId}${locator}`,
});

export const isTarget = (): readonly Match[] => ['target'];
export const eventsOf = (items: readonly ConfigurationItem[], window?: AnsweredWindow) =>
  configChanges({ items: items.map((found) => evidence(found)), window, matches: isTarget });

export const window = (since: string, until: string): AnsweredWindow => ({
  since: Date.parse(time(since)),
  until: Date.parse(time(until)),
});
export const related = (resourceId: string, resourceType = 'AWS::EC2::NetworkInterface'): Relationship => ({
  resourceType,
  resourceId,
  resourceName: null,
  name: 'Is associated with NetworkInterface',
});
