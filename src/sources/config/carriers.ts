/** The wrappings that only Config's items and evaluations have: its notifications, and the place that these name. */
import { isJsonObject, type JsonObject, stringAt } from '../../model/json.ts';
import { parseArn } from '../../resources/arn.ts';
import { isComplianceChange, isEvaluationResult } from './evaluation.ts';
import { hasContent, isConfigurationItem } from './item.ts';

export type ConfigRecord =
  | { readonly kind: 'item' | 'evaluation' | 'compliance-change'; readonly value: JsonObject }
  /** An item whose content was too large for its notification. */
  | { readonly kind: 'oversized'; readonly value: JsonObject }
  /** Config's own, but no evidence: `what` says in words what it is. */
  | { readonly kind: 'aside'; readonly what: string };

/**
 * Notifications that hold no state: https://docs.aws.amazon.com/config/latest/developerguide/notifications-for-AWS-Config.html
 */
const asides = new Map([
  ['ScheduledNotification', 'scheduled notification'],
  ['ConfigRulesEvaluationStarted', 'evaluation notification'],
  ['ConfigurationSnapshotDeliveryStarted', 'delivery notification'],
  ['ConfigurationSnapshotDeliveryCompleted', 'delivery notification'],
  ['ConfigurationSnapshotDeliveryFailed', 'delivery notification'],
  ['ConfigurationHistoryDeliveryCompleted', 'delivery notification'],
  ['ConfigurationHistoryDeliveryFailed', 'delivery notification'],
  ['OversizedConfigurationItemChangeDeliveryFailed', 'delivery notification'],
]);

/** The record that a value is or carries; undefined if it is not one of Config's. */
export function recordIn(value: JsonObject): ConfigRecord | undefined {
  const { configurationItem, configurationItemSummary } = value as Readonly<Record<string, unknown>>;
  if (isJsonObject(configurationItem) && isConfigurationItem(configurationItem as JsonObject))
    return itemOf(configurationItem as JsonObject);
  if (isJsonObject(configurationItemSummary))
    return { kind: 'oversized', value: configurationItemSummary as JsonObject };
  if (isConfigurationItem(value)) return itemOf(value);
  if (isComplianceChange(value)) return { kind: 'compliance-change', value };
  if (isEvaluationResult(value)) return { kind: 'evaluation', value };
  const what = asides.get(stringAt(value, 'messageType') ?? '') ?? listingOf(value);
  return what === undefined ? undefined : { kind: 'aside', what };
}

const itemOf = (value: JsonObject): ConfigRecord =>
  hasContent(value) ? { kind: 'item', value } : { kind: 'aside', what: 'configuration item without its configuration' };

/** What the CLI lists about Config itself. */
function listingOf(value: JsonObject): string | undefined {
  if (typeof value['ConfigRuleName'] === 'string' && typeof value['ConfigRuleArn'] === 'string') return 'rule';
  if (isJsonObject(value['Compliance']) && typeof value['Compliance']['ComplianceType'] === 'string')
    return 'compliance summary';
  return undefined;
}

/** The record with its account and region, taken from what carries it if the record lacks them. */
export function placed(record: JsonObject, carriers: readonly JsonObject[]): JsonObject {
  const isTold = (...keys: readonly string[]) => keys.some((key) => stringAt(record, key) !== undefined);
  const account = isTold('awsAccountId', 'accountId') ? undefined : told(carriers, 'account');
  const region = isTold('awsRegion') ? undefined : told(carriers, 'region');
  if (account === undefined && region === undefined) return record;
  return {
    ...record,
    ...(account !== undefined && { accountId: account }),
    ...(region !== undefined && { awsRegion: region }),
  };
}

const forms = { account: /^\d{12}$/, region: /^[a-z]{2}-[a-z-]+-\d$/ };

/**
 * From the innermost carrier: a Lambda event's `accountId`, an EventBridge event's `account`, the ARN of an SNS topic or rule.
 */
function told(carriers: readonly JsonObject[], part: 'account' | 'region'): string | undefined {
  for (const carrier of carriers.toReversed()) {
    const own =
      part === 'account'
        ? (stringAt(carrier, 'awsAccountId') ?? stringAt(carrier, 'accountId') ?? stringAt(carrier, 'account'))
        : (stringAt(carrier, 'awsRegion') ?? stringAt(carrier, 'region'));
    const arn = stringAt(carrier, 'configRuleArn') ?? stringAt(carrier, 'TopicArn');
    const found = own ?? (arn === undefined ? undefined : parseArn(arn)?.[part]);
    if (found !== undefined && forms[part].test(found)) return found;
  }
  return undefined;
}
