/** An account as a whole, region by region: how its resources comply with the rules, or which resources exist. */
import type { Reading } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import type { KnownResource } from '../../../../model/inventory.ts';
import { stringAt } from '../../../../model/json.ts';
import type { Survey } from '../../../../model/question.ts';
import { resourceTypes } from '../../../../resources/index.ts';
import { placed } from '../../carriers.ts';
import { complianceType, targetOf } from '../../evaluation.ts';
import { readHead } from '../../item.ts';
import { readRows } from '../../select.ts';
import type { AskedRegion } from './asked-region.ts';
import { confirming, noteNotRecorded, readComplianceHistory, readRule, whereabouts } from './compliance.ts';
import { locatorOf, readHistory } from './history.ts';
import { openRules } from './rule-calls.ts';
import { orNoted, withRuleDetails } from './rule-details.ts';
import {
  discoveredIn,
  inventoried,
  resourceIn,
  selectCompliance,
  selectInventory,
  selectStates,
} from './survey-rows.ts';

/** The most resources changed in the window whose history is read in full. Each takes several calls. */
const mostHistories = 100;

/** The most broken rules that are asked why, and the most pages of a hundred results for each. */
const mostAnnotated = 50;
const mostAnnotationPages = 5;

/** The most rules whose results are asked for one by one, if their history is not recorded. */
const mostRules = 200;

export async function* surveyCompliance(asked: AskedRegion, survey: Survey): AsyncGenerator<Reading> {
  if (asked.recording.isAbsent) return;
  if (asked.recording.records(complianceType)) yield* withRuleDetails(asked, presentVerdicts(asked, survey));
  else {
    noteNotRecorded(asked);
    yield* withRuleDetails(asked, resultsOfRules(asked, survey));
  }
  const derivable = survey.types.length === 0 ? survey.derivable : survey.derivable.filter(isOneOf(survey.types));
  if (derivable.length > 0) yield* presentStates(asked, derivable);
}

const isOneOf = (list: readonly string[]) => (text: string) => list.includes(text);

/** The current compliance items; for those that changed in the window, the history too. */
async function* presentVerdicts(asked: AskedRegion, survey: Survey): AsyncGenerator<Reading> {
  let histories = 0;
  const { since } = asked.context.window;
  const broken = new Set<string>();
  for await (const page of asked.ask(asked.calls.select(selectCompliance(survey)))) {
    const rows = readRows(page);
    const isChanged = (row: (typeof rows)[number]) => (readHead(row).time ?? 0) >= since;
    const settled = rows.filter((row) => !isChanged(row));
    const of = { resourceType: complianceType, resourceId: '' };
    const evidenceIn = (some: typeof rows) =>
      asked.evidenceIn(some, (row) =>
        locatorOf(asked, 'SelectResourceConfig', { ...of, resourceId: readHead(row).resourceId }, row),
      );
    for (const found of evidenceIn(rows))
      if (found.type === 'rule-state' && found.state.state === 'NON_COMPLIANT') broken.add(found.state.rule);
    yield asked.reading({ evidence: evidenceIn(settled), records: rows.length });
    for (const row of rows.filter(isChanged)) {
      if (++histories <= mostHistories) yield* readComplianceHistory(asked, targetOf(readHead(row).resourceId), {});
    }
  }
  if (histories > mostHistories) noteMany(asked, 'verdicts changed', histories);
  yield* annotations(asked, survey, [...broken].sort());
}

/** Why rules are broken: the recorded verdicts do not say. This only adds to them: what is cut from a long list is no loss. */
async function* annotations(asked: AskedRegion, { rules }: Survey, broken: readonly string[]): AsyncGenerator<Reading> {
  const wanted = broken.filter((name) => rules.length === 0 || rules.some((rule) => name.startsWith(rule)));
  const what = 'why rules are broken';
  for (const rule of wanted.slice(0, mostAnnotated)) {
    const of = { resourceType: 'AWS::Config::ConfigRule', resourceId: rule };
    const readings: Reading[] = [];
    await orNoted(asked, what, async () => {
      for await (const results of asked.calls.evaluationsBy(rule, 'broken')) {
        const here = results.map((result) => placed(result, [whereabouts(asked)]));
        const evidence = asked.evidenceIn(here, () => locatorOf(asked, 'GetComplianceDetailsByConfigRule', of));
        if (readings.push(asked.reading({ evidence: confirming(evidence) })) === mostAnnotationPages) return;
      }
    });
    yield* readings;
    if (asked.notes.has(what)) return;
  }
}

const noteMany = (asked: AskedRegion, what: string, count: number) =>
  asked.notes.set(
    what,
    gap('NOT_INDEXED', `${count} ${what} in ${asked.region} in the window: ${mostHistories} were read`, {
      hint: 'ask a shorter window, or single types with --type',
    }),
  );

/** What each rule says about each resource right now. */
async function* resultsOfRules(asked: AskedRegion, { rules }: Survey): AsyncGenerator<Reading> {
  const calls = await openRules(asked.context, asked.region);
  const names: string[] = [];
  for await (const page of asked.ask(calls.complianceByRule()))
    names.push(...page.flatMap((each) => stringAt(each, 'ConfigRuleName') ?? []));
  const wanted = names.filter((name) => rules.length === 0 || rules.some((rule) => name.startsWith(rule)));
  if (wanted.length > mostRules)
    asked.notes.set(
      'rules',
      gap('NOT_INDEXED', `there are ${wanted.length} rules in ${asked.region}: ${mostRules} were asked`, {
        hint: 'name some with --rule',
      }),
    );
  for (const name of wanted.slice(0, mostRules)) yield* readRule(asked, name);
}

/** The present state of each resource, so that it can be judged if no rule does. */
async function* presentStates(asked: AskedRegion, types: readonly string[]): AsyncGenerator<Reading> {
  let histories = 0;
  const { since } = asked.context.window;
  for await (const page of asked.ask(asked.calls.select(selectStates(types)))) {
    const rows = readRows(page);
    const isChanged = (row: (typeof rows)[number]) => (readHead(row).time ?? 0) >= since;
    const settled = rows.filter((row) => !isChanged(row));
    yield asked.reading({
      evidence: asked.evidenceIn(settled, (row) => locatorOf(asked, 'SelectResourceConfig', readHead(row), row)),
      records: rows.length,
    });
    for (const row of rows.filter(isChanged)) {
      if (++histories <= mostHistories) yield* readHistory(asked, readHead(row), () => ['window']);
    }
  }
  if (histories > mostHistories) noteMany(asked, 'resources changed', histories);
}

export async function* surveyInventory(asked: AskedRegion, survey: Survey): AsyncGenerator<Reading> {
  if (asked.recording.isAbsent) return;
  const calls = await openRules(asked.context, asked.region);
  const here = { account: asked.context.session.account, region: asked.region };
  const known = new Map<string, Set<string>>();
  const take = (found: readonly (KnownResource | undefined)[], action: string, records: number): Reading => {
    const resources = found.filter((resource) => resource !== undefined);
    for (const { type, id } of resources) known.set(type, (known.get(type) ?? new Set()).add(id));
    return asked.reading({
      evidence: resources.map((resource) => inventoried(asked, resource, action)),
      records,
    });
  };
  for await (const page of asked.ask(asked.calls.select(selectInventory(survey.types)))) {
    const rows = readRows(page);
    yield take(rows.map(resourceIn), 'SelectResourceConfig', rows.length);
  }
  // queries miss some of what is listed: a type that is no longer recorded is counted all the same
  const listed = new Set(survey.deleted ? deletableTypes(asked, survey) : []);
  for await (const page of asked.ask(calls.resourceCounts(survey.types)))
    for (const counted of page) {
      const type = stringAt(counted, 'resourceType') ?? '';
      const count = Number(counted['count']);
      if (type !== complianceType && type !== '' && (survey.deleted || count > (known.get(type)?.size ?? 0)))
        listed.add(type);
    }
  for (const type of [...listed].sort()) {
    for await (const page of asked.ask(asked.calls.discovered(type))) {
      const found = page
        .map((each) => discoveredIn(each, here))
        .filter((each) => each && (survey.deleted || !each.deleted) && !known.get(each.type)?.has(each.id));
      yield take(found, 'ListDiscoveredResources', page.length);
    }
  }
}

/** Deleted resources are listed type by type: the types asked for, otherwise the recorded ones of the catalog. */
const deletableTypes = ({ recording }: AskedRegion, { types }: Survey): readonly string[] =>
  types.length > 0
    ? types
    : resourceTypes
        .filter(({ type, configId }) => configId !== undefined && type !== complianceType && recording.records(type))
        .map(({ type }) => type);
