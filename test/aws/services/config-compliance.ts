/** Rules, their verdicts on resources, and their remediation. */
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, limitAt, objectsAt, pageOf, textsAt } from '../call.ts';
import { latestItems } from '../configuration-items.ts';
import type { RegionWorld } from '../world.ts';

const invalidToken = 'InvalidNextTokenException';
const tokenKey = 'NextToken';
/** Rules that contribute to a compliance are counted up to this number. */
const mostContributors = 25;
const mostRuleNames = 25;

interface Verdict {
  readonly rule: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType: string;
  readonly recordedTime: number;
  readonly result: JsonObject;
}

function verdictOf(result: JsonObject): Verdict {
  const qualifier = objectAt(objectAt(result, 'EvaluationResultIdentifier'), 'EvaluationResultQualifier');
  return {
    rule: stringAt(qualifier, 'ConfigRuleName') ?? '',
    resourceType: stringAt(qualifier, 'ResourceType') ?? '',
    resourceId: stringAt(qualifier, 'ResourceId') ?? '',
    complianceType: stringAt(result, 'ComplianceType') ?? '',
    recordedTime: Date.parse(String(result['ResultRecordedTime'])),
    result,
  };
}

const verdicts = ({ here, now }: Call): readonly Verdict[] => verdictsIn(here, now);

/** The latest verdict of each rule on each resource, as known at that time. */
export function verdictsIn({ evaluationResults }: RegionWorld, now: number): readonly Verdict[] {
  const latest = new Map<string, Verdict>();
  const known = evaluationResults.map(verdictOf).filter(({ recordedTime }) => recordedTime <= now);
  for (const verdict of known.sort((a, b) => a.recordedTime - b.recordedTime))
    latest.set(`${verdict.rule} ${verdict.resourceType} ${verdict.resourceId}`, verdict);
  return [...latest.values()];
}

const evaluationTypes: readonly string[] = ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE'];
const summaryTypes: readonly string[] = ['COMPLIANT', 'NON_COMPLIANT', 'INSUFFICIENT_DATA'];

function complianceTypes({ parameters }: Call, allowed: readonly string[]): (type: string) => boolean {
  const types = textsAt(parameters, 'ComplianceTypes');
  const refused = types.find((type) => !allowed.includes(type));
  if (refused) throw new AwsError('InvalidParameterValueException', `${refused} cannot be asked for here.`);
  return (type) => types.length === 0 || types.includes(type);
}

function knownRules(call: Call, names: readonly string[]): readonly JsonObject[] {
  if (names.length > mostRuleNames)
    throw new AwsError('ValidationException', `Give at most ${mostRuleNames} rule names.`);
  const isThere = (name: string) => call.here.configRules.some((rule) => rule['ConfigRuleName'] === name);
  const missing = names.find((name) => !isThere(name));
  if (missing !== undefined)
    throw new AwsError('NoSuchConfigRuleException', `The ConfigRule '${missing}' provided in the request is invalid.`);
  return call.here.configRules.filter((rule) => names.length === 0 || names.includes(String(rule['ConfigRuleName'])));
}

export function describeConfigRules(call: Call): JsonObject {
  const rules = knownRules(call, textsAt(call.parameters, 'ConfigRuleNames'));
  const page = pageOf(call, rules, { tokenKey, invalidToken, size: call.settings.configRulesPerPage });
  return { ConfigRules: [...page.items], ...page.token };
}

/** For an unknown resource, an empty list rather than an error. */
export function getComplianceDetailsByResource(call: Call): JsonObject {
  const type = stringAt(call.parameters, 'ResourceType');
  const id = stringAt(call.parameters, 'ResourceId');
  if (!type || !id) throw new AwsError('InvalidParameterValueException', 'Give both ResourceType and ResourceId.');
  const isWanted = complianceTypes(call, evaluationTypes);
  const found = verdicts(call).filter(
    ({ resourceType, resourceId, complianceType }) =>
      resourceType === type && resourceId === id && isWanted(complianceType),
  );
  const page = pageOf(call, found, { tokenKey, invalidToken, size: call.settings.evaluationsPerPage });
  return { EvaluationResults: page.items.map(({ result }) => result), ...page.token };
}

export function getComplianceDetailsByConfigRule(call: Call): JsonObject {
  const size = limitAt(call.parameters, 'Limit', { most: 100, usual: 10, code: 'InvalidLimitException' });
  const name = stringAt(call.parameters, 'ConfigRuleName') ?? '';
  knownRules(call, [name]);
  const isWanted = complianceTypes(call, evaluationTypes);
  const found = verdicts(call).filter(({ rule, complianceType }) => rule === name && isWanted(complianceType));
  const page = pageOf(call, found, { tokenKey, invalidToken, size });
  return { EvaluationResults: page.items.map(({ result }) => result), ...page.token };
}

/** One word for several verdicts. NOT_APPLICABLE does not count; if nothing counts, it is INSUFFICIENT_DATA. */
function compliance(found: readonly Verdict[], countKey: string): JsonObject {
  const failing = found.filter(({ complianceType }) => complianceType === 'NON_COMPLIANT');
  const passing = found.filter(({ complianceType }) => complianceType === 'COMPLIANT');
  if (failing.length === 0) return { ComplianceType: passing.length > 0 ? 'COMPLIANT' : 'INSUFFICIENT_DATA' };
  const CapExceeded = failing.length > mostContributors;
  return {
    ComplianceType: 'NON_COMPLIANT',
    [countKey]: { CappedCount: Math.min(failing.length, mostContributors), CapExceeded },
  };
}

function groupedBy<T>(list: readonly T[], keyOf: (element: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const element of list) {
    const key = keyOf(element);
    groups.set(key, [...(groups.get(key) ?? []), element]);
  }
  return groups;
}

export function describeComplianceByResource(call: Call): JsonObject {
  const size = limitAt(call.parameters, 'Limit', { most: 100, usual: 10, code: 'InvalidParameterValueException' });
  const type = stringAt(call.parameters, 'ResourceType');
  const id = stringAt(call.parameters, 'ResourceId');
  if (id && !type) throw new AwsError('InvalidParameterValueException', 'ResourceId needs a ResourceType.');
  const isWanted = complianceTypes(call, summaryTypes);
  const isAsked = (resourceType: unknown, resourceId: unknown) =>
    (!type || resourceType === type) && (!id || resourceId === id);
  const groups = groupedBy(
    verdicts(call).filter(({ resourceType, resourceId }) => isAsked(resourceType, resourceId)),
    ({ resourceType, resourceId }) => JSON.stringify([resourceType, resourceId]),
  );
  const summaries = [...groups.values()].map((found) => ({
    ResourceType: found[0]?.resourceType,
    ResourceId: found[0]?.resourceId,
    Compliance: compliance(found, 'ComplianceContributorCount'),
  }));
  // known, but never evaluated
  if (id && summaries.length === 0) {
    const item = latestItems(call.here, call.now).find((known) => isAsked(known['resourceType'], known['resourceId']));
    if (item) summaries.push({ ResourceType: type, ResourceId: id, Compliance: compliance([], '') });
  }
  const chosen = summaries.filter(({ Compliance }) => isWanted(String(Compliance['ComplianceType'])));
  const page = pageOf(call, chosen, { tokenKey, invalidToken, size });
  return { ComplianceByResources: [...page.items], ...page.token };
}

/** The status of each rule, in one word. */
export function complianceOfRules(there: RegionWorld, now: number) {
  const groups = groupedBy(verdictsIn(there, now), ({ rule }) => rule);
  return there.configRules.map(({ ConfigRuleName }) => ({
    ConfigRuleName: String(ConfigRuleName),
    Compliance: compliance(groups.get(String(ConfigRuleName)) ?? [], 'ComplianceContributorCount'),
  }));
}

export function describeComplianceByConfigRule(call: Call): JsonObject {
  const names = knownRules(call, textsAt(call.parameters, 'ConfigRuleNames')).map((rule) => rule['ConfigRuleName']);
  const isWanted = complianceTypes(call, summaryTypes);
  const summaries = complianceOfRules(call.here, call.now).filter(({ ConfigRuleName }) =>
    names.includes(ConfigRuleName),
  );
  const chosen = summaries.filter(({ Compliance }) => isWanted(String(Compliance['ComplianceType'])));
  const page = pageOf(call, chosen, { tokenKey, invalidToken, size: call.settings.configRulesPerPage });
  return { ComplianceByConfigRules: [...page.items], ...page.token };
}

/** Rules without a remediation are left out and cause no error. */
export function describeRemediationConfigurations(call: Call): JsonObject {
  const names = textsAt(call.parameters, 'ConfigRuleNames');
  if (names.length < 1 || names.length > mostRuleNames)
    throw new AwsError('ValidationException', `Give between 1 and ${mostRuleNames} rule names.`);
  const isNamed = (configuration: JsonObject) => names.includes(String(configuration['ConfigRuleName']));
  return { RemediationConfigurations: call.here.remediationConfigurations.filter(isNamed) };
}

export function describeRemediationExecutionStatus(call: Call): JsonObject {
  const size = limitAt(call.parameters, 'Limit', { most: 100, usual: 100, code: 'InvalidParameterValueException' });
  const name = stringAt(call.parameters, 'ConfigRuleName') ?? '';
  if (!call.here.remediationConfigurations.some((configuration) => configuration['ConfigRuleName'] === name))
    throw new AwsError('NoSuchRemediationConfigurationException', `No remediation configuration exists for ${name}.`);
  const keys = objectsAt(call.parameters, 'ResourceKeys');
  const isWanted = ({ ConfigRuleName, ResourceKey, InvocationTime }: JsonObject) =>
    ConfigRuleName === name &&
    Date.parse(String(InvocationTime)) <= call.now &&
    (keys.length === 0 || keys.some((key) => isSameKey(key, ResourceKey)));
  const found = call.here.remediationExecutions.filter(isWanted).map(({ ConfigRuleName: _rule, ...status }) => status);
  const page = pageOf(call, found, { tokenKey, invalidToken, size });
  return { RemediationExecutionStatuses: [...page.items], ...page.token };
}

const isSameKey = (key: JsonObject, other: unknown): boolean =>
  isJsonObject(other) && key['resourceType'] === other['resourceType'] && key['resourceId'] === other['resourceId'];
