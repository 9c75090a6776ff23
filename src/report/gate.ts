/** `obs3 gate` and `--fail-on`: conditions on the finished report that decide the exit code of a script or a CI job. */
import type { Gate } from '../model/report.ts';
import { checks, type GateEvidence, type GateFinding } from './gate-conditions.ts';
import { createExcuses } from './gate-exceptions.ts';
import type { GateSettings } from './gate-settings.ts';

export { rulesUnmet } from './gate-conditions.ts';

/**
 * Exit code 1 if a condition found something; 3 if only a blocking gap was found: then the result is unknown. Findings excused
 * by an exception at `now` (epoch milliseconds) do not fail, but are listed.
 */
export function gateOf(settings: GateSettings, evidence: GateEvidence, now: number): Gate {
  const excuseOf = createExcuses(settings.exceptions, evidence, now);
  const failures: Gate['failures'][number][] = [];
  const excused: NonNullable<Gate['excused']>[number][] = [];
  for (const found of settings.conditions.flatMap((condition) => checks[condition](evidence, settings))) {
    const { condition, message } = toldOf(found);
    const event = found.event?.id ?? null;
    const excuse = excuseOf(found);
    if (!excuse) failures.push({ condition, event, message });
    else {
      const { reason, until } = excuse.exception;
      if (!excuse.isExpired) excused.push({ condition, event, message, reason, until });
      else
        failures.push({ condition, event, message: `${message} (its exception expired ${until}: ${oneLine(reason)})` });
    }
  }
  const isMet = failures.some(({ condition }) => condition !== 'gap');
  return {
    passed: failures.length === 0,
    exitCode: isMet ? 1 : failures.length > 0 ? 3 : 0,
    failures,
    conditions: settings.conditions,
    ...(excused.length > 0 && { excused }),
  };
}

const toldOf = ({ condition, message }: GateFinding) => ({ condition, message: oneLine(message) });

/** A failure is one line, whatever a log put into a name. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
