/** Configuration items of one security group, for tests that compare several. */
import type { ConfigurationItem } from '../../../../src/model/configuration-item.ts';
import type { ConfigurationItemEvidence } from '../../../../src/model/evidence.ts';

/** `14:03:27` on the day of the tests. */
export const timeOf = (clock: string) => `2026-03-03T${clock}.000Z`;
export const epochOf = (clock: string) => Date.parse(timeOf(clock));

export function itemEvidence(clock: string, parts: Partial<ConfigurationItem> = {}): ConfigurationItemEvidence {
  const item: ConfigurationItem = {
    resourceType: 'AWS::EC2::SecurityGroup',
    resourceId: 'sg-0a1b2c3d4e5f60718',
    resourceName: 'web',
    arn: 'arn:aws:ec2:us-east-1:111122223333:security-group/sg-0a1b2c3d4e5f60718',
    account: '111122223333',
    region: 'us-east-1',
    captureTime: timeOf(clock),
    status: 'OK',
    stateId: String(epochOf(clock)),
    configuration: { ipPermissions: [] },
    supplementaryConfiguration: {},
    tags: {},
    relationships: [],
    relatedEvents: [],
    ...parts,
  };
  const { account, region, stateId } = item;
  return {
    type: 'configuration-item',
    item,
    origin: { source: 'config', backend: 'archive', account, region, ref: stateId, locator: `${clock}.json#1` },
    digest: stateId,
  };
}

/** Config's form of a permission. */
export const permission = (port: number, ...ranges: readonly string[]) => ({
  fromPort: port,
  ipProtocol: 'tcp',
  ipv6Ranges: [],
  prefixListIds: [],
  toPort: port,
  userIdGroupPairs: [],
  ipv4Ranges: ranges.map((cidrIp) => ({ cidrIp })),
  ipRanges: [...ranges],
});
