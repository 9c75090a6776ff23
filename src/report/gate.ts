/** `--fail-on`: conditions on the finished report that decide the exit code of a script or a CI job. */
import type { TimelineEvent } from '../model/event.ts';
import type { Coverage, Gate } from '../model/report.ts';

export const gateConditions = ['change', 'denied', 'noncompliant', 'alarm', 'gap'] as const;
export type GateCondition = (typeof gateConditions)[number];

type Failure = Gate['failures'][number];

/** Exit code 1 where a condition met an event; 3 where only a blocking gap was met: it could not be told. */
export function gateOf(
  conditions: readonly GateCondition[],
  events: readonly TimelineEvent[],
  coverage: readonly Coverage[],
): Gate {
  const failures = conditions.flatMap((condition) =>
    condition === 'gap' ? gapFailures(coverage) : eventFailures(condition, events),
  );
  const isEvent = failures.some(({ condition }) => condition !== 'gap');
  return { passed: failures.length === 0, exitCode: isEvent ? 1 : failures.length > 0 ? 3 : 0, failures };
}

const eventFailures = (
  condition: Exclude<GateCondition, 'gap'>,
  events: readonly TimelineEvent[],
): readonly Failure[] =>
  events
    .filter((event) => meets(condition, event))
    .map(({ id, time, summary }) => ({ condition, event: id, message: `${time} ${summary}` }));

function meets(condition: Exclude<GateCondition, 'gap'>, event: TimelineEvent): boolean {
  switch (condition) {
    case 'change':
      return event.kind === 'api-call'
        ? !event.detail.readOnly && event.detail.outcome === 'success'
        : event.kind === 'config-change' && event.detail.changes.length > 0 && !event.detail.relationshipOnly;
    case 'denied':
      return event.kind === 'api-call' && event.detail.outcome === 'denied';
    case 'noncompliant':
      return event.kind === 'compliance' && event.detail.to === 'NON_COMPLIANT';
    case 'alarm':
      return event.kind === 'alarm' && event.detail.to === 'ALARM';
  }
}

function gapFailures(coverage: readonly Coverage[]): readonly Failure[] {
  const failureOf = (message: string): Failure => ({ condition: 'gap', event: null, message });
  const blocking = coverage.flatMap(({ gaps }) => gaps.filter((gap) => gap.blocking));
  // a folder of other things has no gap, and tells nothing
  const isBlind = blocking.length === 0 && coverage.every(({ since }) => since === null);
  return isBlind
    ? [failureOf('no records were read that could tell')]
    : blocking.map(({ code, message }) => failureOf(`${code}: ${message}`));
}
