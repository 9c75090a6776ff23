/** Many accounts and regions together, as one of Config's aggregators shows them: the present state, without history. */
import type { Reading } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import { type JsonObject, objectAt, stringAt } from '../../../../model/json.ts';
import { numberText, plural } from '../../../../model/number-text.ts';
import type { Survey } from '../../../../model/question.ts';
import { readRows } from '../../select.ts';
import type { AskedRegion } from './asked-region.ts';
import { locatorOf } from './history.ts';
import { type AggregateRule, type AggregateVerdict, openRules } from './rule-calls.ts';
import { inventoried, resourceIn, selectInventory } from './survey-rows.ts';

/** Returns whether the aggregator is here. */
export async function* surveyAggregate(
  asked: AskedRegion,
  survey: Survey,
  aggregator: string,
): AsyncGenerator<Reading, boolean> {
  return survey.of === 'inventory'
    ? yield* aggregateInventory(asked, survey, aggregator)
    : yield* aggregateCompliance(asked, survey, aggregator);
}

/**
 * The most rules whose compliant resources are asked for, and the most pages of a hundred results for each. Everything that
 * breaks a rule is read.
 */
const mostCompliant = 200;
const mostCompliantPages = 5;

/** What breaks the rules of every account, then what complies with them. */
async function* aggregateCompliance(
  asked: AskedRegion,
  survey: Survey,
  aggregator: string,
): AsyncGenerator<Reading, boolean> {
  const calls = await openRules(asked.context, asked.region);
  const found = yield* aggregateRules(asked, survey, calls.aggregateRules(aggregator));
  if (!found) return false;
  const results = (of: AggregateRule, verdict: AggregateVerdict) =>
    asked.ask(calls.aggregateResults(aggregator, of, verdict));
  const readingOf = (page: readonly JsonObject[], of: AggregateRule) => {
    const evidence = asked
      .evidenceIn(page, () => aggregateLocator(asked, of))
      .filter(
        (told) =>
          survey.types.length === 0 || (told.type === 'rule-state' && survey.types.includes(told.state.resourceType)),
      );
    return asked.reading({ evidence, records: page.length });
  };
  for (const of of found.broken) for await (const page of results(of, 'NON_COMPLIANT')) yield readingOf(page, of);
  // what breaks a rule is next to what complies with it
  const all = [...found.broken, ...found.kept].sort(byPlace);
  const cut: string[] = [];
  for (const of of all.slice(0, mostCompliant)) {
    let pages = 0;
    for await (const page of results(of, 'COMPLIANT')) {
      if (++pages > mostCompliantPages) {
        cut.push(of.rule);
        break;
      }
      yield readingOf(page, of);
    }
  }
  noteCut(asked, aggregator, all.length, [...new Set(cut)]);
  yield asked.reading({});
  return true;
}

interface AggregateRules {
  readonly broken: readonly AggregateRule[];
  readonly kept: readonly AggregateRule[];
}

/** undefined if the aggregator is not here. */
async function* aggregateRules(
  asked: AskedRegion,
  { rules }: Survey,
  answer: AsyncGenerator<readonly JsonObject[]>,
): AsyncGenerator<Reading, AggregateRules | undefined> {
  const broken: AggregateRule[] = [];
  const kept: AggregateRule[] = [];
  const pages = asked.ask(answer);
  for (let step = await pages.next(); ; step = await pages.next()) {
    if (step.done) return step.value === 'complete' ? { broken: broken.sort(byPlace), kept } : undefined;
    for (const each of step.value) {
      const rule = stringAt(each, 'ConfigRuleName') ?? '';
      const account = stringAt(each, 'AccountId');
      const region = stringAt(each, 'AwsRegion');
      if (account === undefined || region === undefined) continue;
      if (rules.length > 0 && !rules.some((name) => rule.startsWith(name))) continue;
      const verdict = stringAt(objectAt(each, 'Compliance'), 'ComplianceType');
      if (verdict === 'NON_COMPLIANT') broken.push({ rule, account, region });
      else if (verdict === 'COMPLIANT') kept.push({ rule, account, region });
    }
  }
}

const byPlace = (a: AggregateRule, b: AggregateRule): number => (keyOf(a) < keyOf(b) ? -1 : 1);
const keyOf = ({ rule, account, region }: AggregateRule) => [account, region, rule].join(' ');

function noteCut(asked: AskedRegion, aggregator: string, rules: number, cut: readonly string[]): void {
  const parts = [
    ...(rules > mostCompliant ? [`of ${numberText(rules)} rules, ${mostCompliant} were asked for what complies`] : []),
    ...(cut.length > 0
      ? [`of ${plural(cut.length, 'rule')} the first ${mostCompliantPages * 100} that comply are listed (${cut[0]})`]
      : []),
  ];
  if (parts.length === 0) return;
  asked.notes.set(
    'aggregate',
    gap('SERVICE_NOT_ASKED', `${aggregator} knows more than is listed: ${parts.join('; ')}`, {
      hint: 'name rules with --rule, or ask the account itself with --role-arn; all that is broken is listed',
    }),
  );
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
