/** Many accounts and regions at once, as an aggregator of Config tells of them: what holds now, and no history. */
import type { Reading } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import { objectAt, stringAt } from '../../../../model/json.ts';
import type { Survey } from '../../../../model/question.ts';
import { readRows } from '../../select.ts';
import type { AskedRegion } from './asked-region.ts';
import { locatorOf } from './history.ts';
import { type AggregateRule, openRules } from './rule-calls.ts';
import { inventoried, resourceIn, selectInventory } from './survey-rows.ts';

/** Returns whether there is such an aggregator here. */
export async function* surveyAggregate(
  asked: AskedRegion,
  survey: Survey,
  aggregator: string,
): AsyncGenerator<Reading, boolean> {
  return survey.of === 'inventory'
    ? yield* aggregateInventory(asked, survey, aggregator)
    : yield* aggregateCompliance(asked, survey, aggregator);
}

/** The broken rules of every account, with what breaks them: of those that hold, only that they do is known. */
async function* aggregateCompliance(
  asked: AskedRegion,
  { rules, types }: Survey,
  aggregator: string,
): AsyncGenerator<Reading, boolean> {
  const calls = await openRules(asked.context, asked.region);
  const broken: AggregateRule[] = [];
  let others = 0;
  const pages = asked.ask(calls.aggregateRules(aggregator));
  for (let step = await pages.next(); ; step = await pages.next()) {
    if (step.done) {
      if (step.value !== 'complete') return false;
      break;
    }
    for (const each of step.value) {
      const rule = stringAt(each, 'ConfigRuleName') ?? '';
      const account = stringAt(each, 'AccountId');
      const region = stringAt(each, 'AwsRegion');
      if (account === undefined || region === undefined) continue;
      if (rules.length > 0 && !rules.some((name) => rule.startsWith(name))) continue;
      if (stringAt(objectAt(each, 'Compliance'), 'ComplianceType') === 'NON_COMPLIANT')
        broken.push({ rule, account, region });
      else others++;
    }
  }
  if (others > 0)
    asked.notes.set(
      'aggregate',
      gap(
        'SERVICE_NOT_ASKED',
        `${aggregator} knows ${others} rules that nothing breaks: their resources are not listed`,
        {
          hint: 'ask the account itself, with --role-arn',
        },
      ),
    );
  for (const of of broken) {
    for await (const results of asked.ask(calls.aggregateResults(aggregator, of))) {
      const evidence = asked
        .evidenceIn(results, () => aggregateLocator(asked, of))
        .filter(
          (found) => types.length === 0 || (found.type === 'rule-state' && types.includes(found.state.resourceType)),
        );
      yield asked.reading({ evidence, records: results.length });
    }
  }
  yield asked.reading({});
  return true;
}

const aggregateLocator = (asked: AskedRegion, { rule, account, region }: AggregateRule) =>
  locatorOf(asked, 'GetAggregateComplianceDetailsByConfigRule', {
    resourceType: 'AWS::Config::ConfigRule',
    resourceId: `${account}/${region}/${rule}`,
  });

async function* aggregateInventory(
  asked: AskedRegion,
  { types }: Survey,
  aggregator: string,
): AsyncGenerator<Reading, boolean> {
  const calls = await openRules(asked.context, asked.region);
  const pages = asked.ask(calls.selectAggregate(aggregator, selectInventory(types)));
  for (let step = await pages.next(); ; step = await pages.next()) {
    if (step.done) return step.value === 'complete';
    const rows = readRows(step.value);
    const resources = rows.map(resourceIn).filter((resource) => resource !== undefined);
    yield asked.reading({
      evidence: resources.map((resource) => inventoried(asked, resource, 'SelectAggregateResourceConfig')),
      records: rows.length,
    });
  }
}
