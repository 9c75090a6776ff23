/**
 * More about the rules in an answer: which managed rules they are, which conformance packs brought them, and what Config does
 * by itself when they are broken. The answer stands without it; if it cannot be asked, that is reported.
 */
import { CallFailure } from '../../../../aws/failure.ts';
import type { Evidence, Reading, RemediationEvidence, RuleStateEvidence } from '../../../../model/evidence.ts';
import { gap } from '../../../../model/gap.ts';
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../../../model/json.ts';
import type { Remediation } from '../../../../model/standing.ts';
import { isoTime, parseTime } from '../../time.ts';
import type { Identifier } from '../../wanted-ids.ts';
import type { AskedRegion } from './asked-region.ts';
import { openRules, type RuleCalls } from './rule-calls.ts';

/** The most names that AWS takes in one call. */
const mostNames = 25;

interface Known {
  readonly sourceIdentifiers: Map<string, string | undefined>;
  packs: Promise<ReadonlyMap<string, string>> | undefined;
}

const known = new WeakMap<AskedRegion, Known>();

function knownOf(asked: AskedRegion): Known {
  const found = known.get(asked) ?? { sourceIdentifiers: new Map(), packs: undefined };
  known.set(asked, found);
  return found;
}

/** The same readings, with details of the rules added to their states. Returns what the readings return. */
export async function* withRuleDetails<Result>(
  asked: AskedRegion,
  readings: AsyncGenerator<Reading, Result>,
): AsyncGenerator<Reading, Result> {
  for (let step = await readings.next(); ; step = await readings.next()) {
    if (step.done) return step.value;
    const { evidence } = step.value;
    const states = evidence.filter((found) => found.type === 'rule-state');
    yield states.length === 0 ? step.value : { ...step.value, evidence: await detailed(asked, evidence, states) };
  }
}

async function detailed(
  asked: AskedRegion,
  evidence: readonly Evidence[],
  states: readonly RuleStateEvidence[],
): Promise<readonly Evidence[]> {
  const identifiers = await identifiersOf(asked, [...new Set(states.map(({ state }) => state.rule))]);
  const packs = states.some(({ state }) => packIdOf(state.rule)) ? await packsOf(asked) : new Map<string, string>();
  return evidence.map((found) => {
    if (found.type !== 'rule-state') return found;
    const sourceIdentifier = identifiers.get(found.state.rule);
    const conformancePack = packs.get(packIdOf(found.state.rule) ?? '');
    return {
      ...found,
      state: {
        ...found.state,
        ...(sourceIdentifier !== undefined && { sourceIdentifier }),
        ...(conformancePack !== undefined && { conformancePack }),
      },
    };
  });
}

/** `restricted-ssh-conformance-pack-abc123def` -> `conformance-pack-abc123def`, the pack's id. */
const packIdOf = (rule: string): string | undefined => /-(conformance-pack-[a-z0-9]+)$/i.exec(rule)?.[1]?.toLowerCase();

async function identifiersOf(
  asked: AskedRegion,
  rules: readonly string[],
): Promise<ReadonlyMap<string, string | undefined>> {
  const { sourceIdentifiers } = knownOf(asked);
  const unknown = rules.filter((rule) => !sourceIdentifiers.has(rule));
  for (let at = 0; at < unknown.length; at += mostNames) {
    const names = unknown.slice(at, at + mostNames);
    for (const name of names) sourceIdentifiers.set(name, undefined);
    await orNoted(asked, 'which managed rules they are', async (calls) => {
      for await (const page of calls.rules(names))
        for (const rule of page) {
          const source = objectAt(rule, 'Source');
          if (stringAt(source, 'Owner') === 'AWS')
            sourceIdentifiers.set(stringAt(rule, 'ConfigRuleName') ?? '', stringAt(source, 'SourceIdentifier'));
        }
    });
  }
  return sourceIdentifiers;
}

function packsOf(asked: AskedRegion): Promise<ReadonlyMap<string, string>> {
  const found = knownOf(asked);
  found.packs ??= askPacks(asked);
  return found.packs;
}

async function askPacks(asked: AskedRegion): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  await orNoted(asked, 'the names of conformance packs', async (calls) => {
    for await (const page of calls.conformancePacks())
      for (const pack of page) {
        const id = stringAt(pack, 'ConformancePackId')?.toLowerCase();
        const name = stringAt(pack, 'ConformancePackName');
        if (id !== undefined && name !== undefined) names.set(id, name);
      }
  });
  return names;
}

/** What Config does, or did, when the resource breaks these rules. */
export async function* readRemediations(
  asked: AskedRegion,
  of: Identifier,
  rules: readonly string[],
): AsyncGenerator<Reading> {
  const evidence: RemediationEvidence[] = [];
  for (let at = 0; at < rules.length; at += mostNames) {
    await orNoted(asked, 'remediations', async (calls) => {
      for (const configuration of await calls.remediations(rules.slice(at, at + mostNames))) {
        const rule = stringAt(configuration, 'ConfigRuleName');
        const document = stringAt(configuration, 'TargetId');
        if (rule === undefined || document === undefined) continue;
        const executions: JsonObject[] = [];
        for await (const page of calls.executions(rule, of)) executions.push(...page);
        const remediation = { document, automatic: configuration['Automatic'] === true, execution: latest(executions) };
        evidence.push({ type: 'remediation', rule, ...of, remediation });
      }
    });
  }
  if (evidence.length > 0) yield asked.reading({ evidence });
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationExecutionStatus.html */
function latest(executions: readonly JsonObject[]): Remediation['execution'] {
  const invokedAt = (execution: JsonObject) => parseTime(execution['InvocationTime']) ?? 0;
  const [last] = executions.toSorted((a, b) => invokedAt(b) - invokedAt(a));
  if (last === undefined) return null;
  const steps = Array.isArray(last['StepDetails']) ? last['StepDetails'].filter(isJsonObject) : [];
  const errors = steps.flatMap((step) => stringAt(step, 'ErrorMessage') ?? []);
  return {
    state: stringAt(last, 'State') ?? 'UNKNOWN',
    invokedTime: timeOf(last['InvocationTime']),
    updatedTime: timeOf(last['LastUpdatedTime']),
    error: errors.length === 0 ? null : errors.join('; '),
  };
}

const timeOf = (value: unknown): string | null => {
  const time = parseTime(value);
  return time === undefined ? null : isoTime(time);
};

/** For what only adds to an answer: if it cannot be asked, the answer stands, with a note. */
export async function orNoted(
  asked: AskedRegion,
  what: string,
  ask: (calls: RuleCalls) => Promise<void>,
): Promise<void> {
  const { context, region } = asked;
  try {
    await ask(await openRules(context, region));
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof CallFailure)) throw error;
    // a rule or remediation that was removed in the meantime
    if (/^NoSuch/.test(error.errorName ?? '')) return;
    asked.notes.set(
      what,
      gap('SERVICE_NOT_ASKED', `AWS Config in ${region} could not be asked for ${what} (${error.action})`, {
        hint: `allow ${error.action}`,
        locator: error.action,
      }),
    );
  }
}
