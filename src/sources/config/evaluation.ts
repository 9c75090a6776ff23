/**
 * What rules said about resources: evaluation results (`get-compliance-details-by-resource`, `-by-config-rule`), notices of a
 * compliance change (SNS, EventBridge), and the compliance items that the recorder keeps as history.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_EvaluationResult.html
 * https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html
 */
import type { ConfigurationItem, RuleState } from '../../model/configuration-item.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectAt, stringAt } from '../../model/json.ts';
import { text, valueAt } from '../../resources/read.ts';
import { isoTime, parseTime } from './time.ts';
import { canonicalType } from './type-name.ts';

/** The type of the items that hold the history of a resource's compliance; their id is `<type>/<id>` of that resource. */
export const complianceType = 'AWS::Config::ResourceCompliance';

/** An element of EvaluationResults, in the API's spelling or in that of notices. */
export const isEvaluationResult = (value: JsonObject): boolean =>
  isJsonObject(valueAt(value, 'evaluationResultIdentifier.evaluationResultQualifier')) &&
  'complianceType' in lower(value);

/** A notice that a rule's result for a resource has changed. */
export const isComplianceChange = (value: JsonObject): boolean =>
  value['messageType'] === 'ComplianceChangeNotification' ||
  (isJsonObject(value['newEvaluationResult']) && typeof value['configRuleName'] === 'string');

export type StateReading = { readonly state: RuleState } | { readonly reason: string };

/** The present verdict: the record does not say since when it has held, nor what held before. */
export function readEvaluation(value: JsonObject): StateReading {
  const state = resultOf(value);
  if (typeof state === 'string') return { reason: state };
  return { state: stateOf(state, value, null, false) };
}

/** A change, reported when it happened; `previous` is null if nothing had been evaluated before. */
export function readComplianceChange(value: JsonObject): StateReading {
  const result = resultOf(objectAt(value, 'newEvaluationResult'), value);
  if (typeof result === 'string') return { reason: result };
  const previous = text(objectAt(value, 'oldEvaluationResult'), 'complianceType') ?? null;
  return { state: stateOf(result, value, previous, true) };
}

/** What a compliance item says for every rule that evaluates its resource. Empty for the item of a deleted resource. */
export function ruleStatesOf(item: ConfigurationItem): readonly RuleState[] {
  if (!isJsonObject(item.configuration)) return [];
  const target = targetOf(item.resourceId);
  const rules = item.configuration['configRuleList'];
  return (Array.isArray(rules) ? rules : []).filter(isJsonObject).flatMap((entry) => {
    const rule = stringAt(entry, 'configRuleName') ?? stringAt(entry, 'configRuleId');
    const state = stringAt(entry, 'complianceType');
    if (rule === undefined || state === undefined) return [];
    return {
      rule,
      resourceType: canonicalType(stringAt(item.configuration, 'targetResourceType') ?? target.resourceType),
      resourceId: stringAt(item.configuration, 'targetResourceId') ?? target.resourceId,
      account: item.account,
      region: item.region,
      state,
      previous: null,
      recordedTime: item.captureTime,
      invokedTime: null,
      annotation: stringAt(entry, 'annotation') ?? null,
      isFlip: true,
    };
  });
}

/** `AWS::S3::Bucket/a-bucket` -> its parts. Types contain no slash, but ids may. */
export function targetOf(complianceId: string): { readonly resourceType: string; readonly resourceId: string } {
  const slash = complianceId.indexOf('/');
  return {
    resourceType: canonicalType(complianceId.slice(0, Math.max(slash, 0))),
    resourceId: complianceId.slice(slash + 1),
  };
}

type Result = Pick<
  RuleState,
  'rule' | 'resourceType' | 'resourceId' | 'state' | 'recordedTime' | 'invokedTime' | 'annotation'
>;

/** One evaluation result, or in words why it cannot be used. What it leaves out may be in the notice around it. */
function resultOf(result: JsonObject, notice: JsonObject = {}): Result | string {
  const named = (key: string) =>
    text(result, `evaluationResultIdentifier.evaluationResultQualifier.${key}`) ?? text(notice, key);
  const rule = named('configRuleName');
  const resourceId = named('resourceId');
  const state = text(result, 'complianceType');
  if (rule === undefined || resourceId === undefined || state === undefined)
    return 'an evaluation that names no rule, no resource or no result';
  const recorded =
    timeAt(result, 'resultRecordedTime') ??
    timeAt(result, 'evaluationResultIdentifier.orderingTimestamp') ??
    timeAt(notice, 'notificationCreationTime');
  if (recorded === undefined) return 'an evaluation without a readable time';
  const invoked = timeAt(result, 'configRuleInvokedTime');
  return {
    rule,
    resourceType: canonicalType(named('resourceType') ?? ''),
    resourceId,
    state,
    recordedTime: isoTime(recorded),
    invokedTime: invoked === undefined ? null : isoTime(invoked),
    annotation: text(result, 'annotation') ?? null,
  };
}

const timeAt = (from: JsonObject, path: string) => parseTime(valueAt(from, path));

/** `value` gives the place. */
const stateOf = (
  { rule, resourceType, resourceId, state, recordedTime, invokedTime, annotation }: Result,
  value: JsonObject,
  previous: string | null,
  isFlip: boolean,
): RuleState => ({
  rule,
  resourceType,
  resourceId,
  state,
  recordedTime,
  invokedTime,
  annotation,
  account: text(value, 'awsAccountId', 'accountId') ?? null,
  region: text(value, 'awsRegion') ?? null,
  previous,
  isFlip,
});

/** The members with names that begin in lower case, as the API's model spells them. */
const lower = (value: JsonObject): Readonly<Record<string, JsonValue | undefined>> =>
  Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.charAt(0).toLowerCase() + key.slice(1), member]),
  );
