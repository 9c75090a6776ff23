/** Items of one security group, and a server with them, asked through the SDK's own client. */
import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import type { JsonObject } from '../../src/model/json.ts';
import { ManualClock } from '../aws/clock.ts';
import type { Settings } from '../aws/settings.ts';
import { createWorld, type RegionWorld } from '../aws/world.ts';
import { account, region, serverFor } from './aws-server-harness.ts';

export const now = '2026-03-03T16:00:00.000Z';
export const group = 'AWS::EC2::SecurityGroup';
export const webGroup = { resourceType: group, resourceId: 'sg-0a1b2c3d4e5f60718' } as const;

export const item = (captureTime: string, fields: JsonObject = {}): JsonObject => ({
  version: '1.3',
  accountId: account,
  configurationItemCaptureTime: captureTime,
  configurationItemStatus: 'OK',
  configurationStateId: String(Date.parse(captureTime)),
  ...webGroup,
  awsRegion: region,
  configuration: { groupName: 'web' },
  ...fields,
});

export async function configOf(here: Partial<RegionWorld>, settings: Partial<Settings> = {}) {
  const clock = new ManualClock(now);
  const world = createWorld({ [account]: { regions: { [region]: here, 'eu-west-1': {} } } });
  const server = await serverFor({ world, clock, settings });
  return { server, client: new ConfigServiceClient(server.clientConfig()), clock };
}
