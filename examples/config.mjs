// How AWS Config writes items down and delivers them. Forms follow
// https://docs.aws.amazon.com/config/latest/developerguide/config-item-table.html and
// https://docs.aws.amazon.com/config/latest/developerguide/example-s3-config-history.html
import { compactTime, uuidOf } from './deliver.mjs';

/**
 * @typedef {{ account: string, region: string }} Place
 * @typedef {{ configurationItemCaptureTime: string, resourceType: string }} Item and all its other fields
 */

/**
 * An item of version 1.3, in the spelling of deliveries to S3: related events and hash are empty since.
 * `captured`: ISO 8601 with milliseconds; the state's id is the same moment.
 * @returns {Item}
 */
export function configItem({ account, region }, resource, captured, state) {
  return {
    relatedEvents: [],
    relationships: state.relationships ?? [],
    configuration: state.configuration,
    supplementaryConfiguration: state.supplementaryConfiguration ?? {},
    tags: state.tags ?? {},
    configurationItemVersion: '1.3',
    configurationItemCaptureTime: captured,
    configurationStateId: Date.parse(captured),
    awsAccountId: account,
    configurationItemStatus: state.status ?? 'OK',
    resourceType: resource.type,
    resourceId: resource.id,
    ...(resource.name && { resourceName: resource.name }),
    ...(resource.arn && { ARN: resource.arn }),
    awsRegion: region,
    ...(resource.zone && { availabilityZone: resource.zone }),
    configurationStateMd5Hash: '',
    ...(resource.created && { resourceCreationTime: resource.created }),
  };
}

/** "Is contained in Vpc": Config's own words. */
export const related = (name, type, resourceId) => ({ resourceId, resourceType: `AWS::EC2::${type}`, name });

/**
 * What the rules say of a resource is an item too.
 * https://docs.aws.amazon.com/config/latest/developerguide/view-compliance-history.html
 * @param {Record<string, string>} rules name -> COMPLIANT or NON_COMPLIANT
 */
export function complianceItem(place, { type, id }, captured, rules, status) {
  const failed = Object.values(rules).includes('NON_COMPLIANT');
  const configRuleList = Object.entries(rules).map(([configRuleName, complianceType]) => {
    const configRuleId = configRuleIdOf(configRuleName);
    return {
      configRuleArn: `arn:aws:config:${place.region}:${place.account}:config-rule/${configRuleId}`,
      configRuleId,
      configRuleName,
      complianceType,
    };
  });
  return configItem(place, { type: 'AWS::Config::ResourceCompliance', id: `${type}/${id}` }, captured, {
    status,
    relationships: [{ resourceId: id, resourceType: type, name: 'Is associated with ' }],
    configuration: {
      complianceType: failed ? 'NON_COMPLIANT' : 'COMPLIANT',
      targetResourceId: id,
      targetResourceType: type,
      configRuleList,
    },
  });
}

/** config-rule-1a2b3c */
const configRuleIdOf = (name) => `config-rule-${uuidOf(`rule ${name}`).slice(0, 6)}`;

const sixHours = 6 * 3_600_000;

/** 2026/3/3: Config alone writes no zeros before. */
const dayFolder = (time) => {
  const date = new Date(time);
  return `${date.getUTCFullYear()}/${date.getUTCMonth() + 1}/${date.getUTCDate()}`;
};

const pathOf = ({ account, region }, kind, time, name) =>
  `AWSLogs/${account}/Config/${region}/${dayFolder(time)}/${kind}/${account}_Config_${region}_${kind}_${name}.json.gz`;

/**
 * One file for each resource type and six hours in which something was captured.
 * @param {Place} place @param {Item[]} items
 * @returns {{ path: string, text: string }[]}
 */
export function historyFiles(place, items) {
  const batches = new Map();
  for (const item of items) {
    const time = Date.parse(item.configurationItemCaptureTime);
    const key = `${item.resourceType} ${Math.floor(time / sixHours)}`;
    batches.set(key, [...(batches.get(key) ?? []), item]);
  }
  return [...batches.values()].map((batch) => {
    const configurationItems = batch.toSorted(byCaptureTime);
    const first = configurationItems[0].configurationItemCaptureTime;
    const last = configurationItems.at(-1).configurationItemCaptureTime;
    const name = `${batch[0].resourceType}_${compactTime(first)}_${compactTime(last)}_1`;
    return {
      path: pathOf(place, 'ConfigHistory', last, name),
      text: JSON.stringify({ fileVersion: '1.0', configurationItems }),
    };
  });
}

const byCaptureTime = (a, b) => (a.configurationItemCaptureTime < b.configurationItemCaptureTime ? -1 : 1);

/** The last item of each resource that was captured by then. */
export function snapshotFile(place, items, taken) {
  const known = new Map();
  for (const item of items.toSorted(byCaptureTime)) {
    if (item.configurationItemCaptureTime <= taken) known.set(`${item.resourceType} ${item.resourceId}`, item);
  }
  const configSnapshotId = uuidOf(`snapshot ${place.account} ${taken}`);
  return {
    path: pathOf(place, 'ConfigSnapshot', taken, `${compactTime(taken)}_${configSnapshotId}`),
    text: JSON.stringify({ fileVersion: '1.0', configSnapshotId, configurationItems: [...known.values()] }),
  };
}
