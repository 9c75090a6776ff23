/** Aggregators: the configuration and compliance of several accounts and regions in one place. */
import { type JsonObject, stringAt } from '../../../src/model/json.ts';
import { AwsError } from '../aws-error.ts';
import { type Call, limitAt, pageOf, textsAt } from '../call.ts';
import { isCurrent, latestItems } from '../configuration-items.ts';
import type { RegionWorld } from '../world.ts';
import { complianceOfRules, verdictsIn } from './config-compliance.ts';
import { needRecorder } from './config-history.ts';
import { documentOf } from './config-inventory.ts';
import { parseSelect, projected } from './config-select.ts';

const rules = { tokenKey: 'NextToken', invalidToken: 'InvalidNextTokenException' } as const;

interface Member {
  readonly account: string;
  readonly region: string;
  readonly there: RegionWorld;
}

/** The accounts that an aggregator names, in all their regions. */
function membersOf({ here, world, parameters }: Call): readonly Member[] {
  const name = stringAt(parameters, 'ConfigurationAggregatorName') ?? '';
  const found = here.configurationAggregators.find((each) => each['ConfigurationAggregatorName'] === name);
  if (!found)
    throw new AwsError(
      'NoSuchConfigurationAggregatorException',
      `The configuration aggregator '${name}' does not exist.`,
    );
  const sources = found['AccountAggregationSources'];
  const accounts = (Array.isArray(sources) ? sources : []).flatMap((source) =>
    textsAt(source as JsonObject, 'AccountIds'),
  );
  return accounts.flatMap((account) =>
    Object.entries(world.accounts[account]?.regions ?? {}).map(([region, there]) => ({ account, region, there })),
  );
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_SelectAggregateResourceConfig.html */
export function selectAggregateResourceConfig(call: Call): JsonObject {
  const size = limitAt(call.parameters, 'Limit', { most: 100, usual: 25, code: 'InvalidLimitException' });
  const select = parseSelect(stringAt(call.parameters, 'Expression') ?? '');
  const matching = membersOf(call)
    .flatMap(({ there }) => latestItems(there, call.now).filter(isCurrent))
    .map(documentOf)
    .filter(select.matches);
  const page = pageOf(call, matching, { ...rules, size });
  return {
    Results: page.items.map((document) => JSON.stringify(projected(document, select.fields))),
    QueryInfo: { SelectFields: select.fields.map((Name) => ({ Name })) },
    ...page.token,
  };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeAggregateComplianceByConfigRules.html */
export function describeAggregateComplianceByConfigRules(call: Call): JsonObject {
  const size = limitAt(call.parameters, 'Limit', { most: 1000, usual: 1000, code: 'InvalidLimitException' });
  const found = membersOf(call).flatMap(({ account, region, there }) =>
    complianceOfRules(there, call.now).map((each) => ({ ...each, AccountId: account, AwsRegion: region })),
  );
  const page = pageOf(call, found, { ...rules, size });
  return { AggregateComplianceByConfigRules: [...page.items], ...page.token };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_GetAggregateComplianceDetailsByConfigRule.html */
export function getAggregateComplianceDetailsByConfigRule(call: Call): JsonObject {
  const { parameters, now } = call;
  const size = limitAt(parameters, 'Limit', { most: 100, usual: 50, code: 'InvalidLimitException' });
  const [rule, account, region] = ['ConfigRuleName', 'AccountId', 'AwsRegion'].map((key) => stringAt(parameters, key));
  if (!rule || !account || !region)
    throw new AwsError('ValidationException', 'Give ConfigRuleName, AccountId and AwsRegion.');
  const wanted = stringAt(parameters, 'ComplianceType');
  const found = membersOf(call)
    .filter((member) => member.account === account && member.region === region)
    .flatMap(({ there }) => verdictsIn(there, now))
    .filter((verdict) => verdict.rule === rule && (!wanted || verdict.complianceType === wanted))
    .map(({ result }) => ({ ...result, AccountId: account, AwsRegion: region }));
  const page = pageOf(call, found, { ...rules, size });
  return { AggregateEvaluationResults: [...page.items], ...page.token };
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_GetDiscoveredResourceCounts.html: largest counts first. */
export function getDiscoveredResourceCounts(call: Call): JsonObject {
  needRecorder(call);
  const size = limitAt(call.parameters, 'limit', { most: 100, usual: 100, code: 'InvalidLimitException' });
  const types = textsAt(call.parameters, 'resourceTypes');
  const counts = new Map<string, number>();
  for (const item of latestItems(call.here, call.now).filter(isCurrent)) {
    const type = String(item['resourceType']);
    if (types.length === 0 || types.includes(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const list = [...counts].sort((a, b) => b[1] - a[1]).map(([resourceType, count]) => ({ resourceType, count }));
  const page = pageOf(call, list, { tokenKey: 'nextToken', invalidToken: rules.invalidToken, size });
  const totalDiscoveredResources = list.reduce((sum, { count }) => sum + count, 0);
  return { totalDiscoveredResources, resourceCounts: [...page.items], ...page.token };
}
